"""Kustomizations: which files they reach, and where the values of their output come from."""

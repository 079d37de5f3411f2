"""Helm charts: which files make one, and where the values of its manifests come from."""

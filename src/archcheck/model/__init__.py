"""Frozen values that every other package shares; standard library only."""

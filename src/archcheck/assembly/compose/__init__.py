"""Compose projects: which files belong to one, and how they are merged and interpolated."""

from archcheck.assembly.compose.loader import load_project

__all__ = ["load_project"]

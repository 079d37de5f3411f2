"""Compose projects: their model and the facts they state."""

from archcheck.parsers.compose.facts import compose_facts
from archcheck.parsers.compose.project import ComposeProject

__all__ = ["ComposeProject", "compose_facts"]

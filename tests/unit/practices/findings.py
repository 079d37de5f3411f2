"""Findings as rules report them, for verdicts that rest on them."""

from archcheck.model.finding import Finding, Level
from archcheck.model.span import Span


def finding(name: str, *subjects: str, message: str = "Says.", line: int = 1) -> Finding:
    return Finding("ARC999", name, None, Level.ERROR, subjects, message, Span("system.yaml", line))

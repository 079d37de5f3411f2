"""What a document would cost the validator, which trusts documents more than it should."""

from typing import Any

from archcheck.model.node import Node
from archcheck.parsers.openapi.references import Broken, References

__all__ = ["costs_too_much", "without_patterns"]

_LONGEST_LIST = 5_000  # it compares all entries of a list with each other
_MOST_STEPS = 100_000  # it walks alternatives as often as something refers to them: a chain of n can be 2 ** n steps
_COMBINING = ("allOf", "anyOf", "oneOf")


def costs_too_much(root: Node, references: References) -> bool:
    """Return whether the validator could take minutes for a document.

    Args:
        root: Root of the document.
        references: Follows its references.
    """
    steps: dict[int, int] = {}
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.value, list) and len(node.value) > _LONGEST_LIST:
            return True
        if _count_steps(node, references, steps) > _MOST_STEPS:
            return True
        stack.extend(node.value.values() if isinstance(node.value, dict) else node.elements())
    return False


def without_patterns(value: Any) -> Any:
    """Return plain values without their regular expressions: a hostile one can take forever."""
    if isinstance(value, dict):
        return {
            key: "" if key == "pattern" and isinstance(child, str) else without_patterns(child)
            for key, child in value.items()
            if not (key == "patternProperties" and isinstance(child, dict))
        }
    return [without_patterns(item) for item in value] if isinstance(value, list) else value


def _count_steps(schema: Node, references: References, steps: dict[int, int]) -> int:
    """Return how many schemas a walk from this one through its alternatives passes; a loop counts once."""
    stack = [(schema, False)]
    while stack:
        node, done = stack.pop()
        key = id(node)
        if done:
            steps[key] = 1 + sum(steps.get(id(below), 0) for below in _alternatives(node, references))
        elif key not in steps:
            steps[key] = 0
            stack.append((node, True))
            stack.extend((below, False) for below in _alternatives(node, references))
    return steps[id(schema)]


def _alternatives(schema: Node, references: References) -> list[Node]:
    reference = schema.child("$ref")
    if reference is not None and isinstance(reference.value, str):
        target = references.target(reference)
        return [] if isinstance(target, Broken) else [target]
    found = [item for key in _COMBINING if (child := schema.child(key)) is not None for item in child.elements()]
    return found + [child for key in ("not", "items") if (child := schema.child(key)) is not None]

"""Label selectors."""

from archcheck.model.facts import Selector
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.shapes import mappings, text_map, texts

__all__ = ["label_selector", "plain_selector"]


def label_selector(node: Node, key: str) -> Selector | None:
    """Return the selector with ``matchLabels`` and ``matchExpressions`` at a key; None if absent, empty if ``{}``."""
    if node.child(key) is None:
        return None
    selector = node.mapping(key)
    expressions = []
    for item in mappings(selector, "matchExpressions"):
        name, operator = item.text("key"), item.text("operator")
        if name is None or operator not in {"In", "NotIn", "Exists", "DoesNotExist"}:
            item.report("A label expression needs a key and an operator: In, NotIn, Exists or DoesNotExist.")
            continue
        expressions.append((name, operator, tuple(text for text, _ in texts(item, "values"))))
    return Selector(text_map(selector, "matchLabels"), tuple(expressions))


def plain_selector(node: Node, key: str) -> Selector | None:
    """Return the selector that is a plain map of labels, as a Service has it; None if absent or empty."""
    labels = text_map(node, key)
    return Selector(labels) if labels else None

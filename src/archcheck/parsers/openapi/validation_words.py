"""Words for what the validator of API documents finds; values of the document, which may be secrets, are not quoted."""

import re
from typing import Any

__all__ = ["closest", "describe"]

_LENGTH = 60  # characters of a key or allowed value that are quoted
_ALTERNATIVES = {"oneOf", "anyOf"}


def closest(error: Any) -> Any:
    """Return, for an error of JSON Schema about alternatives, that of the alternative which comes closest."""
    for _ in range(10):
        if error.validator not in _ALTERNATIVES or not error.context:
            break
        alternatives: dict[Any, list[Any]] = {}
        for inner in error.context:
            alternatives.setdefault(inner.schema_path[0], []).append(inner)
        nearest: list[Any] = min(alternatives.values(), key=_distance)
        error = min(nearest, key=lambda inner: -len(inner.absolute_path))
    return error


def describe(error: Any) -> str:
    """Return one sentence about an error of JSON Schema."""
    last = error.absolute_path[-1] if error.absolute_path else None
    return _sentence(error, f" in {_quoted(last)}" if isinstance(last, str) else "")


def _distance(errors: list[Any]) -> tuple[bool, int]:
    """Return how far an alternative is: one that is meant for something else comes last, then the fewer errors."""
    other = any(e.validator in {"enum", "const", "not"} or "'$ref' is a required" in e.message for e in errors)
    return other, len(errors)


def _sentence(error: Any, where: str) -> str:
    expected = error.validator_value
    match error.validator if isinstance(error.validator, str) else None:
        case "required":
            missing = [key for key in expected if isinstance(error.instance, dict) and key not in error.instance]
            named = next((key for key in missing if f"'{key}'" in error.message), missing[0] if missing else "a key")
            return f"The key {_quoted(named)} is required{where}."
        case "additionalProperties" | "unevaluatedProperties":
            return f"There are keys that the specification does not know{where}{_unknown(error)}."
        case "type":
            kinds = expected if isinstance(expected, list) else [expected]
            return f"A value of type {' or '.join(str(kind) for kind in kinds)} is expected{where}."
        case "enum":
            return f"One of {', '.join(_quoted(value) for value in expected[:12])} is expected{where}."
        case "const":
            return f"The value {_quoted(expected)} is expected{where}."
        case "pattern" | "format":
            return f"The value does not have the form that the specification asks for ({_quoted(expected)}){where}."
        case "oneOf" | "anyOf":
            return f"The value fits none, or too many, of the alternatives that the specification allows{where}."
        case "minProperties" | "minItems" | "minLength":
            return f"The value is empty or too short{where}."
        case "uniqueItems":
            return f"There are equal entries in a list of different ones{where}."
        case "not":
            return f"The value is one that the specification excludes{where}."
        case None:
            return _quoted(error.message.rstrip("."), 300) + "."
    return f"The rule {_quoted(error.validator)} of the specification is broken{where}."


def _unknown(error: Any) -> str:
    """Return the unknown keys, if the schema lists the known ones."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    known, patterns = schema.get("properties", {}), [re.compile(p) for p in schema.get("patternProperties", {})]
    if not (known or patterns) or not isinstance(error.instance, dict):
        return ""
    keys = [key for key in error.instance if key not in known and not any(p.search(key) for p in patterns)]
    return f": {', '.join(_quoted(key) for key in keys[:5])}" if keys else ""


def _quoted(value: object, length: int = _LENGTH) -> str:
    text = str(value)
    return text if len(text) <= length else text[: length - 3] + "..."

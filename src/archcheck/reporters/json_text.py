"""JSON as text: the same bytes for the same values, safe to print anywhere."""

import json
import re
from collections.abc import Mapping, Sequence

__all__ = ["JsonObject", "JsonValue", "json_text"]

JsonValue = str | int | float | bool | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
JsonObject = Mapping[str, JsonValue]

# JSON escapes the C0 controls itself. A viewer could obey these; or, unpaired surrogates, UTF-8 cannot hold them.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def json_text(value: JsonValue) -> str:
    """Return a value as JSON: keys in the order given, two spaces a level, a line break at the end."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"

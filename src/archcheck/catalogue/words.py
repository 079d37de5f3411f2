"""Names of components and variables, split into words that can be looked up."""

import re

__all__ = ["compact", "split_words", "without_digits"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP = re.compile(r"[^A-Za-z0-9]+")
# Every ending of a name is tried; without a limit a hostile name would cost quadratic time.
_MOST_WORDS = 24
_DIGITS = "0123456789"


def split_words(name: str) -> list[str]:
    """Return the words of a name in lower case: ``UserDb``, ``user-db`` and ``USER_DB`` give the same two.

    Words that are numbers alone are left out, and so is all but the end of an absurdly long name.
    """
    words = _GAP.split(_HUMP.sub("-", name))
    return [word.lower() for word in words if word and not word.isdigit()][-_MOST_WORDS:]


def compact(name: str) -> str:
    """Return a name without separators and case, the form in which words are compared."""
    return _GAP.sub("", name).lower()


def without_digits(word: str) -> str:
    """Return a word without the digits at its end: ``kafka2`` is a ``kafka``."""
    return word.rstrip(_DIGITS)

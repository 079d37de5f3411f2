"""Keys spelt one way."""

import pytest

from archcheck.parsers.renamed_keys import renamed_keys, snake_case
from archcheck.sources.reader import read_documents


@pytest.mark.parametrize(
    ("key", "result"),
    [
        ("staticResources", "static_resources"),
        ("static_resources", "static_resources"),
        ("@type", "@type"),
        ("envoy.filters.httpX", "envoy.filters.httpX"),
        ("X", "X"),
        ("", ""),
    ],
)
def test_camel_case_becomes_snake_case(key: str, result: str) -> None:
    assert snake_case(key) == result


def test_trees_keep_their_places_and_the_first_of_equal_keys() -> None:
    root = read_documents("x.yml", b"A: [{bC: 1}]\na: 2\n")[0].root
    renamed = renamed_keys(root, str.lower)
    value = renamed.child("a")
    assert value is not None
    assert (value.span.line, value.key_line, value.shape) == (1, 1, "list")
    assert [node.at("bc") is not None for node in value.elements()] == [True]

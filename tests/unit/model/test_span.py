"""Places in files."""

from archcheck.model.span import Span


def test_a_place_is_written_as_terminals_open_it() -> None:
    assert str(Span("deploy/compose.yaml", 3, 7)) == "deploy/compose.yaml:3:7"
    assert Span("a") == Span("a", 1, 1)


def test_places_are_ordered_by_path_then_line_then_column() -> None:
    places = [Span("b", 1), Span("a", 10), Span("a", 2, 9), Span("a", 2, 3)]
    assert sorted(places) == [Span("a", 2, 3), Span("a", 2, 9), Span("a", 10), Span("b", 1)]

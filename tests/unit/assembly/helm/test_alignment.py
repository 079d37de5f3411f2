import pytest

from archcheck.assembly.helm import alignment
from archcheck.assembly.helm.alignment import Template


def aligned(template: str, rendered: str) -> list[int]:
    return Template(template).align(rendered.split("\n"))


def test_literal_lines_are_found() -> None:
    assert aligned("{{- if .a }}\nkind: A\nname: b\n{{- end }}", "kind: A  \nname: b\n\nother: c") == [2, 3, 0, 0]


def test_lines_with_actions_are_found_by_what_is_literal() -> None:
    template = "image: {{ .repo }}:{{ .tag }}-x\nimage: {{ .other }}-y\nname: '{{ .name }}'\n- {{ . }}\n{{ .key }}: 1"
    rendered = "image: a:1-y\nimage: a:1-x\nname: 'b'\n- item\nkey: 1"
    assert aligned(template, rendered) == [2, 1, 3, 4, 0]


def test_a_list_item_with_a_colon_in_its_value_is_found() -> None:
    assert aligned("  - {{ .a }}", "  - a:1") == [1]


def test_an_empty_value_is_found() -> None:
    assert aligned("a: {{ .x }}", "a:") == [1]


def test_equal_lines_are_taken_in_order_and_loops_go_back() -> None:
    assert aligned("a: 1\nx: 1\nb: 2\nx: 1", "a: 1\nx: 1\nb: 2\nx: 1") == [1, 2, 3, 4]
    assert aligned("{{ range }}\na: 1\nb: 2\n{{ end }}", "a: 1\nb: 2\na: 1\nb: 2") == [2, 3, 2, 3]


def test_a_document_is_compared_with_the_part_it_came_from() -> None:
    template = Template("kind: A\nname: x\n---\nkind: B\nname: x\n---\nkind: A\nname: x")
    assert template.align(["kind: B", "name: x"]) == [4, 5]
    assert template.align(["kind: A", "name: x"]) == [7, 8]
    assert template.align(["kind: A", "name: x"]) == [7, 8]


def test_alike_parts_are_taken_in_order() -> None:
    template = Template("kind: A\n---\nkind: A\n---\nkind: A")
    assert [template.align(["kind: A"]) for _ in range(4)] == [[1], [3], [5], [5]]


def test_too_much_work_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "_MOST_WORK", 3)
    template = Template("kind: A\nname: b")
    assert template.align(["kind: A"]) == [1]
    assert template.align(["kind: A"]) == [0]

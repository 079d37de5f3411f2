from archcheck.assembly.kustomize.patches import Patch, PatchIndex, json_patches, merge_patch
from archcheck.assembly.kustomize.tracing import Tracer
from archcheck.model.node import Document, Node
from archcheck.sources.limits import DEFAULT_LIMITS
from archcheck.sources.yaml_reader import read_yaml


def parsed(text: str, path: str = "source.yaml") -> Node:
    return read_yaml(path, text.encode(), DEFAULT_LIMITS)[0].root


def places(rendered: str, source: str | None, *patches: Patch) -> list[tuple[object, str, int]]:
    """Return value, path and line of every scalar of a traced object."""
    home = Document("source.yaml")
    tracer = Tracer()
    origin = None if source is None else parsed(source)
    root = tracer.trace(parsed(rendered, "printed"), origin, patches, home)
    assert {scalar.document.path for scalar in root.scalars()} <= {"source.yaml", *tracer.others}
    return [(scalar.value, scalar.document.path, scalar.line) for scalar in root.scalars()]


def test_what_a_source_says_stands_there() -> None:
    assert places("b: 2\na: {c: x}", "a:\n  c: x\n\nb: 2") == [(2, "source.yaml", 4), ("x", "source.yaml", 2)]


def test_what_a_transformer_changed_stands_at_the_old_value() -> None:
    assert places("image: a:2", "kind: A\nimage: a:1") == [("a:2", "source.yaml", 2)]


def test_what_nobody_wrote_stands_where_the_value_around_it_does() -> None:
    assert places("metadata: {name: a, namespace: b}", "kind: A\nmetadata:\n  name: a") == [
        ("a", "source.yaml", 3),
        ("b", "source.yaml", 3),
    ]
    assert places("a: 1", None) == [(1, "source.yaml", 1)]


def test_the_last_patch_that_says_it_wins_over_a_source_that_says_otherwise() -> None:
    patches = [merge_patch(parsed(f"\n\na: {value}", f"{name}.yaml"), None) for name, value in (("p", 2), ("q", 2))]
    assert places("a: 2", "a: 1", *patches) == [(2, "q.yaml", 3)]
    assert places("a: 1", "a: 1", *patches) == [(1, "source.yaml", 1)]


def test_list_items_are_recognised_by_name_port_path_or_value() -> None:
    source = (
        "l:\n- {name: a, v: 1}\n- {containerPort: 80}\n- {mountPath: /x, name: m}\n- {mountPath: /y, name: m}\n- text\n"
    )
    rendered = "l: [text, {mountPath: /y, name: m}, {containerPort: 80, name: http}, {name: a, v: 1}]"
    assert places(rendered, source) == [
        ("text", "source.yaml", 6),
        ("/y", "source.yaml", 5),
        ("m", "source.yaml", 5),
        (80, "source.yaml", 3),
        ("http", "source.yaml", 3),
        ("a", "source.yaml", 2),
        (1, "source.yaml", 2),
    ]


def test_list_items_without_a_mark_are_recognised_by_position() -> None:
    assert places("l: [{a: 1}, {b: 2}, {c: 3}]", "l:\n- {a: 1}\n- {b: 2}\n") == [
        (1, "source.yaml", 2),
        (2, "source.yaml", 3),
        (3, "source.yaml", 2),
    ]


def test_a_value_of_another_shape_stands_at_what_it_replaced() -> None:
    assert places("a: {b: 1}", "x: 1\na: text") == [(1, "source.yaml", 2)]


def test_operations_are_traced_to_their_values() -> None:
    operations = parsed(
        "- {op: replace, path: /spec/replicas, value: 3}\n- {op: add, path: /env/-, value: {name: A, value: x}}\n"
        "- {op: add, path: /env/0, value: {name: B, value: y}}\n- {op: add, path: /args/-, value: z}\n"
        "- {op: add, path: /gone/1/2, value: z}\n- {op: remove, path: /b}\n- {op: add, path: 3, value: 1}\n"
        "- {op: add, path: /args/7/x, value: 1}\n- {op: add, path: /args/0, value: first}\n",
        "patch.yaml",
    )
    rendered = "spec: {replicas: 3}\nenv: [{name: B, value: y}, {name: A, value: x}]\nargs: [first, z]"
    assert places(rendered, "spec: {replicas: 1}", *json_patches(operations, None)) == [
        (3, "patch.yaml", 1),
        ("B", "patch.yaml", 3),
        ("y", "patch.yaml", 3),
        ("A", "patch.yaml", 2),
        ("x", "patch.yaml", 2),
        ("first", "patch.yaml", 9),
        ("z", "patch.yaml", 4),
    ]


def test_an_added_item_that_cannot_be_recognised_is_taken_from_its_position() -> None:
    operations = parsed(
        "- {op: add, path: /l/-, value: {x: 1}}\n- {op: add, path: /l/0, value: {x: 0}}\n", "patch.yaml"
    )
    assert places("l: [{x: 0}, {x: 1}]", None, *json_patches(operations, None)) == [
        (0, "patch.yaml", 2),
        (1, "patch.yaml", 1),
    ]
    assert places("l: []", None, *json_patches(operations, None)) == []


def test_patches_are_found_by_kind_and_name() -> None:
    def patch(kind: str | None, name: str | None) -> Patch:
        return Patch(kind, name, (), parsed("a: 1"))

    exact, kind, every, other = patch("A", "x"), patch("A", None), patch(None, None), patch("B", "x")
    index = PatchIndex([every, exact, kind, other])
    assert index.matching("A", ["x"]) == [every, exact, kind]
    assert index.matching("B", ["y"]) == [every]
    assert index.matching("A", ["dev-x-v1"]) == [every, exact, kind]
    assert index.matching("A", ["x-abcdefghij"]) == [every, exact, kind]


def test_a_target_with_a_pattern_stands_for_any_name() -> None:
    patch = merge_patch(parsed("kind: A"), parsed("kind: Deployment\nname: shop.*"))
    assert (patch.kind, patch.name) == ("Deployment", None)
    assert (merge_patch(parsed("kind: [A]"), None).kind, merge_patch(parsed("kind: A"), None).kind) == (None, "A")

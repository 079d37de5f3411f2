import json

from archcheck.assembly.kustomize.collecting import Reached
from archcheck.assembly.kustomize.manifests import rendered_documents, wrapper
from archcheck.assembly.kustomize.reading import read_kustomization
from archcheck.model.node import Document
from archcheck.model.span import Span

from .conftest import MakeTree

OBJECT = "kind: Service\nmetadata:\n  name: {name}\n"


def output(*objects: tuple[str, str]) -> bytes:
    annotation = "  annotations:\n    config.kubernetes.io/origin: |\n"
    return "---\n".join(
        f"kind: Service\nmetadata:\n{annotation}      {origin}\n  name: {name}\n" for origin, name in objects
    ).encode()


def place(document: Document) -> tuple[str, int, object, Span]:
    name = document.root.at("metadata", "name")
    assert name is not None
    return document.path, document.index, name.value, name.span


def test_the_wrapper_names_folders_from_where_it_lies() -> None:
    reached = Reached(folders=[".", "c"], components=["c"])
    assert json.loads(wrapper(reached, "../in")) == {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "buildMetadata": ["originAnnotations"],
        "resources": ["../in"],
        "components": ["../in/c"],
    }


def test_objects_are_found_in_their_files(make_tree: MakeTree) -> None:
    many = "---\n".join(OBJECT.format(name=name) for name in ("a", "shop", "shop-db"))
    listed = "kind: ServiceList\nitems:\n- kind: Service\n  metadata: {name: in-list}\n"
    tree = make_tree(
        {"kustomization.yaml": "resources: [many.yaml, list.yaml]", "many.yaml": many, "list.yaml": listed}
    )
    reached = read_kustomization(tree, ".")
    printed = output(
        ("path: ../in/many.yaml", "a"),
        ("path: ../in/many.yaml", "dev-shop-db-v1"),
        ("path: ../in/list.yaml", "renamed"),
        ("configuredIn: ../in/kustomization.yaml", "made"),
        ("path: ../../etc/passwd", "odd"),
        ("path: ../in/many.yaml", "none"),
    )
    documents = rendered_documents(tree, reached, printed, "../in")
    assert [place(document) for document in documents] == [
        ("many.yaml", 0, "a", Span("many.yaml", 3, 9)),
        ("many.yaml", 2, "dev-shop-db-v1", Span("many.yaml", 11, 9)),
        ("list.yaml", 0, "renamed", Span("list.yaml", 4, 20)),
        ("kustomization.yaml", 0, "made", Span("kustomization.yaml", 1, 1)),
        ("kustomization.yaml", 0, "odd", Span("kustomization.yaml", 1, 1)),
        ("many.yaml", 0, "none", Span("many.yaml", 1, 1)),
    ]
    assert all(document.root.at("metadata", "annotations") is None for document in documents)


def test_the_users_annotations_stay(make_tree: MakeTree) -> None:
    tree = make_tree({"kustomization.yaml": ""})
    printed = b"kind: A\nmetadata: {annotations: {a: b, config.kubernetes.io/origin: ''}, name: x}\n---\nkind: B\n"
    first, second = rendered_documents(tree, Reached(folders=["."]), printed, "../in")
    annotations = first.root.at("metadata", "annotations")
    assert annotations is not None
    assert list(annotations.value if isinstance(annotations.value, dict) else ()) == ["a"]
    assert second.root.at("metadata") is None


def test_values_from_patches_bring_the_documents_of_their_files(make_tree: MakeTree) -> None:
    patch = "kind: Service\nmetadata: {name: a}\nspec: {type: NodePort}\n"
    files = {"kustomization.yaml": "resources: [a.yaml]\npatches: [{path: p.yaml}]", "a.yaml": OBJECT.format(name="a")}
    tree = make_tree(files | {"p.yaml": patch})
    printed = b"kind: Service\nmetadata: {name: a, annotations: {config.kubernetes.io/origin: 'path: ../in/a.yaml'}}\n"
    documents = rendered_documents(tree, read_kustomization(tree, "."), printed + b"spec: {type: NodePort}\n", "../in")
    kind = documents[0].root.at("spec", "type")
    assert kind is not None
    assert kind.span == Span("p.yaml", 3, 14)
    assert [(document.path, document.root.value is None) for document in documents] == [
        ("a.yaml", False),
        ("p.yaml", True),
    ]
    assert kind.document is documents[1]


def test_an_origin_that_cannot_be_read_is_the_objects_place(make_tree: MakeTree) -> None:
    tree = make_tree({"kustomization.yaml": ""})
    reached = Reached(folders=["."], paths={"gone.yaml"})
    (document,) = rendered_documents(tree, reached, output(("path: ../in/gone.yaml", "a")), "../in")
    assert place(document) == ("gone.yaml", 0, "a", Span("gone.yaml", 1, 1))


def test_without_origins_objects_are_found_by_kind_and_name(make_tree: MakeTree) -> None:
    sheet = "resources: [a.yaml, b.yaml]\nconfigMapGenerator: [{name: settings, literals: [A=1]}]\n"
    files = {"kustomization.yaml": sheet, "a.yaml": OBJECT.format(name="a"), "b.yaml": OBJECT.format(name="shop")}
    tree = make_tree(files)
    printed = (
        b"kind: Service\nmetadata: {name: dev-shop}\n---\nkind: ConfigMap\nmetadata: {name: dev-settings-0123456789}\n"
        b"data: {A: '1'}\n---\nkind: Service\nmetadata: {name: b}\n"
    )
    documents = rendered_documents(tree, read_kustomization(tree, "."), printed, "../in")
    assert [place(document) for document in documents] == [
        ("b.yaml", 0, "dev-shop", Span("b.yaml", 3, 9)),
        ("kustomization.yaml", 0, "dev-settings-0123456789", Span("kustomization.yaml", 2, 22)),
        ("kustomization.yaml", 0, "b", Span("kustomization.yaml", 1, 1)),
    ]
    value = documents[1].root.at("data", "A")
    assert value is not None
    assert value.span == Span("kustomization.yaml", 2, 50)


def test_origins_are_not_asked_for_where_they_cost_minutes() -> None:
    few = Reached(folders=["k"], resources=[Document("a.yaml")] * 500, patch_count=10)
    many = Reached(folders=["k"], resources=[Document("a.yaml")] * 500, patch_count=11)
    assert json.loads(wrapper(few, "../in"))["buildMetadata"] == ["originAnnotations"]
    assert json.loads(wrapper(many, "../in"))["buildMetadata"] == []

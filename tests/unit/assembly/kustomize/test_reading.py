import json
from pathlib import Path

import pytest

from archcheck.assembly.kustomize.collecting import Reached
from archcheck.assembly.kustomize.reading import find_kustomization, read_kustomization
from archcheck.assembly.kustomize.writing import written
from archcheck.model.node import Problem
from archcheck.model.span import Span
from archcheck.sources.limits import Limits
from archcheck.sources.tree import SourceTree

from .conftest import MakeTree

SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n"
NETWORK = "lies on the network, where archcheck does not go; what it adds is not judged."


def said(reached: Reached) -> list[tuple[str, int, int, str]]:
    return [(p.span.path, p.span.line, p.span.column, p.message) for p in reached.problems]


def sheet(reached: Reached, path: str = "app/kustomization.yaml") -> object:
    return json.loads(reached.files[path])


def test_everything_reachable_is_collected(make_tree: MakeTree) -> None:
    tree = make_tree(
        {
            "app/kustomization.yaml": """\
resources: [../base, a.yaml]
components: [../tracing]
patches: [{path: p.yaml}, {patch: "[]"}]
patchesJson6902: [{path: j.json, target: {kind: Service}}]
patchesStrategicMerge: [s.yaml]
replacements: [{path: r.yaml}, {source: {kind: Service}}]
configMapGenerator: [{name: c, files: [k=f.conf, g.conf], envs: [e.env], env: d.env, literals: [A=1]}]
secretGenerator: [{name: s, envs: [t.env]}]
transformers: [t.yaml]
crds: [crd.json]
configurations: [names.yaml]
openapi: {path: api.json}
""",
            "app/a.yaml": SERVICE,
            "app/p.yaml": SERVICE,
            "app/s.yaml": SERVICE,
            "app/j.json": "[]",
            "app/r.yaml": "[]",
            "app/f.conf": "f",
            "app/g.conf": "g",
            "app/e.env": "B=2",
            "app/d.env": "D=4",
            "app/t.env": "C=3",
            "app/t.yaml": "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\npath: q.yaml\n",
            "app/q.yaml": SERVICE,
            "app/crd.json": "{}",
            "app/names.yaml": "{}",
            "app/api.json": "{}",
            "base/kustomization.yml": "resources: [b.yaml]",
            "base/b.yaml": SERVICE,
            "tracing/Kustomization": "kind: Component\n",
            "app/unrelated.yaml": SERVICE,
        }
    )
    reached = read_kustomization(tree, "app", ["tracing"])
    files = {f"app/{name}" for name in ("a.yaml", "p.yaml", "s.yaml", "j.json", "r.yaml", "f.conf", "g.conf")}
    files |= {f"app/{name}" for name in ("e.env", "d.env", "t.env", "t.yaml", "q.yaml", "crd.json", "names.yaml")}
    files |= {
        "app/api.json",
        "base/kustomization.yml",
        "base/b.yaml",
        "tracing/Kustomization",
        "app/kustomization.yaml",
    }
    assert said(reached) == []
    assert set(reached.files) == files
    assert reached.paths == files
    assert reached.folders == ["app", "tracing"]
    assert reached.components == ["tracing"]
    assert [document.path for document in reached.resources] == ["base/b.yaml", "app/a.yaml"]


@pytest.mark.parametrize(
    ("field", "left"),
    [
        ('resources: ["https://example.com/a.yaml"]', {"resources": []}),
        ("bases: [github.com/org/repo//path?ref=v1]", {"bases": []}),
        ('components: ["git@example.com:org/repo"]', {"components": []}),
        ('patches: [{path: "https://example.com/a.yaml", target: {kind: A}}]', {"patches": []}),
        ('patchesJson6902: [{path: "https://example.com/a.yaml"}]', {"patchesJson6902": []}),
        ('patchesStrategicMerge: ["https://example.com/a.yaml"]', {"patchesStrategicMerge": []}),
        ('replacements: [{path: "https://example.com/a.yaml"}]', {"replacements": []}),
        ('crds: ["https://example.com/a.yaml"]', {"crds": []}),
        ('configurations: ["https://example.com/a.yaml"]', {"configurations": []}),
        ('openapi: {path: "https://example.com/a.json"}', {}),
        ('transformers: ["https://example.com/a.yaml"]', {"transformers": []}),
        ('configMapGenerator: [{files: ["https://example.com/a=b"]}]', {"configMapGenerator": [{"files": []}]}),
        ('configMapGenerator: [{files: ["k=https://example.com/a"]}]', {"configMapGenerator": [{"files": []}]}),
        ('secretGenerator: [{envs: ["https://example.com/a=b"]}]', {"secretGenerator": [{"envs": []}]}),
        ('secretGenerator: [{env: "https://example.com/a"}]', {"secretGenerator": [{}]}),
    ],
)
def test_a_remote_reference_is_refused_in_every_field(make_tree: MakeTree, field: str, left: dict[str, object]) -> None:
    reached = read_kustomization(make_tree({"app/kustomization.yaml": f"{field}\n", "app/b": "b"}), "app")
    assert [(p.span.path, p.span.line, p.message.endswith(NETWORK)) for p in reached.problems] == [
        ("app/kustomization.yaml", 1, True)
    ]
    assert sheet(reached) == left
    assert list(reached.files) == ["app/kustomization.yaml"]


@pytest.mark.parametrize(
    "field",
    ['Resources: ["https://example.com/a.yaml"]', 'RE\N{LATIN SMALL LETTER LONG S}OURCES: ["https://example.com/a"]'],
)
def test_a_field_that_only_go_would_recognise_is_refused(make_tree: MakeTree, field: str) -> None:
    reached = read_kustomization(make_tree({"app/kustomization.yaml": f"{field}\n"}), "app")
    name = field.partition(":")[0]
    assert [message for *_, message in said(reached)] == [
        f"{name} is spelt resources in a kustomization; it is not read."
    ]
    assert sheet(reached) == {}


def test_a_key_that_only_go_would_recognise_is_refused(make_tree: MakeTree) -> None:
    text = (
        'patches: [{Path: "https://example.com/a"}]\nconfigMapGenerator: [{name: c, FILES: ["https://example.com"]}]\n'
    )
    reached = read_kustomization(make_tree({"app/kustomization.yaml": text}), "app")
    assert said(reached) == [
        ("app/kustomization.yaml", 2, 39, "FILES is spelt files in a kustomization; it is not read."),
        ("app/kustomization.yaml", 1, 11, "Path is spelt path in a kustomization; it is not read."),
    ]
    assert sheet(reached) == {"patches": [], "configMapGenerator": [{"name": "c"}]}


@pytest.mark.parametrize("field", ["helmCharts", "helmChartInflationGenerator"])
def test_charts_in_a_kustomization_are_refused(make_tree: MakeTree, field: str) -> None:
    text = f"{field}:\n  - name: x\n    repo: https://example.com\n"
    reached = read_kustomization(make_tree({"app/kustomization.yaml": text}), "app")
    assert said(reached) == [
        (
            "app/kustomization.yaml",
            2,
            3,
            f"{field} make kustomize start helm and fetch charts; what they add is not judged.",
        )
    ]
    assert sheet(reached) == {}


@pytest.mark.parametrize(
    "plugin",
    [
        "apiVersion: example.com/v1\nkind: Runs\nmetadata: {name: x}\n",
        "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: x}\n",
        "apiVersion: builtin\nkind: A\nmetadata: {annotations: {config.kubernetes.io/function: 'exec: {path: ./a}'}}\n",
        "apiVersion: builtin\nmetadata: {name: x}\n",
        "just text\nand more\n",
    ],
)
@pytest.mark.parametrize("inline", [True, False])
def test_a_plugin_that_is_a_program_is_refused(make_tree: MakeTree, plugin: str, inline: bool) -> None:
    body = "".join(f"    {line}\n" for line in plugin.splitlines())
    text = f"generators:\n  - |\n{body}" if inline else "generators:\n  - plugin.yaml\n"
    reached = read_kustomization(make_tree({"app/kustomization.yaml": text, "app/plugin.yaml": plugin}), "app")
    assert said(reached) == [
        (
            "app/kustomization.yaml",
            2,
            5,
            "A plugin that is a program or a container is not run; what it does is not judged.",
        )
    ]
    assert sheet(reached) == {"generators": []}


@pytest.mark.parametrize(
    "body",
    [
        "path: https://example.com/a",
        "files: [k=https://example.com/a]",
        "replacements: [{path: 'https://a'}]",
        "PATH: x",
    ],
)
def test_a_builtin_plugin_that_reaches_the_network_is_refused(make_tree: MakeTree, body: str) -> None:
    text = f"transformers:\n  - |\n    apiVersion: builtin\n    kind: Some\n    metadata: {{name: x}}\n    {body}\n"
    reached = read_kustomization(make_tree({"app/kustomization.yaml": text}), "app")
    assert len(reached.problems) == 1
    assert sheet(reached) == {"transformers": []}


def test_plugins_from_a_folder_are_refused(make_tree: MakeTree) -> None:
    files = {"app/kustomization.yaml": "transformers: [t]\n", "app/t/kustomization.yaml": "resources: []\n"}
    reached = read_kustomization(make_tree(files), "app")
    assert said(reached) == [
        ("app/kustomization.yaml", 1, 16, "transformers from a folder are not run; what they change is not judged.")
    ]


def test_a_path_out_of_the_root_is_refused(make_tree: MakeTree, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(SERVICE)
    text = "resources:\n  - ../../outside.yaml\n  - /etc/passwd\n"
    reached = read_kustomization(make_tree({"app/kustomization.yaml": text}), "app")
    leads = "leads out of the folder that is checked; check the folder above, or name it with --root."
    assert said(reached) == [
        ("app/kustomization.yaml", 2, 5, f"../../outside.yaml {leads}"),
        ("app/kustomization.yaml", 3, 5, f"/etc/passwd {leads}"),
    ]
    assert list(reached.files) == ["app/kustomization.yaml"]


def test_a_link_out_of_the_root_is_refused(make_tree: MakeTree, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kustomization.yaml").write_text("resources: [a.yaml]")
    (tmp_path / "outside" / "a.yaml").write_text(SERVICE)
    tree = make_tree({"app/kustomization.yaml": "resources: [folder, file.yaml]\n"})
    (tree.root / "app" / "folder").symlink_to(tmp_path / "outside")
    (tree.root / "app" / "file.yaml").symlink_to(tmp_path / "outside" / "a.yaml")
    reached = read_kustomization(tree, "app")
    assert said(reached) == [
        ("app/kustomization.yaml", 1, 13, "This link leads out of the folder that is checked; it is not followed."),
        ("app/kustomization.yaml", 1, 21, "This link leads out of the folder that is checked; it is not followed."),
    ]
    assert list(reached.files) == ["app/kustomization.yaml"]


def test_a_link_inside_the_root_is_copied_as_a_file(make_tree: MakeTree) -> None:
    tree = make_tree({"app/kustomization.yaml": "resources: [a.yaml]\n", "other/b.yaml": SERVICE})
    (tree.root / "app" / "a.yaml").symlink_to(tree.root / "other" / "b.yaml")
    reached = read_kustomization(tree, "app")
    assert reached.files["app/a.yaml"] == SERVICE.encode()
    assert said(reached) == []


def test_what_does_not_exist_is_left_out(make_tree: MakeTree) -> None:
    text = "resources:\n  - gone.yaml\n  - here.yaml\n  - empty\n"
    tree = make_tree({"app/kustomization.yaml": text, "app/here.yaml": SERVICE})
    (tree.root / "app" / "empty").mkdir()
    reached = read_kustomization(tree, "app")
    assert said(reached) == [
        ("app/kustomization.yaml", 2, 5, "gone.yaml does not exist."),
        (
            "app/kustomization.yaml",
            4,
            5,
            "app/empty has no kustomization.yaml or kustomization.yml or Kustomization.",
        ),
    ]
    assert sheet(reached) == {"resources": ["here.yaml"]}


def test_a_path_that_no_system_has_is_left_out(make_tree: MakeTree) -> None:
    reached = read_kustomization(make_tree({"app/kustomization.yaml": 'resources: ["nul\\0byte"]\n'}), "app")
    assert [problem.span for problem in reached.problems] == [Span("app/kustomization.yaml", 1, 13)]
    assert sheet(reached) == {"resources": []}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("resources: a.yaml", 1, 12, "resources should be a list, not text."),
        ("resources: [{}]", 1, 13, "A path is expected here, not mapping."),
        ("resources: ['']", 1, 13, "A path is expected here, not text."),
        ("patches: [a.yaml]", 1, 11, "An entry of patches should be a mapping, not text."),
        ("patches: {a: b}", 1, 10, "patches should be a list, not mapping."),
        ("patches: [{path: [a]}]", 1, 11, "A path is expected here, not mapping."),
        ("configMapGenerator: [{files: a}]", 1, 30, "files should be a list, not text."),
        ("openapi: two", 1, 10, "An entry of openapi should be a mapping, not text."),
        ("transformers: [1]", 1, 16, "A path is expected here, not number."),
        ("replacements: 3", 1, 15, "replacements should be a list, not number."),
        ("[a, b]", 1, 1, "A kustomization has to be a mapping."),
        (
            "resources: []\nresources: []",
            2,
            1,
            "The key 'resources' occurs twice in one mapping; the last one is used.",
        ),
    ],
)
def test_a_wrong_shape_is_a_problem_with_a_place(
    make_tree: MakeTree, text: str, line: int, column: int, message: str
) -> None:
    reached = read_kustomization(make_tree({"app/kustomization.yaml": f"{text}\n"}), "app")
    assert said(reached) == [("app/kustomization.yaml", line, column, message)]


def test_a_null_field_is_nothing(make_tree: MakeTree) -> None:
    reached = read_kustomization(make_tree({"app/kustomization.yaml": "resources:\npatches:\n"}), "app")
    assert (said(reached), reached.folders) == ([], ["app"])


def test_a_folder_without_kustomization_is_a_problem(make_tree: MakeTree) -> None:
    tree = make_tree({"app/other.yaml": SERVICE})
    reached = read_kustomization(tree, "app")
    assert said(reached) == [("app", 1, 1, "app has no kustomization.yaml or kustomization.yml or Kustomization.")]
    assert reached.folders == []
    assert find_kustomization(tree, "app") is None


def test_a_broken_resource_is_kept_from_kubectl_but_read(make_tree: MakeTree) -> None:
    files = {"app/kustomization.yaml": "resources: [a.yaml, b.yaml, b.yaml]\n", "app/a.yaml": SERVICE}
    reached = read_kustomization(make_tree(files | {"app/b.yaml": f"{SERVICE}---\na: [\n"}), "app")
    assert [(d.path, d.index, len(d.problems)) for d in reached.unreadable] == [
        ("app/b.yaml", 0, 0),
        ("app/b.yaml", 1, 1),
    ]
    assert "app/b.yaml" in reached.paths
    assert sheet(reached) == {"resources": ["a.yaml"]}
    assert said(reached) == []


def test_a_broken_patch_is_a_problem_and_no_object(make_tree: MakeTree) -> None:
    files = {"app/kustomization.yaml": "patches: [{path: p.yaml}]\n", "app/p.yaml": "kind: A\nkind: B\n"}
    reached = read_kustomization(make_tree(files), "app")
    assert said(reached) == [("app/p.yaml", 2, 1, "The key 'kind' occurs twice in one mapping; the last one is used.")]
    assert (reached.unreadable, sheet(reached)) == ([], {"patches": []})


def test_a_file_beyond_the_limit_is_a_problem(make_tree: MakeTree) -> None:
    files = {"app/kustomization.yaml": "resources: [a.yaml]\ncrds: [a.yaml]\n", "app/a.yaml": "#" * 100}
    tree = SourceTree(make_tree(files).root, Limits(file_bytes=60))
    reached = read_kustomization(tree, "app")
    assert [p.span for p in reached.problems] == [
        Span("app/kustomization.yaml", 1, 13),
        Span("app/kustomization.yaml", 2, 8),
    ]
    assert sheet(reached) == {"resources": [], "crds": []}


def test_several_kustomizations_in_a_folder_are_reported(make_tree: MakeTree) -> None:
    files = {"app/kustomization.yaml": "resources: []\n---\nresources: []\n", "app/Kustomization": "resources: []\n"}
    reached = read_kustomization(make_tree(files), "app")
    assert reached.problems == [
        Problem(Span("app/Kustomization"), "app has several kustomizations; app/kustomization.yaml is used."),
        Problem(Span("app/kustomization.yaml", 3), "A kustomization is one document; this one is not read."),
    ]
    assert list(reached.files) == ["app/kustomization.yaml"]


def test_a_cycle_ends(make_tree: MakeTree) -> None:
    files = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}
    reached = read_kustomization(make_tree(files), "a")
    assert set(reached.files) == {"a/kustomization.yaml", "b/kustomization.yaml"}


def test_a_tower_of_kustomizations_is_refused(make_tree: MakeTree) -> None:
    files = {f"k{n}/kustomization.yaml": f"resources: [../k{n + 1}]\n" for n in range(200)}
    reached = read_kustomization(make_tree(files), "k0")
    assert said(reached) == [("k39/kustomization.yaml", 1, 13, "More than 40 kustomizations stand on each other here.")]


def test_the_copy_says_what_was_read(make_tree: MakeTree) -> None:
    text = "x: &a {newTag: 1.10}\nimages: [*a]\nnamePrefix: größe-\nflag: true\n"
    reached = read_kustomization(make_tree({"app/kustomization.yaml": text}), "app")
    assert sheet(reached) == {"x": {"newTag": 1.1}, "images": [{"newTag": 1.1}], "namePrefix": "größe-", "flag": True}


def test_patches_come_in_the_order_in_which_they_are_applied(make_tree: MakeTree) -> None:
    patch = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\n"
    files = {
        "app/kustomization.yaml": """\
patches:
  - path: p.yaml
  - target: {kind: Service, name: shop.*}
    patch: '[{"op": "add", "path": "/spec/a~1b", "value": 1}, {"op": "remove", "path": "/x"}]'
patchesStrategicMerge:
  - |
    kind: Service
    metadata: {name: inline}
resources: [../base]
configMapGenerator: [{name: c, literals: ["A='1'"]}]
""",
        "app/p.yaml": patch % "outer",
        "base/kustomization.yaml": "patches: [{path: p.yaml, target: {kind: Service, name: aim}}]\n",
        "base/p.yaml": patch % "inner",
    }
    reached = read_kustomization(make_tree(files), "app")
    assert [(p.kind, p.name, p.at, p.value.span) for p in reached.patches] == [
        ("Service", "aim", (), Span("base/p.yaml", 1, 1)),
        ("ConfigMap", "c", (), Span("app/kustomization.yaml", 10, 22)),
        ("ConfigMap", "c", ("data", "A"), Span("app/kustomization.yaml", 10, 43)),
        ("Service", "inline", (), Span("app/kustomization.yaml", 7, 5)),
        ("Service", "outer", (), Span("app/p.yaml", 1, 1)),
        ("Service", None, ("spec", "a/b"), Span("app/kustomization.yaml", 4, 12)),
    ]
    assert reached.patches[2].value.value == "1"


FIELDS = ["resources", "bases", "components", "patches", "patchesJson6902", "patchesStrategicMerge", "replacements"]
FIELDS += [
    "configMapGenerator",
    "secretGenerator",
    "generators",
    "transformers",
    "validators",
    "crds",
    "configurations",
]
FIELDS += ["openapi", "kind", "helmCharts"]
SHAPES = (
    "1, x, true, [1], [[1]], [{}], {}, {a: 1}, [''], [{path: 1}], [{path: {}}], [{files: 1}], [{files: [1, {}]}], "
    "[{envs: {}}], [{env: []}], [{literals: 3}], [{name: [], literals: [[], a]}], [{patch: 1}], [{patch: '['}], "
    "[{patch: '[{op: 1}]', target: 1}], [{target: {name: []}, patch: 'a: 1'}], [[{path: x}]], {path: 1}, "
    '["a: 1\\nb: 2"], ["a\\n"], ["- 1\\n- 2"], ["apiVersion: builtin\\nkind: A\\npath: {}\\nreplacements: 3"]'
)


@pytest.mark.parametrize("field", FIELDS)
def test_any_shape_anywhere_is_survived(make_tree: MakeTree, field: str) -> None:
    shapes = make_tree({"shapes.yaml": f"[{SHAPES}]"}).documents("shapes.yaml")[0].root
    for number, shape in enumerate(shapes.elements()):
        value = written(shape, set()).decode()
        folder = f"app{number}"
        reached = read_kustomization(make_tree({f"{folder}/kustomization.yaml": f"{field}: {value}\n"}), folder)
        places = {problem.span.path for problem in reached.problems}
        assert places <= {f"{folder}/kustomization.yaml"}
        json.loads(reached.files[f"{folder}/kustomization.yaml"])

import json
from pathlib import Path

import pytest

from archcheck.assembly.helm import reading
from archcheck.assembly.helm.reading import ReachedChart, read_chart
from archcheck.model.node import Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.limits import Limits
from archcheck.sources.tree import SourceTree

from .conftest import MakeTree

CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"


def missing(name: str, path: str, line: int, column: int, charts: str = "app/charts") -> Problem:
    folder = charts.removesuffix("/charts")
    return Problem(
        Span(path, line, column),
        f"The chart {name} is not in {charts} and is not fetched; what it adds is not judged. "
        f"Run: helm dependency build {folder}",
    )


def test_a_chart_is_copied_whole(make_tree: MakeTree) -> None:
    files = {
        "app/Chart.yaml": CHART,
        "app/values.yaml": "a: 1\n",
        "app/templates/a.yaml": "kind: A\n",
        "app/templates/sub/b.yaml": "kind: B\n",
        "app/files/c.json": "{}",
        "app/README.md": "# Shop",
        "app/.git/config": "x",
        "app/charts/cache/Chart.yaml": "name: store\nversion: 1.0.0\n",
        "app/charts/cache/templates/a.yaml": "kind: C\n",
        "app/charts/notes.txt": "x",
        "my.yaml": "a: 2\n",
    }
    chart = read_chart(make_tree(files), "app", ["my.yaml"])
    copied = {path.removeprefix("app/") for path in files if path.startswith("app/") and ".git" not in path}
    assert set(chart.files) == copied
    assert chart.values == {"values-0.yaml": b"a: 2\n"}
    assert (chart.name, chart.release, chart.usable, chart.library) == ("shop", "shop", True, False)
    assert chart.subcharts == {"": {"store": "charts/cache"}, "charts/cache": {}}
    assert (chart.problems, chart.skipped) == ([], [])
    assert chart.paths == {path for path in files if ".git" not in path} - {"app/files/c.json", "app/README.md"}


def test_a_chart_at_the_root_is_read(make_tree: MakeTree) -> None:
    chart = read_chart(make_tree({"Chart.yaml": CHART, "templates/a.yaml": "kind: A\n"}), ".")
    assert chart.paths == {"Chart.yaml", "templates/a.yaml"}
    assert chart.source("shop/templates/a.yaml") == "templates/a.yaml"


@pytest.mark.parametrize(
    ("name", "release"), [("Shop_Front.X", "shop-front-x"), ("-", "release"), ("a" * 60, "a" * 53), ("größe", "gr--e")]
)
def test_the_release_is_named_after_the_chart(name: str, release: str) -> None:
    assert ReachedChart("x", name=name).release == release


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("shop/templates/a.yaml", "app/templates/a.yaml"),
        ("shop/charts/store/templates/b.yaml", "app/charts/cache/templates/b.yaml"),
        ("shop/charts/second/templates/b.yaml", "app/charts/cache/templates/b.yaml"),
        ("shop/charts/packed/templates/c.yaml", "app/charts/packed-1.2.3.tgz"),
        ("shop/charts/packed/charts/deep/templates/c.yaml", "app/charts/packed-1.2.3.tgz"),
        ("shop/charts/gone/templates/c.yaml", "app/Chart.yaml"),
        ("shop/templates/gone.yaml", "app/Chart.yaml"),
        ("odd", "app/Chart.yaml"),
    ],
)
def test_templates_are_found_by_the_names_helm_gives_them(make_tree: MakeTree, template: str, path: str) -> None:
    dependencies = "dependencies:\n- {name: store, alias: second}\n- {name: packed}\n"
    files = {
        "app/Chart.yaml": CHART + dependencies,
        "app/templates/a.yaml": "",
        "app/charts/cache/Chart.yaml": "name: store\n",
        "app/charts/cache/templates/b.yaml": "",
        "app/charts/packed-1.2.3.tgz": "not really",
    }
    chart = read_chart(make_tree(files), "app")
    assert chart.problems == []
    assert chart.source(template) == path


def test_a_dependency_that_is_not_there_is_reported_and_left_out(make_tree: MakeTree) -> None:
    sheet = CHART + (
        "appVersion: 1.10\ndependencies:\n"
        "- {name: store, version: 1, repository: 'https://example.com', condition: store.enabled}\n"
        "- {name: queue, condition: 'queue.on, queue.enabled'}\n- {name: tagged, tags: [extra]}\n- {name: here}\n"
        "- {name: quiet, tags: [silent, 3]}\n- {}\n"
    )
    files = {
        "app/Chart.yaml": sheet,
        "app/Chart.lock": "dependencies: []\n",
        "app/values.yaml": "queue: {enabled: false}\ntags: {extra: false}\nstore: {enabled: yes please}\n",
        "app/charts/here/Chart.yaml": "name: here\n",
    }
    chart = read_chart(make_tree(files), "app")
    assert chart.problems == [missing("store", "app/Chart.yaml", 6, 3), missing("quiet", "app/Chart.yaml", 10, 3)]
    assert json.loads(chart.files["Chart.yaml"]) == {
        "apiVersion": "v2",
        "name": "shop",
        "version": "1.0.0",
        "appVersion": "1.10",
        "dependencies": [{"name": "here"}, {}],
    }
    assert "Chart.lock" not in chart.files


def test_given_values_decide_whether_a_dependency_matters(make_tree: MakeTree) -> None:
    files = {"app/Chart.yaml": CHART + "dependencies: [{name: store, condition: store.enabled}]\n"}
    files |= {"app/values.yaml": "store: {enabled: true}\n", "off.yaml": "store: {enabled: false}\n"}
    tree = make_tree(files)
    assert read_chart(tree, "app").problems == [missing("store", "app/Chart.yaml", 4, 16)]
    assert read_chart(tree, "app", ["off.yaml"]).problems == []


def test_the_last_of_several_files_with_values_wins(make_tree: MakeTree) -> None:
    files = {"app/Chart.yaml": CHART + "dependencies: [{name: store, condition: store.enabled}]\n"}
    files |= {"on.yaml": "store: {enabled: true}\n", "off.yaml": "store: {enabled: false}\n"}
    tree = make_tree(files)
    assert read_chart(tree, "app", ["on.yaml", "off.yaml"]).problems == []
    assert len(read_chart(tree, "app", ["off.yaml", "on.yaml"]).problems) == 1


def test_old_requirements_are_read(make_tree: MakeTree) -> None:
    files = {
        "app/Chart.yaml": "apiVersion: v1\nname: shop\n",
        "app/requirements.yaml": "dependencies:\n- name: store\n",
    }
    chart = read_chart(make_tree(files), "app")
    assert chart.problems == [missing("store", "app/requirements.yaml", 2, 3)]
    assert json.loads(chart.files["requirements.yaml"]) == {"dependencies": []}


def test_a_dependency_in_a_folder_is_copied(make_tree: MakeTree) -> None:
    dependencies = "dependencies:\n- {name: store, repository: 'file://../store', alias: cache}\n"
    files = {
        "app/Chart.yaml": CHART + dependencies,
        "store/Chart.yaml": "name: store\n",
        "store/templates/s.yaml": "kind: S\n",
    }
    chart = read_chart(make_tree(files), "app")
    assert chart.problems == []
    assert set(chart.files) == {"Chart.yaml", "charts/store/Chart.yaml", "charts/store/templates/s.yaml"}
    assert chart.source("shop/charts/cache/templates/s.yaml") == "store/templates/s.yaml"


@pytest.mark.parametrize("repository", ["file://../../out", "file://../gone", "file://../app"])
def test_a_dependency_in_a_wrong_folder_is_missing(make_tree: MakeTree, tmp_path: Path, repository: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "Chart.yaml").write_text("name: store\n")
    name = ".." if repository.endswith("app") else "store"
    sheet = CHART + f"dependencies:\n- {{name: {name}, repository: '{repository}'}}\n"
    chart = read_chart(make_tree({"app/Chart.yaml": sheet}), "app")
    assert chart.problems == [missing(name, "app/Chart.yaml", 5, 3)]
    assert list(chart.files) == ["Chart.yaml"]


def test_a_chart_that_depends_on_itself_ends(make_tree: MakeTree) -> None:
    sheet = CHART + "dependencies:\n- {name: shop, repository: 'file://.'}\n"
    chart = read_chart(make_tree({"app/Chart.yaml": sheet}), "app")
    assert chart.problems == [missing("shop", "app/Chart.yaml", 5, 3)]
    assert len(chart.files) == 11


def test_links_are_not_followed_out_of_the_root(make_tree: MakeTree, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("kind: Secret\n")
    tree = make_tree({"app/Chart.yaml": CHART, "app/templates/a.yaml": "", "more/b.yaml": "kind: B\n"})
    (tree.root / "app/templates/out.yaml").symlink_to(tmp_path / "secret.yaml")
    (tree.root / "app/templates/in.yaml").symlink_to(tree.root / "more/b.yaml")
    (tree.root / "app/notes.txt").symlink_to(tmp_path / "secret.yaml")
    (tree.root / "app/folder").symlink_to(tree.root / "more")
    chart = read_chart(tree, "app")
    leads = "This link leads out of the folder that is checked; it is not followed."
    assert chart.problems == [Problem(Span("app/templates/out.yaml"), leads)]
    assert chart.skipped == [
        Skipped("app/folder", "a link to a folder; charts are read without them"),
        Skipped("app/notes.txt", leads),
    ]
    assert set(chart.files) == {"Chart.yaml", "templates/a.yaml", "templates/in.yaml"}
    assert chart.files["templates/in.yaml"] == b"kind: B\n"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"app/a.yaml": ""}, Problem(Span("app/Chart.yaml"), "The file does not exist.")),
        ({"app/Chart.yaml": "[a]\n"}, Problem(Span("app/Chart.yaml"), "A Chart.yaml has to be a mapping.")),
        (
            {"app/Chart.yaml": "a: [\n"},
            Problem(
                Span("app/Chart.yaml", 2),
                "This is no valid YAML: did not find expected node content while parsing a flow node.",
            ),
        ),
    ],
)
def test_a_folder_without_a_sheet_cannot_be_rendered(
    make_tree: MakeTree, files: dict[str, str], problem: Problem
) -> None:
    chart = read_chart(make_tree(files), "app")
    assert chart.problems[:1] == [problem]
    assert (chart.usable, chart.name) == (False, "app")


def test_an_empty_sheet_cannot_be_rendered(make_tree: MakeTree) -> None:
    assert not read_chart(make_tree({"app/Chart.yaml": ""}), "app").usable


def test_values_that_are_not_there_are_a_problem(make_tree: MakeTree) -> None:
    chart = read_chart(make_tree({"app/Chart.yaml": CHART, "bad.yaml": "a: [\n"}), "app", ["gone.yaml", "bad.yaml"])
    assert [problem.span for problem in chart.problems] == [Span("gone.yaml"), Span("bad.yaml", 2)]


def test_files_beyond_the_limits_are_said(make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"app/Chart.yaml": CHART, "app/templates/big.yaml": "#" * 99, "app/big.bin": "#" * 99}
    tree = SourceTree(make_tree(files).root, Limits(file_bytes=60))
    chart = read_chart(tree, "app")
    assert [problem.span for problem in chart.problems] == [Span("app/templates/big.yaml")]
    assert [skipped.path for skipped in chart.skipped] == ["app/big.bin"]
    monkeypatch.setattr(reading, "_MOST_FILES", 1)
    chart = read_chart(SourceTree(tree.root), "app")
    assert [skipped.path for skipped in chart.skipped] == ["app/big.bin", "app/templates/big.yaml"]
    monkeypatch.setattr(reading, "_MOST_FILES", 10)
    monkeypatch.setattr(reading, "_MOST_BYTES", 1)
    chart = read_chart(SourceTree(tree.root), "app")
    assert chart.skipped[0] == Skipped("app/big.bin", "the chart has more files than are read")


def test_a_library_is_known(make_tree: MakeTree) -> None:
    assert read_chart(make_tree({"app/Chart.yaml": CHART + "type: library\n"}), "app").library

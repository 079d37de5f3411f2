"""Configuration files beside the manifests: which are read, for whom, and what of them is told."""

from pathlib import Path

import pytest

from archcheck.assembly.configuration_files import add_configuration_files
from archcheck.model.facts import (
    Build,
    Container,
    EmbeddedFile,
    Facts,
    HostTarget,
    Mount,
    MountKind,
    Setting,
    Workload,
    WorkloadKind,
)
from archcheck.model.node import Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.limits import DEFAULT_LIMITS, Limits
from archcheck.sources.tree import SourceTree

HERE = Span("compose.yaml")
PROXY = "server { location / { proxy_pass http://%s:80; } }\n"


class Reading:
    """What reading the configuration files of one deployment gave."""

    def __init__(self, root: Path, facts: Facts, *named: str, limits: Limits = DEFAULT_LIMITS) -> None:
        self.facts, self.paths = facts, set[str]()
        self.problems: list[Problem] = []
        self.skipped: list[Skipped] = []
        add_configuration_files(SourceTree(root, limits), named, facts, self.paths, self.problems, self.skipped)

    @property
    def targets(self) -> list[tuple[str | None, str]]:
        """File and host of every route."""
        return [(r.file, r.target.host) for r in self.facts.routes if isinstance(r.target, HostTarget)]


def plant(root: Path, **files: str) -> None:
    """Write files; ``__`` in a name stands for a slash, ``_`` for a dot."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def workload(
    name: str, *mounts: str, context: str | None = None, dockerfile: str | None = None, **env: str
) -> Workload:
    build = Build(context, dockerfile, HERE) if context is not None else None
    container = Container(
        name,
        None,
        HERE,
        settings=tuple(Setting(key, value, HERE) for key, value in env.items()),
        mounts=tuple(Mount(MountKind.BIND, source, "/x", True, HERE) for source in mounts),
        build=build,
    )
    return Workload(name, WorkloadKind.COMPOSE, HERE, containers=(container,))


# -- named files -------------------------------------------------------------------------------------------------------


def test_a_named_file_is_read_and_one_that_no_reader_knows_is_skipped(tmp_path: Path) -> None:
    plant(tmp_path, nginx_conf=PROXY % "shop", notes_txt="hello", latin_conf="x")
    (tmp_path / "latin.conf").write_bytes(b"caf\xe9")
    found = Reading(tmp_path, Facts(), "nginx.conf", "notes.txt", "latin.conf")
    assert found.targets == [("nginx.conf", "shop")]
    assert found.paths == {"nginx.conf"}
    why = "no reader knows this kind of file"
    assert found.skipped == [Skipped("notes.txt", why), Skipped("latin.conf", why)]
    assert found.problems == []


def test_a_named_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found = Reading(tmp_path, Facts(), "gone.conf")
    assert (found.problems, found.skipped) == ([Problem(Span("gone.conf"), "The file does not exist.")], [])


def test_a_named_file_is_filled_in_with_the_variables_of_what_is_built_there(tmp_path: Path) -> None:
    plant(tmp_path, web__nginx_conf=PROXY % "${SHOP_HOST}")
    facts = Facts(
        workloads=[workload("web", context="web", SHOP_HOST="shop"), workload("x", context="y", SHOP_HOST="z")]
    )
    assert Reading(tmp_path, facts, "web/nginx.conf").targets == [("web/nginx.conf", "shop")]


def test_a_very_long_file_is_left(tmp_path: Path) -> None:
    plant(tmp_path, nginx_conf=PROXY % "shop" + "#" * 512_000)
    found = Reading(tmp_path, Facts(), "nginx.conf")
    assert (found.targets, found.paths) == ([], set())
    assert found.skipped == [Skipped("nginx.conf", "longer than 512000 characters")]


def test_a_mistake_that_leaves_nothing_to_read_is_the_reason_why_a_file_is_skipped(tmp_path: Path) -> None:
    plant(
        tmp_path,
        prometheus_yml="scrape_configs:\n  - static_configs: [\n",
        other_yml="a: [",
        t_yml="receivers: {{ x }}",
    )
    found = Reading(tmp_path, Facts(workloads=[workload("p", "prometheus.yml", "other.yml", "t.yml")]))
    reason = "line 3: This is no valid YAML: did not find expected node content while parsing a flow node."
    assert (found.skipped, found.problems, found.paths) == ([Skipped("prometheus.yml", reason)], [], set())


def test_a_mistake_beside_what_can_be_read_is_a_problem(tmp_path: Path) -> None:
    plant(tmp_path, prometheus_yml="scrape_configs: []\nglobal: {}\nglobal: {}\n", nginx_conf="server { listen")
    found = Reading(tmp_path, Facts(), "prometheus.yml", "nginx.conf")
    assert [(p.span.path, p.span.line) for p in found.problems] == [("prometheus.yml", 3), ("nginx.conf", 1)]


# -- mounted files -----------------------------------------------------------------------------------------------------


def test_mounted_files_and_folders_are_read_with_the_containers_variables(tmp_path: Path) -> None:
    plant(
        tmp_path,
        one_conf=PROXY % "${HOST}",
        conf__two_conf=PROXY % "two",
        conf__deep__er__three_conf=PROXY % "three",
        conf__too__deep__to__four_conf=PROXY % "four",
        conf__node_modules_conf=PROXY % "no",
        conf__readme_md="text",
    )
    facts = Facts(workloads=[workload("web", "one.conf", "conf", "gone", HOST="shop"), workload("again", "one.conf")])
    found = Reading(tmp_path, facts)
    assert found.targets == [
        ("one.conf", "shop"),
        ("conf/deep/er/three.conf", "three"),
        ("conf/node.modules.conf", "no"),
        ("conf/two.conf", "two"),
    ]
    assert found.paths == {"one.conf", "conf/two.conf", "conf/deep/er/three.conf", "conf/node.modules.conf"}
    assert found.skipped == []


def test_the_whole_repository_mounted_is_not_read(tmp_path: Path) -> None:
    plant(tmp_path, nginx_conf=PROXY % "shop")
    assert Reading(tmp_path, Facts(workloads=[workload("dev", ".")])).targets == []


def test_secrets_and_volumes_are_no_files(tmp_path: Path) -> None:
    plant(tmp_path, nginx_conf=PROXY % "shop")
    mounts = tuple(
        Mount(kind, source, "/x", True, HERE)
        for kind, source in [(MountKind.SECRET, "nginx.conf"), (MountKind.VOLUME, "nginx.conf"), (MountKind.BIND, None)]
    )
    facts = Facts(
        workloads=[Workload("a", WorkloadKind.COMPOSE, HERE, containers=(Container("a", None, HERE, mounts=mounts),))]
    )
    assert Reading(tmp_path, facts).paths == set()


def test_a_mounted_file_beyond_the_limits_is_a_problem(tmp_path: Path) -> None:
    plant(tmp_path, nginx_conf=PROXY % "shop")
    found = Reading(tmp_path, Facts(workloads=[workload("web", "nginx.conf")]), limits=Limits(file_bytes=10))
    assert [(p.span, p.message[:19]) for p in found.problems] == [(Span("nginx.conf"), "The file has 53 byt")]


# -- files built into images -------------------------------------------------------------------------------------------


def test_files_of_a_build_context_are_read(tmp_path: Path) -> None:
    plant(
        tmp_path,
        web__nginx_conf=PROXY % "shop",
        web__conf_d__api_conf_template=PROXY % "api",
        web__a__b__c__d_conf=PROXY % "deep",
        web__a__b__c__d__e_conf=PROXY % "deeper",
        web__package_json="{}",
        web__node__modules_conf=PROXY % "x",
    )
    (tmp_path / "web" / "node_modules").mkdir()
    (tmp_path / "web" / "node_modules" / "nginx.conf").write_text(PROXY % "vendored")
    found = Reading(tmp_path, Facts(workloads=[workload("web", context="web")]))
    assert found.targets == [
        ("web/a/b/c/d.conf", "deep"),
        ("web/conf.d/api.conf.template", "api"),
        ("web/nginx.conf", "shop"),
        ("web/node/modules.conf", "x"),
    ]


def test_builds_that_share_a_context_read_the_folders_of_their_dockerfiles(tmp_path: Path) -> None:
    plant(tmp_path, src__a__nginx_conf=PROXY % "${X}", src__b__nginx_conf=PROXY % "${X}", src__nginx_conf=PROXY % "no")
    facts = Facts(
        workloads=[
            workload("a", context="src", dockerfile="src/a/Dockerfile", X="one"),
            workload("b", context="src", dockerfile="src/b/Dockerfile", X="two"),
        ]
    )
    assert Reading(tmp_path, facts).targets == [("src/a/nginx.conf", "one"), ("src/b/nginx.conf", "two")]


@pytest.mark.parametrize(
    ("dockerfile", "files"), [("web/Dockerfile", ["web/nginx.conf"]), ("Dockerfile", []), (None, [])]
)
def test_of_a_build_of_the_whole_repository_only_the_dockerfiles_folder_is_read(
    tmp_path: Path, dockerfile: str | None, files: list[str]
) -> None:
    plant(tmp_path, web__nginx_conf=PROXY % "shop", other__nginx_conf=PROXY % "other")
    found = Reading(tmp_path, Facts(workloads=[workload("web", context=".", dockerfile=dockerfile)]))
    assert [file for file, _ in found.targets] == files


def test_a_file_is_read_once_for_its_innermost_build(tmp_path: Path) -> None:
    plant(tmp_path, web__ui__nginx_conf=PROXY % "${X}")
    facts = Facts(workloads=[workload("web", context="web", X="outer"), workload("ui", context="web/ui", X="inner")])
    assert Reading(tmp_path, facts).targets == [("web/ui/nginx.conf", "inner")]


# -- files inside manifests --------------------------------------------------------------------------------------------


def test_files_inside_manifests_are_read(tmp_path: Path) -> None:
    files = [
        EmbeddedFile("configmap/_/web/nginx.conf", PROXY % "shop", Span("web.yaml", 5, 5)),
        EmbeddedFile("configmap/_/web/notes.txt", "hello", Span("web.yaml", 9, 5)),
        EmbeddedFile("configmap/_/web/long.conf", PROXY % "long" + "#" * 512_000, Span("web.yaml", 12, 5)),
    ]
    found = Reading(tmp_path, Facts(embedded_files=files))
    assert found.targets == [("configmap/_/web/nginx.conf", "shop")]
    assert [r.span.line for r in found.facts.routes] == [6]
    assert (found.paths, found.problems) == (set(), [])


@pytest.mark.parametrize(("text", "told"), [("server { listen", 1), ("server { listen {{ port }}", 0)])
def test_mistakes_inside_manifests_are_told_but_for_templates(tmp_path: Path, text: str, told: int) -> None:
    file = EmbeddedFile("configmap/_/p/nginx.conf", text, Span("p.yaml", 5, 5))
    assert len(Reading(tmp_path, Facts(embedded_files=[file])).problems) == told

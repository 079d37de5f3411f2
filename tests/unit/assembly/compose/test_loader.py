from collections.abc import Callable
from pathlib import Path

import pytest

from archcheck.assembly.compose import canonical, load_project, sources
from archcheck.model.node import Node
from archcheck.parsers.compose import ComposeProject
from archcheck.sources.tree import SourceTree

Load = Callable[..., ComposeProject]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load_files(files: dict[str, str], *names: str, **environment: str) -> ComposeProject:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return load_project(SourceTree(tmp_path), names or (next(iter(files)),), environment)

    return load_files


def plain(node: Node | None) -> object:
    if node is None:
        return None
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    return [plain(child) for child in node.value] if isinstance(node.value, list) else node.value


def problems(project: ComposeProject) -> list[str]:
    return [f"{p.span}: {p.message}" for document in project.documents for p in document.problems]


def image(project: ComposeProject, service: str = "web") -> object:
    return plain(project.root.at("services", service, "image"))


# -- variables ---------------------------------------------------------------------------------------------------------


def test_given_variables_win_over_the_file_and_the_process_has_no_say(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCESS", "leaked")
    files = {"compose.yaml": "services: {web: {image: '$A-$B-$PROCESS'}}", ".env": "A=file\nB=file\n"}
    project = load(files, A="given")
    assert image(project) == "given-file-"
    assert problems(project) == ["compose.yaml:1:25: The variable PROCESS is not set; it counts as empty."]
    assert (project.read, project.env_path) == ((".env", "compose.yaml"), ".env")


def test_unset_variables_are_remarks_and_required_ones_problems(load: Load) -> None:
    project = load({"compose.yaml": "services:\n  web: {image: '${A}'}\n  api: {image: '${B:?secret-text}'}\n"})
    assert (image(project), image(project, "api")) == ("", "")
    assert [(p.unjudged, p.message) for d in project.documents for p in d.problems] == [
        (False, "The variable A is not set; it counts as empty."),
        (True, "The variable B is required and not set; it counts as empty."),
    ]


def test_a_dollar_that_makes_no_sense_is_reported_and_stays(load: Load) -> None:
    project = load({"compose.yaml": "services: {web: {image: 'a${'}}"})
    assert image(project) == "a${"
    assert problems(project) == [
        "compose.yaml:1:25: A ${ here is followed by no name of a variable. A plain dollar sign is written $$."
    ]


def test_the_working_folder_is_the_project_folder(load: Load) -> None:
    files = {
        "deploy/compose.yaml": "include: [sub/x.yml]\nservices: {web: {image: a, volumes: ['$PWD/c:/c', '${PWD}:/d']}}",
        "deploy/sub/x.yml": "services: {api: {image: a, volumes: ['${PWD}/c:/c']}}",
    }
    project = load(files)
    sources = [[v.text("source") for v in s.sequence("volumes")] for _, s in project.root.mapping("services").entries()]
    assert sources == [["deploy/c", "deploy"], ["deploy/c"]]


def test_variables_without_a_value_keep_the_place_that_sets_them(load: Load) -> None:
    project = load({"compose.yaml": "services: {web: {image: a, environment: [A, B, C]}}", ".env": "\nA=1\n"}, B="2")
    environment = project.root.at("services", "web", "environment")
    assert environment is not None
    assert [(n.value, str(n.span), n.tag) for _, n in environment.entries()] == [
        ("1", ".env:2:3", "dot_env"),
        ("2", "compose.yaml:1:45", None),
        (None, "compose.yaml:1:48", None),
    ]


def test_values_that_grow_without_bound_are_refused(load: Load) -> None:
    lines = "".join(f"  s{n}: {{image: '{'$A' * 900}'}}\n" for n in range(100))
    project = load({"compose.yaml": f"services:\n{lines}", ".env": f"A={'x' * 1000}\n"})
    assert any("add up to too many characters" in text for text in problems(project))


# -- names and files ---------------------------------------------------------------------------------------------------


def test_the_name_is_given_or_that_of_the_folder(load: Load) -> None:
    services = "services: {web: {image: '$COMPOSE_PROJECT_NAME'}}\n"
    assert load({"My.Shop/compose.yaml": services}).name == "myshop"
    assert load({"a/compose.yaml": f"name: Shop-${{X:-1}}\n{services}"}).name == "shop-1"
    named = load({"b/compose.yaml": f"name: file\n{services}", "b/.env": "COMPOSE_PROJECT_NAME=env\n"})
    assert (named.name, image(named)) == ("env", "env")


def test_files_are_listed_in_the_order_they_are_merged(load: Load) -> None:
    files = {
        "a.yml": "include: [sub/c.yml]\nservices: {web: {image: a, env_file: [web.env]}}",
        "b.yml": "services: {web: {extends: {file: d.yml, service: x}, ports: ['1:1']}}",
        "sub/c.yml": "services: {api: {image: c}}",
        "d.yml": "services: {x: {image: d}}",
        "web.env": "A=1",
    }
    project = load(files, "a.yml", "b.yml")
    assert project.files == ("a.yml", "b.yml", "sub/c.yml", "d.yml")
    assert project.read == ("a.yml", "b.yml", "d.yml", "sub/c.yml", "web.env")
    assert project.folders == {"web": ".", "api": "sub"}
    assert problems(project) == []


def test_places_are_those_of_the_file_that_says_so(load: Load) -> None:
    files = {
        "a.yml": "services:\n  web:\n    image: a\n    environment: [A=1, B=1]\n",
        "b.yml": "services:\n  web:\n    environment:\n      B: '2'\n",
    }
    project = load(files, "a.yml", "b.yml")
    web = project.root.at("services", "web")
    assert web is not None
    assert str(web.key_span) == "a.yml:2:3"
    spans = {name: str(node.span) for name, node in web.mapping("environment").entries()}
    assert spans == {"A": "a.yml:4:19", "B": "b.yml:4:10"}


def test_a_file_that_is_not_there_is_reported(load: Load) -> None:
    project = load({"other.yml": ""}, "absent.yml")
    assert problems(project) == ["absent.yml:1:1: The file does not exist."]
    assert plain(project.root) == {"services": {}, "networks": {}, "volumes": {}, "configs": {}, "secrets": {}}


def test_no_files_are_an_empty_project(load: Load) -> None:
    assert load_nothing().files == ()


def load_nothing() -> ComposeProject:
    return load_project(SourceTree(Path(__file__).parent), [])


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n---\n"])
def test_an_empty_file_is_reported(load: Load, text: str) -> None:
    assert problems(load({"compose.yaml": text})) == ["compose.yaml:1:1: This Compose file is empty."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "1:1: A Compose file is a mapping, not a list."),
        ("services: []", "1:11: A mapping of names is expected here, not a list."),
        ("services: {web: }", "1:17: A service is a mapping, not empty."),
        ("services: {web: [a]}", "1:17: A service is a mapping, not a list."),
        ("services: {web: {ports: {}}}", "1:25: A list is expected here, not a mapping."),
        ("services: {web: {ports: [x]}}", "1:26: This is no port: [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL] is expected."),
        ("services: {web: {ports: [[]]}}", "1:26: A single value is expected here, not a list."),
        ("services: {web: {volumes: ['aa:']}}", "1:28: This is no volume: [SOURCE:]TARGET[:OPTIONS] is expected."),
        ("services: {web: {environment: x}}", "1:31: A mapping or a list of NAME=value is expected here, not text."),
        ("services: {web: {environment: ['A =1']}}", "1:32: A name ends in a blank here; Compose refuses it."),
        ("services: {web: {dns: {}}}", "1:23: A list is expected here, not a mapping."),
        ("services: {web: {env_file: [{}]}}", "1:29: An environment file is named by its path here."),
        ("services: {web: {networks: x}}", "1:28: A list of names or a mapping is expected here, not text."),
        ("services: {web: {depends_on: x}}", "1:30: A list of services or a mapping is expected here, not text."),
        ("services: {web: {depends_on: {a: x}}}", "1:34: A mapping with a condition is expected here, not text."),
        ("services: {web: {extra_hosts: x}}", "1:31: A list of HOST=ADDRESS or a mapping is expected here, not text."),
        ("services: {web: {extra_hosts: [x]}}", "1:32: HOST=ADDRESS is expected here."),
        ("services: {web: {build: []}}", "1:25: A build is a folder or a mapping, not a list."),
        ("services: {web: {image: a}}\nvolumes: {v: []}", "2:14: A mapping is expected here, not a list."),
        ("services: {web: {image: a}}\ninclude: x.yml", "2:10: include should be a list, not text."),
        ("services: {web: {image: a}}\ninclude: [{}]", "2:11: An include needs a path."),
        ("services: {web: {image: a}}\ninclude: [[]]", "2:11: An include needs a path."),
        ("services: {web: {extends: {}}}", "1:27: web extends a service that is not named."),
        ("services: {web: {extends: x}}", "1:27: web extends x, which compose.yaml does not define."),
        ("services: {web: {extends: {file: [], service: x}}}", "1:34: A single value is expected here, not a list."),
        ("services: {web: {env_file: absent.env}}", "1:28: absent.env does not exist."),
    ],
)
def test_wrong_shapes_are_reported_with_their_place(load: Load, text: str, message: str) -> None:
    assert f"compose.yaml:{message}" in problems(load({"compose.yaml": text}))


# -- include and extends -----------------------------------------------------------------------------------------------


def test_an_include_loop_is_reported(load: Load) -> None:
    files = {
        "compose.yaml": "include: [b.yml]\nservices: {web: {image: a}}",
        "b.yml": "include: [compose.yaml]\nservices: {b: {image: b}}",
    }
    project = load(files)
    assert problems(project) == ["b.yml:1:11: compose.yaml includes itself; the loop is cut here."]
    assert sorted(dict(project.root.mapping("services").entries())) == ["b", "web"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "../x.yml",
            "../x.yml leads out of the folder that is checked; check the folder above, or name it with --root.",
        ),
        (
            "/etc/x.yml",
            "/etc/x.yml leads out of the folder that is checked; check the folder above, or name it with --root.",
        ),
        ("oci://x/y", "This is on another machine; it is not fetched."),
        ("https://user:pass@x/y.git", "This is on another machine; it is not fetched."),
        ("git@x:y.git", "This is on another machine; it is not fetched."),
        ("absent.yml", "absent.yml does not exist."),
    ],
)
def test_what_is_outside_is_neither_included_nor_extended(load: Load, path: str, message: str) -> None:
    text = f"include: ['{path}']\nservices: {{web: {{image: a, extends: {{file: '{path}', service: x}}}}}}"
    assert problems(load({"compose.yaml": text})) == [f"compose.yaml:2:44: {message}", f"compose.yaml:1:11: {message}"]


def test_project_directories_outside_are_refused(load: Load) -> None:
    files = {"compose.yaml": "include: [{path: x.yml, project_directory: ..}]\nservices: {}", "x.yml": "services: {}"}
    assert len(problems(load(files))) == 1


def test_names_that_clash_are_reported_and_the_first_is_kept(load: Load) -> None:
    files = {"compose.yaml": "include: [x.yml]\nservices: {web: {image: a}}", "x.yml": "services: {web: {image: x}}"}
    project = load(files)
    assert image(project) == "a"
    assert problems(project) == [
        "compose.yaml:1:11: This include defines web in services, which is defined otherwise before."
    ]


def test_loops_of_extends_are_reported(load: Load) -> None:
    project = load({"compose.yaml": "services: {a: {image: a, extends: b}, b: {ports: ['1:1'], extends: a}}"})
    assert problems(project) == ["compose.yaml:1:68: b extends itself through a; the loop is cut here."]
    assert plain(project.root.at("services", "a", "ports")) is not None


def test_long_chains_are_cut(load: Load) -> None:
    services = "".join(f"  s{n}: {{extends: s{n + 1}}}\n" for n in range(300)) + "  s300: {image: a}\n"
    assert any("more than 50 times" in text for text in problems(load({"compose.yaml": f"services:\n{services}"})))


def test_deep_includes_are_cut(load: Load) -> None:
    files = {f"{n}.yml": f"include: [{n + 1}.yml]\nservices: {{s{n}: {{image: a}}}}" for n in range(40)}
    assert "30.yml:1:10: Files include each other more than 30 levels deep; the rest is left out." in problems(
        load(files)
    )


def test_includes_that_double_each_other_are_cut(load: Load) -> None:
    files = {f"{n}.yml": f"include: [{n + 1}.yml, {n + 1}.yml]\nservices: {{s{n}: {{image: a}}}}" for n in range(20)}
    files["20.yml"] = "services: {x: {image: a}}"
    assert any("more than 1000 files" in text for text in problems(load(files)))


def test_extended_services_that_grow_without_bound_are_cut(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_ROOM", 1_000)
    environment = ", ".join(f"V{n}" for n in range(100))
    services = "".join(f"  s{n}: {{extends: base}}\n" for n in range(20))
    files = {"compose.yaml": f"services:\n  base: {{image: a, environment: [{environment}]}}\n{services}"}
    assert any("grows too large here" in text for text in problems(load(files)))


def test_environment_files_that_are_read_without_bound_are_cut(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_ROOM", 500)
    services = "".join(f"  s{n}: {{image: a, env_file: x.env}}\n" for n in range(20))
    files = {"compose.yaml": f"services:\n{services}", "x.env": "".join(f"V{n}=1\n" for n in range(100))}
    assert any("grows too large here" in text for text in problems(load(files)))


def test_includes_that_grow_without_bound_are_cut(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_ROOM", 10)
    files = {"compose.yaml": "include: [x.yml]", "x.yml": "services: {web: {image: a}}" + " " * 500}
    assert any("grows too large here" in text for text in problems(load(files)))


def test_ranges_that_grow_without_bound_are_cut(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "_MOST_PORTS", 100)
    project = load({"compose.yaml": "services: {web: {image: a, ports: ['1-90:1-90', '1-90:1-90/udp', '1:1/sctp']}}"})
    assert problems(project) == ["compose.yaml:1:66: This file publishes more than 100 ports; the rest is left out."]


# -- the first format --------------------------------------------------------------------------------------------------


def test_a_file_of_the_first_format_is_read(load: Load) -> None:
    text = """web:
  build: .
  dockerfile: Dockerfile.web
  links: [db]
  net: host
  log_driver: syslog
  log_opt: {syslog-address: "tcp://x:1"}
  environment: [A=1]
db: {image: postgres}
x-ignored: {image: none}
"""
    project = load({"compose.yaml": text})
    assert plain(project.root.child("services")) == {
        "web": {
            "build": {"context": ".", "dockerfile": "Dockerfile.web"},
            "links": ["db"],
            "environment": {"A": "1"},
            "network_mode": "host",
            "logging": {"driver": "syslog", "options": {"syslog-address": "tcp://x:1"}},
        },
        "db": {"image": "postgres", "networks": {"default": None}},
    }
    assert problems(project) == []


def test_an_override_with_only_networks_is_no_file_of_the_first_format(load: Load) -> None:
    files = {"a.yml": "services: {web: {image: a}}", "b.yml": "networks: {n: {driver: bridge}}"}
    project = load(files, "a.yml", "b.yml")
    assert plain(project.root.child("networks")) == {"n": {"driver": "bridge"}, "default": None}
    assert list(dict(project.root.mapping("services").entries())) == ["web"]


# -- environment files -------------------------------------------------------------------------------------------------


def test_optional_environment_files_outside_are_remarked(load: Load) -> None:
    project = load({"compose.yaml": "services: {web: {image: a, env_file: [{path: /x, required: false}]}}"})
    assert [(p.unjudged, p.message) for d in project.documents for p in d.problems] == [
        (False, "/x lies outside of the folder that is checked; it is not read.")
    ]


def test_label_files_stand_below_labels(load: Load) -> None:
    files = {
        "compose.yaml": "services: {web: {image: a, label_file: [l, absent], labels: {a: own}}}",
        "l": "a=file\nb=$a\n",
    }
    project = load(files)
    assert plain(project.root.at("services", "web", "labels")) == {"a": "own", "b": "file"}
    assert problems(project) == ["compose.yaml:1:44: absent does not exist."]


def test_the_shared_documents_of_the_tree_stay_as_they_are(load: Load, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {web: {image: '$A', ports: ['1:1'], environment: [B=1]}}")
    tree = SourceTree(tmp_path)
    before = plain(tree.documents("compose.yaml")[0].root)
    load_project(tree, ["compose.yaml", "compose.yaml"])
    assert plain(tree.documents("compose.yaml")[0].root) == before

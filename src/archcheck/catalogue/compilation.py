"""Turns the catalogue's YAML files into its look-up tables, and refuses contradictions. Used by the build alone."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from archcheck.catalogue.compiled import Compiled, Creation, NameWords, ProtocolEntry, VariableWords
from archcheck.catalogue.images import parse_image
from archcheck.catalogue.words import compact
from archcheck.model.architecture import ComponentKind
from archcheck.model.errors import ConfigurationError

__all__ = ["DATA", "compile_catalogue"]

DATA = Path(__file__).parent / "data"
_KINDS = frozenset(ComponentKind)
_LISTS = frozenset(
    {"images", "base_images", "words", "hosts", "server", "variables", "variable_endings", "ingress_classes"}
)
_KEYS = _LISTS | {"id", "name", "kind", "tool_of", "ambiguous", "ports", "creates"}
_NOT_TECHNOLOGIES = frozenset({"names.yaml", "protocols.yaml"})

Entry = dict[str, Any]


def compile_catalogue(folder: Path = DATA) -> Compiled:
    """Read the catalogue's files and return its tables.

    Args:
        folder: Folder with one YAML file a kind of technology, ``protocols.yaml`` and ``names.yaml``.

    Raises:
        ConfigurationError: The data contradicts itself; the message lists every contradiction.
    """
    problems: list[str] = []
    entries = [entry for path in sorted(folder.glob("*.yaml")) for entry in _entries(path, problems)]
    _refuse(problems)
    known = {entry["id"] for entry in entries}
    problems += [f"{e['id']}: no technology {e['tool_of']}" for e in entries if e.get("tool_of", e["id"]) not in known]
    words = _table(entries, "words", problems, compact)
    images = _table(entries, "images", problems, _image_key)
    data: Compiled = {
        "technologies": _technologies(entries, problems),
        "ambiguous": [entry["id"] for entry in entries if entry.get("ambiguous")],
        "images": images,
        "image_tails": _image_tails(images, frozenset(words)),
        "base_images": _table(entries, "base_images", problems, _image_key),
        "words": words,
        "ports": _ports(entries),
        "hosts": _table(entries, "hosts", problems, str.lower),
        "server_variables": _table(entries, "server", problems, compact),
        "creations": _creations(entries, problems),
        "ingress_classes": _table(entries, "ingress_classes", problems, str),
        "protocols": _protocols(_load(folder / "protocols.yaml")["protocols"], entries, problems),
        "names": _names(_load(folder / "names.yaml"), problems),
        "variables": _variables(_load(folder / "names.yaml")["variables"], entries, problems),
    }
    problems += [f"{image} is an image and a base image" for image in images if image in data["base_images"]]
    _refuse(problems)
    return data


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ConfigurationError("The catalogue contradicts itself: " + "; ".join(problems))


def _load(path: Path) -> Entry:
    loaded: Entry = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def _entries(path: Path, problems: list[str]) -> list[Entry]:
    """Return a file's technologies, each with the file's kind unless it has its own."""
    if path.name in _NOT_TECHNOLOGIES:
        return []
    document = _load(path)
    entries = [{"kind": document["kind"], **entry} for entry in document["technologies"]]
    for entry in entries:
        unknown = sorted(set(entry) - _KEYS)
        problems += [f"{path.name}: {entry['id']}: unknown key {key}" for key in unknown]
        wrong = [key for key in _LISTS & set(entry) if not all(isinstance(item, str) for item in entry[key])]
        problems += [f"{path.name}: {entry['id']}: {key} holds more than text" for key in sorted(wrong)]
    return entries


def _technologies(entries: list[Entry], problems: list[str]) -> dict[str, tuple[str, str, str | None]]:
    table: dict[str, tuple[str, str, str | None]] = {}
    for entry in entries:
        if entry["id"] in table:
            problems.append(f"{entry['id']} is there twice")
        _check_kind(entry["id"], entry["kind"], problems)
        table[entry["id"]] = (entry["name"], entry["kind"], entry.get("tool_of"))
    return table


def _check_kind(where: str, kind: str, problems: list[str]) -> None:
    if kind not in _KINDS:
        problems.append(f"{where}: unknown kind {kind}")


def _table(entries: list[Entry], key: str, problems: list[str], form: Callable[[str], str]) -> dict[str, str]:
    pairs = ((form(item), entry["id"]) for entry in entries for item in entry.get(key, ()))
    return _unique(pairs, key, problems)


def _unique(pairs: Iterable[tuple[str, str]], what: str, problems: list[str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for item, value in pairs:
        if table.setdefault(item, value) != value:
            problems.append(f"{what}: {item} belongs to {table[item]} and to {value}")
    return table


def _image_key(image: str) -> str:
    name = parse_image(image)
    return name.same[0] if name else image


def _image_tails(images: dict[str, str], words: frozenset[str]) -> dict[str, str]:
    """Return the ends of image names that tell the product in any registry.

    Two parts do; one part alone does only if it holds a product's name: ``server`` or ``agent`` may be anybody's.
    Names of two parts are looked up as they are.
    """
    found: dict[str, set[str]] = {}
    for image, identifier in images.items():
        parts = image.split("/")
        if len(parts) > 2:
            found.setdefault("/".join(parts[-2:]), set()).add(identifier)
        if any(compact(word) in words for word in (parts[-1], *parts[-1].replace("_", "-").split("-"))):
            found.setdefault(parts[-1], set()).add(identifier)
    return {tail: min(owners) for tail, owners in found.items() if len(owners) == 1}


def _ports(entries: list[Entry]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for entry in entries:
        for port in entry.get("ports", ()):
            table.setdefault(str(int(port)), []).append(entry["id"])
    return table


def _creations(entries: list[Entry], problems: list[str]) -> dict[str, Creation]:
    table: dict[str, Creation] = {}
    for entry in entries:
        for item in entry.get("creates", ()):
            for kind in item["kinds"]:
                key = f"{item['group']}/{kind}"
                if key in table:
                    problems.append(f"creates: {key} belongs to {table[key]['technology']} and to {entry['id']}")
                table[key] = {"technology": entry["id"], "services": item.get("services", [])}
    return table


def _protocols(items: list[Entry], entries: list[Entry], problems: list[str]) -> dict[str, ProtocolEntry]:
    known = {entry["id"] for entry in entries}
    table: dict[str, ProtocolEntry] = {}
    for item in items:
        technology = item.get("technology")
        if technology and technology not in known:
            problems.append(f"protocols: no technology {technology}")
        if "kind" in item:
            _check_kind(f"protocol {item['name']}", item["kind"], problems)
        for scheme in item["schemes"]:
            if scheme in table:
                problems.append(f"protocols: {scheme} is there twice")
            port = item.get("ports", {}).get(scheme, item.get("port"))
            table[scheme] = {"name": item["name"], "technology": technology, "kind": item.get("kind"), "port": port}
    return table


def _names(words: Entry, problems: list[str]) -> NameWords:
    return {
        "whole": _by_kind(words["whole"], "whole", problems),
        "endings": _by_kind(words["endings"], "endings", problems),
        "beginnings": _by_kind(words["beginnings"], "beginnings", problems),
        "tools": words["tools"],
        "roles": words["roles"],
        "service": words["service"],
        "own": words["own"],
    }


def _variables(words: Entry, entries: list[Entry], problems: list[str]) -> VariableWords:
    return {
        "last": words["last"],
        "middle": words["middle"],
        "names": _table(entries, "variables", problems, compact),
        "endings": _table(entries, "variable_endings", problems, compact),
        "kind_endings": _by_kind(words["generic"], "generic variables", problems),
    }


def _by_kind(groups: dict[str, list[str]], what: str, problems: list[str]) -> dict[str, str]:
    for kind in groups:
        _check_kind(what, kind, problems)
    pairs = ((compact(word), kind) for kind, words in groups.items() for word in words)
    return _unique(pairs, what, problems)

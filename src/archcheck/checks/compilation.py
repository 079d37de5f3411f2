"""Rule files and their fixtures, checked and compiled to what the package loads. Only the build runs this."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from archcheck.checks.registry import CHECKS, REPORTED_BY_THE_RUN, complete_parameters
from archcheck.model.errors import ConfigurationError
from archcheck.model.node import Node
from archcheck.model.run import Practice
from archcheck.sources.limits import DEFAULT_LIMITS
from archcheck.sources.yaml_reader import read_yaml

__all__ = ["compile_examples", "compile_rules"]

_TEXTS = ("id", "name", "check", "level", "summary", "why", "instead")
_KEYS = {*_TEXTS, "practice", "params", "aliases", "sources", "measured"}
_SOURCE_KEYS = ("title", "url", "says")
_LEVELS = ("error", "warning", "note")
_ID = re.compile(r"ARC[0-9]{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SENTENCES = ("summary", "why", "instead")
_FOLDER_WITHOUT_PRACTICE = "architecture"
_MARK = re.compile(r" *# expect: (ARC[0-9]{3}(?: ARC[0-9]{3})*)")

JsonObject = dict[str, object]


def compile_rules(folder: Path) -> list[JsonObject]:
    """Return the rules of a folder, one folder a practice and one file a rule, sorted by id.

    Raises:
        ConfigurationError: Everything that is wrong with the files, a line each.
    """
    problems: list[str] = []
    rules = [_rule(path, folder, problems) for path in sorted(folder.glob("*/*.yaml"))]
    rules.sort(key=lambda rule: str(rule["id"]))
    for key in ("id", "name"):
        values = [str(rule[key]) for rule in rules]
        problems += [f"Two rules have the {key} {value}." for value in sorted(set(values)) if values.count(value) > 1]
    if problems:
        raise ConfigurationError("\n".join(problems))
    return rules


def compile_examples(folder: Path) -> dict[str, dict[str, str]]:
    """Return the good and bad example of each rule: the files of ``RULE/good`` and ``RULE/bad``, one after another.

    Further cases of a rule stand beside them (``bad-kubernetes``, ``good-internal``) and are for the tests alone.
    """
    return {
        rule.name: {case: _example(rule / case) for case in ("good", "bad") if (rule / case).is_dir()}
        for rule in sorted(folder.glob("ARC*"))
    }


def _example(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    texts = [(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8").strip("\n")) for path in files]
    if len(texts) > 1:
        texts = [(name, f"# {name}\n{text}") for name, text in texts]
    return "\n\n".join(_MARK.sub(r"  # \1", text) for _, text in texts) + "\n"


def _rule(path: Path, folder: Path, problems: list[str]) -> JsonObject:
    shown = path.relative_to(folder.parent).as_posix()
    documents = read_yaml(shown, path.read_bytes(), DEFAULT_LIMITS)
    root = documents[0].root
    entry: JsonObject = {key: root.text(key) or "" for key in _TEXTS}
    entry["practice"] = root.text("practice")
    entry["measured"] = root.text("measured") or ""
    entry["aliases"] = [item.as_text() for item in root.sequence("aliases")]
    entry["params"] = {key: node.value for key, node in root.mapping("params").entries()}
    entry["sources"] = [{key: item.text(key) or "" for key in _SOURCE_KEYS} for item in root.sequence("sources")]
    problems += [f"{problem.span}: {problem.message}" for document in documents for problem in document.problems]
    problems += [
        f"{shown}: {message}" for message in (*_wrong_keys(root), *_wrong_values(entry), *_wrong_place(entry, path))
    ]
    return entry


def _wrong_keys(root: Node) -> Iterator[str]:
    unknown = [key for key, _ in root.entries() if key not in _KEYS]
    for key in unknown:
        near = get_close_matches(key, _KEYS, n=1)
        yield f"The key {key} is unknown{f'; did you mean {near[0]}?' if near else '.'}"
    for key in (*_TEXTS, "sources"):
        if root.child(key) is None:
            yield f"The key {key} is missing."


def _wrong_values(entry: JsonObject) -> Iterator[str]:
    if not _ID.fullmatch(str(entry["id"])):
        yield f"The id {entry['id']!r} is not ARC and three digits."
    if not _NAME.fullmatch(str(entry["name"])):
        yield f"The name {entry['name']!r} is not in kebab-case."
    if entry["level"] not in _LEVELS:
        yield f"The level {entry['level']!r} is none of {', '.join(_LEVELS)}."
    for key in _SENTENCES:
        if not str(entry[key]).endswith("."):
            yield f"The text of {key} does not end with a period."
    for source in entry["sources"]:  # type: ignore[attr-defined]
        if not all(source.values()) or not source["url"].startswith("https://"):
            yield f"The source {source['title']!r} lacks a title, an https address or what it says."
    check = str(entry["check"])
    if check not in CHECKS and check not in REPORTED_BY_THE_RUN:
        yield f"The check {check!r} is not in the registry."
    try:
        complete_parameters(check, entry["params"])  # type: ignore[arg-type]
    except ConfigurationError as error:
        yield error.message


def _wrong_place(entry: JsonObject, path: Path) -> Iterator[str]:
    expected = entry["practice"] or _FOLDER_WITHOUT_PRACTICE
    if entry["practice"] and entry["practice"] not in set(Practice):
        yield f"The practice {entry['practice']!r} is none of {', '.join(Practice)}."
    if path.parent.name != expected:
        yield f"The rule belongs into the folder {expected}."
    if path.stem != f"{entry['id']}-{entry['name']}":
        yield f"The file should be called {entry['id']}-{entry['name']}.yaml."

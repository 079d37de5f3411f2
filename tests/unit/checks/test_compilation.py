from pathlib import Path

import pytest

from archcheck.checks.compilation import compile_examples, compile_rules
from archcheck.model.errors import ConfigurationError

GOOD = """\
id: ARC302
name: long-sync-chain
aliases: [ARC399]
check: long-sync-chain
params: {max_hops: 4}
level: warning
practice: async-messaging
summary: Chains are short.
why: They add up.
instead: Shorten them.
measured: Right in 9 of 10 systems.
sources:
  - {title: A book, url: "https://example.com/book", says: They add up.}
"""


def write(folder: Path, text: str, name: str = "async-messaging/ARC302-long-sync-chain.yaml") -> Path:
    path = folder / "rules" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder / "rules"


def problems(folder: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        compile_rules(folder)
    return caught.value.message.splitlines()


def test_a_rule_file_is_compiled(tmp_path: Path) -> None:
    assert compile_rules(write(tmp_path, GOOD)) == [
        {
            "id": "ARC302",
            "name": "long-sync-chain",
            "check": "long-sync-chain",
            "level": "warning",
            "summary": "Chains are short.",
            "why": "They add up.",
            "instead": "Shorten them.",
            "practice": "async-messaging",
            "measured": "Right in 9 of 10 systems.",
            "aliases": ["ARC399"],
            "params": {"max_hops": 4},
            "sources": [{"title": "A book", "url": "https://example.com/book", "says": "They add up."}],
        }
    ]


PLACE = "rules/async-messaging/ARC302-long-sync-chain.yaml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("level: warning", "level: fatal", "The level 'fatal' is none of error, warning, note."),
        ("summary: Chains are short.", "summary: Chains are short", "The text of summary does not end with a period."),
        ("{max_hops: 4}", "{hops: 4}", "The check long-sync-chain has no parameter hops; did you mean max_hops?"),
        ("check: long-sync-chain", "check: long-chain", "The check 'long-chain' is not in the registry."),
        ("https://", "http://", "The source 'A book' lacks a title, an https address or what it says."),
        ("practice: async-messaging", "practice: asynchrony", "The rule belongs into the folder asynchrony."),
        ("practice: async-messaging\n", "", "The rule belongs into the folder architecture."),
        ("why: They", "wy: They", "The key wy is unknown; did you mean why?"),
        ("why: They", "zzz: They", "The key zzz is unknown."),
        ("why: They add up.\n", "", "The key why is missing."),
        ("id: ARC302", "id: ARC3O2", "The id 'ARC3O2' is not ARC and three digits."),
        ("name: long-sync-chain", "name: Long_Chain", "The name 'Long_Chain' is not in kebab-case."),
        ("id: ARC302", "id: ARC303", "The file should be called ARC303-long-sync-chain.yaml."),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert f"{PLACE}: {message}" in problems(write(tmp_path, GOOD.replace(old, new, 1)))


def test_a_wrong_shape_is_told_with_its_place(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD.replace("aliases: [ARC399]", "aliases: ARC399"))
    assert problems(folder) == [f"{PLACE}:3:10: aliases should be a list, not text."]


def test_an_unknown_practice_lists_the_known_ones(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD.replace("practice: async-messaging", "practice: speed"))
    assert any("The practice 'speed' is none of api-gateway, " in problem for problem in problems(folder))


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    other = GOOD.replace("name: long-sync-chain", "name: longer-sync-chain")
    folder = write(tmp_path, other, "async-messaging/ARC302-longer-sync-chain.yaml")
    assert problems(folder) == ["Two rules have the id ARC302."]


def test_examples_are_the_files_of_good_and_bad_with_short_marks(tmp_path: Path) -> None:
    for name, text in {
        "ARC101/bad/compose.yaml": "services:  # expect: ARC101\n  a: {}\n",
        "ARC101/bad/env/a.env": "A=1\n",
        "ARC101/good/compose.yaml": "services: {}\n",
        "ARC101/good-more/compose.yaml": "never: shown\n",
        "ARC990/bad/compose.yaml": "a: 1\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert compile_examples(tmp_path) == {
        "ARC101": {
            "good": "services: {}\n",
            "bad": "# compose.yaml\nservices:  # ARC101\n  a: {}\n\n# env/a.env\nA=1\n",
        },
        "ARC990": {"bad": "a: 1\n"},
    }

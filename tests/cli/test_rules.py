"""``archcheck rules``, ``archcheck rule``, ``archcheck completion`` and the help."""

from pathlib import Path

import pytest

from archcheck import __version__
from archcheck.checks.rules import load_rules

from .commands import Archcheck

COMMANDS = ("check", "graph", "rules", "rule", "completion")


def test_every_rule_is_listed(archcheck: Archcheck) -> None:
    ended = archcheck("rules")
    listed = [line.split()[0] for line in ended.out.splitlines() if line.startswith("  ARC")]
    assert sorted(listed) == [rule.id for rule in load_rules()]


def test_a_part_of_the_rules_is_listed(archcheck: Archcheck) -> None:
    ended = archcheck("rules", "--select", "ARC601, rate-limiting")
    listed = [line.split()[0] for line in ended.out.splitlines() if line.startswith("  ARC")]
    assert listed == ["ARC601", *(r.id for r in load_rules() if r.practice == "rate-limiting")]


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_explained(archcheck: Archcheck, rule: object) -> None:
    ended = archcheck("rule", getattr(rule, "id"))  # noqa: B009
    assert ended.code == 0
    assert "Instead" in ended.out
    assert "Sources" in ended.out


def test_a_rule_is_found_by_its_name(archcheck: Archcheck) -> None:
    assert archcheck("rule", "shared-database").out == archcheck("rule", "arc601").out


@pytest.mark.parametrize(
    ("word", "message"),
    [
        (
            "shared-databas",
            "archcheck: No rule, prefix or practice is called 'shared-databas'; did you mean shared-database",
        ),
        ("ARC12", "archcheck: No rule, prefix or practice is called 'ARC12'; did you mean "),
        ("ARC30", "archcheck: 'ARC30' names several rules: ARC301, ARC302, ARC303, ARC304.\n"),
    ],
)
def test_what_names_no_rule_or_several_is_told(archcheck: Archcheck, word: str, message: str) -> None:
    ended = archcheck("rule", word)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(message)


def test_the_page_of_the_rules_is_written(archcheck: Archcheck) -> None:
    assert archcheck("rules", "docs", "--output", "page.md").code == 0
    assert "ARC601" in Path("page.md").read_text(encoding="utf-8")
    ended = archcheck("rules", "docs", "--output", "no/page.md")
    assert (ended.code, ended.err) == (2, "archcheck: no/page.md cannot be written: No such file or directory.\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_is_printed(archcheck: Archcheck, shell: str) -> None:
    ended = archcheck("completion", shell)
    assert ended.code == 0
    assert f"_ARCHCHECK_COMPLETE={shell}_complete" in ended.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(archcheck: Archcheck, command: str, option: str) -> None:
    ended = archcheck(command, option)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: archcheck {command} ")


def test_the_help_lists_the_commands_and_the_exit_codes(archcheck: Archcheck) -> None:
    text = archcheck("--help").out
    assert all(f"\n  {command} " in text for command in COMMANDS)
    assert "0 clean, 1 findings, 2 could not judge" in " ".join(text.split())


def test_without_a_command_the_help_is_shown(archcheck: Archcheck) -> None:
    ended = archcheck()
    assert ended.code == 2
    assert "Usage: archcheck [OPTIONS] COMMAND" in ended.out + ended.err


def test_a_mistyped_command_is_told_with_what_is_near(archcheck: Archcheck) -> None:
    assert "There is no command 'chek'. Did you mean check?" in archcheck("chek", ".").err
    assert "There is no command 'qqq'. The commands are check, graph," in archcheck("qqq").err


def test_the_version_is_printed(archcheck: Archcheck) -> None:
    assert archcheck("--version").out == f"archcheck {__version__}\n"

"""The table of exit codes; no option changes what a number means."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from archcheck.checks import registry, shared_store
from archcheck.cli import main as root
from archcheck.model.errors import ConfigurationError, InternalError, UsageError

from .commands import FLAWED, Archcheck

BUG = (
    "archcheck: this is a bug in archcheck (ZeroDivisionError: by zero). Please report it; "
    "ARCHCHECK_TRACEBACK=1 shows where it happened.\n"
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "clean"), 0),
        (("check", "flawed"), 1),
        (("check", "flawed", "--exit-zero"), 0),
        (("check", "flawed", "--fail-on", "never"), 0),
        (("check", "flawed", "--select", "ARC807"), 0),
        (("check", "shared", "--select", "ARC807"), 0),
        (("check", "shared", "--select", "ARC807", "--fail-on", "warning"), 1),
        (("check", "shared", "--select", "ARC807", "--fail-on", "note"), 1),
        (("check", "shared", "--select", "ARC807", "--level", "ARC807=error"), 1),
        (("check", "shared", "--select", "ARC807", "--level", "ARC807=note", "--fail-on", "warning"), 0),
        (("check", "broken"), 2),
        (("check", "broken", "--exit-zero"), 2),
        (("check", "broken", "--fail-on", "never"), 2),
        (("check", "broken", "--ignore", "ARC991"), 2),
        (("check", "broken", "--select", "ARC601"), 2),
        (("check", "clean", "broken"), 2),
        (("check", "nowhere"), 2),
        (("check", "empty"), 2),
        (("check", "empty", "--exit-zero"), 2),
        (("check", "clean", "--no-such-option"), 2),
        (("check", "clean", "--fail-on", "sometimes"), 2),
        (("graph", "clean"), 0),
        (("graph", "shared"), 0),
        (("graph", "broken"), 2),
        (("graph", "empty"), 2),
        (("rules",), 0),
        (("rule", "ARC601"), 0),
        (("rule", "ARC000"), 2),
        (("completion", "bash"), 0),
        (("completion", "tcsh"), 2),
        (("--version",), 0),
        (("--help",), 0),
        ((), 2),
        (("unknown",), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_exit_code(archcheck: Archcheck, words: tuple[str, ...], code: int) -> None:
    (archcheck.folder / "empty").mkdir()
    assert archcheck(*words).code == code


def test_a_check_that_raises_is_told_as_a_bug_and_the_others_still_judge(
    archcheck: Archcheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(graph: object, params: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(shared_store, registry.CHECKS["shared-database"].split(":")[1], broken)
    ended = archcheck("check", "shared", "--quiet", "--exit-zero")
    assert ended.code == 3
    assert "rule ARC601 failed (KeyError: 'lost'); this is a bug in archcheck, please report it.\n" in ended.err
    assert "ARC503" in ended.out


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "\n"),
        (click.exceptions.Abort(), 130, ""),
        (UsageError("This is wrong."), 2, "archcheck: This is wrong.\n"),
        (ConfigurationError("That is wrong."), 2, "archcheck: That is wrong.\n"),
        (InternalError("Not built."), 3, "archcheck: Not built.\n"),
        (BrokenPipeError(), 0, ""),
        (
            ZeroDivisionError("by zero"),
            3,
            BUG,
        ),
        (RecursionError("too deep"), 3, None),
        (MemoryError(), 3, None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_ends_in_its_code_and_one_message(
    archcheck: Archcheck, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str | None
) -> None:
    @click.command("rules")
    def failing() -> None:
        raise error

    monkeypatch.setattr(root, "import_module", lambda _: type("Module", (), {"command": failing}))
    ended = archcheck("rules")
    assert ended.code == code
    assert said is None or ended.err == said


def test_a_traceback_can_be_asked_for(archcheck: Archcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("rules")
    def failing() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(root, "import_module", lambda _: type("Module", (), {"command": failing}))
    monkeypatch.setenv("ARCHCHECK_TRACEBACK", "1")
    monkeypatch.setattr(sys, "argv", ["archcheck", "rules"])
    with pytest.raises(ZeroDivisionError):
        root.main()


@pytest.mark.parametrize("program", [["-m", "archcheck"], ["-c", "from archcheck.cli.main import run; run()"]])
def test_the_process_ends_with_the_code(tmp_path: Path, program: list[str]) -> None:
    (tmp_path / "compose.yaml").write_text(FLAWED)
    ended = subprocess.run([sys.executable, *program, "check", "."], cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert ended.stdout.endswith(b"\n")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(FLAWED)
    process = subprocess.Popen(
        [sys.executable, "-m", "archcheck", "rule", "ARC601"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0

"""Options of ``archcheck check``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .commands import CLEAN, FLAWED, SHARED, Archcheck

# -- what is read ------------------------------------------------------------------------------------------------------


def test_without_a_path_the_current_folder_is_checked(archcheck: Archcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archcheck.folder / "flawed")
    assert archcheck("check", "--quiet").out.splitlines()[0].startswith("compose.yaml:2:3: error ARC503")


def test_standard_input_is_a_file(archcheck: Archcheck) -> None:
    ended = archcheck("check", "-", "--quiet", stdin=FLAWED.encode())
    assert ended.code == 1
    assert ended.out.splitlines()[0].startswith("-:2:3: error ARC503 missing-healthcheck: orders")


@pytest.mark.parametrize("stdin", [b"", b"\0\0", b"services: [", b"x" * 10_000_001])
def test_standard_input_that_cannot_be_judged_is_told(archcheck: Archcheck, stdin: bytes) -> None:
    ended = archcheck("check", "-", "--quiet", stdin=stdin)
    assert ended.code == 2
    assert ended.err.startswith("archcheck: -:")


def test_values_for_interpolation_can_be_given(archcheck: Archcheck) -> None:
    archcheck.write({"compose.yaml": "services:\n  a:\n    image: ${IMAGE?}\n"})
    assert archcheck("check", "compose.yaml").code == 2
    assert archcheck("check", "compose.yaml", "--env", "IMAGE=acme/a:1").code == 1


@pytest.mark.parametrize("value", ["IMAGE", "=x"])
def test_a_value_without_a_name_is_a_usage_error(archcheck: Archcheck, value: str) -> None:
    ended = archcheck("check", "clean", "--env", value)
    assert ended.code == 2
    assert f"--env takes NAME=VALUE, not {value!r}." in ended.err


def test_a_path_outside_the_root_is_refused(archcheck: Archcheck) -> None:
    ended = archcheck("check", "flawed", "--root", "clean")
    assert (ended.code, ended.err) == (
        2,
        "archcheck: flawed lies outside the root clean; name a root that holds every path.\n",
    )


# -- which rules run -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        (("--select", "ARC601"), {"ARC601"}),
        (("--select", "shared-database"), {"ARC601"}),
        (("--select", "ARC6, ARC807"), {"ARC601", "ARC608", "ARC807"}),
        (("-s", "ARC601", "-s", "ARC807"), {"ARC601", "ARC807"}),
        (("-s", "ARC6,ARC807", "-i", "ARC608", "-i", "no-restart-policy"), {"ARC601"}),
        (("--select", "ARC6,ARC807", "--level", "ARC601=off,ARC608=off"), {"ARC807"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_rules_are_selected_and_ignored(archcheck: Archcheck, words: tuple[str, ...], rules: set[str]) -> None:
    report = json.loads(archcheck("check", "shared", "--format", "json", *words).out)
    assert {finding["rule"] for finding in report["deployments"][0]["findings"]} == rules


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--select", "shared-databse"),
            "archcheck: No rule, prefix or practice is called 'shared-databse'; did you mean shared-database",
        ),
        (("--ignore", "ARC60"), None),
        (("--ignore", "ARC699"), "archcheck: No rule, prefix or practice is called 'ARC699'; did you mean "),
        (("--level", "ARC699=error"), "archcheck: No rule, prefix or practice is called 'ARC699'; did you mean "),
        (
            ("--select", "zzzzzzzzz"),
            "archcheck: No rule, prefix or practice is called 'zzzzzzzzz'; `archcheck rules` lists all.",
        ),
        (("--level", "ARC601"), "--level takes RULE=LEVEL with error, warning, note or off, not 'ARC601'."),
        (("--level", "ARC601=fatal"), "--level takes RULE=LEVEL with error, warning, note or off, not 'ARC601=fatal'."),
    ],
)
def test_an_unknown_rule_or_level_is_told_with_what_is_near(
    archcheck: Archcheck, words: tuple[str, ...], message: str | None
) -> None:
    ended = archcheck("check", "clean", *words)
    assert ended.code == (0 if message is None else 2)
    assert (message or "") in ended.err


# -- what is printed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "github"])
def test_a_format_is_printed_or_written(archcheck: Archcheck, form: str) -> None:
    printed = archcheck("check", "flawed", "--format", form)
    written = archcheck("check", "flawed", "--format", form, "--output", "report")
    text = Path("report").read_text(encoding="utf-8")
    assert (printed.code, written.code, written.out, written.err) == (1, 1, "", "")
    assert without_time(text) == without_time(printed.out)


def without_time(text: str) -> list[str]:
    return [line for line in text.splitlines() if '"started"' not in line and "TimeUtc" not in line]


def test_formats_and_files_come_in_pairs(archcheck: Archcheck) -> None:
    ended = archcheck("check", "flawed", "-f", "sarif", "-o", "a.sarif", "-f", "json", "-o", "a.json", "-f", "terminal")
    assert ended.code == 1
    assert json.loads(Path("a.sarif").read_text())["version"] == "2.1.0"
    assert json.loads(Path("a.json").read_text())["schema_version"] == 1
    assert "ARC503 missing-healthcheck" in ended.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-f", "json", "-f", "sarif"), "Only one format can go to standard output"),
        (("-f", "json", "-o", "-", "-f", "sarif"), "Only one format can go to standard output"),
        (("-f", "json", "-o", "a", "-o", "b"), "There are more --output files than --format options"),
        (("-f", "html"), "'html' is not one of 'terminal', 'json', 'sarif', 'github'"),
        (("-o", "clean"), "File 'clean' is a directory."),
        (
            ("-f", "json", "-o", "no/such/folder.json"),
            "no/such/folder.json cannot be written: No such file or directory.",
        ),
    ],
)
def test_what_cannot_be_written_is_told(archcheck: Archcheck, words: tuple[str, ...], message: str) -> None:
    ended = archcheck("check", "flawed", *words)
    assert ended.code == 2
    assert message in ended.err
    assert ended.out == ""


def test_of_several_reports_all_are_written_or_none(archcheck: Archcheck) -> None:
    Path("a.json").write_text("earlier")
    before = sorted(Path().iterdir())
    ended = archcheck(
        "check", "flawed", "-f", "json", "-o", "a.json", "-f", "sarif", "-o", "no/a.sarif", "-f", "terminal"
    )
    assert (ended.code, ended.out) == (2, "")
    assert Path("a.json").read_text() == "earlier"
    assert sorted(Path().iterdir()) == before


def test_a_linked_report_is_written_where_the_link_leads(archcheck: Archcheck) -> None:
    Path("real.json").write_text("earlier")
    Path("a.json").symlink_to("real.json")
    assert archcheck("check", "flawed", "-f", "json", "-o", "a.json").code == 1
    assert Path("a.json").is_symlink()
    assert json.loads(Path("real.json").read_text())["schema_version"] == 1


def test_a_device_is_written_to_and_not_replaced(archcheck: Archcheck) -> None:
    assert archcheck("check", "flawed", "-f", "json", "-o", os.devnull).code == 1
    assert not Path(os.devnull).is_file()


def test_statistics_files_and_silence(archcheck: Archcheck) -> None:
    quiet = archcheck("check", "shared", "--select", "ARC6", "--quiet", "--statistics", "--show-files").out
    assert "Checklist" not in quiet
    assert "shared/compose.yaml" in quiet
    assert any("ARC601" in line and "1" in line and ":" not in line for line in quiet.splitlines())
    assert archcheck("check", "clean", "--quiet").out.count("\n") == 1


def test_machines_get_the_report_on_one_stream_and_what_was_not_judged_on_the_other(archcheck: Archcheck) -> None:
    ended = archcheck("check", "broken", "--format", "json")
    assert json.loads(ended.out)["schema_version"] == 1
    assert ended.err == (
        "archcheck: broken/compose.yaml:6:1: This is no valid YAML: did not find expected node content while parsing a "
        "flow node.\n"
    )


# -- colour, encoding and variables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "variables", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
        ((), {"ARCHCHECK_COLOR": "always"}, True),
    ],
)
def test_colour_is_for_terminals_or_on_demand(
    archcheck: Archcheck, words: tuple[str, ...], variables: dict[str, str], colored: bool
) -> None:
    assert ("\x1b[" in archcheck("check", "flawed", *words, variables=variables).out) is colored


def test_a_file_is_never_coloured(archcheck: Archcheck) -> None:
    archcheck("check", "flawed", "--color", "always", "-f", "terminal", "-o", "report.txt")
    assert "\x1b[" not in Path("report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        ({"ARCHCHECK_FAIL_ON": "never"}, 0, "ARC601"),
        ({"ARCHCHECK_EXIT_ZERO": "1"}, 0, "ARC601"),
        ({"ARCHCHECK_SELECT": "ARC807,ARC608"}, 0, "ARC807"),
        ({"ARCHCHECK_SELECT": "ARC807 ARC608"}, 0, "ARC608"),
        ({"ARCHCHECK_IGNORE": "ARC5,ARC6,ARC2"}, 0, "ARC807"),
        ({"ARCHCHECK_LEVEL": "ARC601=warning", "ARCHCHECK_SELECT": "ARC601"}, 0, "warning ARC601"),
        ({"ARCHCHECK_FORMAT": "json"}, 1, '"schema_version": 1'),
        ({"ARCHCHECK_QUIET": "true"}, 1, "shared/compose.yaml:"),
        ({"ARCHCHECK_STATISTICS": "yes"}, 1, "ARC601"),
        ({"ARCHCHECK_ROOT": "."}, 1, "ARC601"),
        ({"ARCHCHECK_VERSION": "0.2.0", "ARCHCHECK_HELP": "1", "ARCHCHECK_PATHS": "x"}, 1, "ARC601"),
        ({"ARCHCHECK_FAIL_ON": "sometimes"}, 2, ""),
    ],
    ids=str,
)
def test_options_can_be_variables(archcheck: Archcheck, variables: dict[str, str], code: int, said: str) -> None:
    ended = archcheck("check", "shared", variables=variables)
    assert ended.code == code, ended.err
    assert said in ended.out


def test_the_command_line_wins_over_variables(archcheck: Archcheck) -> None:
    assert archcheck("check", "shared", "--select", "ARC601", variables={"ARCHCHECK_SELECT": "ARC807"}).code == 1


@pytest.mark.parametrize(
    "encoding",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}],
    ids=str,
)
def test_reports_are_utf_8_in_every_locale(tmp_path: Path, encoding: dict[str, str]) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  caf\u00e9: {image: x}\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    ended = subprocess.run(
        [sys.executable, "-m", "archcheck", "check", "."],
        cwd=tmp_path, env={**environment, **encoding}, capture_output=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert "caf\u00e9" in ended.stdout.decode("utf-8")
    assert "\u2713" in ended.stdout.decode("utf-8")


def test_the_samples_of_these_tests_are_what_they_are_called() -> None:
    assert all(text.startswith("services:\n") for text in (CLEAN, FLAWED, SHARED))

import re
from dataclasses import replace

import pytest

from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.finding import Excerpt, Level, Related
from archcheck.model.run import Coverage, DeploymentReport, Run, Skipped
from archcheck.model.span import Span
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.terminal.code_frame import code_frame
from archcheck.reporters.terminal.page import Page, Tone, counted
from archcheck.reporters.terminal.report import render
from archcheck.reporters.terminal.system import system_lines

from .fake_run import RESTART, SHARED, at, component, nasty_run, shop_run
from .snapshots import assert_snapshot

PLAIN = Page(80, color=False)
EMPTY = Run("2025-03-01T12:00:00Z", "0.1.0", (), Coverage(0, 0))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("shop.txt", RenderOptions()),
        ("shop-verbose.txt", RenderOptions(verbose=True, statistics=True, show_files=True)),
        ("shop-narrow.txt", RenderOptions(width=60)),
        ("shop-color.txt", RenderOptions(color=True, verbose=True)),
        ("shop-narrow-color.txt", RenderOptions(color=True, width=10)),
        ("shop-quiet.txt", RenderOptions(quiet=True, statistics=True)),
    ],
)
def test_the_whole_report(name: str, options: RenderOptions) -> None:
    assert_snapshot(name, render(shop_run(), options))


def test_the_whole_report_of_hostile_files() -> None:
    assert_snapshot("nasty.txt", render(nasty_run(), RenderOptions(verbose=True)))


def test_colour_adds_sequences_and_changes_no_text() -> None:
    for width in (40, 60, 100):
        options = RenderOptions(width=width, verbose=True, statistics=True, show_files=True)
        colored = render(shop_run(), replace(options, color=True))
        assert re.sub("\x1b\\[[0-9;]*m", "", colored) == render(shop_run(), options)


def test_only_words_too_long_for_the_page_leave_it() -> None:
    text = render(shop_run(), RenderOptions(width=60))
    assert [line for line in text.splitlines()[:-1] if len(line) > 60 and len(line.split()) > 1] == []


def test_nothing_found_is_not_called_clean() -> None:
    assert render(EMPTY, RenderOptions()) == (
        "No deployment was found.\n\nCoverage: 0 files, 0 read.\n\nNo findings in 0 deployments.\n"
    )


def test_a_clean_deployment_says_so() -> None:
    deployment = DeploymentReport("a.yaml", "compose", ("a.yaml",), (component("web"),), (), (), ())
    run = replace(EMPTY, deployments=(deployment,), coverage=Coverage(1, 1))
    assert render(run, RenderOptions()) == (
        "a.yaml (compose)\n1 component: 1 service; 0 dependencies.\n\nCoverage: 1 file, 1 read.\n\nNo findings.\n"
    )
    assert render(run, RenderOptions(quiet=True)) == "No findings.\n"


def test_a_run_that_could_not_judge_does_not_end_like_a_clean_one() -> None:
    run = replace(EMPTY, unjudged=((None, "helm is missing."),))
    assert render(run, RenderOptions(quiet=True)) == (
        "not judged: helm is missing.\nNo findings in 0 deployments; 1 not judged.\n"
    )


def test_verdicts_of_several_deployments_are_not_summed() -> None:
    (deployment,) = shop_run().deployments
    run = replace(shop_run(), deployments=(deployment, replace(deployment, id="other")))
    assert render(run, RenderOptions()).splitlines()[-1] == (
        "Found 5 errors, 2 warnings, 2 notes in 2 deployments (4 accepted); 2 not judged."
    )


def test_advice_is_given_once_a_rule() -> None:
    (deployment,) = shop_run().deployments
    run = replace(shop_run(), deployments=(replace(deployment, findings=(SHARED, SHARED)),))
    assert render(run, RenderOptions()).count("instead: Do better than shared-database.") == 1


def test_many_related_places_are_shortened_unless_verbose() -> None:
    related = tuple(Related(at(line), f"place {line}") for line in range(1, 11))
    run = replace(EMPTY, findings=(replace(RESTART, related=related),))
    short = render(run, RenderOptions())
    assert "place 5" in short
    assert "place 6" not in short
    assert "    and 5 more places (--verbose lists them)\n" in short
    assert "place 10" in render(run, RenderOptions(verbose=True))


def test_a_finding_without_subjects_or_message_still_has_its_place() -> None:
    bare = replace(RESTART, subjects=(), message="", level=Level.OFF)
    assert render(replace(EMPTY, findings=(bare,)), RenderOptions()).splitlines()[2:5] == [
        "Files and settings",
        "off ARC704 no-restart-policy",
        "",
    ]


def test_skipped_files_are_grouped_by_reason() -> None:
    skipped = tuple(Skipped(f"{n}.yaml", "no reader knows it" if n % 2 else "too large") for n in range(8))
    text = render(replace(EMPTY, coverage=Coverage(0, 0, skipped)), RenderOptions())
    assert "  skipped: 0.yaml, 2.yaml, 4.yaml, 6.yaml: too large\n" in text
    assert "Coverage: 0 files, 0 read, 8 skipped.\n" in text


@pytest.mark.parametrize(
    ("components", "sentence"),
    [
        ((), "No components."),
        (
            (component("a"), component("b", ComponentKind.UI)),
            "2 components: 1 service, 1 user interface; 0 dependencies.",
        ),
        (
            tuple(component(f"d{n}", ComponentKind.DATABASE, technology="mysql") for n in range(6)),
            "6 components: 6 databases (d0 (mysql), d1 (mysql), d2 (mysql), d3 (mysql) and 2 more); 0 dependencies.",
        ),
        (
            (component("redis-cart", ComponentKind.CACHE, technology="redis"), component("cache", ComponentKind.OTHER)),
            "2 components: cache redis-cart, other cache; 0 dependencies.",
        ),
    ],
)
def test_the_system_in_a_sentence(components: tuple[Component, ...], sentence: str) -> None:
    deployment = DeploymentReport("a", "compose", (), components, (), (), ())
    assert system_lines(deployment, Page(200, color=False)) == ["a (compose)", sentence]


def frame(lines: tuple[str, ...], line: int, column: int, first: int = 1, page: Page = PLAIN) -> list[str]:
    return code_frame(Excerpt(first, lines), Span("a", line, column), page, Tone.RED)


def test_the_mark_ends_with_the_content_of_the_line() -> None:
    assert frame(("a:", "  b: c  # d"), 2, 3, 9) == ["     |", "   9 | a:", "  10 |   b: c  # d"]
    assert frame(("a:", "  b: c  # d"), 10, 3, 9)[-1] == "     |   ^^^^"


def test_tabs_and_wide_characters_keep_the_mark_below_its_place() -> None:
    assert frame(('\t"漢": {"b": 1}',), 1, 7) == ["    |", '  1 |  "漢": {"b": 1}', "    |        ^^^^^^^^"]


def test_a_column_behind_the_line_is_marked_at_its_end() -> None:
    assert frame(("ab",), 1, 99) == ["    |", "  1 | ab", "    |   ^"]


def test_a_long_line_is_shown_around_the_mark() -> None:
    lines = frame(("x" * 300 + " here " + "y" * 300,), 1, 302)
    start = lines[1].index("here")
    assert lines[2].index("^") == start
    assert max(map(len, lines)) <= 80


def test_a_frame_of_another_place_has_no_mark() -> None:
    assert frame(("ab",), 7, 1) == ["    |", "  1 | ab"]


def test_numbers_have_their_words() -> None:
    assert [counted(0, "error"), counted(1, "error"), counted(1200, "dependency", "dependencies")] == [
        "0 errors",
        "1 error",
        "1,200 dependencies",
    ]


def test_a_table_without_rows_has_no_lines() -> None:
    assert PLAIN.table([]) == []

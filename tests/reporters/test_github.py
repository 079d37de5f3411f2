from dataclasses import replace

from archcheck.model.run import Coverage, Run
from archcheck.model.span import Span
from archcheck.reporters.github import render
from archcheck.reporters.options import RenderOptions

from .fake_run import SHARED, shop_run
from .snapshots import assert_snapshot

EMPTY = Run("2025-03-01T12:00:00Z", "0.1.0", (), Coverage(0, 0))


def test_every_finding_is_an_annotation() -> None:
    assert_snapshot("shop.github.txt", render(shop_run(), RenderOptions()))


def test_a_clean_run_prints_nothing() -> None:
    assert render(EMPTY, RenderOptions()) == ""


def test_properties_and_messages_are_escaped() -> None:
    found = replace(
        SHARED,
        name="50%, a:b",
        message="100% of it\n::error::forged\r",
        span=Span("a,b:c%/\nd.yaml", 3, 7),
        subjects=(),
    )
    assert render(replace(EMPTY, findings=(found,)), RenderOptions()) == (
        "::error file=a%2Cb%3Ac%25/\\nd.yaml,line=3,col=7,title=ARC601 50%25%2C a%3Ab"
        "::100%25 of it\\n::error::forged\\r\n"
    )


def test_what_could_not_be_judged_is_an_error_unless_a_finding_says_it() -> None:
    run = replace(EMPTY, unjudged=((None, "helm is missing."), (Span("x.yaml", 2, 3), "No reader.")))
    assert render(run, RenderOptions()) == (
        "::error title=archcheck could not judge::helm is missing.\n"
        "::error file=x.yaml,line=2,col=3,title=archcheck could not judge::No reader.\n"
    )

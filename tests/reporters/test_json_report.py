import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archcheck.model.run import Run
from archcheck.reporters.json_report import render
from archcheck.reporters.json_schema import run_schema
from archcheck.reporters.json_text import json_text
from archcheck.reporters.options import RenderOptions

from .fake_run import NASTY, nasty_run, shop_run
from .snapshots import assert_snapshot

SCHEMA_FILE = Path(__file__).parents[2] / "reports" / "run.schema.json"
SCHEMA: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)


def test_the_schema_file_is_fresh() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == json_text(run_schema())


def test_the_schema_is_valid_closed_and_described() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for schema in objects(SCHEMA):
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])
        assert schema["description"].endswith(".")
        assert [
            name for name, value in schema["properties"].items() if "description" not in value and "$ref" not in value
        ] == []


@pytest.mark.parametrize("run", [shop_run(), nasty_run()], ids=["shop", "nasty"])
def test_output_is_valid(run: Run) -> None:
    output = json.loads(render(run, RenderOptions()))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(output)] == []


def test_the_schema_refuses_another_field() -> None:
    output = json.loads(render(shop_run(), RenderOptions()))
    output["deployments"][0]["components"][0]["color"] = "red"
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(output)] == [
        "Additional properties are not allowed ('color' was unexpected)"
    ]


def test_the_whole_record() -> None:
    assert_snapshot("shop.json", render(shop_run(), RenderOptions()))


def test_hostile_text_survives_unchanged() -> None:
    output = json.loads(render(nasty_run(), RenderOptions()))
    assert output["deployments"][0]["id"] == NASTY
    assert output["deployments"][0]["dependencies"][0]["evidence"][0]["because"] == NASTY


def test_options_change_nothing() -> None:
    everything = RenderOptions(color=True, width=40, verbose=True, quiet=True, statistics=True, show_files=True)
    assert render(shop_run(), everything) == render(shop_run(), RenderOptions())

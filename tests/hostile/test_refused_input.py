"""Input made to mislead, to stall or to escape: each is told in one line, with its place, and costs little."""

import json
import os
import sys
from pathlib import Path

import pytest

from archcheck.model.errors import UsageError
from archcheck.sources.limits import Limits

from .judging import assert_sound, check_folder, render_all

GOOD = "services:\n  web: {image: 'nginx:1.27', restart: always}\n"
API = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n"


def told(folder: Path, *paths: str) -> list[str]:
    """Return what could not be judged, as ``path:line:column: message``."""
    assert_sound(folder, *paths)
    return [f"{span}: {message}" for span, message in check_folder(folder, *paths).run.unjudged]


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a\nb.yaml", "a\x1b[2Jb.yaml", "a:1:2: error.yaml", "\u202etxt.yaml", "%0A::error.yaml"]
)
def test_a_hostile_file_name_is_printed_harmlessly(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("services:\n  web:\n    image: [\n")
    run = check_folder(tmp_path, name).run
    assert [message for _, message in run.unjudged] == [
        "This is no valid YAML: did not find expected node content while parsing a flow node."
    ]
    for form, text in render_all(run).items():
        assert "\x1b[2J" not in text, form
        assert "\u202e" not in text, form
        assert "a\nb" not in text, form
        assert all(line.startswith("::") for line in render_all(run)["github"].splitlines())


def test_a_name_that_is_no_utf_8_is_printed(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    (tmp_path / name).write_text(GOOD)
    for text in render_all(check_folder(tmp_path, name).run).values():
        text.encode()


def test_a_folder_named_as_a_manifest_is_searched(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").mkdir()
    (problem,) = told(tmp_path)
    assert problem.startswith(".:1:1: Nothing to judge was found in .: ")


def test_a_path_with_a_nul_byte_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        check_folder(tmp_path, "a\0b")


@pytest.mark.parametrize(
    "key",
    ['env_file: ["a\\0b"]', 'build: "a\\0b"', 'volumes: ["./a\\0b:/x"]', 'extends: {file: "a\\0b", service: x}'],
)
def test_a_reference_with_a_nul_byte_does_no_harm(tmp_path: Path, key: str) -> None:
    (tmp_path / "compose.yaml").write_text(f"services:\n  web:\n    image: x\n    {key}\n")
    assert_sound(tmp_path)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../../../etc/passwd", "~/.ssh/id_rsa", "..\\..\\etc\\passwd", "a/../../x"]
)
@pytest.mark.parametrize(
    "key", ["env_file: [{path}]", "extends: {{file: '{path}', service: x}}", "label_file: '{path}'"]
)
def test_a_reference_out_of_the_root_is_refused(tmp_path: Path, key: str, path: str) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  web:\n    image: x\n    " + key.format(path=path) + "\n")
    problems = told(tmp_path)
    assert [p for p in problems if "leads out of the folder that is checked" in p] == problems
    assert [p.partition(": ")[0].split(":")[:2] for p in problems] == [["compose.yaml", "4"]]


# -- size and shape ------------------------------------------------------------------------------------------------------


def test_values_are_limited_however_they_are_written(tmp_path: Path) -> None:
    many = ", ".join(["x"] * 200)
    text = f"x-a: &a [{many}]\nx-b: &b [{', '.join(['*a'] * 10)}]\nx-c: [*b, *b]\n{GOOD}"
    (tmp_path / "compose.yaml").write_text(text)
    checked = check_folder(tmp_path, limits=Limits(nodes=4_000))
    assert [(str(s), m) for s, m in checked.run.unjudged] == [
        ("compose.yaml:3:6", "Aliases expand this to more than 4000 values; it is refused unread.")
    ]


def test_merge_keys_of_everything_are_bounded(tmp_path: Path) -> None:
    layers = ["x-0: &m0 {" + ", ".join(f"k{i}: v" for i in range(50)) + "}"]
    layers += [f"x-{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 30)}]" for n in range(1, 12)]
    (tmp_path / "compose.yaml").write_text("\n".join([*layers, GOOD]))
    assert [p for p in told(tmp_path) if "refused unread" not in p] == []


@pytest.mark.parametrize(
    "number", ["9" * 5_000, "-" + "9" * 5_000, "0x" + "f" * 5_000, "1e999999", "9" * 400 + ".5", "1" + "_0" * 3_000]
)
@pytest.mark.parametrize("key", ["ports: [{target: NUMBER}]", "deploy: {replicas: NUMBER}", "expose: [NUMBER]"])
def test_huge_numbers_are_no_surprise(tmp_path: Path, key: str, number: str) -> None:
    (tmp_path / "compose.yaml").write_text(f"services:\n  web:\n    image: x\n    {key.replace('NUMBER', number)}\n")
    assert_sound(tmp_path)


def test_deep_json_is_refused(tmp_path: Path) -> None:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    (tmp_path / "api.json").write_text('{"openapi": "3.0.3", "x": ' + deep + "}")
    (problem,) = told(tmp_path)
    assert problem.endswith("This is nested more than 100 levels deep; it is refused unread.")
    assert problem.startswith("api.json:1:")


@pytest.mark.parametrize(
    "text",
    [
        "services:\n  web:\n    image: x\n    ports: [{}]\n".format(", ".join(["'1:1'"] * 10_000)),
        "services:\n  web:\n    image: x\n    environment:\n"
        + "".join(f"      K{i}: http://h{i}\n" for i in range(5_000)),
        "services:\n  web:\n    image: x\n    command:\n" + "".join(f"      - --a{i}=h{i}:80\n" for i in range(5_000)),
        "services:\n" + "".join(f"  s{i}: {{image: x, depends_on: [s{i + 1}]}}\n" for i in range(3_000)),
    ],
    ids=["ports", "variables", "words", "chain"],
)
def test_long_lists_cost_linear_time(tmp_path: Path, text: str) -> None:
    (tmp_path / "compose.yaml").write_text(text)
    checked = check_folder(tmp_path)
    assert checked.failures == ()


# -- API documents, whose validator trusts them -----------------------------------------------------------------------------


def test_a_regular_expression_of_an_api_document_is_not_run(tmp_path: Path) -> None:
    schema = {"type": "string", "pattern": "^(a+)+$", "default": "a" * 60 + "!"}
    parameters = json.dumps([{"name": "q", "in": "query", "schema": schema}])
    (tmp_path / "api.yaml").write_text(
        f"{API}  /a: {{get: {{parameters: {parameters}, responses: {{'200': {{description: A.}}}}}}}}\n"
    )
    assert told(tmp_path) == []


def test_schemas_that_refer_to_each_other_exponentially_are_not_validated(tmp_path: Path) -> None:
    schemas = {f"S{i}": {"allOf": [{"$ref": f"#/components/schemas/S{i + 1}"}] * 2} for i in range(60)}
    schemas["S60"] = {"type": "object"}  # type: ignore[dict-item]
    components = json.dumps({"schemas": schemas})
    (tmp_path / "api.yaml").write_text(
        f"{API}  /a: {{get: {{responses: {{'200': {{description: A.}}}}}}}}\ncomponents: {components}\n"
    )
    run = check_folder(tmp_path).run
    assert run.unjudged == ()
    assert [f"{span}: {message}" for span, message in run.coverage.remarks] == [
        "api.yaml:1:1: The API document is not validated: its schemas are too entangled or too long."
    ]


@pytest.mark.parametrize(
    "schema",
    [
        "{$ref: '#/components/schemas/S'}",
        "{allOf: [{$ref: '#/components/schemas/S'}]}",
        "{items: {$ref: '#/components/schemas/S'}}",
    ],
)
def test_a_schema_that_is_made_of_itself_ends(tmp_path: Path, schema: str) -> None:
    (tmp_path / "api.yaml").write_text(
        f"{API}  /a: {{get: {{responses: {{'200': {{description: A.}}}}}}}}\ncomponents: {{schemas: {{S: {schema}}}}}\n"
    )
    assert_sound(tmp_path)


def test_remote_references_are_not_fetched_and_told(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(f"{API}  /a: {{$ref: 'http://127.0.0.1:9/x.yaml'}}\n")
    run = check_folder(tmp_path).run
    assert [f"{span}: {message}" for span, message in run.coverage.remarks] == [
        "api.yaml:4:14: The reference http://127.0.0.1:9/x.yaml is not fetched; what it describes is not judged."
    ]


def test_text_that_utf_8_cannot_hold_is_read(tmp_path: Path) -> None:
    text = '{"services": {"a\\ud800": {"image": "x", "environment": {"A_URL": "http://\\udcff:1@h/\\ud800", "B": "\\udfff"}}}}'
    (tmp_path / "compose.json").write_text(text)
    assert_sound(tmp_path, "compose.json")


# -- nothing of it is executed -----------------------------------------------------------------------------------------------


def test_tags_make_no_objects(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "services:\n  web:\n    image: !!python/object/apply:os.system ['touch owned']\n    command: !!python/name:os.system x\n"
    )
    before = set(sys.modules)
    assert_sound(tmp_path)
    assert not list(tmp_path.glob("owned*"))
    assert "antigravity" not in set(sys.modules) - before


@pytest.mark.parametrize(
    "text", ["$(touch owned)", "`touch owned`", "{{ .Files.Get `x` }}", "%{touch owned}", "${IFS}"]
)
def test_values_are_not_executed(tmp_path: Path, text: str) -> None:
    (tmp_path / "compose.yaml").write_text(
        f"services:\n  web:\n    image: x\n    command: '{text}'\n    env_file: '{text}'\n"
    )
    assert_sound(tmp_path)
    assert not (tmp_path / "owned").exists()

"""The catalogue's data: consistent, and refused where it is not."""

import json
from pathlib import Path

import pytest

from archcheck.catalogue.compilation import DATA, compile_catalogue
from archcheck.model.architecture import ComponentKind
from archcheck.model.errors import ConfigurationError

NAMES = """
whole: {}
endings: {}
beginnings: {}
tools: []
roles: []
service: []
own: []
variables: {last: [], middle: [], generic: {}}
"""


def compile_texts(folder: Path, **texts: str) -> dict[str, object]:
    """Compile a catalogue of the given files; names and protocols are empty unless given."""
    for name, text in {"names": NAMES, "protocols": "protocols: []", **texts}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return dict(compile_catalogue(folder))


def test_the_catalogue_is_consistent_and_large() -> None:
    data = compile_catalogue(DATA)
    assert len(data["technologies"]) > 350
    assert len(data["images"]) > 1000
    kinds = {kind for _, kind, _ in data["technologies"].values()}
    assert kinds == {str(kind) for kind in ComponentKind} - {"external"}


def test_every_table_points_at_technologies_that_exist() -> None:
    data = compile_catalogue(DATA)
    tables = ("images", "image_tails", "base_images", "words", "hosts", "server_variables", "ingress_classes")
    targets = {target for table in tables for target in data[table].values()}  # type: ignore[literal-required]
    targets |= {target for ids in data["ports"].values() for target in ids}
    targets |= {creation["technology"] for creation in data["creations"].values()}
    targets |= {entry["technology"] for entry in data["protocols"].values() if entry["technology"]}
    targets |= {*data["variables"]["names"].values(), *data["variables"]["endings"].values()}
    assert targets <= set(data["technologies"])


def test_compiling_twice_gives_the_same_bytes() -> None:
    assert json.dumps(compile_catalogue(DATA)) == json.dumps(compile_catalogue(DATA))


def test_a_small_catalogue_is_compiled(tmp_path: Path) -> None:
    data = compile_texts(
        tmp_path,
        stores="""
kind: cache
technologies:
  - id: redis
    name: Redis
    images: [redis, quay.io/opstree/redis]
    words: [redis]
    ports: [6379]
    creates: [{group: example.org, kinds: [Redis], services: ["{name}"]}]
  - {id: redis-ui, name: Redis UI, kind: other, tool_of: redis, ambiguous: true}
""",
        protocols="""
protocols:
  - {name: redis, schemes: [redis, rediss], technology: redis, port: 1, ports: {rediss: 2}}
""",
    )
    assert data == {
        "technologies": {"redis": ("Redis", "cache", None), "redis-ui": ("Redis UI", "other", "redis")},
        "ambiguous": ["redis-ui"],
        "images": {"redis": "redis", "quay.io/opstree/redis": "redis"},
        "image_tails": {"opstree/redis": "redis", "redis": "redis"},
        "base_images": {},
        "words": {"redis": "redis"},
        "ports": {"6379": ["redis"]},
        "hosts": {},
        "server_variables": {},
        "creations": {"example.org/Redis": {"technology": "redis", "services": ["{name}"]}},
        "ingress_classes": {},
        "protocols": {
            "redis": {"name": "redis", "technology": "redis", "kind": None, "port": 1},
            "rediss": {"name": "redis", "technology": "redis", "kind": None, "port": 2},
        },
        "names": {
            "whole": {},
            "endings": {},
            "beginnings": {},
            "tools": [],
            "roles": [],
            "service": [],
            "own": [],
        },
        "variables": {"last": [], "middle": [], "names": {}, "endings": {}, "kind_endings": {}},
    }


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ("[{id: a, name: A}, {id: a, name: B}]", "a is there twice"),
        ("[{id: a, name: A, kind: cash}]", "a: unknown kind cash"),
        ("[{id: a, name: A, image: [x]}]", "stores.yaml: a: unknown key image"),
        ("[{id: a, name: A, images: [1]}]", "stores.yaml: a: images holds more than text"),
        ("[{id: a, name: A, tool_of: b}]", "a: no technology b"),
        ("[{id: a, name: A, images: [x]}, {id: b, name: B, images: [x]}]", "images: x belongs to a and to b"),
        ("[{id: a, name: A, words: [x-y]}, {id: b, name: B, words: [xy]}]", "words: xy belongs to a and to b"),
        ("[{id: a, name: A, images: [x], base_images: [x]}]", "x is an image and a base image"),
        (
            "[{id: a, name: A, creates: &c [{group: g, kinds: [K]}]}, {id: b, name: B, creates: *c}]",
            "creates: g/K belongs to a and to b",
        ),
    ],
)
def test_a_contradiction_is_refused(tmp_path: Path, entries: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match="contradicts itself") as raised:
        compile_texts(tmp_path, stores=f"kind: cache\ntechnologies: {entries}")
    assert problem in raised.value.message


@pytest.mark.parametrize(
    ("protocols", "problem"),
    [
        ("[{name: p, schemes: [p], technology: q}]", "protocols: no technology q"),
        ("[{name: p, schemes: [p], kind: cash}]", "protocol p: unknown kind cash"),
        ("[{name: p, schemes: [p, p]}]", "protocols: p is there twice"),
    ],
)
def test_a_contradiction_of_protocols_is_refused(tmp_path: Path, protocols: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        compile_texts(tmp_path, protocols=f"protocols: {protocols}")
    assert problem in raised.value.message


def test_words_of_an_unknown_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="whole: unknown kind cash"):
        compile_texts(tmp_path, names=NAMES.replace("whole: {}", "whole: {cash: [till]}"))

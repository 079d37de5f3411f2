import pytest

from archcheck.model.node import Document, Node, Problem
from archcheck.parsers.compose.ports import PublishedPort, parse_port
from archcheck.parsers.compose.quantities import node_bytes, node_cores, node_duration_s
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.compose.volumes import ShortVolume, parse_volume, rebased


def node(value: object, raw: str | None = None) -> Node:
    return Node(value, Document("compose.yaml"), 1, 1, raw=raw)  # type: ignore[arg-type]


def problems(at: Node) -> list[str]:
    return [problem.message for problem in at.document.problems]


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("80", [PublishedPort(80, None, None, "tcp")]),
        ("8080:80/UDP", [PublishedPort(80, "8080", None, "udp")]),
        ("127.0.0.1::80", [PublishedPort(80, None, "127.0.0.1", "tcp")]),
        ("[::1]:1:2", [PublishedPort(2, "1", "::1", "tcp")]),
        ("1-2:3-4", [PublishedPort(3, "1", None, "tcp"), PublishedPort(4, "2", None, "tcp")]),
        ("1-2:3", [PublishedPort(3, "1-2", None, "tcp")]),
        ("1-2:3-5", None),
        ("x:80", None),
        ("80:x", None),
        ("80/icmp", None),
        ("localhost:80:80", None),
    ],
)
def test_ports_are_read(text: str, ports: list[PublishedPort] | None) -> None:
    assert parse_port(text) == ports


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("/data", ShortVolume("volume", None, "/data", False)),
        ("name:/data/", ShortVolume("volume", "name", "/data", False)),
        ("./x:/y:ro,z", ShortVolume("bind", "./x", "/y", True)),
        ("~/x:/y:rw", ShortVolume("bind", "~/x", "/y", False)),
        ("C:\\x:/y", ShortVolume("bind", "C:\\x", "/y", False)),
        ("/x", ShortVolume("volume", None, "/x", False)),
        ("", None),
        ("ab::cd", None),
        ("abc:", None),
        ("aa:bb:cc:dd", None),
    ],
)
def test_volumes_are_read(text: str, volume: ShortVolume | None) -> None:
    assert parse_volume(text) == volume


def test_paths_are_rebased() -> None:
    paths = ["./a", "../a", "../../a", "/a", "~/a", "c:/a", "", "."]
    assert [rebased("sub", p) for p in paths] == ["sub/a", "a", "../a", "/a", "~/a", "c:/a", "", "sub"]


@pytest.mark.parametrize(
    ("value", "raw", "text"),
    [
        (1.1, "1.10", "1.1"),
        (1.0, "1.0", "1"),
        (123, "0123", "83"),
        (17, None, "17"),
        (1e21, None, "1e+21"),
        (1e-05, None, "1e-05"),
        (0.0001, None, "0.0001"),
        (1e20, None, "100000000000000000000"),
        (10**30, None, "1e+30"),
        (float("inf"), ".inf", "+Inf"),
        (True, "true", "true"),
        (None, "", None),
        ("x", None, "x"),
    ],
)
def test_scalars_are_the_text_a_container_sees(value: object, raw: str | None, text: str | None) -> None:
    assert scalar_text(node(value, raw)) == text


def test_quantities_are_read() -> None:
    assert node_duration_s(node("1m30s")) == 90.0
    assert node_bytes(node("1.5g")) == 1_610_612_736
    assert node_bytes(node(1024)) == 1024
    assert node_bytes(node("64MiB")) == 67_108_864
    assert node_cores(node("0.5")) == 0.5
    assert [node_duration_s(None), node_bytes(None), node_cores(None)] == [None, None, None]


def test_what_is_no_quantity_is_reported() -> None:
    at = node("often")
    assert [node_duration_s(at), node_bytes(at), node_cores(at)] == [None, None, None]
    assert problems(at) == [
        "A duration with a unit is expected here, such as 30s.",
        "A size is expected here, such as 512m.",
        "A number of CPU cores is expected here, such as 0.5.",
    ]
    assert at.document.problems[0] == Problem(at.span, "A duration with a unit is expected here, such as 30s.")

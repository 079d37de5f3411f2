"""A proxy that reads its hosts from the variables of the containers behind it."""

from .systems import compose, graph, kinds, reasons

ASKED = {"VIRTUAL_HOST": "shop.acme.com"}


def test_who_asks_for_a_host_is_behind_the_proxy() -> None:
    of = graph(
        compose("edge", "nginxproxy/nginx-proxy"),
        compose("shop", env=ASKED),
        compose("blog", env=ASKED),
        compose("other", env={"VIRTUAL_HOST": ""}),
    )
    assert reasons(of) == [
        "edge -> blog: environment VIRTUAL_HOST=shop.acme.com",
        "edge -> shop: environment VIRTUAL_HOST=shop.acme.com",
    ]
    assert kinds(of)["edge"] == "gateway"


def test_without_the_proxy_nobody_reads_the_variable() -> None:
    assert reasons(graph(compose("edge", "nginx:1"), compose("shop", env=ASKED))) == []

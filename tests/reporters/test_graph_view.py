import pytest

from archcheck.model.errors import UsageError
from archcheck.reporters.graph_view import GraphView, around, find, path

from .fake_run import component, dependency, shop_view, view

CHAIN = view(
    dependency("a", "b"), dependency("b", "c"), dependency("c", "d"), dependency("a", "e"), dependency("e", "d")
)


def edges(drawn: GraphView) -> list[str]:
    return [f"{d.source}->{d.target}" for d in drawn.dependencies]


def names(drawn: GraphView) -> list[str]:
    return [c.name for c in drawn.components]


def test_around_shows_both_directions_within_the_hops() -> None:
    assert (names(around(CHAIN, "b")), edges(around(CHAIN, "b"))) == (["a", "b", "c"], ["a->b", "b->c"])
    assert edges(around(CHAIN, "b", 2)) == ["a->b", "a->e", "b->c", "c->d"]
    assert (names(around(CHAIN, "b", 0)), edges(around(CHAIN, "b", 0))) == (["b"], [])


def test_around_accepts_an_alias_and_keeps_what_is_highlighted() -> None:
    drawn = around(shop_view(), "order.shop.svc")
    assert names(drawn) == ["gateway", "grafana", "order", "payment", "rabbitmq", "shop-db"]
    assert drawn.flagged == {"auth", "order", "shop-db"}


def test_path_is_the_shortest_way() -> None:
    assert (names(path(CHAIN, "a", "d")), edges(path(CHAIN, "a", "d"))) == (["a", "d", "e"], ["a->e", "e->d"])
    assert (names(path(CHAIN, "a", "a")), edges(path(CHAIN, "a", "a"))) == (["a"], [])


def test_no_way_is_an_error_that_tells_of_a_way_back() -> None:
    with pytest.raises(UsageError) as caught:
        path(CHAIN, "d", "a")
    assert str(caught.value) == "No dependencies lead from d to a; a way leads in the other direction."
    with pytest.raises(UsageError) as caught:
        path(CHAIN, "b", "e")
    assert str(caught.value) == "No dependencies lead from b to e."


def test_an_unknown_name_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        around(shop_view(), "orders")
    assert str(caught.value) == "There is no component 'orders' in deploy/compose.yaml; near it are order."
    with pytest.raises(UsageError) as caught:
        find(shop_view(), "x\x1b")
    assert str(caught.value) == "There is no component 'x\\x1b' in deploy/compose.yaml."


def test_an_alias_of_several_components_is_an_error() -> None:
    drawn = view(components=(component("n1/db", aliases=("db",)), component("n2/db", aliases=("db",))))
    with pytest.raises(UsageError) as caught:
        find(drawn, "db")
    assert str(caught.value) == "'db' is a name of several components: n1/db, n2/db."


def test_a_long_chain_is_walked() -> None:
    drawn = view(*(dependency(f"s{n:04}", f"s{n + 1:04}") for n in range(3000)))
    assert len(path(drawn, "s0000", "s3000").dependencies) == 3000

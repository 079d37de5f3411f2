import sys

import pytest

from archcheck.graph.algorithms import ChainFinder, articulation_points, smallest_cycles
from archcheck.model.architecture import Dependency, DependencyType, Evidence
from archcheck.model.span import Span


def edges(*pairs: str) -> list[Dependency]:
    return [
        Dependency(caller, callee, DependencyType.SYNC, None, (Evidence(Span("a.yaml", line), "x"),))
        for line, pair in enumerate(pairs, 1)
        for caller, callee in [pair.split(">")]
    ]


def names(path: tuple[Dependency, ...]) -> str:
    return ">".join([path[0].source, *(hop.target for hop in path)]) if path else ""


def by_name(found: list[Dependency], pair: str) -> Dependency:
    return next(d for d in found if f"{d.source}>{d.target}" == pair)


def test_the_longest_chain_from_each_start() -> None:
    finder = ChainFinder(edges("web>orders", "orders>payments", "web>payments", "payments>bank", "jobs>bank"))
    assert finder.starts == ["jobs", "web"]
    assert names(finder.onward("web")) == "web>orders>payments>bank"
    assert names(finder.onward("jobs")) == "jobs>bank"
    assert finder.onward("bank") == ()


def test_the_longest_chain_through_a_dependency() -> None:
    found = edges("web>orders", "orders>payments", "app>web", "orders>users", "users>mail")
    finder = ChainFinder(found)
    assert names(finder.through(by_name(found, "orders>payments"))) == "app>web>orders>payments"
    assert finder.length_through(by_name(found, "orders>payments")) == 3
    assert names(finder.through(by_name(found, "app>web"))) == "app>web>orders>users>mail"


def test_of_equal_chains_the_first_by_name_is_taken() -> None:
    assert names(ChainFinder(edges("a>c", "a>b", "c>d", "b>e")).onward("a")) == "a>b>e"


def test_a_loop_is_left_out_of_chains() -> None:
    finder = ChainFinder(edges("a>b", "b>c", "c>a", "c>d"))
    assert names(finder.onward("a")) == "a>b>c>d"
    assert [f"{d.source}>{d.target}" for d in finder.dependencies] == ["a>b", "b>c", "c>d"]


def test_a_chain_is_the_same_in_any_order_of_edges() -> None:
    pairs = ["a>b", "b>c", "c>a", "c>d", "a>d", "d>e"]
    assert names(ChainFinder(edges(*pairs)).onward("a")) == names(ChainFinder(edges(*reversed(pairs))).onward("a"))


def test_no_edges_make_no_chains() -> None:
    assert ChainFinder([]).starts == []


def test_a_deep_chain_needs_no_recursion() -> None:
    finder = ChainFinder(edges(*(f"s{n:05}>s{n + 1:05}" for n in range(3000))))
    assert len(finder.onward("s00000")) == 3000


@pytest.mark.parametrize(
    ("pairs", "loops"),
    [
        (["a>b", "b>c"], []),
        (["a>b", "b>a"], ["a>b>a"]),
        (["a>b", "b>c", "c>a"], ["a>b>c>a"]),
        (["a>b", "b>c", "c>a", "c>b"], ["b>c>b"]),
        (["a>b", "b>a", "c>d", "d>c", "b>c"], ["a>b>a", "c>d>c"]),
        (["a>b", "b>c", "c>d", "d>a", "a>c"], ["a>c>d>a"]),
        (["a>b", "b>d", "d>a", "a>c", "c>d"], ["a>b>d>a"]),
    ],
)
def test_a_smallest_loop_is_told_for_each_group(pairs: list[str], loops: list[str]) -> None:
    assert [names(loop) for loop in smallest_cycles(edges(*pairs))] == loops
    assert [names(loop) for loop in smallest_cycles(edges(*reversed(pairs)))] == loops


@pytest.mark.parametrize(
    ("pairs", "points"),
    [
        ([], []),
        (["a>b"], []),
        (["a>b", "b>c"], ["b"]),
        (["a>b", "b>c", "a>c"], []),
        (["a>x", "b>x", "x>c", "c>d"], ["c", "x"]),
    ],
)
def test_articulation_points(pairs: list[str], points: list[str]) -> None:
    assert articulation_points(edges(*pairs)) == points


def test_networkx_is_not_imported_without_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    assert smallest_cycles(edges("a>b", "b>c", "a>c")) == []

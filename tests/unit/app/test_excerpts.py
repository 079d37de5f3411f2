from pathlib import Path

from archcheck.app.excerpts import Excerpts
from archcheck.model.facts import Container, Setting, SettingOrigin, Workload, WorkloadKind
from archcheck.model.finding import Excerpt, Finding, Level
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

PLACE = Span("compose.yaml", 2, 3)


def finding(path: str, line: int) -> Finding:
    return Finding("ARC000", "x", None, Level.ERROR, (), "x", Span(path, line))


def framed(folder: Path, line: int, *settings: Setting, path: str = "compose.yaml") -> Excerpt | None:
    excerpts = Excerpts(SourceTree(folder))
    container = Container("a", None, PLACE, settings=settings)
    excerpts.learn_secrets([Workload("a", WorkloadKind.COMPOSE, PLACE, containers=(container,))])
    return excerpts.framed(finding(path, line)).excerpt


def test_a_line_is_shown_between_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("one: 1\ntwo: 2\nthree: 3\nfour: 4\n")
    assert framed(tmp_path, 1) == Excerpt(1, ("one: 1", "two: 2"))
    assert framed(tmp_path, 3) == Excerpt(2, ("two: 2", "three: 3", "four: 4"))
    assert framed(tmp_path, 4) == Excerpt(3, ("three: 3", "four: 4"))


def test_a_place_without_a_line_has_no_excerpt(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("one: 1\n")
    (tmp_path / "folder.yaml").mkdir()
    assert framed(tmp_path, 9) is None
    assert framed(tmp_path, 1, path="absent.yaml") is None
    assert framed(tmp_path, 1, path="folder.yaml") is None


def test_values_that_the_facts_know_as_secret_are_hidden_everywhere(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("a: from-secret\nb: from-name x in-a-url\nc: abc\n")
    assert framed(
        tmp_path,
        2,
        Setting("PLAIN", "from-secret", PLACE, SettingOrigin.SECRET),
        Setting("DB_PASSWORD", "from-name", PLACE),
        Setting("DB_URL", "postgres://u:in-a-url@db/shop", PLACE),
        Setting("SHORT_TOKEN", "abc", PLACE),
    ) == Excerpt(1, ("a: ***", "b: *** x ***", "c: abc"))


def test_a_long_line_is_cut(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("a: " + "x" * 100_000 + "\n")
    excerpt = framed(tmp_path, 1)
    assert excerpt is not None
    assert [len(line) for line in excerpt.lines] == [200]


def test_a_file_that_is_no_utf_8_is_shown(tmp_path: Path) -> None:
    (tmp_path / "nginx.conf").write_bytes(b"caf\xe9;\n")
    assert framed(tmp_path, 1, path="nginx.conf") == Excerpt(1, ("caf\ufffd;",))

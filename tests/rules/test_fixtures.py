"""Every rule against its fixtures, through the whole pipeline.

``fixtures/rules/ARC601/bad`` holds what must be reported, on the lines marked ``# expect: ARC601``; ``good`` is a near
miss and silent. Folders such as ``bad-kubernetes`` and ``good-internal`` are further cases of the same rule.
"""

import re
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, check_paths

RULES = Path(__file__).parent.parent.parent / "fixtures" / "rules"
CASES = sorted(path for path in RULES.glob("ARC*/*") if path.is_dir())
MARK = re.compile(r"# expect:((?: ARC[0-9]{3})+)")


def expected(case: Path, rule: str) -> set[tuple[str, int]]:
    return {
        (path.relative_to(case).as_posix(), number)
        for path in case.rglob("*")
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (mark := MARK.search(line)) and rule in mark[1].split()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_findings_of_the_rule_are_exactly_on_the_marked_lines(case: Path) -> None:
    rule = case.parent.name
    checked = check_paths(CheckRequest((str(case),), "2026-01-01T00:00:00Z", root=case, select=(rule,)))
    found = {(f.span.path, f.span.line) for f in checked.run.all_findings if f.rule == rule}
    assert checked.failures == ()
    assert found == expected(case, rule)
    assert bool(found) is case.name.startswith("bad")

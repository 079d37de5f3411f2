import json
from pathlib import Path

import pytest

from archcheck.app.helm_child import main, merged

LIBRARY = """
import json
from contextlib import contextmanager

class HelmError(Exception):
    pass

def values_from_yaml(text):
    return json.loads(text)

class Chart:
    @staticmethod
    @contextmanager
    def load(path):
        yield Chart()

    def render(self, values, name, namespace):
        if values.get("bad"):
            raise HelmError("it is bad")
        return {"shop/templates/a.yaml": json.dumps([values, name, namespace])}
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the folder of a small stand-in for the Helm library."""
    (tmp_path / "site" / "helm_python").mkdir(parents=True)
    (tmp_path / "site" / "helm_python" / "__init__.py").write_text(LIBRARY)
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setattr("sys.modules", {k: v for k, v in __import__("sys").modules.items() if k != "helm_python"})
    return str(tmp_path / "site" / "helm_python")


def test_values_are_laid_over_each_other_mapping_by_mapping() -> None:
    assert merged({"a": {"b": 1, "c": 2}, "d": 1, "e": [1]}, {"a": {"b": 3}, "d": {"x": 1}, "e": None}) == {
        "a": {"b": 3, "c": 2},
        "d": {"x": 1},
        "e": None,
    }


def test_the_chart_is_rendered_with_its_values(
    library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.yaml").write_text('{"a": {"b": 1}}')
    (tmp_path / "2.yaml").write_text('{"a": {"c": 2}}')
    (tmp_path / "3.yaml").write_text("null")
    code = main([library, "shop", "chart", *(str(tmp_path / f"{n}.yaml") for n in (1, 2, 3))])
    assert code == 0
    rendered = json.loads(capsys.readouterr().out)
    assert json.loads(rendered["shop/templates/a.yaml"]) == [{"a": {"b": 1, "c": 2}}, "shop", "default"]


def test_what_helm_refuses_is_said_on_standard_error(
    library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.yaml").write_text('{"bad": true}')
    assert main([library, "shop", "chart", str(tmp_path / "1.yaml")]) == 1
    assert capsys.readouterr() == ("", "it is bad\n")

"""Every module says what it offers, and documents it."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import archcheck

SOURCE = Path(archcheck.__file__).parent
WITHOUT_NAMES = {"archcheck.__main__", "archcheck.app.helm_child"}  # run, never imported from
MODULES = sorted(
    info.name for info in pkgutil.walk_packages([str(SOURCE)], "archcheck.") if info.name not in WITHOUT_NAMES
)


def imported(name: str) -> ModuleType:
    return importlib.import_module(name)


def defined(tree: ast.Module) -> Iterator[str]:
    """Yield the public names that a module defines itself."""
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id


def members(value: type) -> Iterator[tuple[str, object]]:
    for name, member in vars(value).items():
        if not name.startswith("_") and (
            inspect.isfunction(member) or isinstance(member, property | classmethod | staticmethod)
        ):
            yield name, member


@pytest.mark.parametrize("name", MODULES)
def test_all_lists_what_a_module_offers(name: str) -> None:
    module = imported(name)
    file = module.__file__
    assert file is not None
    offered = getattr(module, "__all__", None)
    if offered is None:
        public = [n for n in defined(ast.parse(Path(file).read_text(encoding="utf-8"))) if not n.startswith("_")]
        assert public == []  # a package that offers nothing by itself
        return
    assert all(hasattr(module, n) for n in offered)
    assert len(set(offered)) == len(offered)
    assert offered == sorted(offered, key=lambda n: (not n.isupper(), not n[0].isupper(), n))


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_is_documented(name: str) -> None:
    module = imported(name)
    missing = [] if inspect.getdoc(module) else [name]
    for offered in getattr(module, "__all__", ()):
        value = getattr(module, offered)
        if inspect.isfunction(value) or inspect.isclass(value):
            missing += [] if value.__doc__ else [offered]
        if inspect.isclass(value) and value.__module__ == name:
            missing += [f"{offered}.{n}" for n, member in members(value) if not inspect.getdoc(member)]
    assert missing == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_source_file_names_no_machine_and_leaves_nothing_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"\b(TODO|FIXME|XXX|HACK)\b|/work/|/home/\w|/Users/\w|breakpoint\(|\bpdb\b", text) is None


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_exceptions_are_caught_by_name(path: Path) -> None:
    boundaries = {"checks/engine.py", "cli/main.py"}
    caught = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert len(caught) == (path.relative_to(SOURCE).as_posix() in boundaries)

"""Texts made for the regular expressions that read them: every string of every file at once, in bounded time."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from .judging import check_folder, render_all
from .mutations import load_documents
from .systems import MANY_FORMATS, SAMPLES, files_of, write_system

_LENGTH = 20_000
_PIECES = (
    "a", "a.", "a-", "-", " ", "a ", "a:", "/", "a://", "http://a:b@", "a,", "a=", "$", "${", "${a:-", "Host(`a`)||", "'", "a@",
    "\\", "Server=a;", "jdbc:oracle:a:", "1", "--a ", "--host ", "nc -w 1 ", "psql ", "a\n", "{", "A a", "password=", "password ",
    "a:b@tcp(", "eyJaaaaaaaa.", "{{", '"a', "\t", "a_", "-u a:", "Bearer ",
)  # fmt: skip


def _replaced(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(child, text) for key, child in value.items()}
    if isinstance(value, list):
        return [_replaced(child, text) for child in value]
    return text if isinstance(value, str) else value


def _check(files: dict[str, bytes], folder: Path) -> None:
    write_system(files, folder)
    checked = check_folder(folder)
    assert checked.failures == ()
    render_all(checked.run)


@pytest.mark.parametrize("piece", _PIECES, ids=repr)
def test_a_text_in_every_place_of_the_manifests_ends(tmp_path: Path, piece: str) -> None:
    text = (piece * _LENGTH)[: _LENGTH // 4] + "!"
    for root, names in ((MANY_FORMATS, ("compose.yaml",)), (SAMPLES, tuple(files_of(SAMPLES)))):
        files = dict(files_of(root))
        for name in names:
            documents = [_replaced(d, text) for d in load_documents(files[name])]
            files[name] = yaml.dump_all(documents, Dumper=yaml.CSafeDumper, encoding="utf-8", width=10**9)
        _check(files, tmp_path / root.name)


@pytest.mark.parametrize("piece", _PIECES, ids=repr)
def test_a_text_behind_every_file_ends(tmp_path: Path, piece: str) -> None:
    text = (piece * _LENGTH)[:_LENGTH]
    files = {
        name: data if name == "compose.yaml" else data + f"\n{text}!\n".encode()
        for name, data in files_of(MANY_FORMATS).items()
    }
    _check(files, tmp_path)

"""The folder a run looks at: the only door through which files are read."""

import hashlib
import os
import posixpath
import stat
from collections.abc import Iterator
from pathlib import Path

from archcheck.model.errors import SourceError
from archcheck.model.node import Document
from archcheck.model.run import Input
from archcheck.model.span import Span
from archcheck.sources.limits import DEFAULT_LIMITS, Limits
from archcheck.sources.reader import read_documents

__all__ = ["SourceTree"]


class SourceTree:
    """Files below one root, read within limits; every file read is remembered with its digest.

    Paths are relative to the root and use forward slashes; ``.`` is the root. Nothing outside the root is read, and no
    link is followed that leads there.

    Args:
        root: Folder of the run.
        limits: Limits for every file.
        standard_input: Bytes that answer for the path ``-``, if the user passed them.
    """

    def __init__(self, root: Path, limits: Limits = DEFAULT_LIMITS, standard_input: bytes | None = None) -> None:
        self.root = Path(os.path.realpath(root))
        self.limits = limits
        self._bytes: dict[str, bytes] = {} if standard_input is None else {"-": standard_input}
        self._digests: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._documents: dict[str, list[Document]] = {}

    @staticmethod
    def join(folder: str, path: str, span: Span | None = None) -> str:
        """Return a path written in a file of ``folder`` as a path of this tree.

        Args:
            folder: Folder that the path is relative to, itself relative to the root.
            path: Path as written.
            span: Where it is written, for the message.

        Raises:
            SourceError: It is absolute or leads out of the root.
        """
        joined = posixpath.normpath(posixpath.join(folder, path.replace("\\", "/")))
        if joined == ".." or joined.startswith(("/", "~", "../")):
            raise SourceError(
                f"{path} leads out of the folder that is checked; check the folder above, or name it with --root.", span
            )
        return joined

    def locate(self, path: str) -> Path:
        """Return the real path of a file or folder.

        Raises:
            SourceError: A link leads out of the root.
        """
        folder, name = posixpath.split(path)
        parent = self._real_folder(folder)
        real = os.path.join(parent, name)  # noqa: PTH118  this runs for every file
        if name in {"", ".", ".."} or os.path.islink(real):  # noqa: PTH114
            real = self._inside(os.path.realpath(real), path)
        return Path(real)

    def _real_folder(self, folder: str) -> str:
        """Return the real path of a folder, which is looked up once."""
        if folder not in self._folders:
            self._folders[folder] = self._inside(os.path.realpath(self.root / folder), folder)
        return self._folders[folder]

    def _inside(self, real: str, path: str) -> str:
        root = str(self.root)
        if real != root and not real.startswith(root.rstrip("/") + "/"):
            raise SourceError("This link leads out of the folder that is checked; it is not followed.", Span(path))
        return real

    def is_file(self, path: str) -> bool:
        """Return whether a regular file is there, inside the root."""
        try:
            return path in self._bytes or self.locate(path).is_file()
        except (SourceError, OSError, ValueError):
            return False

    def is_folder(self, path: str) -> bool:
        """Return whether a folder is there, inside the root."""
        try:
            return self.locate(path).is_dir()
        except (SourceError, OSError, ValueError):
            return False

    def list_folder(self, path: str) -> Iterator[os.DirEntry[str]]:
        """Yield the entries of a folder, sorted by name.

        Raises:
            SourceError: It cannot be listed.
        """
        try:
            with os.scandir(self.locate(path)) as entries:
                yield from sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise SourceError(f"The folder cannot be listed: {error.strerror}.", Span(path)) from error
        except ValueError as error:  # a NUL byte in the path
            raise SourceError(f"The folder cannot be listed: {error}.", Span(path)) from error

    def read(self, path: str, span: Span | None = None) -> bytes:
        """Return the bytes of a file and remember that it was read.

        Args:
            path: The file.
            span: Where it is referred to; the message then points there.

        Raises:
            SourceError: It is absent, unreadable, no regular file, larger than the limit, or outside the root.
        """
        if path not in self._bytes:
            self._bytes[path] = self._read(path, span)
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self._bytes[path]).hexdigest()
        return self._bytes[path]

    def _read(self, path: str, span: Span | None) -> bytes:
        place = span or Span(path)
        what = f"{path} " if span else "The file "
        if len(self._digests) >= self.limits.files:
            raise SourceError(f"{what}is not read: more than {self.limits.files} files; check a smaller folder.", place)
        try:
            real = self.locate(path)
            status = real.stat()
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{what}is not a regular file.", place)
            size = status.st_size
            if size > self.limits.file_bytes:
                raise SourceError(
                    f"{what}has {size} bytes, more than the {self.limits.file_bytes} that are read; exclude it in "
                    ".archcheckignore if it is no manifest.",
                    place,
                )
            with real.open("rb") as file:
                return file.read(self.limits.file_bytes + 1)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise SourceError(f"{what}does not exist.", place) from error
        except OSError as error:
            raise SourceError(f"{what}cannot be read: {error.strerror}.", place) from error
        except ValueError as error:  # a NUL byte in the path
            raise SourceError(f"{what}cannot be read: {error}.", place) from error

    def read_text(self, path: str, span: Span | None = None) -> str:
        """Return a file as text (UTF-8, byte order mark dropped).

        Raises:
            SourceError: As :meth:`read`, or the bytes are no UTF-8.
        """
        try:
            return self.read(path, span).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SourceError("The file is no UTF-8 text.", Span(path)) from error

    def documents(self, path: str, span: Span | None = None) -> list[Document]:
        """Return the documents of a YAML, JSON or TOML file; each file is parsed once.

        Problems (syntax, limits, duplicate keys) are on the documents, never raised.

        Raises:
            SourceError: As :meth:`read`.
        """
        if path not in self._documents:
            self._documents[path] = read_documents(path, self.read(path, span), self.limits)
        return self._documents[path]

    def inputs(self) -> tuple[Input, ...]:
        """Return every file read so far with its digest, sorted by path."""
        return tuple(Input(path, digest) for path, digest in sorted(self._digests.items()))

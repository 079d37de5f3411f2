"""Programs that archcheck starts on its own copy of the input: cut off, and within limits."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = ["DEFAULT_BOUNDS", "Bounds", "Outcome", "run_program"]

_ERROR_BYTES = 8_000
_CHUNK_BYTES = 65_536
_GRACE_S = 0.5


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a program may use.

    Attributes:
        seconds: Wall time.
        output_bytes: Bytes on its standard output.
        memory_bytes: Writable memory (Linux only).
    """

    seconds: float = 20.0
    output_bytes: int = 20_000_000
    memory_bytes: int = 2_000_000_000


DEFAULT_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program did.

    Attributes:
        output: Its standard output.
        errors: The beginning of its standard error.
        failure: Why its output cannot be used, in words that follow the program's name; None if it can.
    """

    output: bytes
    errors: str
    failure: str | None = None


def run_program(command: Sequence[str], folder: Path, bounds: Bounds = DEFAULT_BOUNDS) -> Outcome:
    """Run a program in a folder of ours, with nothing of the user's environment, and return what it did.

    It finds no other program, because its search path is an empty folder; no configuration or credentials, because
    its home is the folder; and no network, because the proxy that it is told to use does not exist.

    Args:
        command: Absolute path of the program, and its arguments.
        folder: A private folder; it is the program's home and working directory.
        bounds: When it is stopped.
    """
    nothing = folder / "nothing"
    nothing.mkdir(exist_ok=True)
    try:
        process = subprocess.Popen(  # noqa: S603  a program that the user installed, with arguments of ours
            list(command),
            cwd=folder,
            env=_environment(folder, nothing),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            bufsize=0,
        )
    except OSError as error:
        return Outcome(b"", "", f"cannot be started: {error.strerror}")
    with process:
        return _watched(process, bounds)


def _watched(process: subprocess.Popen[bytes], bounds: Bounds) -> Outcome:
    """Read what a program prints, and end it where it goes beyond its bounds."""
    _limit_memory(process.pid, bounds.memory_bytes)
    output = _Listener(process.stdout, bounds.output_bytes + 1, drains=False)
    errors = _Listener(process.stderr, _ERROR_BYTES, drains=True)
    started = time.monotonic()
    output.join(bounds.seconds)
    failure: str | None = None
    if output.is_alive():
        failure = f"took longer than {bounds.seconds:g} s and was stopped"
    elif output.size > bounds.output_bytes:
        failure = f"printed more than {bounds.output_bytes} bytes and was stopped"
    else:
        try:
            failure = _failure(process.wait(max(0.0, bounds.seconds - (time.monotonic() - started))))
        except subprocess.TimeoutExpired:
            failure = f"took longer than {bounds.seconds:g} s and was stopped"
        else:
            errors.join(_GRACE_S)
    if errors.is_alive() or process.returncode is None:
        _kill(process)
        errors.join(_GRACE_S)
    return Outcome(output.heard if process.returncode is not None else b"", errors.text, failure)


class _Listener(threading.Thread):
    """Reads a stream up to a size.

    Args:
        stream: The stream.
        room: Bytes that are kept.
        drains: Whether the rest is read and dropped, so that the program never waits for a reader.
    """

    def __init__(self, stream: IO[bytes] | None, room: int, *, drains: bool) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self._room = room
        self._drains = drains
        self._chunks: list[bytes] = []
        self.size = 0
        self.start()

    def run(self) -> None:
        """Read until the stream ends or there is no more room."""
        while self._stream and (self._room or self._drains):
            chunk = self._stream.read(_CHUNK_BYTES)
            if not chunk:
                return
            kept = chunk[: self._room]
            self._chunks.append(kept)
            self._room -= len(kept)
            self.size += len(kept)

    @property
    def heard(self) -> bytes:
        """What was kept."""
        return b"".join(self._chunks)

    @property
    def text(self) -> str:
        """What was kept, as text."""
        return self.heard.decode("utf-8", "replace")


def _failure(code: int) -> str | None:
    if code == 0:
        return None
    return f"failed with exit code {code}" if code > 0 else f"was ended by signal {-code}"


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it started: one that is left holds the pipes, so its group still exists."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it left the group
        process.kill()


def _limit_memory(pid: int, size_bytes: int) -> None:
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  not on every platform

    try:
        resource.prlimit(pid, resource.RLIMIT_DATA, (size_bytes, size_bytes))
    except (OSError, ValueError):  # it has ended already, or the system allows less anyway
        return


def _environment(folder: Path, nothing: Path) -> dict[str, str]:
    home, nowhere = str(folder), "http://127.0.0.1:1"
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows starts nothing without
    return kept | {
        "PATH": str(nothing),
        "HOME": home,
        "USERPROFILE": home,
        "TMPDIR": home,
        "TEMP": home,
        "TMP": home,
        "LANG": "C.UTF-8",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "ALL_PROXY": nowhere,
    }

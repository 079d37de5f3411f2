"""Programs that archcheck starts on its own copy of the input: cut off, and within limits."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = ["DEFAULT_BOUNDS", "Bounds", "Outcome", "run_program"]

_ERROR_BYTES = 8_000


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
        )
    except OSError as error:
        return Outcome(b"", "", f"cannot be started: {error.strerror}")
    with process:
        return _watched(process, bounds)


def _watched(process: subprocess.Popen[bytes], bounds: Bounds) -> Outcome:
    """Read what a program prints, and stop it where it goes beyond its bounds."""
    _limit_memory(process.pid, bounds.memory_bytes)
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        _kill(process)

    timer = threading.Timer(bounds.seconds, stop)
    timer.daemon = True
    timer.start()
    errors: list[bytes] = []
    listener = threading.Thread(target=_listen, args=(process.stderr, errors), daemon=True)
    listener.start()
    try:
        output = process.stdout.read(bounds.output_bytes + 1) if process.stdout else b""
        if len(output) > bounds.output_bytes:
            return Outcome(b"", "", f"printed more than {bounds.output_bytes} bytes and was stopped")
        code = process.wait()
    finally:
        timer.cancel()
        _kill(process)
        listener.join()
    said = b"".join(errors).decode("utf-8", "replace")
    if stopped.is_set():
        return Outcome(b"", said, f"took longer than {bounds.seconds:g} s and was stopped")
    return Outcome(output, said, _failure(code))


def _failure(code: int) -> str | None:
    if code == 0:
        return None
    return f"failed with exit code {code}" if code > 0 else f"was ended by signal {-code}"


def _listen(stream: IO[bytes] | None, heard: list[bytes]) -> None:
    """Keep the beginning of a stream and drain the rest, so that the program never waits for a reader."""
    room = _ERROR_BYTES
    while stream and (chunk := stream.read(_ERROR_BYTES)):
        heard.append(chunk[:room])
        room -= len(heard[-1])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it started, if it still runs."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
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

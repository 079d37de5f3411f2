import os
import sys
import time
from pathlib import Path

import pytest

from archcheck.app.sandbox import Bounds, Outcome, run_program


def run(folder: Path, code: str, bounds: Bounds | None = None) -> Outcome:
    return run_program((sys.executable, "-I", "-S", "-c", code), folder, bounds or Bounds(seconds=10))


def test_a_program_sees_nothing_of_the_users_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HELM_PLUGINS", "KUBECONFIG", "HTTPS_PROXY", "NO_PROXY", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "from-the-user")
    outcome = run(tmp_path, "import os; print(sorted(os.environ.items())); print(os.getcwd())")
    home, nowhere = str(tmp_path), "http://127.0.0.1:1"
    expected = {
        "ALL_PROXY": nowhere,
        "HOME": home,
        "HTTPS_PROXY": nowhere,
        "HTTP_PROXY": nowhere,
        "LANG": "C.UTF-8",
        "PATH": str(tmp_path / "nothing"),
        "TEMP": home,
        "TMP": home,
        "TMPDIR": home,
        "USERPROFILE": home,
    }
    printed, folder, _ = outcome.output.decode().split("\n")
    assert printed == str(sorted(expected.items()))
    assert folder == os.path.realpath(tmp_path)
    assert list((tmp_path / "nothing").iterdir()) == []


def test_a_program_finds_no_other_program(tmp_path: Path) -> None:
    outcome = run(tmp_path, "import shutil; print(shutil.which('git'), shutil.which('sh'))")
    assert outcome == Outcome(b"None None\n", "")


def test_output_and_errors_are_kept_apart(tmp_path: Path) -> None:
    outcome = run(tmp_path, "import sys; print('out'); sys.stderr.write('err'); sys.exit(3)")
    assert outcome == Outcome(b"out\n", "err", "failed with exit code 3")


def test_only_the_beginning_of_long_errors_is_kept(tmp_path: Path) -> None:
    outcome = run(tmp_path, "import sys; sys.stderr.write('e' * 1_000_000)")
    assert outcome == Outcome(b"", "e" * 8_000)


def test_endless_output_is_stopped(tmp_path: Path) -> None:
    bounds = Bounds(seconds=10, output_bytes=1_000)
    outcome = run(tmp_path, "while True: print('x' * 1000)", bounds)
    assert outcome == Outcome(b"", "", "printed more than 1000 bytes and was stopped")


def test_output_up_to_the_limit_is_taken(tmp_path: Path) -> None:
    assert run(tmp_path, "print('x' * 999)", Bounds(output_bytes=1_000)).failure is None


def test_a_program_that_hangs_is_stopped_with_its_children(tmp_path: Path) -> None:
    code = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    outcome = run(tmp_path, code, Bounds(seconds=0.3))
    assert outcome.failure == "took longer than 0.3 s and was stopped"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_memory_is_limited(tmp_path: Path) -> None:
    # The limit is set just after the start, so the program waits for it before it asks for memory.
    code = "import resource\nwhile resource.getrlimit(resource.RLIMIT_DATA)[0] < 0: pass\nbytearray(400_000_000)"
    outcome = run(tmp_path, code, Bounds(seconds=10, memory_bytes=200_000_000))
    assert outcome.failure == "failed with exit code 1"
    assert "MemoryError" in outcome.errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told on POSIX only")
def test_a_crash_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "import os; os.kill(os.getpid(), 9)").failure == "was ended by signal 9"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_a_program_leaves_behind_is_ended(tmp_path: Path) -> None:
    code = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], stdout=subprocess.DEVNULL)\n"
        "print(child.pid)"
    )
    outcome = run(tmp_path, code)
    assert outcome.failure is None
    deadline = time.monotonic() + 10
    while alive(int(outcome.output)) and time.monotonic() < deadline:
        pass  # the signal is sent; the system takes a moment
    assert not alive(int(outcome.output))


def alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_program_that_closes_its_output_and_hangs_is_stopped(tmp_path: Path) -> None:
    outcome = run(tmp_path, "import os, time; os.close(1); time.sleep(60)", Bounds(seconds=0.3))
    assert outcome == Outcome(b"", "", "took longer than 0.3 s and was stopped")


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    outcome = run_program((str(tmp_path / "gone"),), tmp_path)
    assert outcome == Outcome(b"", "", "cannot be started: No such file or directory")

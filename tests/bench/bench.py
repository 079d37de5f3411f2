"""Measures start-up, checks of 1, 30, 1,000 and 2,000 manifests, and the same thousand beside Checkov.

    make bench

Times are of whole processes, byte-compiled, one at a time; the least and the median of a few runs are printed, and the peak
of resident memory. Compare figures of one run only: machines are noisy.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import write_tree

_ROOT = Path(__file__).parents[2]
_ARCHCHECK = [str(Path(sys.executable).with_name("archcheck"))]
_CHECKOV_ENVIRONMENT = _ROOT / ".venv-checkov"
_EXPECTED_EXITS = {0, 1}


@dataclass(frozen=True)
class Measured:
    """Seconds of each run, and the largest peak of resident memory in MiB."""

    seconds: tuple[float, ...]
    memory_mib: float

    @property
    def least(self) -> float:
        """The least time: what the work itself costs."""
        return min(self.seconds)


def measure(command: list[str], folder: Path, runs: int) -> Measured:
    """Run a command a few times in a folder."""
    seconds, memory = [], 0.0
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs):
        started = time.perf_counter()
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - started)
        memory = max(memory, usage.ru_maxrss / 1024)
        if process.returncode not in _EXPECTED_EXITS:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Measured(tuple(seconds), memory)


def checkov() -> list[str] | None:
    """Return the command that runs Checkov, installed into an environment of its own; None where that fails."""
    program = _CHECKOV_ENVIRONMENT / "bin" / "checkov"
    if not program.exists():
        print("installing Checkov ...", flush=True)
        python = str(_CHECKOV_ENVIRONMENT / "bin" / "python")
        for command in (
            [sys.executable, "-m", "venv", str(_CHECKOV_ENVIRONMENT)],
            [python, "-m", "pip", "install", "--quiet", "--compile", "checkov"],
        ):
            if subprocess.run(command, check=False).returncode != 0:
                return None
    return [str(program), "--framework", "kubernetes", "--quiet", "--compact", "--directory"]


def show(what: str, measured: Measured, bar: str = "") -> None:
    """Print one line of the table."""
    median = statistics.median(measured.seconds)
    print(f"{what:44}{measured.least:9.3f} s{median:9.3f} s{measured.memory_mib:8.0f} MiB  {bar}", flush=True)


def judged(value: float, bar: float, unit: str) -> str:
    """Return whether a bar is met, in words."""
    return f"{'met' if value <= bar else 'MISSED'} (bar {bar:g} {unit})"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--without-checkov", action="store_true")
    options = parser.parse_args()
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(_ROOT / "src")], check=False)
    with tempfile.TemporaryDirectory() as scratch:
        run(Path(scratch), options.runs, without_checkov=options.without_checkov)


def run(scratch: Path, runs: int, *, without_checkov: bool) -> None:
    """Measure everything in a scratch folder."""
    trees = {}
    for size in (30, 1_000, 2_000):
        trees[size] = scratch / f"tree{size}"
        write_tree(trees[size], size)
    size_mb = sum(f.stat().st_size for f in trees[1_000].rglob("*.yaml")) / 1e6
    print(f"1,000 manifests are {size_mb:.2f} MB; {os.cpu_count()} cores; {runs} runs each\n")
    print(f"{'':44}{'least':>11}{'median':>11}{'memory':>12}")

    check = [*_ARCHCHECK, "check", "--quiet"]
    version = measure([*_ARCHCHECK, "--version"], scratch, runs)
    show("archcheck --version", version, judged(version.least, 0.1, "s"))
    one = measure([*check, "team000/svc0001-deployment.yaml"], trees[30], runs)
    show("check of 1 file", one, judged(one.least, 0.2, "s"))
    looping = scratch / "loop.yaml"
    looping.write_text(
        "services:\n"
        "  a: {image: acme/a, environment: {B_URL: 'http://b:80'}}\n"
        "  b: {image: acme/b, environment: {A_URL: 'http://a:80'}}\n"
    )
    graph = measure([*check, str(looping)], scratch, runs)
    show("check of 1 file that needs graph algorithms", graph, judged(graph.least, 0.35, "s"))
    few = measure([*check, "."], trees[30], runs)
    show("check of 30 manifests", few)
    many = measure([*check, "."], trees[1_000], runs)
    show("check of 1,000 manifests", many, judged(many.least, 1.0, "s") + ", " + judged(many.memory_mib, 100, "MiB"))
    double = measure([*check, "."], trees[2_000], runs)
    show("check of 2,000 manifests", double)
    print(f"\ntwice the tree takes {double.least / many.least:.2f} times as long: "
          f"{judged(double.least / many.least, 2.2, 'times')}")  # fmt: skip
    if without_checkov:
        return
    other = checkov()
    if other is None:
        print("Checkov: skipped, it cannot be installed here")
        return
    beside = measure([*other, str(trees[1_000])], scratch, 2)
    show("Checkov on the same 1,000 manifests", beside)
    ratio = beside.least / many.least
    print(f"archcheck is {ratio:.1f} times as fast as Checkov: {'met' if ratio >= 6 else 'MISSED'} (bar 6 times)")


if __name__ == "__main__":
    main()

"""Run archcheck as ``python -m archcheck``."""

from archcheck.cli.main import run

if __name__ == "__main__":
    run()

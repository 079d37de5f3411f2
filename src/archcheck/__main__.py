"""Run archcheck as ``python -m archcheck``."""

from archcheck.cli.main import main

if __name__ == "__main__":
    main()

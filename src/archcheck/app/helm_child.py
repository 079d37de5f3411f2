"""Renders a chart with the packaged Helm library, in a process of its own.

It is run as a script, apart from the rest of archcheck: a crash of the library, endless templates and their memory end
this process and no other.

Arguments: the folder of the library's package, the release's name, the chart's folder, files with values. It
prints a JSON object of rendered text by template.
"""

import json
import sys
from pathlib import Path

__all__ = ["main", "merged"]


def merged(below: dict[str, object], above: dict[str, object]) -> dict[str, object]:
    """Return values with others laid over them, mapping by mapping, as helm does with several files."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def main(arguments: list[str]) -> int:
    """Render and print; return the exit code, 1 with helm's own words on standard error if it refused."""
    library, release, chart, *files = arguments
    sys.path.insert(0, str(Path(library).parent))
    import helm_python  # noqa: PLC0415  found through the argument

    try:
        values: dict[str, object] = {}
        for file in files:
            values = merged(values, helm_python.values_from_yaml(Path(file).read_text(encoding="utf-8")) or {})
        with helm_python.Chart.load(chart) as loaded:
            manifests = loaded.render(values, name=release, namespace="default")
    except (helm_python.HelmError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(manifests))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

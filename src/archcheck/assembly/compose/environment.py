"""The variables and labels in effect: what a service sets, above what its environment and label files set."""

from archcheck.assembly.compose.forms import LISTED
from archcheck.assembly.compose.scope import Scope
from archcheck.assembly.compose.sources import ProjectSources
from archcheck.model.node import Node
from archcheck.parsers.compose.mounts import inside
from archcheck.parsers.compose.project import ENV_FILE

__all__ = ["with_args", "with_bare_names", "with_environment", "with_labels"]


def with_bare_names(service: Node, scope: Scope) -> Node:
    """Return a service whose ``- NAME`` variables have the values of the scope it was read in."""
    environment = service.child("environment")
    if environment is None or environment.tag != LISTED or not isinstance(service.value, dict):
        return service
    resolved = _resolved(environment, scope)
    return service.replaced(service.value | {"environment": resolved}, tag=service.tag)


def _resolved(environment: Node, scope: Scope) -> Node:
    entries = {name: scope.resolved(name, n) if n.is_null else n for name, n in environment.entries()}
    return environment.replaced(dict(entries), tag=environment.tag)


def with_args(service: Node, scope: Scope) -> Node:
    """Return a service whose build arguments without a value have that of the scope, or are gone."""
    build = service.child("build")
    args = service.at("build", "args")
    if args is None or not isinstance(service.value, dict) or build is None or not isinstance(build.value, dict):
        return service
    entries = {name: scope.resolved(name, n) if n.is_null else n for name, n in args.entries()}
    kept = {name: n for name, n in entries.items() if not n.is_null}
    return service.replaced(
        service.value | {"build": build.replaced(build.value | {"args": args.replaced(dict(kept))})}
    )


def with_environment(service: Node, scope: Scope, sources: ProjectSources) -> Node:
    """Return a service with the variables of its environment files below its own; those files' nodes are tagged."""
    own = service.child("environment")
    if not isinstance(service.value, dict) or (own is None and not service.child("env_file")):
        return service
    explicit = _resolved(own, scope) if own is not None else None
    named = dict(explicit.entries()) if explicit is not None else {}
    files = _from_files(service, named, scope, sources)
    place = explicit or service
    return service.replaced(service.value | {"environment": place.replaced({**files, **named})})


def _from_files(service: Node, named: dict[str, Node], scope: Scope, sources: ProjectSources) -> dict[str, Node]:
    entries: dict[str, Node] = {}

    def lookup(name: str) -> str | None:
        if name in scope.values:
            return scope.values[name]
        node = named.get(name)
        return None if node is None or node.is_null else str(node.value)

    for file in service.sequence("env_file"):
        path = file.child("path")
        required = file.boolean("required", True)
        located = _located(path, sources, required=required)
        if path is not None and located is not None:
            raw = file.text("format") == "raw"
            found = sources.variables(located, path, lookup, entries, raw=raw)
            if not sources.spend(len(found), path):
                break
            entries |= {name: node.replaced(node.value, tag=ENV_FILE) for name, node in found.items()}
    return entries


def _located(path: Node | None, sources: ProjectSources, *, required: bool) -> str | None:
    text = None if path is None else path.as_text()
    if path is None or not text:
        return None
    if not required and inside(text) is None:
        path.document.remark(path.span, f"{text} lies outside of the folder that is checked; it is not read.")
        return None
    located = sources.located(".", path)
    return None if located is None or not (required or sources.tree.is_file(located)) else located


def with_labels(service: Node, sources: ProjectSources) -> Node:
    """Return a service with the labels of its label files below its own."""
    files = service.child("label_file")
    if files is None or not isinstance(service.value, dict):
        return service
    labels: dict[str, Node] = {}
    for path in files.elements():
        located = sources.located(".", path)
        if located is not None:
            labels |= sources.variables(located, path, _nothing, labels)
    labels |= dict(service.mapping("labels").entries())
    return service.replaced(service.value | {"labels": (service.child("labels") or files).replaced(dict(labels))})


def _nothing(_name: str) -> str | None:
    return None

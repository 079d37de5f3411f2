"""The long form of every field of a Compose file that has a short one, so that files can be merged field by field."""

from collections.abc import Mapping
from functools import partial

from archcheck.assembly.compose.forms import (
    RESET,
    Form,
    env_files,
    exposed_port,
    file_mount,
    kept,
    key_values,
    label_files,
    list_of,
    name_list,
    pinned_hosts,
    published_ports,
    start_order,
    texts,
    volume_mount,
)
from archcheck.model.node import Node
from archcheck.parsers.compose.volumes import rebased

__all__ = ["canonical_file"]

_MOST_PORTS = 50_000
_REMOTE = ("https://", "http://", "git://", "ssh://", "github.com/", "git@")


def canonical_file(root: Node, folder: str) -> Node:
    """Return a Compose file with services, networks, volumes, configs and secrets in long form.

    Shapes that fit no form are reported and left out. Nodes tagged ``!reset`` and ``!override`` keep their tags.

    Args:
        root: Mapping of the file, interpolated.
        folder: Folder its relative paths start from.
    """
    forms = {**_SERVICE_FORMS, "ports": published_ports(_MOST_PORTS)}
    entries: dict[str, Node] = {}
    for key, node in root.entries():
        if key == "services":
            entries[key] = _each(node, folder, partial(_service, forms))
        elif key in {"networks", "volumes", "configs", "secrets"}:
            entries[key] = _each(node, folder, _resource)
        elif not key.startswith("x-"):
            entries[key] = node
    return root.replaced(entries)


def _each(node: Node, folder: str, form: Form) -> Node:
    if node.tag == RESET:
        return node
    if not isinstance(node.value, dict):
        if not node.is_null:
            node.report(f"A mapping of names is expected here, not a {node.shape}.")
        return kept(node, {})
    return kept(node, {name: form(child, folder) for name, child in node.entries()})


def _service(forms: Mapping[str, Form], node: Node, folder: str) -> Node:
    if node.tag == RESET:
        return node
    if not isinstance(node.value, dict):
        node.report(f"A service is a mapping, not {'empty' if node.is_null else f'a {node.shape}'}.")
        return kept(node, {})
    entries: dict[str, Node] = {}
    for key, child in node.entries():
        form = forms.get(key)
        if form is None or child.tag == RESET or (child.is_null and key not in _NULL_COUNTS):
            entries[key] = child
        else:
            entries[key] = form(child, folder)
    return kept(node, entries)


_NULL_COUNTS = frozenset({"networks"})


def _resource(node: Node, folder: str) -> Node:
    if node.is_null or node.tag == RESET:
        return node
    if not isinstance(node.value, dict):
        node.report(f"A mapping is expected here, not a {node.shape}.")
        return kept(node, {})
    entries = dict(node.value)
    if (labels := entries.get("labels")) is not None and not labels.is_null:
        entries["labels"] = key_values(labels, folder)
    if (file := entries.get("file")) is not None and isinstance(file.value, str):
        entries["file"] = file.replaced(rebased(folder, file.value))
    external = entries.get("external")
    if external is not None and isinstance(external.value, dict):  # the form of version 2 and 3 files
        if name := external.child("name"):
            entries.setdefault("name", name)
        entries["external"] = external.replaced(True)
    return kept(node, entries)


def _build(node: Node, folder: str) -> Node:
    if isinstance(node.value, str):
        return kept(node, {"context": node.replaced(_context_path(folder, node.value))})
    if not isinstance(node.value, dict):
        node.report(f"A build is a folder or a mapping, not a {node.shape}.")
        return kept(node, {})
    entries = dict(node.value)
    for key in ("args", "labels", "additional_contexts"):
        if key in entries and not entries[key].is_null and entries[key].tag != RESET:
            entries[key] = key_values(entries[key], folder)
    context = entries.get("context")
    if context is not None and isinstance(context.value, str):
        entries["context"] = context.replaced(_context_path(folder, context.value))
    return kept(node, entries)


def _context_path(folder: str, text: str) -> str:
    """Return a build context as a path relative to the root of the run; remote ones unchanged."""
    return text if "://" in text or text.startswith(_REMOTE) else rebased(folder, text)


def _deploy(node: Node, folder: str) -> Node:
    labels = node.child("labels")
    if labels is None or not isinstance(node.value, dict):
        return node
    return kept(node, node.value | {"labels": key_values(labels, folder)})


def _extends(node: Node, _folder: str) -> Node:
    return kept(node, {"service": node.replaced(node.value)}) if isinstance(node.value, str) else node


_SERVICE_FORMS: dict[str, Form] = {
    "environment": key_values,
    "labels": key_values,
    "annotations": key_values,
    "sysctls": key_values,
    "dns": texts,
    "dns_opt": texts,
    "dns_search": texts,
    "tmpfs": texts,
    "label_file": label_files,
    "env_file": env_files,
    "expose": list_of(exposed_port),
    "volumes": list_of(volume_mount),
    "configs": list_of(file_mount),
    "secrets": list_of(file_mount),
    "networks": name_list,
    "models": name_list,
    "depends_on": start_order,
    "extra_hosts": pinned_hosts,
    "build": _build,
    "deploy": _deploy,
    "extends": _extends,
}

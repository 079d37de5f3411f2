"""ConfigMaps and Secrets: the values that containers take from them, and the files that stand in them."""

import base64
import re

from archcheck.model.facts import EmbeddedFile
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject

__all__ = ["config_map_id", "read_config_map", "source_keys", "source_value"]

_FILE_SUFFIX = re.compile(
    r"\.(alloy|cfg|cnf|conf|config|cue|env|groovy|hcl|html?|ini|js|json|kdl|lua|php|properties|py|rb|rules|sh|sql|tmpl|toml"
    r"|tpl|ts|txt|vcl|xml|ya?ml)$",
    re.IGNORECASE,
)


def config_map_id(name: str, namespace: str | None) -> str:
    """Return the id by which mounts and embedded files name a ConfigMap."""
    return f"configmap/{namespace or '_'}/{name}"


def read_config_map(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the files among a ConfigMap's entries: values of several lines, and those whose key names a file."""
    prefix = config_map_id(item.name, item.namespace)
    for key, node in item.root.mapping("data").entries():
        text = None if node.is_null else node.as_text()
        if text is not None and ("\n" in text or _FILE_SUFFIX.search(key)):
            cluster.facts.embedded_files.append(EmbeddedFile(f"{prefix}/{key}", text, node.span))


def source_keys(item: KubernetesObject) -> list[str]:
    """Return the keys of a ConfigMap or Secret that are text."""
    keys = [key for key, _ in item.root.mapping("data").entries()]
    if item.kind == "Secret":
        keys.extend(key for key, _ in item.root.mapping("stringData").entries() if key not in keys)
    return keys


def source_value(item: KubernetesObject, key: str) -> tuple[str | None, Span] | None:
    """Return the value of an entry of a ConfigMap or Secret, and where it stands.

    Returns:
        None if there is no such entry; a value of None if it is no text.
    """
    if item.kind == "Secret":
        plain = item.root.mapping("stringData").child(key)
        if plain is not None:
            return plain.as_text(), plain.span
    data = item.root.mapping("data")
    if not data.has(key):
        return None
    node = data.child(key)
    if node is None:
        return "", data.span
    return (_decoded(node) if item.kind == "Secret" else node.as_text()), node.span


def _decoded(node: Node) -> str | None:
    text = node.as_text()
    if text is None:
        return None
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        node.report("This value of a Secret is no base64; plain text goes under stringData.")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None  # a key store or the like: no text to find addresses in

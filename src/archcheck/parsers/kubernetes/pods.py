"""The pod template of a workload, as the readers of its parts see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archcheck.model.node import Node

__all__ = ["Pod"]


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod template.

    Attributes:
        spec: Its ``spec``.
        name: Name of the workload.
        namespace: Namespace, or None.
        labels: The pod's labels.
        annotations: Annotations of workload and pod.
        is_named: Whether the pod itself has the workload's name.
        volumes: Volumes by name.
        claims: Names of the workload's claim templates.
    """

    spec: Node
    name: str
    namespace: str | None
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    is_named: bool = False
    volumes: Mapping[str, Node] = field(default_factory=dict)
    claims: frozenset[str] = frozenset()

    def field_value(self, path: str) -> str | None:
        """Return what the downward API gives for a field, as far as the manifest tells.

        A pod whose manifest names no namespace is taken to run in ``default``.
        """
        match path:
            case "metadata.namespace":
                return self.namespace or "default"
            case "metadata.name":
                return self.name if self.is_named else None
            case "spec.serviceAccountName":
                return self.spec.text("serviceAccountName") or "default"
        for prefix, values in (("metadata.labels['", self.labels), ("metadata.annotations['", self.annotations)):
            if path.startswith(prefix) and path.endswith("']"):
                return values.get(path[len(prefix) : -2])
        return None

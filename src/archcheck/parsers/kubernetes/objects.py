"""Documents to Kubernetes objects: lists flattened, each object once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.shapes import text_map

__all__ = ["KubernetesObject", "is_kubernetes", "objects"]

_CORE_GROUPS = {
    "apps",
    "autoscaling",
    "batch",
    "discovery.k8s.io",
    "extensions",
    "networking.k8s.io",
    "policy",
}
_RENAMED_GROUPS = {
    "traefik.containo.us": "traefik.io",
    "networking.x-k8s.io": "gateway.networking.k8s.io",
    "x.getambassador.io": "getambassador.io",
}
_FILES_OF_TOOLS = {
    "backstage.io",
    "config.kubernetes.io",
    "ctlptl.dev",
    "eksctl.io",
    "k3d.io",
    "kind.x-k8s.io",
    "kubeadm.k8s.io",
    "kubelet.config.k8s.io",
    "kustomize.config.k8s.io",
    "skaffold",
    "tilt.dev",
}


_WORKLOADS = {
    "DaemonSet",
    "Deployment",
    "DeploymentConfig",
    "Job",
    "Pod",
    "ReplicaSet",
    "ReplicationController",
    "Rollout",
    "StatefulSet",
}


@dataclass(frozen=True, slots=True)
class KubernetesObject:
    """An object of a manifest.

    Attributes:
        root: Its tree.
        api_version: ``apiVersion`` as written.
        family: API group by its present name; ``""`` for all groups of Kubernetes itself, as kinds moved between them.
        kind: Kind.
        name: ``metadata.name``, or the stem of ``metadata.generateName``.
        namespace: ``metadata.namespace``, or None.
        span: Where the name stands.
    """

    root: Node
    api_version: str
    family: str
    kind: str
    name: str
    namespace: str | None
    span: Span

    @property
    def key(self) -> tuple[str, str, str | None, str]:
        """What identifies the object in a cluster."""
        return self.family, self.kind, self.namespace, self.name

    @property
    def metadata(self) -> Node:
        """The ``metadata`` mapping."""
        return self.root.mapping("metadata")

    @property
    def spec(self) -> Node:
        """The ``spec`` mapping; empty if absent."""
        return self.root.mapping("spec")

    @property
    def labels(self) -> dict[str, str]:
        """The object's own labels."""
        return text_map(self.metadata, "labels")

    @property
    def annotations(self) -> dict[str, str]:
        """The object's own annotations."""
        return text_map(self.metadata, "annotations")

    def annotation(self, name: str) -> tuple[str, Span] | None:
        """Return the text of an annotation and where it stands, or None."""
        node = self.metadata.mapping("annotations").child(name)
        text = None if node is None else node.as_text()
        return None if node is None or text is None else (text, node.span)


def is_kubernetes(root: Node) -> bool:
    """Return whether a document is an object for a cluster: it has ``apiVersion`` and ``kind``, both texts.

    Files of tools that only look like one (kustomizations, kubeconfigs, Skaffold's) are none.
    """
    return _type(root) is not None


def objects(documents: Sequence[Document]) -> list[KubernetesObject]:
    """Return the objects of documents in source order.

    Lists are flattened. Of an object that is defined twice the later definition is kept, as when ``kubectl apply`` gets
    both; a later one that the cluster would refuse for being only a patch is remarked and left out. An object without a
    name is a problem on its document and left out.
    """
    found: dict[tuple[str, str, str | None, str], KubernetesObject] = {}
    for document in documents:
        for item in _objects(document.root):
            if item.key in found:
                if _is_patch(item) and not _is_patch(found[item.key]):
                    item.root.document.remark(
                        item.span, f"This {item.kind} is a patch of one defined before; it is not applied."
                    )
                    continue
                del found[item.key]
            found[item.key] = item
    return list(found.values())


def _is_patch(item: KubernetesObject) -> bool:
    """Return whether an object lacks what the cluster demands: images of a workload, ports of a Service."""
    if item.family not in {"", "apps.openshift.io", "argoproj.io"}:
        return False
    if item.kind == "Service":
        spec = item.spec
        return not (spec.child("ports") or spec.child("externalName") or spec.child("clusterIP"))
    if item.kind == "CronJob":
        template = item.root.at("spec", "jobTemplate", "spec", "template")
    elif item.kind in _WORKLOADS:
        template = item.root if item.kind == "Pod" else item.root.at("spec", "template")
    else:
        return False
    containers = template.at("spec", "containers") if template else None
    return containers is None or not all(container.child("image") for container in containers.elements())


def _type(root: Node) -> tuple[str, str] | None:
    """Return ``apiVersion`` and ``kind`` of an object for a cluster."""
    version, kind = root.child("apiVersion"), root.child("kind")
    if version is None or kind is None:
        return None
    if not isinstance(version.value, str) or not isinstance(kind.value, str):
        return None
    group = version.value.partition("/")[0]
    if group in _FILES_OF_TOOLS or (kind.value == "Config" and root.has("clusters")):
        return None
    return version.value, kind.value


def _objects(root: Node) -> Iterator[KubernetesObject]:
    known = _type(root)
    if known is not None:
        yield from _flattened(root, *known)
    elif root.has("metadata") or root.has("kind"):
        for key in ("apiVersion", "kind"):
            value = root.child(key)
            if root.has("apiVersion") and (value is None or not isinstance(value.value, str)):
                (value or root).report(f"{key} of a Kubernetes object should be text.")


def _flattened(root: Node, api_version: str, kind: str) -> Iterator[KubernetesObject]:
    if kind == "List" or (kind.endswith("List") and root.has("items")):
        for item in root.sequence("items"):
            if not isinstance(item.value, dict):
                item.report(f"An item of a list of objects should be a mapping, not {item.shape}.")
            elif known := _type(item):
                yield from _flattened(item, *known)
            elif kind != "List":
                yield from _flattened(item, api_version, kind.removesuffix("List"))
            else:
                item.report("An item of a List needs apiVersion and kind.")
    elif (item_object := _object(root, api_version, kind)) is not None:
        yield item_object


def _object(root: Node, api_version: str, kind: str) -> KubernetesObject | None:
    metadata = root.mapping("metadata")
    node = metadata.child("name") or metadata.child("generateName")
    name = None if node is None else node.as_text()
    if node is None or not name:
        metadata.report(f"This {kind} has no metadata.name.")
        return None
    group = api_version.rpartition("/")[0]
    return KubernetesObject(
        root=root,
        api_version=api_version,
        family="" if group in _CORE_GROUPS else _RENAMED_GROUPS.get(group, group),
        kind=kind,
        name=name if metadata.child("name") is node else name.rstrip("-") or name,
        namespace=metadata.text("namespace") or None,
        span=node.span,
    )

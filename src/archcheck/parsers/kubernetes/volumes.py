"""Volumes and where containers mount them."""

from collections.abc import Iterator

from archcheck.model.facts import Mount, MountKind
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.configuration import config_map_id
from archcheck.parsers.kubernetes.pods import Pod
from archcheck.parsers.kubernetes.shapes import mappings

__all__ = ["read_mounts", "volumes_by_name"]

_DISKS = ("pdName", "volumeID", "diskName", "diskURI", "shareName", "volumePath", "volume", "image", "path", "dataset")
_Source = tuple[MountKind, str | None, bool]


def volumes_by_name(pod_spec: Node) -> dict[str, Node]:
    """Return the volumes of a pod by name."""
    found = {}
    for volume in mappings(pod_spec, "volumes"):
        name = volume.text("name")
        if name:
            found[name] = volume
        else:
            volume.report("A volume needs a name.")
    return found


def read_mounts(container: Node, pod: Pod, cluster: Cluster) -> tuple[Mount, ...]:
    """Return the mounts of a container; a projected volume gives one for each of its sources.

    An ``emptyDir`` ends with its pod: it is of kind ``tmpfs``, without a name and not persistent. A claim template's
    volume belongs to its workload alone and is named after both. Where ``subPath`` picks one entry of a ConfigMap, the
    source names that entry.
    """
    mounts = []
    for key, target_key in (("volumeMounts", "mountPath"), ("volumeDevices", "devicePath")):
        for entry in mappings(container, key):
            name = entry.text("name")
            if name is None:
                entry.report(f"An entry of {key} needs a name.")
                continue
            target, read_only = entry.text(target_key), entry.boolean("readOnly")
            for kind, source, persistent in _sources(name, pod, cluster):
                fixed = read_only or kind in {MountKind.CONFIG, MountKind.SECRET}
                part = _entry(pod.volumes.get(name), entry.text("subPath")) if kind is MountKind.CONFIG else None
                full = f"{source}/{part}" if source and part else source
                mounts.append(Mount(kind, full, target, fixed, entry.span, persistent))
    return tuple(mounts)


def _entry(volume: Node | None, sub_path: str | None) -> str | None:
    """Return the key of the one entry of a ConfigMap that a mount picks; None if it mounts several or cannot be told."""
    if volume is None or not sub_path or volume.child("configMap") is None:
        return None
    items = {item.text("path"): item.text("key") for item in mappings(volume.mapping("configMap"), "items")}
    key = items.get(sub_path) if items else sub_path
    return key if key and "/" not in key else None


def _sources(name: str, pod: Pod, cluster: Cluster) -> Iterator[_Source]:
    volume = pod.volumes.get(name)
    if name in pod.claims:
        yield MountKind.VOLUME, f"{name}-{pod.name}", True
    elif volume is None:
        yield MountKind.VOLUME, None, True
    elif volume.child("projected") is not None:
        for part in mappings(volume.mapping("projected"), "sources"):
            yield _configured(part, pod, cluster, "name") or (MountKind.SECRET, None, False)
    else:
        yield _configured(volume, pod, cluster, "secretName") or _stored(volume)


def _configured(volume: Node, pod: Pod, cluster: Cluster, secret_key: str) -> _Source | None:
    if volume.child("configMap") is not None:
        name = volume.mapping("configMap").text("name")
        item = cluster.find("ConfigMap", name, pod.namespace) if name else None
        namespace = item.namespace if item else pod.namespace
        return MountKind.CONFIG, config_map_id(name, namespace) if name else None, False
    if volume.child("secret") is not None:
        return MountKind.SECRET, volume.mapping("secret").text(secret_key), False
    return (MountKind.CONFIG, None, False) if volume.child("downwardAPI") is not None else None


def _stored(volume: Node) -> _Source:
    if volume.child("persistentVolumeClaim") is not None:
        return MountKind.VOLUME, volume.mapping("persistentVolumeClaim").text("claimName"), True
    if volume.child("hostPath") is not None:
        return MountKind.BIND, volume.mapping("hostPath").text("path"), True
    if volume.child("nfs") is not None:
        share = volume.mapping("nfs")
        return MountKind.VOLUME, f"nfs/{share.text('server')}{share.text('path')}", True
    for kind, node in volume.entries():
        if kind in {"ephemeral", "image", "csi", "gitRepo"}:
            return MountKind.VOLUME, None, False
        if kind not in {"name", "emptyDir"} and isinstance(node.value, dict):
            disk = next((node.text(key) for key in _DISKS if node.child(key)), None)
            return MountKind.VOLUME, f"{kind}/{disk}" if disk else None, True
    return MountKind.TMPFS, None, False

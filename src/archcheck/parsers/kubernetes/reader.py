"""Kubernetes documents to facts."""

from collections.abc import Sequence

from archcheck.model.facts import CustomResource, Facts
from archcheck.model.node import Document
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.kinds import READERS, is_irrelevant
from archcheck.parsers.kubernetes.objects import objects

__all__ = ["kubernetes_facts"]


def kubernetes_facts(documents: Sequence[Document]) -> Facts:
    """Return the facts of all Kubernetes objects of one deployment.

    Objects are read together: ConfigMaps, Secrets, Gateways and Middlewares are looked up across documents. Documents
    that are no Kubernetes objects are passed over; problems are recorded on the documents.

    Args:
        documents: All documents of the deployment, in the order in which they would be applied.
    """
    cluster = Cluster(objects(documents))
    for item in cluster.objects:
        reader = READERS.get((item.family, item.kind))
        if reader is not None:
            reader(item, cluster)
        elif not is_irrelevant(item):
            cluster.facts.custom_resources.append(
                CustomResource(item.kind, item.api_version, item.name, item.namespace, item.span)
            )
    return cluster.facts

"""How many copies run: autoscalers and disruption budgets."""

from archcheck.model.facts import Autoscaler, DisruptionBudget
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.selectors import label_selector

__all__ = ["read_autoscaler", "read_disruption_budget", "read_scaled_object"]


def read_autoscaler(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a HorizontalPodAutoscaler."""
    _add(item, item.spec, "minReplicas", "maxReplicas", cluster)


def read_scaled_object(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a KEDA ScaledObject as the autoscaler that it makes."""
    _add(item, item.spec, "minReplicaCount", "maxReplicaCount", cluster)


def _add(item: KubernetesObject, spec: Node, least: str, most: str, cluster: Cluster) -> None:
    target = spec.mapping("scaleTargetRef")
    name = target.text("name")
    if name is None:
        target.report(f"This {item.kind} names no target under scaleTargetRef.")
        return
    cluster.facts.autoscalers.append(
        Autoscaler(
            target_kind=target.text("kind") or "Deployment",
            target_name=name,
            namespace=item.namespace,
            min_replicas=spec.integer(least),
            max_replicas=spec.integer(most),
            span=item.span,
        )
    )


def read_disruption_budget(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a PodDisruptionBudget; in ``policy/v1beta1`` an empty selector covers no pods, in ``v1`` all."""
    selector = label_selector(item.spec, "selector")
    if item.api_version == "policy/v1beta1" and selector and not selector.labels and not selector.expressions:
        selector = None
    cluster.facts.budgets.append(DisruptionBudget(item.name, item.namespace, selector, item.span))

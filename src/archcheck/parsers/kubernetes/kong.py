"""Kong's plugins and upstream policies, tied to objects by annotations."""

from collections.abc import Iterator

from archcheck.model.facts import HostTarget, PolicyKind
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import (
    Parameters,
    Part,
    Scope,
    add_policies,
    number,
    parameters,
    rate_per_s,
)
from archcheck.parsers.kubernetes.quantities import quotient

__all__ = ["kong_parts", "read_cluster_plugin", "read_kong_service"]

_GROUP = "configuration.konghq.com"
_PLUGINS = {
    "rate-limiting": PolicyKind.RATE_LIMIT,
    "rate-limiting-advanced": PolicyKind.RATE_LIMIT,
    "response-ratelimiting": PolicyKind.RATE_LIMIT,
    "service-protection": PolicyKind.RATE_LIMIT,
    "jwt": PolicyKind.AUTHENTICATION,
    "jwt-signer": PolicyKind.AUTHENTICATION,
    "key-auth": PolicyKind.AUTHENTICATION,
    "key-auth-enc": PolicyKind.AUTHENTICATION,
    "basic-auth": PolicyKind.AUTHENTICATION,
    "hmac-auth": PolicyKind.AUTHENTICATION,
    "ldap-auth": PolicyKind.AUTHENTICATION,
    "ldap-auth-advanced": PolicyKind.AUTHENTICATION,
    "mtls-auth": PolicyKind.AUTHENTICATION,
    "oauth2": PolicyKind.AUTHENTICATION,
    "oauth2-introspection": PolicyKind.AUTHENTICATION,
    "openid-connect": PolicyKind.AUTHENTICATION,
    "session": PolicyKind.AUTHENTICATION,
    "proxy-cache": PolicyKind.CACHE,
    "proxy-cache-advanced": PolicyKind.CACHE,
    "file-log": PolicyKind.ACCESS_LOG,
    "http-log": PolicyKind.ACCESS_LOG,
    "tcp-log": PolicyKind.ACCESS_LOG,
    "udp-log": PolicyKind.ACCESS_LOG,
    "syslog": PolicyKind.ACCESS_LOG,
    "kafka-log": PolicyKind.ACCESS_LOG,
}
_RATES = ("second", "minute", "hour", "day")


def read_kong_service(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the policies that Kong's annotations on a Service set for calls to it."""
    if item.metadata.child("annotations") is not None:
        callee = HostTarget(item.name)
        add_policies(cluster, kong_parts(item, cluster), [Scope("kong", item.namespace, callee, provider="kong")])


def read_cluster_plugin(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a plugin that is switched on for everything that Kong routes."""
    if item.labels.get("global") == "true":
        add_policies(cluster, _plugin(item), [Scope("kong", None, provider="kong")])


def kong_parts(item: KubernetesObject, cluster: Cluster) -> list[Part]:
    """Return what Kong's annotations on an Ingress, route or Service set."""
    found: list[Part] = []
    plugins = item.annotation("konghq.com/plugins") or item.annotation("plugins.konghq.com")
    for name in plugins[0].split(",") if plugins else ():
        plugin = cluster.find("KongPlugin", name.strip(), item.namespace, _GROUP)
        plugin = plugin or cluster.find("KongClusterPlugin", name.strip(), None, _GROUP)
        if plugin is not None:
            found.extend(_plugin(plugin))
    if timeout := item.annotation("konghq.com/read-timeout"):
        limit_s = quotient(number(timeout[0]), 1000)
        found.append(Part(PolicyKind.TIMEOUT, timeout[1], parameters(timeout_s=limit_s)))
    if (retries := item.annotation("konghq.com/retries")) and (attempts := number(retries[0])):
        found.append(Part(PolicyKind.RETRY, retries[1], parameters(attempts=attempts)))
    if override := item.annotation("konghq.com/override"):
        found.extend(_override(cluster.find("KongIngress", override[0], item.namespace, _GROUP)))
    if upstream := item.annotation("konghq.com/upstream-policy"):
        found.extend(_upstream(cluster.find("KongUpstreamPolicy", upstream[0], item.namespace, _GROUP)))
    return found


def _plugin(item: KubernetesObject) -> Iterator[Part]:
    node = item.root.child("plugin")
    kind = _PLUGINS.get(item.root.text("plugin") or "")
    if node is None or kind is None or item.root.boolean("disabled"):
        return
    config = item.root.mapping("config")
    params: Parameters = {"plugin": item.root.text("plugin") or ""}
    if kind is PolicyKind.RATE_LIMIT:
        for unit in _RATES:
            rate = rate_per_s(config.integer(unit), unit)
            if rate is not None:
                params.setdefault("requests_per_s", rate)
        if policy := config.text("policy"):
            params["policy"] = policy
    yield Part(kind, node.span, params)


def _override(item: KubernetesObject | None) -> Iterator[Part]:
    if item is None:
        return
    proxy = item.root.mapping("proxy")
    limit_s, retries = quotient(proxy.integer("read_timeout"), 1000), proxy.integer("retries")
    if limit_s:
        yield Part(PolicyKind.TIMEOUT, proxy.span, parameters(timeout_s=limit_s))
    if retries:
        yield Part(PolicyKind.RETRY, proxy.span, parameters(attempts=retries))
    if item.root.mapping("upstream").mapping("healthchecks").child("passive") is not None:
        yield Part(PolicyKind.CIRCUIT_BREAKER, item.root.mapping("upstream").span, {})


def _upstream(item: KubernetesObject | None) -> Iterator[Part]:
    if item is None:
        return
    spec = item.spec
    if spec.mapping("healthchecks").child("passive") is not None:
        yield Part(PolicyKind.CIRCUIT_BREAKER, spec.mapping("healthchecks").span, {})
    algorithm = spec.child("algorithm")
    if algorithm is not None:
        yield Part(PolicyKind.LOAD_BALANCING, algorithm.span, parameters(algorithm=spec.text("algorithm")))

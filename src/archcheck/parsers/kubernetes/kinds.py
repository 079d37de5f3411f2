"""Which reader reads which kind of object, and which kinds say nothing about architecture."""

from collections.abc import Callable, Mapping

from archcheck.parsers.kubernetes.ambassador import read_auth_service, read_mapping, read_rate_limit_service
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.configuration import read_config_map
from archcheck.parsers.kubernetes.contour import read_http_proxy
from archcheck.parsers.kubernetes.envoy_gateway import (
    read_backend_traffic_policy,
    read_client_traffic_policy,
    read_security_policy,
)
from archcheck.parsers.kubernetes.gateway_api import GATEWAY_API, read_gateway, read_route
from archcheck.parsers.kubernetes.ingresses import read_ingress, read_openshift_route
from archcheck.parsers.kubernetes.istio_access import read_authorization_policy, read_service_entry
from archcheck.parsers.kubernetes.istio_policies import (
    read_destination_rule,
    read_envoy_filter,
    read_request_authentication,
    read_telemetry,
)
from archcheck.parsers.kubernetes.istio_routing import ISTIO_NETWORKING, read_istio_gateway, read_virtual_service
from archcheck.parsers.kubernetes.kong import read_cluster_plugin
from archcheck.parsers.kubernetes.linkerd import read_service_profile
from archcheck.parsers.kubernetes.network_policies import read_network_policy
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.scaling import read_autoscaler, read_disruption_budget, read_scaled_object
from archcheck.parsers.kubernetes.services import read_endpoint_slice, read_endpoints, read_service
from archcheck.parsers.kubernetes.traefik import read_ingress_route
from archcheck.parsers.kubernetes.traefik_middlewares import TRAEFIK
from archcheck.parsers.kubernetes.workloads import read_knative_service, read_workload

__all__ = ["READERS", "is_irrelevant"]

_Reader = Callable[[KubernetesObject, Cluster], None]


def _nothing(_item: KubernetesObject, _cluster: Cluster) -> None:
    """Add nothing: the object is read where another one refers to it."""


READERS: Mapping[tuple[str, str], _Reader] = {
    ("", "ConfigMap"): read_config_map,
    ("", "CronJob"): read_workload,
    ("", "DaemonSet"): read_workload,
    ("", "Deployment"): read_workload,
    ("", "EndpointSlice"): read_endpoint_slice,
    ("", "Endpoints"): read_endpoints,
    ("", "HorizontalPodAutoscaler"): read_autoscaler,
    ("", "Ingress"): read_ingress,
    ("", "Job"): read_workload,
    ("", "NetworkPolicy"): read_network_policy,
    ("", "Pod"): read_workload,
    ("", "PodDisruptionBudget"): read_disruption_budget,
    ("", "ReplicaSet"): read_workload,
    ("", "ReplicationController"): read_workload,
    ("", "Secret"): _nothing,
    ("", "Service"): read_service,
    ("", "StatefulSet"): read_workload,
    ("apps.openshift.io", "DeploymentConfig"): read_workload,
    ("argoproj.io", "Rollout"): read_workload,
    ("configuration.konghq.com", "KongClusterPlugin"): read_cluster_plugin,
    ("configuration.konghq.com", "KongIngress"): _nothing,
    ("configuration.konghq.com", "KongPlugin"): _nothing,
    ("configuration.konghq.com", "KongUpstreamPolicy"): _nothing,
    ("gateway.envoyproxy.io", "BackendTrafficPolicy"): read_backend_traffic_policy,
    ("gateway.envoyproxy.io", "ClientTrafficPolicy"): read_client_traffic_policy,
    ("gateway.envoyproxy.io", "SecurityPolicy"): read_security_policy,
    (GATEWAY_API, "GRPCRoute"): read_route,
    (GATEWAY_API, "Gateway"): read_gateway,
    (GATEWAY_API, "GatewayClass"): _nothing,
    (GATEWAY_API, "HTTPRoute"): read_route,
    (GATEWAY_API, "ReferenceGrant"): _nothing,
    (GATEWAY_API, "TCPRoute"): read_route,
    (GATEWAY_API, "TLSRoute"): read_route,
    (GATEWAY_API, "UDPRoute"): read_route,
    ("getambassador.io", "AmbassadorMapping"): read_mapping,
    ("getambassador.io", "AuthService"): read_auth_service,
    ("getambassador.io", "Mapping"): read_mapping,
    ("getambassador.io", "RateLimitService"): read_rate_limit_service,
    ("keda.sh", "ScaledObject"): read_scaled_object,
    ("linkerd.io", "ServiceProfile"): read_service_profile,
    (ISTIO_NETWORKING, "DestinationRule"): read_destination_rule,
    (ISTIO_NETWORKING, "EnvoyFilter"): read_envoy_filter,
    (ISTIO_NETWORKING, "Gateway"): read_istio_gateway,
    (ISTIO_NETWORKING, "ServiceEntry"): read_service_entry,
    (ISTIO_NETWORKING, "Sidecar"): _nothing,
    (ISTIO_NETWORKING, "VirtualService"): read_virtual_service,
    ("projectcontour.io", "HTTPProxy"): read_http_proxy,
    ("route.openshift.io", "Route"): read_openshift_route,
    ("security.istio.io", "AuthorizationPolicy"): read_authorization_policy,
    ("security.istio.io", "PeerAuthentication"): _nothing,
    ("security.istio.io", "RequestAuthentication"): read_request_authentication,
    ("serving.knative.dev", "Service"): read_knative_service,
    ("telemetry.istio.io", "Telemetry"): read_telemetry,
    (TRAEFIK, "IngressRoute"): read_ingress_route,
    (TRAEFIK, "IngressRouteTCP"): read_ingress_route,
    (TRAEFIK, "IngressRouteUDP"): read_ingress_route,
    (TRAEFIK, "Middleware"): _nothing,
    (TRAEFIK, "MiddlewareTCP"): _nothing,
    (TRAEFIK, "TraefikService"): _nothing,
}

_IRRELEVANT_GROUPS = frozenset(
    {
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "authorization.openshift.io",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "events.k8s.io",
        "flowcontrol.apiserver.k8s.io",
        "node.k8s.io",
        "rbac.authorization.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
    }
)
_IRRELEVANT_KINDS = frozenset(
    {
        "ControllerRevision",
        "Event",
        "IngressClass",
        "LimitRange",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "PodSecurityPolicy",
        "PodTemplate",
        "ResourceQuota",
        "ServiceAccount",
    }
)


def is_irrelevant(item: KubernetesObject) -> bool:
    """Return whether an object is of a well-known kind that says nothing about architecture."""
    return item.family in _IRRELEVANT_GROUPS or (item.family == "" and item.kind in _IRRELEVANT_KINDS)

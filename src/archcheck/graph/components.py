"""Facts to components: workloads, gateway objects, custom resources."""

from collections import Counter

from archcheck.catalogue.technologies import Catalogue
from archcheck.graph.draft import Draft, DraftComponent, workload_key
from archcheck.graph.grouping import Group, group_workloads
from archcheck.graph.kinds import identify
from archcheck.graph.naming import Caller
from archcheck.model.architecture import ComponentKind, Door
from archcheck.model.facts import Address, Exposure, GatewayObject, Mechanism, WorkloadKind

__all__ = ["add_components", "doors_of", "exposures_by_component"]

_STORES = {ComponentKind.DATABASE, ComponentKind.CACHE, ComponentKind.BROKER}


def add_components(draft: Draft, catalogue: Catalogue) -> None:
    """Add a component for every workload, gateway object and operator's resource, and the names they answer to."""
    groups = group_workloads(draft.facts, draft.selected)
    often = Counter(g.name for g in groups)
    for group in groups:
        _add_group(draft, group, catalogue, qualified=often[group.name] > 1)
    _mark_finishing(draft)
    _add_addresses(draft)
    for gateway in draft.facts.gateways:
        _add_gateway(draft, gateway, catalogue)
    for resource in draft.facts.custom_resources:
        group_name = resource.api_version.rpartition("/")[0]
        known = catalogue.kubernetes_kind(group_name, resource.kind)
        if known is not None and known.kind in _STORES:
            name = draft.free_name(resource.name, known.kind.value)
            draft.components[name] = DraftComponent(
                name, known.kind, resource.span, known.id, resource.namespace, own=False, optional=True
            )
            draft.names.add_prefix(resource.name, name)


def _mark_finishing(draft: Draft) -> None:
    """Take Compose services for jobs whose successful end others wait for."""
    awaited = {
        order.target
        for workload in draft.compose_workloads
        for order in workload.start_after
        if order.condition == "service_completed_successfully"
    }
    for name in sorted(awaited & draft.components.keys()):
        draft.components[name].kind = ComponentKind.JOB


def _add_group(draft: Draft, group: Group, catalogue: Catalogue, *, qualified: bool) -> None:
    name = f"{group.namespace}/{group.name}" if qualified and group.namespace else group.name
    if name in draft.components:
        name = draft.free_name(name, group.workloads[0].kind.value.lower())
    identity = identify(group.name, group.workloads, catalogue)
    component = DraftComponent(
        name,
        identity.kind,
        group.workloads[0].span,
        identity.technology,
        group.namespace,
        workloads=group.workloads,
        addresses=group.addresses,
        own=identity.own,
    )
    draft.components[name] = component
    for workload in group.workloads:
        draft.by_workload[workload_key(workload)] = name
        component.aliases.update({workload.name, *workload.names})
        if workload.kind is WorkloadKind.COMPOSE:
            draft.names.add_compose(workload, name)
            component.aliases.update(a for n in workload.networks for a in n.aliases)
            for network in workload.networks:
                if network.address:
                    draft.names.add_host(network.address, name)
    component.aliases.update(a.name for a in group.addresses)
    component.aliases.discard(name)


def _add_addresses(draft: Draft) -> None:
    """Let the names of Services lead to the components of the workloads behind them, or out of the deployment."""
    outside = []
    for address in draft.facts.addresses:
        owners = draft.of_workloads(draft.selected.get((address.namespace, address.name), ()))
        if owners:
            _lead(draft, address, owners[0])
        elif address.type != "Endpoints":
            outside.append(address)
    by_hand = {a.name for a in draft.facts.addresses if a.type == "Endpoints"}
    for address in outside:
        if address.external_name or address.endpoints or address.type == "ServiceEntry" or address.name in by_hand:
            _add_outside_address(draft, address)


def _lead(draft: Draft, address: Address, component: str) -> None:
    draft.by_address[(address.namespace, address.name)] = component
    draft.names.add_service(address, component)


def _add_outside_address(draft: Draft, address: Address) -> None:
    """Keep a Service that leads out of the deployment as external; one that is another name of a component is that."""
    inside = (
        draft.names.resolve(address.external_name, Caller("", address.namespace)) if address.external_name else None
    )
    if inside is not None:
        _lead(draft, address, inside)
        return
    name = draft.free_name(address.name, "external")
    draft.components[name] = DraftComponent(
        name,
        ComponentKind.EXTERNAL,
        address.span,
        namespace=address.namespace,
        addresses=(address,),
        own=False,
        optional=True,
    )
    _lead(draft, address, name)


def _add_gateway(draft: Draft, gateway: GatewayObject, catalogue: Catalogue) -> None:
    suffix = "ingress" if gateway.kind in {"Ingress", "IngressRoute"} else "gateway"
    key = (gateway.kind, gateway.namespace, gateway.name)
    if key in draft.by_gateway:
        return
    name = draft.free_name(gateway.name, suffix)
    draft.by_gateway[key] = name
    draft.components[name] = DraftComponent(
        name,
        ComponentKind.GATEWAY,
        gateway.span,
        _gateway_technology(gateway, catalogue),
        gateway.namespace,
        gateway=gateway,
        own=False,
        optional=True,
    )


def _gateway_technology(gateway: GatewayObject, catalogue: Catalogue) -> str | None:
    known = catalogue.ingress_class(gateway.technology) if gateway.technology else None
    if known is not None:
        return known.id
    return "istio" if gateway.kind == "IstioGateway" else gateway.technology


# -- doors -------------------------------------------------------------------------------------------------------------


def exposures_by_component(draft: Draft) -> dict[str, list[Exposure]]:
    """Return the ways in that workloads' own manifests open, by component."""
    by_name = {(w.namespace, w.name): draft.by_workload[workload_key(w)] for w in draft.facts.workloads}
    found: dict[str, list[Exposure]] = {}
    for exposure in draft.facts.exposures:
        name = by_name.get((exposure.namespace, exposure.workload))
        if name is not None:
            found.setdefault(name, []).append(exposure)
    return found


_EXPOSURE_WORDS = {Mechanism.HOST_PORT: "host port", Mechanism.HOST_NETWORK: "the host's network"}


def doors_of(component: DraftComponent, exposures: list[Exposure]) -> tuple[Door, ...]:
    """Return the published ways into a component: host ports, host network, NodePort, LoadBalancer, external addresses."""
    doors = [
        Door(
            e.mechanism,
            e.span,
            _EXPOSURE_WORDS.get(e.mechanism, "host port") + (f" {e.host_port}" if e.host_port else ""),
            e.host_port,
            e.container_port,
        )
        for e in exposures
        if e.published
    ]
    for address in component.addresses:
        doors.extend(_service_doors(address))
    return tuple(sorted(doors, key=lambda d: (d.span, d.mechanism.value, d.port or 0)))


def _service_doors(address: Address) -> list[Door]:
    mechanism = {"NodePort": Mechanism.NODE_PORT, "LoadBalancer": Mechanism.LOAD_BALANCER}.get(address.type)
    if mechanism is Mechanism.LOAD_BALANCER and address.internal:
        return []
    if mechanism is None and address.external_ips:
        mechanism = Mechanism.EXTERNAL_IP
    if mechanism is None:
        return []
    words = (
        f"Service {address.name} of type {address.type}"
        if mechanism is not Mechanism.EXTERNAL_IP
        else f"Service {address.name} with externalIPs"
    )
    doors = []
    for port in address.ports:
        outside = port.node_port if mechanism is Mechanism.NODE_PORT else port.number
        inside = port.target if isinstance(port.target, int) else None
        doors.append(Door(mechanism, address.span, words, outside, inside))
    return doors or [Door(mechanism, address.span, words)]

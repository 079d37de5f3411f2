"""Traefik's labels on Compose services."""

from archcheck.model.facts import Facts, HostTarget, Policy, PolicyKind, Route, Workload, WorkloadKind
from archcheck.model.span import Span
from archcheck.parsers.traefik.labels import label_facts, label_facts_all

SPAN = Span("compose.yaml", 3, 3)


def workload(name: str, **labels: str) -> Workload:
    return Workload(name, WorkloadKind.COMPOSE, SPAN, labels={k.replace("__", "."): v for k, v in labels.items()})


def labelled(name: str, labels: dict[str, str]) -> Workload:
    return Workload(name, WorkloadKind.COMPOSE, SPAN, labels={f"traefik.{k}": v for k, v in labels.items()})


def test_a_router_with_a_port_is_a_route() -> None:
    facts = label_facts(
        labelled(
            "orders",
            {
                "enable": "true",
                "http.routers.orders.rule": "Host(`shop.org`) && PathPrefix(`/orders`)",
                "http.services.orders.loadbalancer.server.port": "8080",
            },
        )
    )
    assert facts == Facts(
        routes=[
            Route(
                HostTarget("orders", 8080),
                SPAN,
                "Traefik router orders Host(`shop.org`) && PathPrefix(`/orders`)",
                provider="traefik",
                hosts=("shop.org",),
                path="/orders",
            )
        ]
    )


def test_middlewares_that_a_router_uses_are_policies_wherever_they_are_defined() -> None:
    gateway = labelled(
        "traefik",
        {
            "http.middlewares.slow.ratelimit.average": "100",
            "http.middlewares.slow.ratelimit.period": "1m",
            "http.middlewares.slow.rateLimit.burst": "50",
            "http.middlewares.unused.retry.attempts": "9",
            "http.middlewares.all.chain.middlewares": "slow,again@docker,all",
            "http.middlewares.again.retry.attempts": "3",
            "http.routers.dash.rule": "Host(`t`)",
            "http.routers.dash.service": "api@internal",
        },
    )
    orders = labelled(
        "orders",
        {
            "HTTP.Routers.O.Rule": "PathPrefix(`/orders`)",
            "http.routers.o.middlewares": "all@docker, cb, gone",
            "http.routers.o.tls": "true",
            "http.routers.o.tls.certresolver": "le",
            "http.middlewares.cb.circuitbreaker.expression": "NetworkErrorRatio() > 0.3",
        },
    )
    facts = label_facts_all([gateway, orders])

    def policy(kind: PolicyKind, params: dict[str, str | float | bool]) -> Policy:
        return Policy(
            kind,
            "traefik",
            SPAN,
            params,
            callee=HostTarget("orders"),
            provider="traefik",
            route_path="/orders",
            workload="orders",
        )

    assert facts.policies == [
        policy(PolicyKind.RATE_LIMIT, {"requests_per_s": 100 / 60, "burst": 50}),
        policy(PolicyKind.RETRY, {"attempts": 2}),
        policy(PolicyKind.CIRCUIT_BREAKER, {"expression": "NetworkErrorRatio() > 0.3"}),
        policy(PolicyKind.TLS, {}),
    ]
    assert [(r.target, r.path) for r in facts.routes] == [(HostTarget("orders"), "/orders")]


def test_forward_auth_leads_to_the_service_that_decides() -> None:
    facts = label_facts(
        labelled(
            "orders",
            {
                "http.routers.o.rule": "Path(`/o`)",
                "http.routers.o.middlewares": "auth",
                "http.routers.p.rule": "Path(`/p`)",
                "http.routers.p.middlewares": "auth",
                "http.middlewares.auth.forwardauth.address": "http://auth:4181/verify?x=1",
            },
        )
    )
    assert [(r.target, r.because) for r in facts.routes] == [
        (HostTarget("orders"), "Traefik router o Path(`/o`)"),
        (HostTarget("auth", 4181, "http"), "Traefik middleware auth forwardAuth http://auth:4181"),
        (HostTarget("orders"), "Traefik router p Path(`/p`)"),
    ]
    assert [(p.kind, dict(p.params)) for p in facts.policies] == [
        (PolicyKind.AUTHENTICATION, {"method": "forward"}),
        (PolicyKind.AUTHENTICATION, {"method": "forward"}),
    ]


def test_a_router_may_use_the_service_of_another_workload() -> None:
    facts = label_facts_all(
        [
            labelled("proxy", {"http.routers.r.rule": "Host(`a`)", "http.routers.r.service": "web@docker"}),
            labelled("web", {"http.services.web.loadbalancer.server.port": "80"}),
        ]
    )
    assert [r.target for r in facts.routes] == [HostTarget("web", 80)]


def test_tcp_and_udp_routers_are_read() -> None:
    facts = label_facts(
        labelled(
            "db",
            {
                "tcp.routers.db.rule": "HostSNI(`*`)",
                "tcp.services.db.loadbalancer.server.port": "5432",
                "udp.routers.dns.entrypoints": "dns",
                "udp.services.dns.loadbalancer.server.port": "53",
            },
        )
    )
    assert [(r.target, r.hosts, r.path) for r in facts.routes] == [
        (HostTarget("db", 5432), (), None),
        (HostTarget("db", 53), (), None),
    ]


def test_the_scheme_of_the_server_is_kept() -> None:
    facts = label_facts(
        labelled("g", {"http.routers.g.rule": "Host(`g`)", "http.services.g.loadbalancer.server.scheme": "h2c"})
    )
    assert [r.target for r in facts.routes] == [HostTarget("g", None, "h2c")]


def test_an_enabled_workload_without_a_router_has_traefiks_own_route() -> None:
    facts = label_facts_all(
        [
            labelled("a", {"enable": "true"}),
            labelled("b", {"http.services.b.loadbalancer.server.port": "81"}),
            labelled("c", {"docker.network": "edge"}),
            labelled("d", {"enable": "false", "http.routers.d.rule": "Host(`d`)"}),
            workload("e", other="x"),
        ]
    )
    assert [(r.target, r.because) for r in facts.routes] == [
        (HostTarget("a"), "label traefik.enable=true"),
        (HostTarget("b", 81), "Traefik service label"),
    ]


def test_version_1_labels_are_read() -> None:
    facts = label_facts(
        labelled(
            "orders",
            {
                "frontend.rule": "Host:shop.org;PathPrefix:/orders",
                "port": "8080",
                "backend.circuitbreaker.expression": "NetworkErrorRatio() > 0.5",
                "frontend.rateLimit.rateSet.a.average": "10",
            },
        )
    )
    assert facts.routes == [
        Route(
            HostTarget("orders", 8080),
            SPAN,
            "Traefik frontend Host:shop.org;PathPrefix:/orders",
            provider="traefik",
            hosts=("shop.org",),
            path="/orders",
        )
    ]
    assert [(p.kind, p.route_path, p.workload) for p in facts.policies] == [
        (PolicyKind.RATE_LIMIT, "/orders", "orders"),
        (PolicyKind.CIRCUIT_BREAKER, "/orders", "orders"),
    ]


def test_version_1_segments_have_ports_of_their_own() -> None:
    facts = label_facts(
        labelled("a", {"x.frontend.rule": "Path:/x", "x.port": "1", "y.frontend.rule": "Path:/y", "port": "2"})
    )
    assert [(r.target, r.path) for r in facts.routes] == [(HostTarget("a", 1), "/x"), (HostTarget("a", 2), "/y")]


def test_a_version_1_port_alone_is_a_route() -> None:
    facts = label_facts(labelled("a", {"port": "http"}))
    assert [(r.target, r.because) for r in facts.routes] == [(HostTarget("a"), "label traefik.port")]


def test_odd_labels_do_no_harm() -> None:
    facts = label_facts(
        labelled(
            "a",
            {
                "http": "x",
                "http.routers": "y",
                "http.routers.r": "z",
                "http.middlewares.m": "1",
                ".".join(["http"] * 50): "deep",
                "http.services.s.loadbalancer.server.port": "many",
            },
        )
    )
    assert [(r.target, r.because) for r in facts.routes] == [(HostTarget("a"), "Traefik router r")]


def test_chains_of_middlewares_end() -> None:
    labels = {"http.routers.r.rule": "Host(`a`)", "http.routers.r.middlewares": "m0"}
    labels |= {f"http.middlewares.m{n}.chain.middlewares": f"m{n + 1},m{n}" for n in range(3000)}
    labels |= {f"http.middlewares.m{n}.retry.attempts": "2" for n in range(3000)}
    facts = label_facts(labelled("a", labels))
    assert 100 <= len(facts.policies) <= 200

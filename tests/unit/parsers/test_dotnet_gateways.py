"""Ocelot and YARP."""

import json

import pytest

from archcheck.model.facts import Facts, HostTarget, PolicyKind
from archcheck.parsers.dotnet_gateways import dotnet_gateway_facts, is_dotnet_gateway
from archcheck.sources.reader import read_documents

OCELOT = {
    "Routes": [
        {
            "UpstreamPathTemplate": "/Catalog/{id}",
            "DownstreamPathTemplate": "/api/v1/Catalog/{id}",
            "DownstreamScheme": "http",
            "DownstreamHostAndPorts": [{"Host": "Catalog.API", "Port": 8080}, {"Host": "localhost", "Port": 1}, {}],
            "RateLimitOptions": {"EnableRateLimiting": True, "Limit": 1},
            "QoSOptions": {"ExceptionsAllowedBeforeBreaking": 3, "TimeoutValue": 5000},
            "AuthenticationOptions": {"AuthenticationProviderKey": "key"},
        }
    ]
}
YARP = {
    "ReverseProxy": {
        "Routes": {"r": {"ClusterId": "c", "Match": {"Path": "/orders/{**rest}"}}, "none": {}},
        "Clusters": {
            "c": {
                "Destinations": {"d": {"Address": "http://ordering.api:8080"}, "dev": {"Address": "http://localhost:1"}}
            },
            "e": {"Destinations": {"d": {}}},
        },
    }
}


def read(value: object, name: str = "ocelot.json", **variables: str) -> tuple[Facts, list[str]]:
    document = read_documents(name, json.dumps(value).encode())[0]
    assert is_dotnet_gateway(document.root)
    return dotnet_gateway_facts(name, document, variables), [p.message for p in document.problems]


def test_ocelots_routes_lead_to_hosts_with_their_limits() -> None:
    facts, problems = read(OCELOT)
    assert problems == []
    assert [(r.target, r.path, r.file) for r in facts.routes] == [
        (HostTarget("catalog.api", 8080, "http"), "/Catalog/", "ocelot.json")
    ]
    assert [p.kind for p in facts.policies] == [
        PolicyKind.RATE_LIMIT,
        PolicyKind.CIRCUIT_BREAKER,
        PolicyKind.TIMEOUT,
        PolicyKind.AUTHENTICATION,
    ]
    assert {p.callee for p in facts.policies} == {HostTarget("catalog.api")}


def test_yarps_clusters_lead_to_hosts() -> None:
    facts, problems = read(YARP, "appsettings.json")
    assert problems == []
    assert [(r.target, r.path, r.because) for r in facts.routes] == [
        (HostTarget("ordering.api", 8080, "http"), "/orders/", "YARP cluster c")
    ]


@pytest.mark.parametrize(
    ("name", "environment", "counts"),
    [
        ("ocelot.Development.json", "Development", 1),
        ("ocelot.Local.json", "Development", 0),
        ("ocelot.Production.json", "", 1),
        ("ocelot.json", "Development", 1),
    ],
)
def test_a_file_for_another_environment_states_nothing(name: str, environment: str, counts: int) -> None:
    assert len(read(OCELOT, name, ASPNETCORE_ENVIRONMENT=environment)[0].routes) == counts


@pytest.mark.parametrize("value", [{}, {"Routes": {}}, {"Routes": [1, {}]}, {"ReverseProxy": []}, {"Logging": {}}, []])
def test_other_settings_are_no_gateway(value: object) -> None:
    assert not is_dotnet_gateway(read_documents("appsettings.json", json.dumps(value).encode())[0].root)


def test_wrong_shapes_are_problems() -> None:
    document = read_documents(
        "ocelot.json", b'{"Routes": [{"DownstreamPathTemplate": "/", "DownstreamHostAndPorts": {"Host": "a"}}]}'
    )[0]
    assert dotnet_gateway_facts("ocelot.json", document).routes == []
    assert len(document.problems) == 1


def test_what_every_yarp_route_to_a_cluster_sets_covers_it() -> None:
    def routes(*settings: dict[str, str]) -> list[PolicyKind]:
        named = {f"r{number}": {"ClusterId": "c", **one} for number, one in enumerate(settings)}
        clusters = {"c": {"Destinations": {"d": {"Address": "http://ordering.api:8080"}}}}
        facts, problems = read({"ReverseProxy": {"Routes": named, "Clusters": clusters}}, "appsettings.json")
        assert problems == []
        assert all((p.layer, p.callee) == ("yarp", HostTarget("ordering.api")) for p in facts.policies)
        return [policy.kind for policy in facts.policies]

    assert routes({"RateLimiterPolicy": "fixed", "Timeout": "00:00:10", "AuthorizationPolicy": "default"}) == [
        PolicyKind.RATE_LIMIT,
        PolicyKind.TIMEOUT,
        PolicyKind.AUTHENTICATION,
    ]
    assert routes({"RateLimiterPolicy": "fixed"}, {}) == []
    assert routes({"RateLimiterPolicy": "disable", "AuthorizationPolicy": "anonymous"}) == []

"""Kinds, edges and verdicts in the shapes that real systems have, from files to graph."""

import textwrap
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, build_graphs, check_paths
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, DependencyType
from archcheck.model.facts import PolicyKind
from archcheck.model.run import DeploymentReport


def graph_of(folder: Path, text: str, name: str = "compose.yaml") -> ServiceGraph:
    (folder / name).write_text(textwrap.dedent(text))
    (graph,) = build_graphs(CheckRequest((str(folder),), "2026-01-01T00:00:00Z", folder))
    return graph


def report_of(folder: Path, text: str, name: str = "compose.yaml") -> DeploymentReport:
    (folder / name).write_text(textwrap.dedent(text))
    (report,) = check_paths(CheckRequest((str(folder),), "2026-01-01T00:00:00Z", folder)).run.deployments
    return report


def edges(graph: ServiceGraph, *types: DependencyType) -> set[tuple[str, str]]:
    return {(d.source, d.target) for d in graph.dependencies if not types or d.type in types}


def kinds(graph: ServiceGraph) -> dict[str, ComponentKind]:
    return {c.name: c.kind for c in graph.components.values()}


# -- gateways and proxies ----------------------------------------------------------------------------------------------


def test_a_proxy_that_several_services_hang_behind_by_start_order_is_a_gateway(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        services:
          nginx: {image: "nginx:1", ports: ["80:80"], depends_on: [shop, stock]}
          shop: {image: acme/shop}
          stock: {image: acme/stock}
        """,
    )
    assert kinds(graph)["nginx"] is ComponentKind.GATEWAY


def test_a_proxy_that_names_several_services_in_variables_routes_to_them(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        services:
          front-proxy:
            image: acme/front-proxy
            environment: {SHOP_HOST: shop, SHOP_PORT: "80", IMAGES_HOST: images, IMAGES_PORT: "81"}
          shop: {image: acme/shop}
          images: {image: acme/images}
        """,
    )
    assert edges(graph, DependencyType.ROUTE) == {("front-proxy", "shop"), ("front-proxy", "images")}


def test_a_proxy_in_front_of_one_service_stays_a_proxy_and_the_verdict_says_so(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        """
        services:
          nginx: {image: "nginx:1", ports: ["80:80"], depends_on: [shop]}
          shop: {image: acme/shop}
        """,
    )
    (verdict,) = (p.static for p in report.practices if p.practice == "api-gateway")
    assert verdict.why == "nginx is published, and nothing shows that several services are behind it."


@pytest.mark.parametrize(
    ("name", "image", "kind"),
    [
        ("shopapigw", "envoyproxy/envoy:v1", ComponentKind.GATEWAY),
        ("ts-gateway-service", "acme/ts-gateway-service", ComponentKind.GATEWAY),
        ("api-gateway-graphql", "acme/graphql", ComponentKind.GATEWAY),
        ("payment-gateway", "acme/payment-gateway", ComponentKind.SERVICE),
        ("sms-gateway-service", "acme/sms", ComponentKind.SERVICE),
        ("nginx-thrift", "acme/openresty-thrift", ComponentKind.PROXY),
        ("pdf-exporter", "acme/pdf-exporter", ComponentKind.SERVICE),
        ("redis-exporter", "acme/rx", ComponentKind.OBSERVABILITY),
        ("vote-bot", "acme/web", ComponentKind.LOAD_GENERATOR),
    ],
)
def test_a_name_says_what_a_component_is(tmp_path: Path, name: str, image: str, kind: ComponentKind) -> None:
    graph = graph_of(tmp_path, f"services: {{{name}: {{image: '{image}'}}}}\n")
    assert kinds(graph) == {name: kind}


def test_an_image_built_on_a_programmable_proxy_is_a_proxy_and_one_on_a_page_server_a_user_interface(
    tmp_path: Path,
) -> None:
    for folder, base in (("edge", "envoyproxy/envoy:v1"), ("pages", "nginx:1")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Dockerfile").write_text(f"FROM {base}\n")
    graph = graph_of(tmp_path, "services: {door: {build: edge}, shelf: {build: pages}}\n")
    assert kinds(graph) == {"door": ComponentKind.PROXY, "shelf": ComponentKind.UI}


# -- jobs --------------------------------------------------------------------------------------------------------------


def test_what_others_wait_to_end_is_a_job(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        services:
          shop:
            image: acme/shop
            depends_on: {schema: {condition: service_completed_successfully}}
          schema: {image: acme/schema}
        """,
    )
    assert kinds(graph)["schema"] is ComponentKind.JOB


def test_a_command_that_sets_a_store_up_in_the_stores_own_image_is_a_job(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        services:
          search: {image: "elasticsearch:8.1.0"}
          setup: {image: "elasticsearch:8.1.0", command: "bash -c 'curl http://search:9200'"}
        """,
    )
    assert kinds(graph) == {"search": ComponentKind.DATABASE, "setup": ComponentKind.JOB}
    assert edges(graph) == {("setup", "search")}


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("kafka-topics --bootstrap-server log:9092 --create --topic orders", ComponentKind.JOB),
        ("/etc/confluent/docker/run & kafka-topics --bootstrap-server log:9092 --list", ComponentKind.BROKER),
        ("", ComponentKind.BROKER),
    ],
)
def test_a_brokers_image_that_runs_its_client_is_a_job(tmp_path: Path, command: str, kind: ComponentKind) -> None:
    graph = graph_of(
        tmp_path,
        f"""
        services:
          log: {{image: "confluentinc/cp-kafka:7"}}
          topics: {{image: "confluentinc/cp-kafka:7", entrypoint: [sh, -c], command: ["{command}"]}}
        """,
    )
    assert kinds(graph) == {"log": ComponentKind.BROKER, "topics": kind}


def test_a_job_in_an_image_that_is_restarted_for_ever_is_none(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "services: {renew: {image: certbot/certbot, restart: unless-stopped}}\n")
    assert kinds(graph)["renew"] is ComponentKind.OTHER


def test_a_service_in_the_middle_that_asks_for_a_host_name_is_behind_the_proxy_that_reads_it(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        services:
          door: {image: nginxproxy/nginx-proxy, ports: ["80:80"]}
          shop: {image: acme/shop, environment: [VIRTUAL_HOST=shop.example.org]}
          stock: {image: acme/stock, environment: [VIRTUAL_HOST=]}
        """,
    )
    assert edges(graph, DependencyType.ROUTE) == {("door", "shop")}


def test_a_grpc_target_that_leaves_the_look_up_to_dns_names_its_host(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        "services: {shop: {image: acme/s, environment: {STOCK_TARGET: 'dns:///stock:50051'}}, stock: {image: acme/t}}\n",
    )
    assert edges(graph) == {("shop", "stock")}


@pytest.mark.parametrize(("variable", "kept"), [("FRONTEND_URL", False), ("CDN_URL", False), ("MAIL_API_URL", True)])
def test_pages_of_ones_own_are_no_outside_callees(tmp_path: Path, variable: str, *, kept: bool) -> None:
    graph = graph_of(
        tmp_path, f"services: {{shop: {{image: acme/s, environment: {{{variable}: 'https://x.acme.io'}}}}}}\n"
    )
    assert edges(graph) == ({("shop", "x.acme.io")} if kept else set())


def test_what_is_only_called_web_is_a_service_where_it_has_a_database(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "services: {web: {image: acme/app, depends_on: [db]}, db: {image: 'postgres:16'}}\n")
    assert kinds(graph)["web"] is ComponentKind.SERVICE


# -- addresses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "variable", ["STORE_SCHEMA_REGISTRY_URL", "SCHEMA_REGISTRY_BOOTSTRAP_SERVERS", "IMAGE_PROVIDER_ADDR"]
)
def test_an_address_is_one_whatever_else_its_variable_is_about(tmp_path: Path, variable: str) -> None:
    graph = graph_of(
        tmp_path,
        f"services: {{shop: {{image: acme/shop, environment: {{{variable}: 'other:8081'}}}}, other: {{image: acme/o}}}}\n",
    )
    assert edges(graph) == {("shop", "other")}


@pytest.mark.parametrize(
    ("variable", "depends"),
    [
        ("FRONTEND_URL", False),
        ("SpaClient", False),
        ("CallBackUrl", False),
        ("SHOP_PUBLIC_URI", False),
        ("PicBaseUrl", False),
        ("REACT_APP_API_URL", True),
        ("CATALOG_URL", True),
    ],
)
def test_a_page_that_people_open_on_the_machine_is_no_callee(tmp_path: Path, variable: str, *, depends: bool) -> None:
    graph = graph_of(
        tmp_path,
        f"""
        services:
          shop:
            image: acme/shop
            environment:
              {variable}: http://host.docker.internal:5100
          pages:
            image: acme/pages
            ports: ["5100:80"]
        """,
    )
    assert edges(graph) == ({("shop", "pages")} if depends else set())


def test_the_machine_with_ones_own_published_port_is_oneself(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        """
        services:
          shop:
            image: acme/shop
            ports: ["5100:80"]
            environment: {SHOP_SERVER: "http://host.docker.internal:5100"}
        """,
    )
    assert [f.rule for f in report.findings if f.rule == "ARC204"] == []


# -- builds that share a folder, and Spring -----------------------------------------------------------------------------

_SHARED = """
    services:
      door: {build: {context: %(context)s, dockerfile: door/Dockerfile}, environment: {SHOP_HOST: shop}}
      shop: {build: {context: %(context)s, dockerfile: shop/Dockerfile}}
      stock: {build: {context: %(context)s, dockerfile: stock/Dockerfile}}
    """


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))


@pytest.mark.parametrize("context", [".", "code"])
def test_a_proxys_file_is_read_by_the_build_whose_dockerfile_lies_beside_it(tmp_path: Path, context: str) -> None:
    code = "" if context == "." else f"{context}/"
    proxy = "server { location /a { proxy_pass http://${SHOP_HOST}; } location /b { proxy_pass http://stock:80; } }"
    _write(tmp_path, {
        f"{code}door/Dockerfile": "FROM nginx:1\n", f"{code}shop/Dockerfile": "FROM python:3\n",
        f"{code}stock/Dockerfile": "FROM python:3\n", f"{code}door/nginx.conf.template": proxy,
    })  # fmt: skip
    graph = graph_of(tmp_path, _SHARED % {"context": context})
    assert edges(graph) == {("door", "shop"), ("door", "stock")}
    assert kinds(graph)["door"] is ComponentKind.GATEWAY


def test_a_spring_gateways_filters_cover_their_routes(tmp_path: Path) -> None:
    _write(tmp_path, {
        "gateway/Dockerfile": "FROM eclipse-temurin:21\n", "shop/Dockerfile": "FROM eclipse-temurin:21\n",
        "stock/Dockerfile": "FROM eclipse-temurin:21\n",
        "shop/src/main/resources/application.properties": "stock.url=http://localhost:1\n",
        "shop/src/main/resources/application-docker.properties": "stock.url=http://stock:80\n",
        "gateway/src/main/resources/application.yml": """\
            spring:
              security.oauth2.resourceserver.jwt.issuer-uri: http://stock/realm
              cloud:
                gateway:
                  default-filters: [RequestRateLimiter]
                  httpclient: {response-timeout: 2s}
                  routes:
                    - uri: http://shop
                      predicates: [Path=/a/**]
                      filters: [{name: CircuitBreaker, args: {fallbackUri: "forward:/no"}}, Retry=3]
            """,
    })  # fmt: skip
    graph = graph_of(tmp_path, (_SHARED % {"context": "."}).replace("door", "gateway"))
    by_pair = {(d.source, d.target): d for d in graph.dependencies}
    assert {pair: d.type.value for pair, d in by_pair.items()} == {
        ("gateway", "shop"): "route",
        ("gateway", "stock"): "sync",
        ("shop", "stock"): "sync",
    }
    kinds_of = {p.policy.kind.value for p in graph.covering(by_pair["gateway", "shop"], *PolicyKind)}
    assert kinds_of == {"circuit-breaker", "fallback", "rate-limit", "retry", "timeout"}
    assert {p.policy.kind.value for p in graph.covering(by_pair["gateway", "stock"], *PolicyKind)} == {
        "rate-limit",
        "timeout",
    }
    assert graph.covering(by_pair["shop", "stock"], *PolicyKind) == []


def test_a_collectors_configuration_tells_where_telemetry_goes_and_what_is_asked(tmp_path: Path) -> None:
    _write(tmp_path, {"collector.yml": """\
        receivers:
          httpcheck: {targets: [{endpoint: "http://shop:${env:SHOP_PORT}"}]}
        exporters:
          opensearch: {http: {endpoint: "http://search:9200"}}
        service: {pipelines: {metrics: {receivers: [httpcheck], exporters: [opensearch]}}}
        """})  # fmt: skip
    graph = graph_of(
        tmp_path,
        """
        services:
          watch: {image: otel/opentelemetry-collector, volumes: ["./collector.yml:/etc/otelcol/config.yaml"]}
          shop: {image: acme/shop}
          search: {image: "opensearchproject/opensearch:2"}
        """,
    )
    assert edges(graph, DependencyType.OBSERVABILITY) == {("watch", "shop"), ("watch", "search")}


# -- Kubernetes --------------------------------------------------------------------------------------------------------

_STORE = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: store}
    spec:
      serviceName: store
      selector: {matchLabels: {app: store}}
      template:
        metadata: {labels: {app: store}}
        spec: {containers: [{name: db, image: "mysql:8", ports: [{containerPort: 3306}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: store-front}
    spec: {selector: {%s}, ports: [{port: 3306}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      selector: {matchLabels: {app: shop}}
      template:
        metadata: {labels: {app: shop}}
        spec: {containers: [{name: shop, image: acme/shop, env: [{name: DB_HOST, value: store-front}]}]}
    """


@pytest.mark.parametrize(
    "selector", ["app: store, role: leader", "statefulset.kubernetes.io/pod-name: store-0", "app: store"]
)
def test_a_service_finds_the_pods_that_a_controller_labels_at_run_time(tmp_path: Path, selector: str) -> None:
    report = report_of(tmp_path, _STORE % selector, "all.yaml")
    assert {(d.source, d.target, d.type) for d in report.dependencies} == {("shop", "store-front", DependencyType.DATA)}
    assert [f.rule for f in report.findings if f.rule in {"ARC202", "ARC203"}] == []


@pytest.mark.parametrize(
    "selector", ["app: store, tier: leader", "statefulset.kubernetes.io/pod-name: other-0", "role: leader"]
)
def test_a_service_that_no_pod_can_match_selects_none(tmp_path: Path, selector: str) -> None:
    report = report_of(tmp_path, _STORE % selector, "all.yaml")
    assert [f.rule for f in report.findings if f.rule in {"ARC202", "ARC203"}] == ["ARC203"]

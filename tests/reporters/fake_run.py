"""Runs built by hand: one like a small shop, one with the nastiest names that files could hold."""

from dataclasses import replace

from archcheck.model.architecture import (
    Component,
    ComponentKind,
    Confidence,
    Dependency,
    DependencyType,
    Door,
    Evidence,
)
from archcheck.model.facts import ApiContract, Mechanism, Workload, WorkloadKind
from archcheck.model.finding import Excerpt, Finding, Level, Related, Rule, RuleSource, Waiver
from archcheck.model.run import (
    Coverage,
    DeploymentReport,
    Input,
    Practice,
    PracticeVerdict,
    Run,
    Skipped,
    StaticVerdict,
    Verdict,
)
from archcheck.model.span import Span
from archcheck.reporters.graph_view import GraphView

__all__ = ["NASTY", "component", "dependency", "finding", "nasty_run", "shop_run", "shop_view", "view"]

COMPOSE = "deploy/compose.yaml"
NASTY = "a\"b'c`d\n::error::x\r\t\x1b[31mred\x1b]0;title\x07\x9b2J\u202eevil\u2066\u200b<script>&amp;|[x](http://y){0}%25,:#;\\N\\\ud800é漢"


def at(line: int, column: int = 5, path: str = COMPOSE) -> Span:
    return Span(path, line, column)


def component(name: str, kind: ComponentKind = ComponentKind.SERVICE, line: int = 1, **more: object) -> Component:
    return Component(name=name, kind=kind, span=at(line, 3), **more)  # type: ignore[arg-type]


def dependency(
    source: str,
    target: str,
    type: DependencyType = DependencyType.SYNC,  # noqa: A002
    line: int = 1,
    protocol: str | None = None,
    because: str | None = None,
) -> Dependency:
    words = because or f"environment {target.upper()}_URL"
    return Dependency(source, target, type, protocol, (Evidence(at(line, 7), words),))


def finding(rule: str, name: str, practice: str | None, level: Level, *subjects: str, **more: object) -> Finding:
    values = {"message": f"{' and '.join(subjects)} are reported.", "span": at(1, 1), "fingerprint": "0" * 32, **more}
    return Finding(rule=rule, name=name, practice=practice, level=level, subjects=subjects, **values)  # type: ignore[arg-type]


COMPONENTS = (
    component("auth", line=12, technology="spring-boot"),
    component(
        "gateway",
        ComponentKind.GATEWAY,
        3,
        technology="traefik",
        own=False,
        doors=(Door(Mechanism.HOST_PORT, at(6, 9), "port 443:8443", 443, 8443),),
    ),
    component("grafana", ComponentKind.OBSERVABILITY, 50, technology="grafana", own=False),
    component("notify", line=40),
    component(
        "order",
        line=20,
        aliases=("order.shop.svc",),
        workloads=(Workload("order", WorkloadKind.COMPOSE, at(20, 3)),),
        contracts=(ApiContract("services/order/openapi.yaml", "3.1.0", "Orders", Span("services/order/openapi.yaml")),),
    ),
    component("payment", line=30),
    component("rabbitmq", ComponentKind.BROKER, 60, technology="rabbitmq", own=False),
    component("shop-db", ComponentKind.DATABASE, 70, technology="postgresql", own=False),
)
DEPENDENCIES = (
    dependency("auth", "shop-db", DependencyType.DATA, 15, "postgresql"),
    dependency("gateway", "auth", DependencyType.ROUTE, 8, "http", "label traefik.http.routers.auth.rule"),
    dependency("gateway", "order", DependencyType.ROUTE, 9, "http", "label traefik.http.routers.order.rule"),
    dependency("grafana", "order", DependencyType.OBSERVABILITY, 52),
    dependency("notify", "rabbitmq", DependencyType.SUBSCRIBE, 43, "amqp"),
    dependency("order", "payment", DependencyType.SYNC, 24, "http"),
    dependency("order", "rabbitmq", DependencyType.PUBLISH, 25, "amqp"),
    dependency("order", "shop-db", DependencyType.DATA, 23, "postgresql"),
    dependency("payment", "auth", DependencyType.SYNC, 33, "http"),
)
SHARED = finding(
    "ARC601",
    "shared-database",
    "database-per-service",
    Level.ERROR,
    "auth",
    "order",
    "shop-db",
    message="auth and order use the same database shop on shop-db.",
    span=at(23, 7),
    related=(
        Related(at(15, 7), "auth: environment DB_URL=postgres://…@shop-db/shop"),
        Related(at(23, 7), "order: environment DB_URL=postgres://…@shop-db/shop"),
    ),
    fingerprint="1" * 32,
    excerpt=Excerpt(
        21,
        (
            "    image: shop/order:1.4",
            "    environment:",
            "      DB_URL: postgres://…@shop-db/shop  # one database for all",
            "      PAYMENT_URL: http://payment:8080",
        ),
    ),
)
CHAIN = finding(
    "ARC401",
    "sync-chain-without-breaker",
    "circuit-breakers",
    Level.WARNING,
    "gateway",
    "order",
    "payment",
    message="The calls gateway -> order -> payment have no circuit breaker at order -> payment.",
    span=at(24, 7),
    related=(
        Related(at(9, 7), "gateway routes to order (label traefik.http.routers.order.rule)"),
        Related(at(24, 7), "order calls payment (environment PAYMENT_URL); nothing covers it"),
    ),
    is_path=True,
    fingerprint="2" * 32,
)
PROBE = finding(
    "ARC503",
    "missing-healthcheck",
    "health-checks",
    Level.ERROR,
    "notify",
    message="notify has no health check.",
    span=at(40, 3),
    fingerprint="3" * 32,
    excerpt=Excerpt(39, ("", "  notify:", "    image: shop/notify:2")),
)
RESTART = finding("ARC704", "no-restart-policy", None, Level.NOTE, "notify", span=at(40, 3), fingerprint="4" * 32)
UNREADABLE = finding(
    "ARC991",
    "unreadable-document",
    None,
    Level.ERROR,
    message="The file ends within a quoted text.",
    span=Span("k8s/broken.yaml", 7, 12),
    fingerprint="5" * 32,
)
ACCEPTED = Waiver(
    finding("ARC102", "gateway-bypass", "api-gateway", Level.WARNING, "grafana", span=at(54, 9), fingerprint="6" * 32),
    "reachable from the office network only",
    Span("archcheck.yaml", 4, 5),
)
INLINE = Waiver(replace(PROBE, span=at(60, 3)), "health is seen from outside", at(60, 20))


def rule(of: Finding, *, aliases: tuple[str, ...] = (), sources: tuple[RuleSource, ...] = ()) -> Rule:
    return Rule(
        id=of.rule,
        name=of.name,
        check="check",
        level=of.level,
        practice=of.practice,
        summary=f"Summary of {of.name}.",
        why="It matters.",
        instead=f"Do better than {of.name}.",
        aliases=aliases,
        sources=sources,
    )


SOURCE = RuleSource(
    "Pattern: Database per service",
    "https://microservices.io/patterns/data/database-per-service.html",
    "Keep data private.",
)
VERDICTS = {
    Practice.API_GATEWAY: StaticVerdict(
        Verdict.PASS,
        "gateway (traefik) routes to 2 services and nothing bypasses it.",
        evidence=(Evidence(at(8, 7), "label traefik.http.routers.auth.rule", Confidence.MEDIUM),),
    ),
    Practice.SERVICE_DISCOVERY: StaticVerdict(Verdict.PASS, "All 9 dependencies use names."),
    Practice.ASYNC_MESSAGING: StaticVerdict(Verdict.PASS, "order and notify exchange messages over rabbitmq."),
    Practice.CIRCUIT_BREAKERS: StaticVerdict(
        Verdict.UNKNOWN,
        "No breaker is visible for order -> payment and payment -> auth.",
        "Declare it with the label archcheck.io/circuit-breaker, or run archcheck verify.",
    ),
    Practice.HEALTH_CHECKS: StaticVerdict(Verdict.FAIL, "notify has no health check."),
    Practice.DATABASE_PER_SERVICE: StaticVerdict(Verdict.FAIL, "auth and order share shop-db."),
    Practice.RATE_LIMITING: StaticVerdict(Verdict.UNKNOWN, "The gateway's own configuration is not among the files."),
    Practice.FAILURE_HANDLING: StaticVerdict(Verdict.NOT_APPLICABLE, "There is nothing to judge."),
}


def shop_run() -> Run:
    deployment = DeploymentReport(
        id=COMPOSE,
        kind="compose",
        paths=(COMPOSE, "deploy/order.env"),
        components=COMPONENTS,
        dependencies=DEPENDENCIES,
        findings=(SHARED, CHAIN, PROBE, RESTART),
        practices=tuple(PracticeVerdict(practice, verdict) for practice, verdict in VERDICTS.items()),
        waivers=(ACCEPTED, INLINE),
        silent=("notify-cron", "reports"),
    )
    coverage = Coverage(
        files=4,
        parsed=3,
        skipped=(
            *(Skipped(f"docs/{name}.yaml", "no reader knows it") for name in ("a", "b", "c", "d", "e")),
            Skipped("charts/shop", "needs helm"),
        ),
        remarks=((at(26, 9), "The variable TAG is not set and empty."),),
    )
    return Run(
        started="2025-03-01T12:00:00Z",
        version="0.1.0",
        deployments=(deployment,),
        coverage=coverage,
        findings=(UNREADABLE,),
        waivers=(),
        rules=tuple(
            rule(f, aliases=("ARC699",) if f is SHARED else (), sources=(SOURCE,) if f is SHARED else ())
            for f in (CHAIN, PROBE, SHARED, RESTART, UNREADABLE)
        ),
        inputs=(Input(COMPOSE, "ab" * 32), Input("k8s/broken.yaml", "cd" * 32)),
        unjudged=((Span("k8s/broken.yaml", 7, 12), "The file ends."), (None, "charts/shop needs helm.")),
    )


def nasty_run() -> Run:
    """A run in which every text that comes from files is hostile."""
    span = Span(NASTY, 3, 9)
    reported = Finding(
        rule="ARC102",
        name="gateway-bypass",
        practice="api-gateway",
        level=Level.ERROR,
        subjects=(NASTY, "b"),
        message=f"{NASTY} is published.",
        span=span,
        related=(Related(span, NASTY), Related(Span("b.yaml", 2, 2), NASTY)),
        is_path=True,
        fingerprint="7" * 32,
        excerpt=Excerpt(2, (NASTY, "\t  " + NASTY, "x" * 300)),
    )
    evidence = Evidence(span, NASTY, Confidence.LOW)
    deployment = DeploymentReport(
        id=NASTY,
        kind="mixed",
        paths=(NASTY,),
        components=(
            Component(NASTY, ComponentKind.SERVICE, span, NASTY, NASTY, (NASTY,)),
            Component("b", ComponentKind.DATABASE, span, NASTY),
        ),
        dependencies=(Dependency(NASTY, "b", DependencyType.DATA, NASTY, (evidence,)),),
        findings=(reported,),
        practices=(PracticeVerdict(Practice.API_GATEWAY, StaticVerdict(Verdict.UNKNOWN, NASTY, NASTY, (evidence,))),),
        waivers=(Waiver(reported, NASTY, span),),
        silent=(NASTY,),
    )
    return Run(
        started="2025-03-01T12:00:00Z",
        version="0.1.0",
        deployments=(deployment,),
        coverage=Coverage(1, 1, (Skipped(NASTY, NASTY),), ((span, NASTY),)),
        findings=(replace(reported, is_path=False, practice=None, span=Span(NASTY, 900, 900)),),
        waivers=(Waiver(reported, NASTY, Span("archcheck.yaml", 1, 1)),),
        inputs=(Input(NASTY, "ab" * 32),),
        unjudged=((span, NASTY), (None, NASTY)),
    )


def view(*dependencies: Dependency, components: tuple[Component, ...] = ()) -> GraphView:
    """A view with the components that the dependencies name, services unless given."""
    given = {c.name: c for c in components}
    for name in (name for d in dependencies for name in (d.source, d.target)):
        given.setdefault(name, component(name))
    ordered = sorted(dependencies, key=lambda d: (d.source, d.target, d.type.value))
    return GraphView("compose.yaml", tuple(sorted(given.values(), key=lambda c: c.name)), tuple(ordered))


def shop_view() -> GraphView:
    return GraphView(COMPOSE, COMPONENTS, DEPENDENCIES, (SHARED,))

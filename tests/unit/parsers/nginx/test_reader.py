"""nginx configuration gives routes, policies and logging targets."""

import pytest

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.span import Span
from archcheck.parsers.nginx.reader import nginx_facts


def read(text: str, variables: dict[str, str] | None = None, path: str = "web/nginx.conf") -> Facts:
    return nginx_facts(path, text, variables or {})


def targets(text: str, variables: dict[str, str] | None = None, path: str = "web/nginx.conf") -> list[str]:
    found = [route.target for route in read(text, variables, path).routes]
    return [f"{t.scheme}:{t.host}:{t.port}" for t in found if isinstance(t, HostTarget)]


def policies(text: str) -> list[tuple[str, dict[str, object], str | None]]:
    return [(p.kind.value, dict(p.params), p.route_path) for p in read(text).policies]


def test_a_location_that_forwards_is_a_route() -> None:
    facts = read(
        "server {\n  server_name shop.example.org _;\n"
        "  location /orders {\n    proxy_pass http://orders:8080;  # not http://other\n  }\n}\n"
    )
    assert facts == Facts(
        routes=[
            Route(
                HostTarget("orders", 8080, "http"),
                Span("web/nginx.conf", 4, 16),
                "proxy_pass http://orders:8080 for /orders",
                file="web/nginx.conf",
                hosts=("shop.example.org",),
                path="/orders",
            )
        ]
    )


@pytest.mark.parametrize(
    ("location", "path", "kind"),
    [
        ("/a", "/a", "prefix"),
        ("= /a", "/a", "exact"),
        ("~ ^/a", "^/a", "regex"),
        ("~* \\.php$", "\\.php$", "regex"),
        ("^~ /a", "/a", "prefix"),
        ("@named", None, "prefix"),
        ('~ "^/a/[0-9]{2}$"', "^/a/[0-9]{2}$", "regex"),
    ],
)
def test_locations_say_how_the_path_is_compared(location: str, path: str | None, kind: str) -> None:
    (route,) = read(f"location {location} {{ proxy_pass http://a; }}").routes
    assert (route.path, route.path_kind) == (path, kind)


@pytest.mark.parametrize(
    ("directive", "target"),
    [
        ("proxy_pass http://orders;", "http:orders:None"),
        (
            "proxy_pass https://orders.shop.svc.cluster.local:8443/api/$1?x=$arg_y;",
            "https:orders.shop.svc.cluster.local:8443",
        ),
        ("proxy_pass http://[::1]:80;", "http:::1:80"),
        ("proxy_pass 'http://orders:80';", "http:orders:80"),
        ("proxy_pass $scheme://orders:80;", "http:orders:80"),
        ("proxy_pass http://me:secret@orders:80;", "http:orders:80"),
        ("grpc_pass grpc://orders:50051;", "grpc:orders:50051"),
        ("grpc_pass orders:50051;", "grpc:orders:50051"),
        ("fastcgi_pass php:9000;", "fastcgi:php:9000"),
        ("uwsgi_pass app:3031;", "uwsgi:app:3031"),
        ("scgi_pass app:4000;", "scgi:app:4000"),
        ("memcached_pass cache:11211;", "memcached:cache:11211"),
        ("if ($request_method = POST) { proxy_pass http://writer; }", "http:writer:None"),
        ("limit_except GET { deny all; } proxy_pass http://a:99999999;", "http:a:None"),
    ],
)
def test_every_kind_of_forwarding_names_its_target(directive: str, target: str) -> None:
    assert targets(f"server {{ location / {{ {directive} }} }}") == [target]


@pytest.mark.parametrize(
    "directive",
    [
        "proxy_pass http://unix:/run/app.sock;",
        "fastcgi_pass unix:/run/php.sock;",
        "proxy_pass http://$host;",
        "proxy_pass http://$http_x_backend:80;",
        "proxy_pass http://${remote_addr};",
        "proxy_pass;",
        "return 301 https://elsewhere.example.org;",
        "root /usr/share/nginx/html;",
    ],
)
def test_what_names_no_host_is_no_route(directive: str) -> None:
    assert targets(f"server {{ location / {{ {directive} }} }}") == []


def test_upstreams_are_resolved_to_their_servers() -> None:
    facts = read(
        "http {\n  server { location / { proxy_pass http://backend/x; } }\n"
        "  upstream backend {\n    least_conn;\n    server a:8080 max_fails=3 fail_timeout=10s;\n"
        "    server b:8080 backup max_conns=100;\n    server c:8080 down;\n    server unix:/run/d.sock;\n  }\n}\n"
    )
    assert [(r.target, r.span, r.because) for r in facts.routes] == [
        (
            HostTarget("a", 8080, "http"),
            Span("web/nginx.conf", 5, 12),
            "proxy_pass http://backend/x for /, upstream backend server a:8080",
        ),
        (
            HostTarget("b", 8080, "http"),
            Span("web/nginx.conf", 6, 12),
            "proxy_pass http://backend/x for /, upstream backend server b:8080",
        ),
    ]
    assert facts.policies == [
        Policy(
            PolicyKind.LOAD_BALANCING,
            "nginx",
            Span("web/nginx.conf", 5, 12),
            {"upstream": "backend", "algorithm": "least_conn", "servers": 2},
            file="web/nginx.conf",
        ),
        Policy(
            PolicyKind.CIRCUIT_BREAKER,
            "nginx",
            Span("web/nginx.conf", 5, 12),
            {"consecutive_errors": 3, "ejection_s": 10.0},
            callee=HostTarget("a", 8080),
            file="web/nginx.conf",
        ),
        Policy(
            PolicyKind.BULKHEAD,
            "nginx",
            Span("web/nginx.conf", 6, 12),
            {"max_connections": 100},
            callee=HostTarget("b", 8080),
            file="web/nginx.conf",
        ),
    ]


def test_an_upstream_that_no_location_here_uses_still_leads_to_its_servers() -> None:
    (route,) = read("upstream orders_pool { server orders:80; server; }").routes
    assert (route.target, route.because) == (HostTarget("orders", 80), "upstream orders_pool server orders:80")


def test_max_fails_zero_or_unset_is_no_breaker() -> None:
    assert policies("upstream a { server x max_fails=0; } upstream b { server y; }") == []


def test_variables_set_in_the_file_are_filled_in() -> None:
    text = (
        "map $uri $pool { hostnames; default orders:80; ~^/b billing:81; }\n"
        "server {\n  set $base stock;\n  location /a { set $to http://$base:82; proxy_pass $to/x; }\n"
        "  location /b { proxy_pass http://$pool; }\n"
        "  location /c { if ($x) { set $up c1; } set $up c2; proxy_pass http://$up$uri; }\n}\n"
    )
    assert targets(text) == ["http:stock:82", "http:orders:80", "http:billing:81"]


def test_a_variable_that_holds_several_hosts_leads_to_each() -> None:
    assert targets("server { if ($x) { set $up c1; } set $up c2; location / { proxy_pass http://$up; } }") == [
        "http:c1:None",
        "http:c2:None",
    ]


def test_a_variable_that_holds_itself_ends() -> None:
    assert targets("server { set $a $a$a; set $b $c; set $c $b; location / { proxy_pass http://$a$b; } }") == []


def test_template_variables_come_from_the_environment() -> None:
    text = "location / { proxy_pass http://${ORDERS_HOST}:${ORDERS_PORT}/; } location /b { proxy_pass $BILLING; }"
    facts = read(text, {"ORDERS_HOST": "orders", "ORDERS_PORT": "8080", "BILLING": "http://billing:81"})
    assert [(r.target, r.because) for r in facts.routes] == [
        (
            HostTarget("orders", 8080, "http"),
            "proxy_pass http://${ORDERS_HOST}:${ORDERS_PORT}/ (orders) for /",
        ),
        (HostTarget("billing", 81, "http"), "proxy_pass $BILLING (billing) for /b"),
    ]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("http://${ORDERS_HOST}:8080", "http:${ORDERS_HOST}:8080"),
        ("http://$ORDERS_HOST:8080", "http:${ORDERS_HOST}:8080"),
        ("http://${orders_host}", "http:${orders_host}:None"),
        ("http://${ORDERS_HOST:-orders}:80", "http:orders:80"),
        ("http://{{ .Env.ORDERS }}:80", "http:${ORDERS}:80"),
        ('http://{{ env "ORDERS" }}:80', "http:${ORDERS}:80"),
        ("{{ .Env.ORDERS_URL }}", "None:${ORDERS_URL}:None"),
    ],
)
def test_unknown_template_variables_stay_as_they_are(written: str, target: str) -> None:
    text = f"server {{ {{{{ if .X }}}} location / {{ proxy_pass {written}; }} {{% endif %}} }}"
    assert targets(text, path="web/default.conf.template") == [target]


def test_stream_servers_forward_ports() -> None:
    facts = read("stream { server { listen 3306; proxy_pass db:3306; proxy_timeout 3s; } }")
    (route,) = facts.routes
    assert (route.target, route.path, route.because) == (
        HostTarget("db", 3306, "tcp"),
        None,
        "proxy_pass db:3306 on port 3306",
    )
    assert [(p.kind, dict(p.params)) for p in facts.policies] == [(PolicyKind.TIMEOUT, {"timeout_s": 3.0})]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "proxy_read_timeout 1m; proxy_connect_timeout 500ms;",
            [("timeout", {"timeout_s": 60.0, "connect_timeout_s": 0.5})],
        ),
        ("proxy_read_timeout x;", []),
        (
            "proxy_next_upstream error timeout; proxy_next_upstream_tries 3;",
            [("retry", {"retry_on": "error timeout", "attempts": 2})],
        ),
        ("proxy_next_upstream_tries 2;", [("retry", {"attempts": 1})]),
        ("proxy_next_upstream off;", []),
        ("proxy_next_upstream error; proxy_next_upstream_tries 1;", []),
        ("auth_request /auth;", [("authentication", {"method": "request"})]),
        ("auth_request off;", []),
        ('auth_basic "Staff"; auth_basic_user_file f;', [("authentication", {"method": "basic"})]),
        ("auth_jwt shop;", [("authentication", {"method": "jwt"})]),
        ("proxy_cache one;", [("cache", {"zone": "one"})]),
        ("proxy_cache off;", []),
        ("proxy_cache_use_stale error http_503;", [("fallback", {"stale_on": "error http_503"})]),
        ("error_page 502 503 = @sorry;", [("fallback", {"handler": "@sorry"})]),
        ("error_page 500 502 /50x.html;", []),
        ("error_page 404 @missing;", []),
        ("access_log off;", [("access-log", {"enabled": False})]),
        ("access_log /dev/stdout main;", [("access-log", {"enabled": True})]),
        ("limit_conn perip 10;", [("rate-limit", {"zone": "perip", "max_connections": 10})]),
        ("limit_req zone=other;", [("rate-limit", {"zone": "other"})]),
    ],
)
def test_settings_of_a_location_are_policies_of_its_path(
    inside: str, expected: list[tuple[str, dict[str, object]]]
) -> None:
    assert policies(f"location /a {{ {inside} }}") == [(kind, params, "/a") for kind, params in expected]


def test_rate_limits_know_the_rate_of_their_zone() -> None:
    text = (
        "http { limit_req_zone $binary_remote_addr zone=slow:10m rate=30r/m; limit_req_zone $x zone=odd:1m rate=x;\n"
        "server { listen 80; listen 443 ssl http2; limit_req zone=slow burst=5 nodelay; } }"
    )
    assert policies(text) == [
        ("tls", {"listen": "443"}, None),
        ("rate-limit", {"zone": "slow", "requests_per_s": 0.5, "burst": 5}, None),
    ]


def test_ssl_on_is_tls() -> None:
    assert policies("server { ssl on; }") == [("tls", {}, None)]


def test_logs_and_traces_sent_elsewhere_are_references() -> None:
    facts = read(
        "http {\n access_log syslog:server=logs:514,facility=local7 main;\n error_log syslog:server=unix:/dev/log;\n"
        " otel_exporter { endpoint collector:4317; }\n}"
    )
    assert facts.references == [
        ConfigReference(
            "web/nginx.conf",
            "logs:514",
            "access_log syslog server",
            Span("web/nginx.conf", 2, 13),
            "observability",
            "nginx",
        ),
        ConfigReference(
            "web/nginx.conf",
            "collector:4317",
            "otel_exporter endpoint",
            Span("web/nginx.conf", 4, 27),
            "observability",
            "nginx",
        ),
    ]


def test_embedded_text_has_the_places_of_its_manifest() -> None:
    facts = nginx_facts(
        "k8s/web.yaml", "location / {\n proxy_pass http://a; }", {}, file="configmap/_/web/nginx.conf", first_line=10
    )
    (route,) = facts.routes
    assert (route.file, route.span) == ("configmap/_/web/nginx.conf", Span("k8s/web.yaml", 11, 13))


def test_no_credentials_are_shown() -> None:
    (route,) = read("location / { proxy_pass http://me:secret@a/x?token=geheim; }").routes
    assert route.because == "proxy_pass http://a/x for /"

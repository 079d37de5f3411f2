from collections.abc import Callable
from pathlib import Path

import pytest

from archcheck.assembly.compose import load_project
from archcheck.model.facts import (
    Build,
    Container,
    EmbeddedFile,
    Exposure,
    Facts,
    HealthCheck,
    HealthKind,
    HealthMethod,
    Link,
    Logging,
    Mechanism,
    Mount,
    MountKind,
    NetworkAttachment,
    Port,
    Resources,
    Setting,
    SettingOrigin,
    StartOrder,
    Word,
    Workload,
    WorkloadKind,
)
from archcheck.model.span import Span
from archcheck.parsers.compose import compose_facts
from archcheck.sources.tree import SourceTree

Read = Callable[..., Facts]


@pytest.fixture
def messages() -> list[str]:
    return []


@pytest.fixture
def read(tmp_path: Path, messages: list[str]) -> Read:
    def read_files(text: str, **files: str) -> Facts:
        (tmp_path / "compose.yaml").write_text(text)
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_DOT_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        tree = SourceTree(tmp_path)
        project = load_project(tree, ["compose.yaml"])
        facts = compose_facts(project, tree)
        messages.extend(f"{p.span}: {p.message}" for d in project.documents for p in d.problems)
        return facts

    return read_files


def at(line: int, column: int) -> Span:
    return Span("compose.yaml", line, column)


def test_a_whole_service_is_read(read: Read, messages: list[str]) -> None:
    facts = read(
        """services:
  web:
    image: shop/web:1
    container_name: shop-web
    hostname: www
    entrypoint: ["/run", "--x"]
    command: serve 'a b'
    environment:
      DB_URL: postgres://db:5432/shop
    env_file: web.env
    ports:
      - "8080:80"
      - {target: 443, name: tls}
    expose: ["9000", "53/udp"]
    healthcheck:
      test: [CMD, curl, -f, "http://localhost/health"]
      interval: 10s
      timeout: 2s
      retries: 3
      start_period: 1m
    volumes:
      - ./conf/nginx.conf:/etc/nginx.conf:ro
      - data:/data
      - /scratch
      - ../outside:/outside
    tmpfs: /run:size=1m
    networks:
      front: {aliases: [shop], ipv4_address: 10.0.0.5}
      back:
    depends_on: [cache]
    links: ["db:database"]
    external_links: [legacy]
    logging: {driver: fluentd, options: {fluentd-address: "logs:24224"}}
    restart: always
    deploy: {replicas: 2, labels: {a: deploy, b: deploy}, resources: {limits: {cpus: "0.5", memory: 64m}}}
    labels: ["a=own"]
    annotations: {n: 1}
    stop_grace_period: 5s
    extra_hosts: ["old:10.0.0.9"]
    profiles: [prod]
""",
        web_DOT_env="FROM_FILE=1\n",
    )
    assert messages == []
    assert facts.workloads == [
        Workload(
            "web",
            WorkloadKind.COMPOSE,
            at(2, 3),
            containers=(
                Container(
                    "web",
                    "shop/web:1",
                    at(2, 3),
                    ports=(
                        Port(80, None, "tcp", at(12, 9)),
                        Port(443, "tls", "tcp", at(13, 9)),
                        Port(9000, None, "tcp", at(14, 14)),
                        Port(53, None, "udp", at(14, 22)),
                    ),
                    settings=(
                        Setting("FROM_FILE", "1", Span("web.env", 1, 11), SettingOrigin.ENV_FILE, "web.env", bulk=True),
                        Setting("DB_URL", "postgres://db:5432/shop", at(9, 15)),
                    ),
                    command=(
                        Word("/run", at(6, 18)),
                        Word("--x", at(6, 26)),
                        Word("serve", at(7, 14)),
                        Word("a b", at(7, 14)),
                    ),
                    health_checks=(
                        HealthCheck(
                            HealthKind.CONTAINER,
                            HealthMethod.EXEC,
                            at(15, 5),
                            command=("curl", "-f", "http://localhost/health"),
                            interval_s=10.0,
                            timeout_s=2.0,
                            threshold=3,
                            initial_delay_s=60.0,
                        ),
                    ),
                    mounts=(
                        Mount(MountKind.BIND, "conf/nginx.conf", "/etc/nginx.conf", True, at(22, 9)),
                        Mount(MountKind.VOLUME, "data", "/data", False, at(23, 9)),
                        Mount(MountKind.VOLUME, None, "/scratch", False, at(24, 9), persistent=False),
                        Mount(MountKind.BIND, None, "/outside", False, at(25, 9)),
                        Mount(MountKind.TMPFS, None, "/run", False, at(26, 12), persistent=False),
                    ),
                    resources=Resources(0.5, 67_108_864, at(35, 80)),
                ),
            ),
            labels={"a": "own", "b": "deploy"},
            annotations={"n": "1"},
            names=("shop-web", "www"),
            networks=(
                NetworkAttachment("front", ("shop",), "10.0.0.5", at(28, 7)),
                NetworkAttachment("back", (), None, at(29, 7)),
            ),
            replicas=2,
            restart="always",
            start_after=(StartOrder("cache", "service_started", True, at(30, 18)),),
            links=(Link("db", "database", False, at(31, 13)), Link("legacy", None, True, at(32, 22))),
            logging=Logging("fluentd", "logs:24224", at(33, 59)),
            profiles=("prod",),
            stop_grace_s=5.0,
            extra_hosts=(("old", "10.0.0.9", at(39, 19)),),
        )
    ]
    assert facts.exposures == [
        Exposure("web", Mechanism.HOST_PORT, at(12, 9), host_port=8080, container_port=80),
        Exposure("web", Mechanism.HOST_PORT, at(13, 9), container_port=443),
    ]
    assert [exposure.published for exposure in facts.exposures] == [True, False]


def test_a_service_without_networks_is_on_the_default_network(read: Read) -> None:
    (workload,) = read("services:\n  web:\n    image: web\n").workloads
    assert workload.networks == (NetworkAttachment("default", (), None, at(2, 3)),)


def test_doors_of_every_kind_are_told_apart(read: Read) -> None:
    facts = read(
        """services:
  loopback: {image: a, ports: ["127.0.0.1:1:1"]}
  range: {image: a, ports: ["1-2:1-2", "3000-3005:3"]}
  host: {image: a, network_mode: host, ports: ["1:1"]}
"""
    )
    found = [(e.workload, e.mechanism, e.host_port, e.container_port, e.host_ip, e.published) for e in facts.exposures]
    assert found == [
        ("loopback", Mechanism.HOST_PORT, 1, 1, "127.0.0.1", False),
        ("range", Mechanism.HOST_PORT, 1, 1, None, True),
        ("range", Mechanism.HOST_PORT, 2, 2, None, True),
        ("range", Mechanism.HOST_PORT, 3000, 3, None, True),
        ("host", Mechanism.HOST_NETWORK, None, None, None, True),
    ]
    host = facts.workloads[2]
    assert (host.host_network, host.network_mode, host.networks) == (True, "host", ())


def test_health_checks_of_every_form_are_read(read: Read, messages: list[str]) -> None:
    facts = read(
        """services:
  text: {image: a, healthcheck: {test: curl x}}
  shell: {image: a, healthcheck: {test: [CMD-SHELL, curl x]}}
  none: {image: a, healthcheck: {test: [NONE]}}
  disabled: {image: a, healthcheck: {test: [CMD, x], disable: true}}
  times: {image: a, healthcheck: {interval: 1s}}
  empty: {image: a, healthcheck: {}}
  wrong: {image: a, healthcheck: {test: [curl, x]}}
  plain: {image: a}
"""
    )
    checks = {w.name: [(c.method, c.command) for c in w.containers[0].health_checks] for w in facts.workloads}
    assert checks == {
        "text": [(HealthMethod.EXEC, ("CMD-SHELL", "curl x"))],
        "shell": [(HealthMethod.EXEC, ("CMD-SHELL", "curl x"))],
        "none": [(HealthMethod.DISABLED, ())],
        "disabled": [(HealthMethod.DISABLED, ())],
        "times": [],
        "empty": [],
        "wrong": [(HealthMethod.EXEC, ("curl", "x"))],
        "plain": [],
    }
    assert messages == ["compose.yaml:8:41: A list of words for a health check starts with CMD, CMD-SHELL or NONE."]


def test_restart_policies_are_as_written(read: Read) -> None:
    facts = read(
        """services:
  a: {image: a, restart: "no", deploy: {restart_policy: {condition: any}}}
  b: {image: a, deploy: {restart_policy: {condition: on-failure}}}
  c: {image: a, deploy: {restart_policy: {}}}
  d: {image: a, scale: 3, mem_limit: 1g}
"""
    )
    assert [w.restart for w in facts.workloads] == ["no", "deploy:on-failure", "deploy:any", None]
    assert [w.replicas for w in facts.workloads] == [None, None, None, 3]
    assert facts.workloads[3].containers[0].resources == Resources(None, 1_073_741_824, at(5, 27))


def test_configs_and_secrets_are_the_files_behind_them(read: Read) -> None:
    facts = read(
        """services:
  web:
    image: a
    configs: [file, {source: text, target: /etc/text}, outside, undefined]
    secrets: [token, {source: key, target: /key}]
configs:
  file: {file: ./conf/a.ini}
  text:
    content: |
      key=${VALUE:-1}
  outside: {external: true, name: elsewhere}
secrets:
  token: {file: ../token}
  key: {environment: KEY}
"""
    )
    mounts = [(m.kind, m.source, m.target) for m in facts.workloads[0].containers[0].mounts]
    assert mounts == [
        (MountKind.CONFIG, "conf/a.ini", "/file"),
        (MountKind.CONFIG, "config/text", "/etc/text"),
        (MountKind.CONFIG, "elsewhere", "/outside"),
        (MountKind.CONFIG, "undefined", "/undefined"),
        (MountKind.SECRET, None, "/run/secrets/token"),
        (MountKind.SECRET, "key", "/key"),
    ]
    assert facts.embedded_files == [EmbeddedFile("config/text", "key=1\n", at(9, 14))]


def test_the_dockerfile_of_a_build_is_read(read: Read, messages: list[str]) -> None:
    facts = read(
        """services:
  app: {build: {context: app, args: {BASE: "node:20"}}}
  missing: {build: ./none}
  remote: {build: "https://github.com/x/y.git"}
  outside: {build: ../x}
  inline:
    build:
      dockerfile_inline: |
        FROM alpine
        EXPOSE 1
""",
        app__Dockerfile="ARG BASE=none\nFROM ${BASE}\nEXPOSE 3000\n",
    )
    builds = [workload.containers[0].build for workload in facts.workloads]
    assert builds == [
        Build(
            "app",
            "app/Dockerfile",
            at(2, 9),
            base_images=("node:20",),
            ports=(Port(3000, None, "tcp", Span("app/Dockerfile", 3)),),
        ),
        Build("none", None, at(3, 13)),
        Build(None, None, at(4, 12)),
        Build(None, None, at(5, 13)),
        Build(".", None, at(7, 5), base_images=("alpine",), ports=(Port(1, None, "tcp", at(10, 1)),)),
    ]
    assert messages == ["compose.yaml:3:20: none/Dockerfile does not exist; nothing is known of the image."]


def test_a_dockerfile_that_is_no_text_is_reported(read: Read, messages: list[str], tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"\xff\xfe")
    assert read("services:\n  app: {build: .}\n").workloads[0].containers[0].build == Build(".", None, at(2, 9))
    assert messages == ["Dockerfile:1:1: The file is no UTF-8 text."]


def test_volumes_from_is_an_order_to_start(read: Read) -> None:
    facts = read(
        """services:
  a: {image: a, volumes_from: ["b:ro", "container:x", b], depends_on: {c: {condition: service_healthy}}}
  b: {image: b}
  c: {image: c}
"""
    )
    assert facts.workloads[0].start_after == (
        StartOrder("c", "service_healthy", False, at(2, 72)),
        StartOrder("b", "service_started", True, at(2, 32)),
    )


def test_logging_without_an_address_names_the_driver(read: Read) -> None:
    facts = read("services:\n  a: {image: a, logging: {driver: fluentd}}\n  b: {image: b, logging: {options: {}}}\n")
    assert [w.logging for w in facts.workloads] == [Logging("fluentd", None, at(2, 35)), None]


def test_wrong_shapes_are_reported(read: Read, messages: list[str]) -> None:
    read(
        """services:
  a:
    image: [a]
    ports: [{published: 1}, {target: 1, published: x}, {target: 1-2}]
    expose: [x]
    networks: {n: text}
    deploy: {replicas: two}
    cpus: many
    volumes: [{type: npipe, source: x, target: y}]
    configs: [{target: x}]
"""
    )
    assert sorted(messages) == [
        "compose.yaml:3:12: A single value is expected here, not a list.",
        "compose.yaml:4:13: A port of the container is expected here as target.",
        "compose.yaml:4:29: A port of the host, or a range of them, is expected here as published.",
        "compose.yaml:4:65: A port of the container is expected here as target.",
        "compose.yaml:5:14: A port is expected here, such as 8080 or 8080/udp.",
        "compose.yaml:6:19: A mapping is expected here, not text.",
        "compose.yaml:7:24: A whole number is expected here, not text.",
        "compose.yaml:8:11: A number of CPU cores is expected here, such as 0.5.",
    ]


def test_secrets_stand_in_no_message(read: Read, messages: list[str]) -> None:
    read("services:\n  a: {image: a, env_file: x.env, environment: {P: '${X:?canary-1}'}}\n", x_DOT_env="P canary-2\n")
    assert messages
    assert "canary" not in "".join(messages)


def test_a_network_that_exists_outside_the_project_is_marked(read: Read) -> None:
    (workload,) = read(
        """services:
  web: {image: web, networks: [shared, own]}
networks:
  shared: {external: true}
  own: {external: false}
"""
    ).workloads
    assert [(network.network, network.external) for network in workload.networks] == [("shared", True), ("own", False)]

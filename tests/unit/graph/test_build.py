import textwrap
from pathlib import Path

from archcheck.app.check import CheckRequest, build_graphs

SCRAPED_BROKER = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: rabbitmq}
spec:
  selector: {matchLabels: {app: rabbitmq}}
  template:
    metadata: {labels: {app: rabbitmq}}
    spec: {containers: [{name: rabbitmq, image: "rabbitmq:4"}]}
---
apiVersion: v1
kind: Service
metadata: {name: rabbitmq}
spec: {selector: {app: rabbitmq}, ports: [{port: 15692}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: prometheus}
spec:
  selector: {matchLabels: {app: prometheus}}
  template:
    metadata: {labels: {app: prometheus}}
    spec:
      containers: [{name: prometheus, image: "prom/prometheus:v3", volumeMounts: [{name: config, mountPath: /etc/prometheus}]}]
      volumes: [{name: config, configMap: {name: prometheus}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus}
data:
  prometheus.yml: |
    scrape_configs:
      - job_name: broker
        static_configs: [{targets: ["rabbitmq:15692"]}]
"""
POLICY = """
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: rabbitmq}
spec:
  podSelector: {matchLabels: {app: rabbitmq}}
  ingress: [{from: [{podSelector: {matchLabels: {app: prometheus}}}]}]
"""


def dependencies(folder: Path, text: str) -> list[tuple[str, str, str, list[str]]]:
    (folder / "shop.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    (graph,) = build_graphs(CheckRequest((str(folder),), "2026-01-01T00:00:00Z", folder))
    return [(d.source, d.target, d.type.value, [e.because for e in d.evidence]) for d in graph.dependencies]


def test_a_policy_that_admits_a_known_caller_adds_evidence_and_no_dependency(tmp_path: Path) -> None:
    assert dependencies(tmp_path, SCRAPED_BROKER + POLICY) == [
        (
            "prometheus",
            "rabbitmq",
            "observability",
            ["scrape target of job broker rabbitmq:15692", "NetworkPolicy rabbitmq allows it"],
        )
    ]


def test_a_policy_that_admits_a_caller_is_a_dependency_where_nothing_else_is_known(tmp_path: Path) -> None:
    unscraped = SCRAPED_BROKER.replace('targets: ["rabbitmq:15692"]', "targets: []")
    assert dependencies(tmp_path, unscraped + POLICY) == [
        ("prometheus", "rabbitmq", "messaging", ["NetworkPolicy rabbitmq allows it"])
    ]

"""A secret in any place that says it is one appears in no output of any format."""

import base64
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, build_graphs, check_paths
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.registry import FORMATS, GRAPH_FORMATS, graph_reporter, reporter

CANARY = "Zebra7Quagga3Okapi"

COMPOSE = f"""\
services:
  web:
    image: nginx:1.27
    ports: ["80:80", "8080:8080"]
    environment:
      API_URL: http://user:{CANARY}@api:8080/
      ADMIN_PASSWORD: {CANARY}
      apiKey: "{CANARY}"
      CONNECTION: Server=sql;Database=x;User Id=sa;Password={CANARY}
    labels:
      acme.token: {CANARY}
    command: ["--db-password", "{CANARY}", "--url=http://u:{CANARY}@api"]
  api:
    build:
      context: api
      args: {{NPM_TOKEN: {CANARY}}}
    env_file: api.env
    environment:
      - JDBC_URL=jdbc:postgresql://db:5432/shop?user=app&password={CANARY}
      - GO_DSN=app:{CANARY}@tcp(db:3306)/shop
      - FROM_ENV_URL=amqp://u:${{SECRET}}@queue:5672/
      - REDIS=redis:6379,password={CANARY},ssl=true
    healthcheck: {{test: "curl -u admin:{CANARY} http://localhost/ || exit 0"}}
  db:
    image: postgres:17
    ports: ["5432:5432"]
    environment: {{POSTGRES_PASSWORD: {CANARY}, POSTGRES_DB: shop}}
  other:
    image: acme/other
    environment: {{DATABASE_URL: "postgres://app:{CANARY}@db/shop", ALSO: "postgres://app:{CANARY}@10.1.2.3/shop"}}
secrets:
  token: {{file: token.txt}}
"""
KUBERNETES = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: s}}
stringData: {{plain: {CANARY}, url: "postgres://u:{CANARY}@db/shop"}}
data: {{encoded: {base64.b64encode(CANARY.encode()).decode()}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: c}}
data: {{DB_PASSWORD: {CANARY}, DB_URL: "postgres://u:{CANARY}@db/shop"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: a}}
spec:
  template:
    metadata: {{labels: {{app: a}}}}
    spec:
      containers:
        - name: a
          image: acme/a
          args: ["--password={CANARY}", "-c", "psql postgres://u:{CANARY}@db/shop"]
          envFrom: [{{secretRef: {{name: s}}}}, {{configMapRef: {{name: c}}}}]
          env:
            - name: ACCESS_TOKEN
              value: {CANARY}
            - name: PEER_URL
              value: https://u:{CANARY}@nowhere:80/
          ports: [{{containerPort: 80}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: db}}
spec:
  template:
    metadata: {{labels: {{app: db}}}}
    spec: {{containers: [{{name: db, image: "postgres:17", ports: [{{containerPort: 5432}}]}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: db}}
spec: {{selector: {{app: db}}, ports: [{{port: 5432}}]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "compose.yaml": COMPOSE,
        ".env": f"SECRET={CANARY}\n",
        "api.env": f"API_TOKEN={CANARY}\nPAYMENTS_URL=http://x:{CANARY}@payments\n",
        "token.txt": CANARY,
        "api/Dockerfile": f"FROM node:22\nENV DB_PASSWORD={CANARY}\nENV DB_URL=postgres://u:{CANARY}@db/shop\n",
        "api/nginx.conf": f"server {{ location / {{ proxy_pass http://u:{CANARY}@web:80; }} }}\n",
        "api/src/main/resources/application.yml": f"spring: {{datasource: {{url: 'jdbc:mysql://db/x', password: {CANARY}}}}}\n",
        "k8s/all.yaml": KUBERNETES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_no_report_shows_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    checked = check_paths(CheckRequest((".",), "2026-01-01T00:00:00Z", folder, select=("ALL",)))
    assert checked.failures == ()
    assert {f.rule for f in checked.run.all_findings} >= {"ARC601", "ARC607", "ARC201", "ARC506"}
    for name in FORMATS:
        for options in (RenderOptions(verbose=True, show_files=True), RenderOptions(quiet=True)):
            text = reporter(name)(checked.run, options)
            assert CANARY not in text, name
            assert base64.b64encode(CANARY.encode()).decode() not in text, name


def test_no_graph_shows_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for graph in build_graphs(CheckRequest((".",), "2026-01-01T00:00:00Z", folder)):
        view = GraphView(graph.id, tuple(graph.components.values()), graph.dependencies)
        for name in GRAPH_FORMATS:
            assert CANARY not in graph_reporter(name)(view), name

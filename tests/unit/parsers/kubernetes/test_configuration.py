from collections.abc import Callable
from typing import Any

from archcheck.model.facts import EmbeddedFile
from archcheck.model.span import Span


def test_entries_that_are_files_are_kept_with_their_place(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  app.yaml: "a: 1"
  lines: |
    one
    two
  APP.PROPERTIES: x=1
  spring.datasource.url: jdbc:x
  URL: http://orders
  nothing.json:
  number: 5
  wrong: []
"""
    manifest = read(text)
    assert manifest.facts.embedded_files == [
        EmbeddedFile("configmap/_/a/app.yaml", "a: 1", Span("m.yaml", 5, 13)),
        EmbeddedFile("configmap/_/a/lines", "one\ntwo\n", Span("m.yaml", 6, 10)),
        EmbeddedFile("configmap/_/a/APP.PROPERTIES", "x=1", Span("m.yaml", 9, 19)),
    ]
    assert manifest.messages == ["14:10 A single value is expected here, not a list."]


def test_the_id_carries_the_namespace(sample: Callable[[str], Any]) -> None:
    assert [file.id for file in sample("core").facts.embedded_files] == ["configmap/shop/settings/nginx.conf"]


def test_empty_and_overridden_entries(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{envFrom: [{configMapRef: {name: c}}, {secretRef: {name: s}}, {configMapRef: {name: absent}}]}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {EMPTY: , N: 5, WRONG: []}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {A: YQ==, B: []}, stringData: {A: plain, C: c}}
"""
    settings = read(text).facts.workloads[0].containers[0].settings
    assert [(s.name, s.value) for s in settings] == [
        ("EMPTY", ""),
        ("N", "5"),
        ("WRONG", None),
        ("A", "plain"),
        ("B", None),
        ("C", "c"),
    ]

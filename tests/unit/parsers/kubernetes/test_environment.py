from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import Setting, SettingOrigin
from archcheck.model.span import Span

POD = """
apiVersion: v1
kind: Pod
metadata: {{name: web, namespace: {namespace}, labels: {{app: web}}, annotations: {{team: a}}}}
spec:
  serviceAccountName: runner
  containers:
  - name: main
    env:
{env}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings{where}}}
data: {{URL: "http://orders:80"}}
---
apiVersion: v1
kind: Secret
metadata: {{name: login{where}}}
data: {{PASSWORD: aHVudGVyMg==, BROKEN: "%%", BINARY: /w==}}
"""


def settings(read: Callable[[str], Any], *lines: str, namespace: str = "shop", where: str = "") -> list[Setting]:
    env = "\n".join(f"    - {{{line}}}" for line in lines)
    manifest = read(POD.format(env=env, namespace=namespace, where=where))
    return list(manifest.facts.workloads[0].containers[0].settings)


def values(read: Callable[[str], Any], *lines: str) -> dict[str, str | None]:
    return {setting.name: setting.value for setting in settings(read, *lines)}


def test_a_literal_stands_where_its_value_stands(read: Callable[[str], Any]) -> None:
    assert settings(read, "name: A, value: x") == [Setting("A", "x", Span("m.yaml", 10, 24))]


def test_references_are_placed_at_the_value_they_lead_to(read: Callable[[str], Any]) -> None:
    found = settings(
        read,
        "name: A, valueFrom: {configMapKeyRef: {name: settings, key: URL}}",
        "name: B, valueFrom: {secretKeyRef: {name: login, key: PASSWORD}}",
    )
    assert found == [
        Setting("A", "http://orders:80", Span("m.yaml", 16, 13), SettingOrigin.CONFIG_MAP, "settings"),
        Setting("B", "hunter2", Span("m.yaml", 21, 18), SettingOrigin.SECRET, "login", secret=True),
    ]


@pytest.mark.parametrize(("namespace", "where"), [("shop", ", namespace: shop"), ("shop", ""), ("", ", namespace: x")])
def test_a_namespace_that_is_not_given_may_be_any(read: Callable[[str], Any], namespace: str, where: str) -> None:
    line = "name: A, valueFrom: {configMapKeyRef: {name: settings, key: URL}}"
    assert settings(read, line, namespace=namespace, where=where)[0].value == "http://orders:80"


def test_another_namespace_does_not_match(read: Callable[[str], Any]) -> None:
    line = "name: A, valueFrom: {configMapKeyRef: {name: settings, key: URL}}"
    found = settings(read, line, where=", namespace: other")
    assert found == [Setting("A", None, Span("m.yaml", 10, 29), SettingOrigin.CONFIG_MAP, "settings")]


def test_a_secret_that_is_no_base64_is_reported_without_its_value(read: Callable[[str], Any]) -> None:
    env = "    - {name: A, valueFrom: {secretKeyRef: {name: login, key: BROKEN}}}"
    manifest = read(POD.format(env=env, namespace="shop", where=""))
    assert manifest.messages == ["20:40 This value of a Secret is no base64; plain text goes under stringData."]


def test_binary_secrets_and_absent_keys_have_no_value(read: Callable[[str], Any]) -> None:
    found = values(
        read,
        "name: A, valueFrom: {secretKeyRef: {name: login, key: BINARY}}",
        "name: B, valueFrom: {secretKeyRef: {name: login, key: ABSENT}}",
        "name: C, valueFrom: {configMapKeyRef: {key: ABSENT}}",
        "name: D, valueFrom: {resourceFieldRef: {resource: limits.cpu}}",
    )
    assert found == {"A": None, "B": None, "C": None, "D": None}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("metadata.namespace", "shop"),
        ("metadata.name", "web"),
        ("spec.serviceAccountName", "runner"),
        ("metadata.labels['app']", "web"),
        ("metadata.annotations['team']", "a"),
        ("metadata.labels['none']", None),
        ("status.podIP", None),
    ],
)
def test_fields_of_the_pod_are_known_as_far_as_the_manifest_tells(
    read: Callable[[str], Any], path: str, expected: str | None
) -> None:
    found = settings(read, f'name: A, valueFrom: {{fieldRef: {{fieldPath: "{path}"}}}}')
    assert [(s.value, s.origin) for s in found] == [(expected, SettingOrigin.FIELD)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$(A)", "x"),
        ("a$(A)b$(A)", "axbx"),
        ("$$(A)", "$(A)"),
        ("$$$(A)", "$x"),
        ("$(NONE)", "$(NONE)"),
        ("$(A", "$(A"),
        ("$", "$"),
        ("$A ${A}", "$A ${A}"),
        ("$(LATER)", "$(LATER)"),
        ("$()", "$()"),
    ],
)
def test_variables_are_expanded_as_the_kubelet_does(read: Callable[[str], Any], text: str, expected: str) -> None:
    found = values(read, "name: A, value: x", f'name: B, value: "{text}"', "name: LATER, value: y")
    assert found["B"] == expected


def test_a_value_made_of_a_secret_is_secret(read: Callable[[str], Any]) -> None:
    found = settings(
        read,
        "name: P, valueFrom: {secretKeyRef: {name: login, key: PASSWORD}}",
        'name: URL, value: "redis://:$(P)@cache"',
    )
    assert [(s.value, s.secret, s.origin) for s in found[1:]] == [
        ("redis://:hunter2@cache", True, SettingOrigin.ENVIRONMENT)
    ]


def test_the_last_of_equal_names_wins_and_an_empty_entry_is_empty(read: Callable[[str], Any]) -> None:
    assert values(read, "name: A, value: x", "name: B", "name: A, value: y", "name: C, value: ") == {
        "B": "",
        "A": "y",
        "C": "",
    }


def test_whole_sources_come_before_entries_and_with_their_prefix(sample: Callable[[str], Any]) -> None:
    main = sample("core").facts.workloads[0].containers[2]
    assert [(s.name, s.origin.value, s.source, s.bulk, s.secret) for s in main.settings] == [
        ("PAYMENTS_URL", "config-map", "settings", True, False),
        ("nginx.conf", "config-map", "settings", True, False),
        ("LOGIN_PASSWORD", "secret", "login", True, True),
        ("LOGIN_USER", "secret", "login", True, True),
        ("PASSWORD", "secret", "login", False, True),
        ("URL", "config-map", "settings", False, False),
        ("NAMESPACE", "field", None, False, False),
        ("CPU", "field", None, False, False),
        ("DB_URL", "environment", None, False, True),
    ]
    assert main.settings[-1].value == "postgres://clerk:secret@db.shop:5432/shop"


def test_variables_of_services_lead_to_their_names(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  enableServiceLinks: %s
  containers:
  - args: ["$(MY_DB_SERVICE_HOST):$(MY_DB_SERVICE_PORT)", "$(MY_DB_PORT)", "$(MY_DB_SERVICE_PORT_SQL)",
      "$(MY_DB_PORT_5432_TCP_ADDR):$(MY_DB_PORT_5432_TCP_PORT)", "$(MY_DB_PORT_5433_TCP)"]
---
apiVersion: v1
kind: Service
metadata: {name: my-db, namespace: data}
spec: {ports: [{port: 5432, name: sql}, {port: 5433}, {}]}
"""
    words = [word.text for word in read(text % "true").facts.workloads[0].containers[0].command]
    assert words == ["my-db:5432", "tcp://my-db:5432", "5432", "my-db:5432", "tcp://my-db:5433"]
    words = [word.text for word in read(text % "false").facts.workloads[0].containers[0].command]
    assert words[1] == "$(MY_DB_PORT)"


def test_variables_that_double_each_other_are_refused(read: Callable[[str], Any]) -> None:
    lines = ["name: V0, value: " + "x" * 50]
    lines += [f'name: V{i}, value: "$(V{i - 1})$(V{i - 1})"' for i in range(1, 60)]
    env = "\n".join(f"    - {{{line}}}" for line in lines)
    manifest = read(POD.format(env=env, namespace="shop", where=""))
    assert sum(len(s.value) for s in manifest.facts.workloads[0].containers[0].settings) < 40_000_000
    assert manifest.messages[0].endswith(
        "The variables of this deployment expand to too much text; this one is left as written."
    )


def test_a_source_replaces_what_an_earlier_one_gave(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{envFrom: [{configMapRef: {name: c}}, {configMapRef: {name: d}}, {configMapRef: {name: x}}]}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {A: c, B: c}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: d}, data: {A: d}}
"""
    settings_ = read(text).facts.workloads[0].containers[0].settings
    assert [(s.name, s.value, s.source) for s in settings_] == [("B", "c", "c"), ("A", "d", "d")]


def test_wrong_shapes_are_reported(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - env: {A: b}
    envFrom: [settings]
  - env: [A=b, {value: c}, {name: D, value: [1]}, {name: E, valueFrom: x}, {name: F, valueFrom: {secretKeyRef: y}}]
"""
    manifest = read(text)
    assert manifest.messages == [
        "7:15 An item of envFrom should be a mapping, not text.",
        "6:10 env should be a list, not mapping.",
        "8:11 An item of env should be a mapping, not text.",
        "8:16 An entry of env needs a name.",
        "8:45 A single value is expected here, not a list.",
        "8:72 valueFrom should be a mapping, not text.",
        "8:112 secretKeyRef should be a mapping, not text.",
    ]
    assert [(s.name, s.value) for s in manifest.facts.workloads[0].containers[1].settings] == [
        ("D", None),
        ("E", ""),
        ("F", None),
    ]

from collections.abc import Callable
from typing import Any

from archcheck.model.facts import (
    ContainerRole,
    HealthCheck,
    HealthKind,
    HealthMethod,
    Mount,
    MountKind,
    Port,
    Resources,
)
from archcheck.model.span import Span


def test_a_container_is_read_whole(sample: Callable[[str], Any]) -> None:
    proxy, wait, main = sample("core").facts.workloads[0].containers
    assert [(c.name, c.role) for c in (proxy, wait, main)] == [
        ("proxy", ContainerRole.SIDECAR),
        ("wait", ContainerRole.INIT),
        ("main", ContainerRole.MAIN),
    ]
    assert [w.text for w in wait.command] == ["sh", "-c", "nc -z db 5432"]
    assert [(w.text, w.span.line, w.span.column) for w in main.command] == [
        ("/orders", 37, 21),
        ("--payments=http://payments:8080", 38, 18),
        ("--password=$(PASSWORD)", 38, 48),
    ]
    assert (main.image, main.span, main.lifecycle_hook) == ("orders:1", Span("m.yaml", 35, 11), True)
    assert main.ports == (Port(8080, "http", "tcp", Span("m.yaml", 39, 19)),)
    assert main.resources == Resources(0.5, 134217728, Span("m.yaml", 49, 11))


def test_probes_of_all_kinds(sample: Callable[[str], Any]) -> None:
    workloads = sample("core").facts.workloads
    assert workloads[0].containers[2].health_checks == (
        HealthCheck(HealthKind.STARTUP, HealthMethod.EXEC, Span("m.yaml", 50, 11), command=("cat", "/ready")),
        HealthCheck(
            HealthKind.READINESS,
            HealthMethod.HTTP,
            Span("m.yaml", 51, 11),
            path="/ready",
            port="http",
            interval_s=5,
            timeout_s=2,
            host="example.org",
        ),
        HealthCheck(
            HealthKind.LIVENESS,
            HealthMethod.GRPC,
            Span("m.yaml", 52, 11),
            path="orders",
            port=9090,
            threshold=5,
            initial_delay_s=3,
        ),
    )
    assert workloads[1].containers[0].health_checks == (
        HealthCheck(HealthKind.READINESS, HealthMethod.TCP, Span("m.yaml", 80, 11), port=5432),
    )


def test_volumes_of_all_kinds(sample: Callable[[str], Any]) -> None:
    workloads = sample("core").facts.workloads
    line = 54
    assert workloads[0].containers[2].mounts == (
        Mount(MountKind.CONFIG, "configmap/shop/settings", "/etc/nginx", True, Span("m.yaml", line + 1, 15), False),
        Mount(MountKind.SECRET, "login", "/etc/mixed", True, Span("m.yaml", line + 2, 15), False),
        Mount(MountKind.CONFIG, "configmap/shop/settings", "/etc/mixed", True, Span("m.yaml", line + 2, 15), False),
        Mount(MountKind.SECRET, None, "/etc/mixed", True, Span("m.yaml", line + 2, 15), False),
        Mount(MountKind.VOLUME, "orders-data", "/data", False, Span("m.yaml", line + 3, 15), True),
        Mount(MountKind.VOLUME, "nfs/files/exports", "/share", False, Span("m.yaml", line + 4, 15), True),
    )
    assert [m.source for m in workloads[1].containers[0].mounts] == ["data-db"]


def test_other_volumes(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - volumeMounts:
    - {name: temporary, mountPath: /1}
    - {name: host, mountPath: /2}
    - {name: disk, mountPath: /3}
    - {name: unnamed, mountPath: /4}
    - {name: csi, mountPath: /5}
    - {name: pod, mountPath: /6}
    - {name: unknown, mountPath: /7}
    - {name: bare, mountPath: /8}
    - {name: config, mountPath: /9}
    - {mountPath: /10}
    volumeDevices: [{name: disk, devicePath: /dev/x}]
  volumes:
  - {name: temporary, emptyDir: {}}
  - {name: host, hostPath: {path: /var/run/docker.sock}}
  - {name: disk, awsElasticBlockStore: {volumeID: vol-1}}
  - {name: unnamed, gcePersistentDisk: {}}
  - {name: csi, csi: {driver: x}}
  - {name: pod, downwardAPI: {}}
  - {name: bare}
  - {name: config, configMap: {name: elsewhere}}
  - {emptyDir: {}}
"""
    manifest = read(text)
    mounts = manifest.facts.workloads[0].containers[0].mounts
    assert [(m.kind.value, m.source, m.target, m.persistent) for m in mounts] == [
        ("tmpfs", None, "/1", False),
        ("bind", "/var/run/docker.sock", "/2", True),
        ("volume", "awsElasticBlockStore/vol-1", "/3", True),
        ("volume", None, "/4", True),
        ("volume", None, "/5", False),
        ("config", None, "/6", False),
        ("volume", None, "/7", True),
        ("tmpfs", None, "/8", False),
        ("config", "configmap/_/elsewhere", "/9", False),
        ("volume", "awsElasticBlockStore/vol-1", "/dev/x", True),
    ]
    assert manifest.messages == ["28:5 A volume needs a name.", "17:7 An entry of volumeMounts needs a name."]


def test_a_sub_path_picks_one_entry_of_a_config_map(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: n}
spec:
  containers:
  - volumeMounts:
    - {name: all, mountPath: /1, subPath: nginx.conf}
    - {name: some, mountPath: /2, subPath: conf/app.yaml}
    - {name: some, mountPath: /3, subPath: conf}
    - {name: all, mountPath: /4, subPath: folder/x}
    - {name: data, mountPath: /5, subPath: x}
    - {name: mixed, mountPath: /6, subPath: x}
  volumes:
  - {name: all, configMap: {name: c}}
  - {name: some, configMap: {name: c, items: [{key: app, path: conf/app.yaml}]}}
  - {name: data, persistentVolumeClaim: {claimName: d}}
  - {name: mixed, projected: {sources: [{configMap: {name: c}}]}}
"""
    assert [mount.source for mount in read(text).facts.workloads[0].containers[0].mounts] == [
        "configmap/n/c/nginx.conf",
        "configmap/n/c/app",
        "configmap/n/c",
        "configmap/n/c",
        "d",
        "configmap/n/c",
    ]


def test_wrong_shapes_are_reported(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - ports: {}
    command: run
    resources: {limits: {cpu: lots, memory: []}}
    readinessProbe: {}
    livenessProbe: {periodSeconds: 5}
    startupProbe: {httpGet: {port: []}}
  - ports: [{name: http}, {containerPort: http}, 80]
  - main
"""
    manifest = read(text)
    assert manifest.messages == [
        "6:12 ports should be a list, not mapping.",
        "7:14 command should be a list, not text.",
        "11:36 A single value is expected here, not a list.",
        "9:21 A probe needs one of httpGet, tcpSocket, grpc and exec.",
        "10:20 A probe needs one of httpGet, tcpSocket, grpc and exec.",
        "8:45 A single value is expected here, not a list.",
        "8:31 A quantity such as 500m or 128Mi is expected here.",
        "12:13 A port of a container needs containerPort.",
        "12:43 A whole number is expected here, not text.",
        "12:50 An item of ports should be a mapping, not number.",
        "13:5 An item of containers should be a mapping, not text.",
    ]
    assert [c.resources for c in manifest.facts.workloads[0].containers] == [
        Resources(None, None, Span("m.yaml", 8, 5)),
        None,
    ]

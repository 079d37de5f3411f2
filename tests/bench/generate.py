"""Writes a realistic tree of Kubernetes manifests, the same for the same size."""

from pathlib import Path

_PER_TEAM = 25
_FIRST_PORT = 8080


def write_tree(folder: Path, manifests: int) -> None:
    """Write ``manifests`` files: a service for every two of them, in namespaces of a team each.

    Every service has a Deployment with probes, limits, variables and a ConfigMap in one file, and a Service, a
    NetworkPolicy and a budget in the other. Services call one or two of their team and use their team's PostgreSQL, each a
    database of its own; calls lead to earlier services only, so that chains stay short and there are no loops.
    """
    for number in range(manifests // 2):
        team = folder / f"team{number // _PER_TEAM:03d}"
        team.mkdir(parents=True, exist_ok=True)
        name = f"svc{number:04d}"
        (team / f"{name}-deployment.yaml").write_text(_workload(name, number), encoding="utf-8")
        (team / f"{name}-service.yaml").write_text(_network(name, number), encoding="utf-8")


def _namespace(number: int) -> str:
    return f"team{number // _PER_TEAM:03d}"


def _callees(number: int) -> list[str]:
    within = number % _PER_TEAM
    first = number - within
    return [f"svc{first + callee:04d}" for callee in sorted({within // 2, within // 3}) if callee != within]


def _variables(number: int) -> str:
    calls = "".join(
        f"""
            - name: UPSTREAM_{index}_URL
              value: http://{callee}.{_namespace(number)}.svc.cluster.local:{_FIRST_PORT}"""
        for index, callee in enumerate(_callees(number))
    )
    return f"""
            - name: LOG_LEVEL
              value: info
            - name: OTEL_EXPORTER_OTLP_ENDPOINT
              value: http://collector.observability:4317
            - name: DATABASE_URL
              value: postgres://svc{number:04d}@db.{_namespace(number)}:5432/svc{number:04d}
            - name: DATABASE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: svc{number:04d}-db
                  key: password{calls}"""


def _workload(name: str, number: int) -> str:
    if number % _PER_TEAM == 0:
        return _database(number) + _deployment(name, number)
    return _deployment(name, number)


def _database(number: int) -> str:
    return f"""apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: {_namespace(number)}
spec:
  serviceName: db
  replicas: 1
  selector:
    matchLabels: {{app: db}}
  template:
    metadata:
      labels: {{app: db}}
    spec:
      containers:
        - name: postgres
          image: postgres:17.2
          ports:
            - containerPort: 5432
          readinessProbe:
            exec:
              command: [pg_isready, -U, postgres]
          livenessProbe:
            tcpSocket:
              port: 5432
            failureThreshold: 6
          resources:
            limits: {{cpu: "2", memory: 2Gi}}
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 20Gi
---
apiVersion: v1
kind: Service
metadata:
  name: db
  namespace: {_namespace(number)}
spec:
  clusterIP: None
  selector: {{app: db}}
  ports:
    - port: 5432
---
"""


def _deployment(name: str, number: int) -> str:
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {_namespace(number)}
  labels:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/part-of: {_namespace(number)}
    app.kubernetes.io/managed-by: kustomize
spec:
  replicas: 2
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
        app.kubernetes.io/part-of: {_namespace(number)}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "{_FIRST_PORT}"
    spec:
      serviceAccountName: {name}
      terminationGracePeriodSeconds: 30
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: server
          image: registry.example.com/{_namespace(number)}/{name}:1.{number % 40}.0
          imagePullPolicy: IfNotPresent
          args: [--config, /etc/{name}/settings.yaml, --port, "{_FIRST_PORT}"]
          ports:
            - name: http
              containerPort: {_FIRST_PORT}
            - name: metrics
              containerPort: 9102
          env:{_variables(number)}
          startupProbe:
            httpGet: {{path: /health, port: http}}
            failureThreshold: 30
          readinessProbe:
            httpGet: {{path: /ready, port: http}}
            periodSeconds: 5
            timeoutSeconds: 2
          livenessProbe:
            httpGet: {{path: /health, port: http}}
            periodSeconds: 10
            timeoutSeconds: 2
            failureThreshold: 6
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{cpu: 500m, memory: 256Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          lifecycle:
            preStop:
              exec:
                command: [sleep, "5"]
          volumeMounts:
            - name: settings
              mountPath: /etc/{name}
              readOnly: true
            - name: scratch
              mountPath: /tmp
      volumes:
        - name: settings
          configMap:
            name: {name}-settings
        - name: scratch
          emptyDir: {{}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}-settings
  namespace: {_namespace(number)}
data:
  settings.yaml: |
    greeting: hello from {name}
    pool:
      size: 10
      timeout: 5s
    features:
      - search
      - export
"""


def _network(name: str, number: int) -> str:
    return f"""apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {_namespace(number)}
  labels:
    app.kubernetes.io/name: {name}
spec:
  selector:
    app.kubernetes.io/name: {name}
  ports:
    - name: http
      port: {_FIRST_PORT}
      targetPort: http
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {name}
  namespace: {_namespace(number)}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {name}
  namespace: {_namespace(number)}
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {name}
  namespace: {_namespace(number)}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: {name}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app.kubernetes.io/part-of: {_namespace(number)}
      ports:
        - port: http
"""

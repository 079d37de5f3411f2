"""What the catalogue says about images, schemes, ports, variables and kinds, case by case."""

import json
from pathlib import Path

import pytest

from archcheck.catalogue.compilation import DATA, compile_catalogue
from archcheck.catalogue.technologies import Catalogue, load_catalogue
from archcheck.catalogue.technology import Match, Protocol, Technology
from archcheck.model.architecture import ComponentKind
from archcheck.model.errors import InternalError

CATALOGUE = Catalogue(compile_catalogue(DATA))


def shown(match: Match | None) -> str | None:
    """Return a match as ``kind:technology``, with ``?`` behind it if it is weak."""
    if match is None:
        return None
    return f"{match.kind}:{match.technology.id if match.technology else '-'}{'?' if match.weak else ''}"


IMAGES = """
redis                                                       cache:redis
redis:7.2-alpine                                            cache:redis
docker.io/library/redis:7                                   cache:redis
index.docker.io/redis@sha256:8096655e437712b07503796fb64d81 cache:redis
docker.io/redis:8.8.0                                       cache:redis
public.ecr.aws/docker/library/redis:6                       cache:redis
mirror.gcr.io/library/redis                                 cache:redis
arm64v8/redis:6                                             cache:redis
bitnami/redis:7.0                                           cache:redis
bitnamilegacy/redis:7.0                                     cache:redis
bitnamisecure/redis                                         cache:redis
public.ecr.aws/bitnami/redis:7.0                            cache:redis
docker.io/bitnami/redis-cluster:7.0                         cache:redis
cgr.dev/chainguard/redis:latest                             cache:redis
redis/redis-stack:latest                                    cache:redis
${REDIS_IMAGE:-redis:7}                                     cache:redis
redis:${REDIS_VERSION}                                      cache:redis
redis:${REDIS_VERSION:-7.2}                                 cache:redis
${REGISTRY:-docker.io}/library/redis                        cache:redis
${REGISTRY}/redis:7                                         cache:redis?
${REGISTRY}redis:7                                          cache:redis?
$REGISTRY/team/redis                                        cache:redis?
{{ .Values.registry }}/redis:7                              cache:redis?
registry.acme.io:5000/redis:7                               cache:redis?
localhost:5000/redis                                        cache:redis?
acme.azurecr.io/mirror/bitnami/redis:7                      cache:redis?
123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/redis     cache:redis?
acme/redis                                                  cache:redis?
acme/orders-redis:1.0                                       cache:redis?
mycompany/redis-worker                                      -
mycompany/redisearch-client                                 -
rediscommander/redis-commander:latest                       other:redis-commander
acme.io/tools/redis-commander                               other:redis-commander?
redis/redisinsight                                          other:redisinsight
oliver006/redis_exporter:v1                                 observability:redis-exporter
valkey/valkey:8                                             cache:valkey
eqalpha/keydb                                               cache:keydb
docker.dragonflydb.io/dragonflydb/dragonfly                 cache:dragonfly
memcached:1.6-alpine                                        cache:memcached
hazelcast/hazelcast:5.3                                     cache:hazelcast
hazelcast/management-center                                 other:hazelcast-management-center
quay.io/infinispan/server:15.0                              cache:infinispan
postgres:15-alpine                                          database:postgresql
postgis/postgis:15-3.3                                      database:postgresql
timescale/timescaledb:latest-pg15                           database:postgresql
pgvector/pgvector:pg16                                      database:postgresql
bitnami/postgresql:15                                       database:postgresql
ghcr.io/cloudnative-pg/postgresql:16.1                      database:postgresql
registry.redhat.io/rhel9/postgresql-15                      database:postgresql
quay.io/sclorg/postgresql-13-c9s                            database:postgresql?
acme/shop-postgres:1.0                                      database:postgresql?
orders-postgres:1.0                                         database:postgresql?
${REPO}/rs-mysql-db:${TAG}                                  database:mysql?
registry.istio.io/release/examples-bookinfo-mysqldb:1.20.3  database:mysql?
registry.istio.io/release/examples-bookinfo-mongodb:1.20.3  database:mongodb?
registry.istio.io/release/examples-bookinfo-ratings-v2      -
sqshq/piggymetrics-mongodb                                  database:mongodb?
weaveworksdemos/catalogue-db:0.3.0                          -
weaveworksdemos/user-db                                     -
dpage/pgadmin4                                              other:pgadmin
prometheuscommunity/postgres-exporter                       observability:postgres-exporter
edoburu/pgbouncer                                           proxy:pgbouncer
bitnami/pgpool:4                                            proxy:pgpool
gcr.io/cloudsql-docker/gce-proxy:1.37                       proxy:cloud-sql-proxy
gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.0             proxy:cloud-sql-proxy
mysql:8.0                                                   database:mysql
mysql/mysql-server:8.0                                      database:mysql
percona:8                                                   database:mysql
mariadb:11                                                  database:mariadb
lscr.io/linuxserver/mariadb                                 database:mariadb
bitnami/mariadb-galera                                      database:mariadb
phpmyadmin/phpmyadmin                                       other:phpmyadmin
adminer                                                     other:adminer
prom/mysqld-exporter                                        observability:mysql-exporter
mongo:6                                                     database:mongodb
mongo:4.4@sha256:aaaa                                       database:mongodb
mongodb/mongodb-community-server:7.0-ubi8                   database:mongodb
mongo-express:1.0                                           other:mongo-express
ghcr.io/documentdb/documentdb/documentdb-local:pg17         database:documentdb
mcr.microsoft.com/mssql/server:2022-latest                  database:mssql
mcr.microsoft.com/azure-sql-edge                            database:mssql
gvenzl/oracle-xe:21                                         database:oracle
cockroachdb/cockroach:v23.1                                 database:cockroachdb
cassandra:4                                                 database:cassandra
scylladb/scylla                                             database:scylladb
elasticsearch:8.11.0                                        database:elasticsearch
docker.elastic.co/elasticsearch/elasticsearch:8.11.0        database:elasticsearch
opensearchproject/opensearch:2                              database:opensearch
opensearchproject/opensearch-dashboards:2                   observability:opensearch-dashboards
amazon/dynamodb-local                                       database:dynamodb
mcr.microsoft.com/cosmosdb/linux/azure-cosmos-emulator      database:cosmosdb
neo4j:5                                                     database:neo4j
influxdb:2.7                                                database:influxdb
clickhouse/clickhouse-server:23.8                           database:clickhouse
clickhouse/clickhouse-keeper                                config:clickhouse-keeper
couchbase:community                                         database:couchbase
couchdb:3                                                   database:couchdb
minio/minio:RELEASE.2023-12-02T10-51-33Z                    database:minio
quay.io/minio/minio                                         database:minio
minio/mc                                                    job:minio-client
mcr.microsoft.com/azure-storage/azurite                     database:azure-storage
eventstore/eventstore:22.10.1-buster-slim                   database:eventstoredb
qdrant/qdrant                                               database:qdrant
rabbitmq:3-management-alpine                                broker:rabbitmq
masstransit/rabbitmq                                        broker:rabbitmq
bitnami/rabbitmq                                            broker:rabbitmq
kbudde/rabbitmq-exporter                                    observability:rabbitmq-exporter
confluentinc/cp-kafka:7.5.0                                 broker:kafka
confluentinc/cp-server:7.5.0                                broker:kafka
bitnami/kafka:3.6                                           broker:kafka
bitnamilegacy/kafka:3.6                                     broker:kafka
apache/kafka:3.7.0                                          broker:kafka
wurstmeister/kafka:2.13-2.8.1                               broker:kafka
quay.io/strimzi/kafka:0.38.0-kafka-3.6.0                    broker:kafka
acme.jfrog.io/docker/confluentinc/cp-kafka:7.5.0            broker:kafka?
acme.jfrog.io/cp-kafka                                      broker:kafka?
acme/orders-kafka-consumer                                  -
confluentinc/cp-zookeeper:7.5.0                             config:zookeeper
zookeeper:3.9                                               config:zookeeper
confluentinc/cp-schema-registry:7.5.0                       other:schema-registry
confluentinc/cp-kafka-connect:7.5.0                         other:kafka-connect
debezium/connect:2.4                                        other:debezium
confluentinc/cp-ksqldb-server:7.5.0                         other:ksqldb
confluentinc/cp-enterprise-control-center:7.5.0             other:confluent-control-center
provectuslabs/kafka-ui:latest                               other:kafka-ui
obsidiandynamics/kafdrop                                    other:kafka-ui
tchiotludo/akhq                                             other:kafka-ui
docker.redpanda.com/redpandadata/redpanda:v23.2.1           broker:redpanda
docker.redpanda.com/redpandadata/console:v2.3.1             other:redpanda-console
nats:2.10-alpine                                            broker:nats
nats-streaming                                              broker:nats
natsio/prometheus-nats-exporter                             observability:nats-exporter
eclipse-mosquitto:2                                         broker:mqtt-mosquitto
emqx/emqx:5                                                 broker:emqx
apache/activemq-artemis                                     broker:activemq-artemis
rmohr/activemq                                              broker:activemq-classic
apachepulsar/pulsar:3.1                                     broker:pulsar
softwaremill/elasticmq-native                               broker:elasticmq
localstack/localstack:3                                     other:localstack
mcr.microsoft.com/azure-messaging/servicebus-emulator       broker:azure-service-bus
axoniq/axonserver                                           broker:axon-server
hashicorp/consul:1.17                                       discovery:consul
consul:1.15                                                 discovery:consul
steeltoeoss/eureka-server                                   discovery:eureka
jhipster/jhipster-registry                                  discovery:eureka
nacos/nacos-server:v2.2.3                                   discovery:nacos
springcommunity/spring-petclinic-discovery-server           discovery:eureka?
springcommunity/spring-petclinic-config-server              config:spring-cloud-config?
springcommunity/spring-petclinic-admin-server               observability:spring-boot-admin?
springcommunity/spring-petclinic-api-gateway                gateway:-?
springcommunity/spring-petclinic-vets-service               -
quay.io/coreos/etcd:v3.5.9                                  config:etcd
bitnami/etcd                                                config:etcd
registry.k8s.io/etcd:3.5.9-0                                config:etcd
hashicorp/vault:1.15                                        config:vault
ghcr.io/open-feature/flagd:v0.6                             config:flagd
kong:3.4                                                    gateway:kong
kong/kong-gateway:3.4                                       gateway:kong
kong/deck                                                   job:kong-deck
pantsel/konga                                               other:konga
traefik:v2.10                                               gateway:traefik
devopsfaith/krakend                                         gateway:krakend
apache/apisix:3.6.0-debian                                  gateway:apisix
apache/apisix-dashboard                                     other:apisix-dashboard
registry.k8s.io/ingress-nginx/controller:v1.9.4             gateway:ingress-nginx
registry.k8s.io/ingress-nginx/kube-webhook-certgen          job:kube-webhook-certgen
istio/proxyv2:1.20                                          gateway:istio-gateway
istio/pilot:1.20                                            other:istio
nginx:1.25-alpine                                           proxy:nginx
nginxinc/nginx-unprivileged                                 proxy:nginx
nginx/nginx-prometheus-exporter                             observability:prometheus-exporter
jwilder/nginx-proxy                                         gateway:nginx-proxy
envoyproxy/envoy:v1.28-latest                               proxy:envoy
haproxy:2.8                                                 proxy:haproxy
caddy:2                                                     proxy:caddy
httpd:2.4                                                   proxy:httpd
quay.io/oauth2-proxy/oauth2-proxy:v7.5.1                    proxy:oauth2-proxy
weaveworksdemos/edge-router:0.1.1                           gateway:-?
prom/prometheus:v2.48.0                                     observability:prometheus
quay.io/prometheus/prometheus                               observability:prometheus
bitnami/prometheus                                          observability:prometheus
prom/alertmanager                                           observability:alertmanager
prom/node-exporter                                          observability:node-exporter
gcr.io/cadvisor/cadvisor:v0.47.2                            observability:cadvisor
registry.k8s.io/kube-state-metrics/kube-state-metrics       observability:kube-state-metrics
grafana/grafana:10.2.2                                      observability:grafana
grafana/loki:2.9.2                                          observability:loki
grafana/promtail:2.9.2                                      observability:promtail
grafana/tempo                                               observability:grafana-tempo
grafana/otel-lgtm                                           observability:grafana-lgtm
jaegertracing/all-in-one:1.51                               observability:jaeger
jaegertracing/jaeger-cassandra-schema                       job:jaeger-schema
openzipkin/zipkin:2.24                                      observability:zipkin
openzipkin/zipkin-cassandra                                 database:cassandra
otel/opentelemetry-collector-contrib:0.88.0                 observability:opentelemetry
docker.elastic.co/kibana/kibana:8.11.0                      observability:kibana
docker.elastic.co/logstash/logstash:8.11.0                  observability:logstash
docker.elastic.co/beats/filebeat:8.11.0                     observability:elastic-beats
fluent/fluentd:v1.16                                        observability:fluentd
robotshop/fluentd:elastic                                   observability:fluentd?
fluent/fluent-bit                                           observability:fluent-bit
datalust/seq:latest                                         observability:seq
gcr.io/datadoghq/agent:7                                    observability:datadog
apache/skywalking-oap-server                                observability:skywalking
graphiteapp/graphite-statsd                                 observability:statsd-graphite
gcr.io/google_containers/heapster-grafana-amd64:v4.0.2      observability:grafana?
sebp/elk                                                    observability:elk-stack
mher/flower                                                 observability:flower
quay.io/keycloak/keycloak:22.0                              service:keycloak
ghcr.io/dexidp/dex                                          service:identity-provider
temporalio/auto-setup:1.22                                  service:temporal
temporalio/ui                                               other:temporal-ui
ollama/ollama                                               service:inference-server
daprio/daprd:1.12                                           other:dapr
daprio/placement                                            other:dapr
quay.io/jetstack/cert-manager-controller:v1.13              other:cert-manager
portainer/portainer-ce                                      other:portainer
registry:2                                                  other:docker-registry
sqshq/piggymetrics-registry                                 -
mailhog/mailhog                                             other:mail-catcher
wiremock/wiremock:3.3                                       other:mock-server
selenium/standalone-chrome                                  other:browser-test
swaggerapi/swagger-ui                                       other:api-documentation
flyway/flyway:10                                            job:flyway
liquibase/liquibase                                         job:liquibase
migrate/migrate                                             job:migration-tool
curlimages/curl:8.4.0                                       job:curl
busybox:1.36                                                job:shell?
registry.acme.io/busybox                                    job:shell?
alpine                                                      job:shell?
bitnami/kubectl                                             job:kubectl
jwilder/dockerize                                           job:wait-for
locustio/locust                                             load-generator:locust
grafana/k6                                                  load-generator:k6
weaveworksdemos/load-test:0.1.1                             load-generator:load-test-tool
gcr.io/bank-of-anthos-ci/loadgenerator                      load-generator:load-test-tool?
google/cloud-sdk                                            other:google-cloud-sdk?
rancher/mirrored-library-traefik:2.10                       gateway:traefik
rancher/mirrored-coredns-coredns:1.10.1                     discovery:kubernetes-dns
acme/shop-frontend:2                                        ui:-?
ghcr.io/azure-samples/aks-store-demo/store-front            ui:-?
weaveworksdemos/front-end                                   ui:-?
acme/orders-migrations                                      job:-?
acme/payment-gateway                                        -
acme/gateway                                                gateway:-?
acme/server                                                 -
acme/agent                                                  -
acme/collector-service                                      -
ghcr.io/acme/registry                                       discovery:-?
acme/broker                                                 -
acme/image-cache                                            -
node:20-alpine                                              -
python:3.12-slim                                            -
golang:1.21                                                 -
eclipse-temurin:17-jre                                      -
mcr.microsoft.com/dotnet/aspnet:8.0                         -
tomcat:9                                                    -
ghcr.io/stefanprodan/podinfo:6.5.3                          -
dockersamples/examplevotingapp_result                       -
gcr.io/google-samples/microservices-demo/cartservice        -
acme/mongo-sync                                             -
acme/postgres-backup-tool                                   -
acme/rabbitmq-demo-producer                                 -
acme/kafkaesque                                             -
scratch                                                     -
${IMAGE}                                                    -
${IMAGE}:${TAG}                                             -
{{ .Values.image }}                                         -
redis${SUFFIX}                                              -
not an image                                                -
"""


@pytest.mark.parametrize("line", IMAGES.strip().splitlines())
def test_image(line: str) -> None:
    reference, expected = line.rsplit(maxsplit=1)
    assert shown(CATALOGUE.image(reference.strip())) == (None if expected == "-" else expected)


@pytest.mark.parametrize(
    "reference",
    [
        "",
        ":",
        "/",
        "@sha256:00",
        "a//b:",
        "${A",
        pytest.param("redis:" + "x" * 10_000, id="long"),
        pytest.param("${A:-" * 5_000, id="nested"),
    ],
)
def test_a_broken_image_reference_is_no_error(reference: str) -> None:
    assert shown(CATALOGUE.image(reference)) in {None, "cache:redis"}


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("node:20-alpine", "nodejs"),
        ("docker.io/library/python:3.12", "python"),
        ("bitnami/node", "nodejs"),
        ("golang:1.21 ", "go"),
        ("openjdk:8-jdk-alpine", "java"),
        ("eclipse-temurin:17-jre", "java"),
        ("gcr.io/distroless/java17-debian12", "java"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", "aspnet-core"),
        ("tiangolo/uvicorn-gunicorn-fastapi:python3.11", "fastapi"),
        ("registry.acme.io/base/python:3.12", "python"),
        ("rust:1.74", "rust"),
        ("php:8.2-fpm", "php"),
        ("tomcat:9", "java-application-server"),
        ("nginx", None),
        ("redis", None),
        ("${BASE}", None),
    ],
)
def test_base_image(reference: str, expected: str | None) -> None:
    technology = CATALOGUE.base_image(reference)
    assert (technology.id if technology else None) == expected


SCHEMES = """
http                       http          -                   -              80
https://                   http          -                   -              443
grpc                       grpc          -                   -              -
lb                         http          -                   -              80
wss                        websocket     -                   -              443
tcp                        tcp           -                   -              -
tls                        tcp           -                   -              -
postgres                   postgresql    postgresql          database       5432
postgresql+asyncpg         postgresql    postgresql          database       5432
jdbc:postgresql            postgresql    postgresql          database       5432
jdbc:postgresql://         postgresql    postgresql          database       5432
JDBC:PostgreSQL            postgresql    postgresql          database       5432
r2dbc:pool:postgresql      postgresql    postgresql          database       5432
jdbc:tc:postgresql         postgresql    postgresql          database       5432
cockroachdb+psycopg2       postgresql    cockroachdb         database       26257
jdbc:mysql                 mysql         mysql               database       3306
jdbc:mysql:replication     mysql         mysql               database       3306
mysql+pymysql              mysql         mysql               database       3306
jdbc:mariadb               mysql         mariadb             database       3306
mongodb                    mongodb       mongodb             database       27017
mongodb+srv                mongodb       mongodb             database       27017
jdbc:sqlserver             mssql         mssql               database       1433
jdbc:jtds:sqlserver        mssql         mssql               database       1433
jdbc:oracle:thin:@         oracle        oracle              database       1521
jdbc:h2:mem                h2            h2                  database       9092
jdbc:hsqldb:mem            sql           -                   database       -
sqlite                     sqlite        sqlite              database       -
neo4j+s                    bolt          neo4j               database       7687
clickhouse+native          clickhouse    clickhouse          database       8123
redis                      redis         redis               cache          6379
rediss                     redis         redis               cache          6379
redis+sentinel             redis         redis               cache          6379
redis-sentinel             redis         redis               cache          26379
memcached                  memcached     memcached           cache          11211
amqp                       amqp          rabbitmq            broker         5672
amqps                      amqp          rabbitmq            broker         5671
pyamqp                     amqp          rabbitmq            broker         5672
Endpoint=sb                amqp          azure-service-bus   broker         5671
kafka                      kafka         kafka               broker         9092
kafka+ssl                  kafka         kafka               broker         9092
SASL_PLAINTEXT             kafka         kafka               broker         9092
nats                       nats          nats                broker         4222
mqtts                      mqtt          mqtt-mosquitto      broker         8883
failover:(tcp              openwire      activemq-classic    broker         61616
pulsar+ssl                 pulsar        pulsar              broker         6650
stomp                      stomp         -                   broker         61613
optional:configserver:http http          spring-cloud-config config         8888
consul                     consul        consul              discovery      8500
zk                         zookeeper     zookeeper           config         2181
otlp                       otlp          opentelemetry       observability  4317
"""


@pytest.mark.parametrize("line", SCHEMES.strip().splitlines())
def test_scheme(line: str) -> None:
    scheme, name, technology, kind, port = line.split()
    expected = Protocol(
        name,
        None if technology == "-" else CATALOGUE.technology(technology),
        None if kind == "-" else ComponentKind(kind),
        None if port == "-" else int(port),
    )
    assert CATALOGUE.scheme(scheme) == expected


@pytest.mark.parametrize("scheme", ["", "s3", "file", "jdbc", "classpath", "arn:aws", "unix", "optional"])
def test_a_scheme_that_names_no_address_is_unknown(scheme: str) -> None:
    assert CATALOGUE.scheme(scheme) is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (27017, ("mongodb",)),
        (5672, ("rabbitmq",)),
        (6379, ("redis", "valkey", "dragonfly", "keydb", "garnet")),
        (3306, ("mysql", "mariadb")),
        (8761, ("eureka",)),
        (80, ()),
        (8080, ()),
        (3000, ()),
        (0, ()),
    ],
)
def test_port(number: int, expected: tuple[str, ...]) -> None:
    assert CATALOGUE.port(number) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("orders.abc123.eu-west-1.rds.amazonaws.com", "database:amazon-rds"),
        ("shop.postgres.database.azure.com", "database:postgresql"),
        ("cluster0.ab1cd.mongodb.net", "database:mongodb"),
        ("shop.servicebus.windows.net", "broker:azure-service-bus"),
        ("sqs.eu-west-1.amazonaws.com", "broker:aws-sqs"),
        ("sqs.us-east-1.amazonaws.com.", "broker:aws-sqs"),
        ("abc.execute-api.us-east-1.amazonaws.com", "gateway:aws-api-gateway"),
        ("pkc-12345.europe-west1.gcp.confluent.cloud", "broker:kafka"),
        ("o1.ingest.SENTRY.io", "observability:sentry"),
        ("bucket.s3.eu-west-1.amazonaws.com", "database:minio"),
        ("api.stripe.com", None),
        ("amazonaws.com", None),
        pytest.param("a." * 200_000 + "mongodb.net", "database:mongodb", id="long"),
        ("redis", None),
        ("", None),
    ],
)
def test_host(name: str, expected: str | None) -> None:
    assert shown(CATALOGUE.host(name)) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["MYSQL_ROOT_PASSWORD", "MYSQL_DATABASE"], "database:mysql?"),
        (["POSTGRES_INITDB_ARGS", "POSTGRES_USER"], "database:postgresql?"),
        (["MONGO_INITDB_ROOT_USERNAME"], "database:mongodb?"),
        (["RABBITMQ_DEFAULT_USER"], "broker:rabbitmq?"),
        (["KAFKA_ADVERTISED_LISTENERS", "KAFKA_BROKER_ID"], "broker:kafka?"),
        (["discovery.type", "ES_JAVA_OPTS"], "database:elasticsearch?"),
        (["ACCEPT_EULA", "MSSQL_SA_PASSWORD"], "database:mssql?"),
        (["ZOO_MY_ID"], "config:zookeeper?"),
        (["POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"], None),
        (["MYSQL_USER", "MYSQL_PASSWORD"], None),
        (["RABBITMQ_HOST", "RABBITMQ_USERNAME"], None),
        (["MYSQL_ROOT_PASSWORD", "MONGO_INITDB_ROOT_USERNAME"], None),
        ([], None),
    ],
)
def test_server_variables(names: list[str], expected: str | None) -> None:
    assert shown(CATALOGUE.server_variables(names)) == expected


VARIABLES = """
REDIS_URL                                       cache:redis?
SESSION_REDIS_HOST                              cache:redis?
SPRING_DATA_REDIS_HOST                          cache:redis?
spring.data.redis.host                          cache:redis?
ConnectionStrings__Redis                        cache:redis?
Redis__ConnectionString                         cache:redis?
REDIS_MASTER_SERVICE_HOST                       cache:redis?
REDIS_WORKER_URL                                -
REDIS_DB                                        -
REDIS_PASSWORD                                  -
REDIS_COMMANDER_URL                             other:redis-commander?
CACHE_URL                                       cache:-?
POSTGRES_HOST                                   database:postgresql?
POSTGRES_USER                                   -
POSTGRES_DB                                     -
PGHOST                                          database:postgresql
KONG_PG_HOST                                    database:postgresql?
DATABASE_URL                                    database:-?
ORDERS_DB_HOST                                  database:-?
ORDERS_DB                                       -
SPRING_DATASOURCE_URL                           database:-?
ConnectionStrings__DefaultConnection            database:-?
ConnectionStrings__OrderingDb                   database:-?
ConnectionStrings__EventBus                     broker:-?
ConnectionStrings__messaging                    broker:-?
ConnectionStrings__frontend                     ui:-?
MONGO_URL                                       database:mongodb?
MONGO_DB_URL                                    database:mongodb?
MONGO_DB                                        -
SPRING_DATA_MONGODB_URI                         database:mongodb?
ME_CONFIG_MONGODB_SERVER                        database:mongodb?
MYSQL_SERVICE_HOST                              database:mysql?
WORDPRESS_DB_HOST                               database:mysql
ES_HOSTS                                        database:elasticsearch
FLUENT_ELASTICSEARCH_HOST                       database:elasticsearch?
MINIO_ENDPOINT                                  database:minio?
SPRING_RABBITMQ_HOST                            broker:rabbitmq?
RABBIT_MQ_URL                                   broker:rabbitmq?
RabbitMQ__Host                                  broker:rabbitmq?
AMQP_URL                                        broker:rabbitmq?
ORDER_QUEUE_HOSTNAME                            broker:-?
orderQueueUri                                   broker:-?
CELERY_BROKER_URL                               broker:-?
KAFKA_BOOTSTRAP_SERVERS                         broker:kafka?
SPRING_KAFKA_BOOTSTRAPSERVERS                   broker:kafka?
BOOTSTRAP_SERVERS                               broker:kafka?
KAFKA_BROKERS                                   broker:kafka?
KAFKA                                           broker:kafka?
KAFKA_TOPIC                                     -
KAFKA_GROUP_ID                                  -
KAFKA_ZOOKEEPER_CONNECT                         config:zookeeper?
KAFKA_CONNECT_URL                               other:kafka-connect?
SCHEMA_REGISTRY_URL                             other:schema-registry?
SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS    broker:kafka?
NAMESRV_ADDR                                    broker:rocketmq
SNS_TOPIC_ARN                                   broker:aws-sns?
AWS_ENDPOINT_URL_SQS                            broker:aws-sqs
OTEL_EXPORTER_OTLP_ENDPOINT                     observability:opentelemetry?
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT              observability:opentelemetry?
OTEL_EXPORTER_JAEGER_ENDPOINT                   observability:jaeger?
OTEL_SERVICE_NAME                               -
ZIPKIN_BASE_URL                                 observability:zipkin?
MANAGEMENT_ZIPKIN_TRACING_ENDPOINT              observability:zipkin?
ZIPKIN                                          observability:zipkin
JAEGER_AGENT_HOST                               observability:jaeger?
DD_AGENT_HOST                                   observability:datadog
SENTRY_DSN                                      observability:sentry?
ELASTIC_APM_SERVER_URL                          observability:elastic-beats?
COLLECTOR_SERVICE_ADDR                          observability:-?
EUREKA_CLIENT_SERVICEURL_DEFAULTZONE            discovery:eureka
eureka.client.serviceUrl.defaultZone            discovery:eureka
EUREKA_INSTANCE_HOSTNAME                        -
CONSUL_HTTP_ADDR                                discovery:consul
SPRING_CLOUD_CONFIG_URI                         config:spring-cloud-config
CONFIG_SERVER_URL                               config:spring-cloud-config?
VAULT_ADDR                                      config:vault?
KEYCLOAK_URL                                    service:keycloak?
LOCUST_HOST                                     -
PAYMENT_SERVICE_URL                             -
CATALOG_API_URL                                 -
PORT                                            -
_                                               -
"""


@pytest.mark.parametrize("line", VARIABLES.strip().splitlines())
def test_client_variable(line: str) -> None:
    name, expected = line.split()
    assert shown(CATALOGUE.client_variable(name)) == (None if expected == "-" else expected)


def test_a_hostile_variable_name_costs_no_time() -> None:
    assert CATALOGUE.client_variable("DB_" * 200_000) is None


@pytest.mark.parametrize(
    ("group", "kind", "expected", "services"),
    [
        ("kafka.strimzi.io", "Kafka", "kafka", "shop-kafka-bootstrap"),
        ("kafka.strimzi.io", "KafkaConnect", "kafka-connect", "shop-connect-api"),
        ("postgresql.cnpg.io", "Cluster", "postgresql", "shop-rw"),
        ("acid.zalan.do", "postgresql", "postgresql", "shop"),
        ("rabbitmq.com", "RabbitmqCluster", "rabbitmq", "shop"),
        ("elasticsearch.k8s.elastic.co", "Elasticsearch", "elasticsearch", "shop-es-http"),
        ("databases.spotahome.com", "RedisFailover", "redis", "rfs-shop"),
        ("networking.k8s.io", "Ingress", "kubernetes-ingress", None),
        ("networking.istio.io", "Gateway", "istio-gateway", None),
        ("gateway.networking.k8s.io", "Gateway", "kubernetes-gateway-api", None),
        ("kafka.strimzi.io", "KafkaTopic", None, None),
        ("rabbitmq.com", "Queue", None, None),
        ("apps", "Deployment", None, None),
    ],
)
def test_kubernetes_kind(group: str, kind: str, expected: str | None, services: str | None) -> None:
    technology = CATALOGUE.kubernetes_kind(group, kind)
    assert (technology.id if technology else None) == expected
    assert next(iter(CATALOGUE.created_services(group, kind, "shop")), None) == services


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nginx", "ingress-nginx"),
        ("traefik", "traefik"),
        ("istio.io/gateway-controller", "istio-gateway"),
        ("gateway.envoyproxy.io/gatewayclass-controller", "envoy-gateway"),
        ("acme", None),
    ],
)
def test_ingress_class(name: str, expected: str | None) -> None:
    technology = CATALOGUE.ingress_class(name)
    assert (technology.id if technology else None) == expected


def test_a_technology_is_found_by_its_id() -> None:
    assert CATALOGUE.technology("pgadmin") == Technology("pgadmin", "pgAdmin", ComponentKind.OTHER, "postgresql")


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        CATALOGUE.technology("no-such-thing")


def test_the_compiled_catalogue_is_loaded_once(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps(compile_catalogue(DATA)), encoding="utf-8")
    loaded = load_catalogue(path)
    assert shown(loaded.image("redis:7")) == "cache:redis"
    assert load_catalogue(path) is loaded


def test_a_missing_compiled_catalogue_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="build the package first"):
        load_catalogue(tmp_path / "catalogue.json")

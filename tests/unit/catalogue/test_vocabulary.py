"""What the name of a component says about it."""

import pytest

from archcheck.catalogue.compilation import DATA, compile_catalogue
from archcheck.catalogue.technologies import Catalogue

CATALOGUE = Catalogue(compile_catalogue(DATA))

NAMES = """
redis                  cache:redis
redis-cart             cache:redis
redis-master           cache:redis
redis-0                cache:redis
redis2                 cache:redis
redis-service          cache:redis
orders-redis           cache:redis
redis-cache            cache:redis
orders_redis_1         cache:redis
redis-worker           -
redis-demo             -
redis-ui               other:-
redis-commander        other:redis-commander
redis-exporter         observability:redis-exporter
cache                  cache:-
session-cache          cache:-
cacheservice           -
postgres               database:postgresql
postgres-orders        database:postgresql
PostgreSQL             database:postgresql
keycloak-postgres      database:postgresql
postgres-db            database:postgresql
mysqldb                database:mysql
mongo-express          other:mongo-express
mongo-gui              other:-
mongo-seed             job:-
mongo-sync             -
MongoDB                database:mongodb
user-mongodb           database:mongodb
db                     database:-
db1                    database:-
orders-db              database:-
ordersdb               database:-
OrdersDb               database:-
user_db                database:-
db-orders              database:-
db-service             -
db-migrate             job:-
seed-db                job:-
database-primary       database:-
orders-database        database:-
sql-server             database:mssql
elasticsearch-master   database:elasticsearch
rabbitmq               broker:rabbitmq
rabbit-mq              broker:rabbitmq
rabbitmq-server        broker:rabbitmq
rabbitmq-service       -
kafka                  broker:kafka
kafka-1                broker:kafka
kafka-broker-0         broker:kafka
kafka-headless         broker:kafka
kafka-consumer         -
kafka-orders           -
kafka-service          -
kafka-ui               other:kafka-ui
kafka-init             job:-
init-kafka             job:-
wait-for-kafka         job:-
wait-for-orders        job:-
create-order           -
message-broker         broker:-
shop-event-bus         broker:-
queue                  broker:-
queue-master           -
stock-broker           -
zookeeper              config:zookeeper
zoo1                   config:zookeeper
etcd                   config:etcd
eureka-server          discovery:eureka
discovery-server       discovery:eureka
service-registry       discovery:eureka
registry               discovery:-
consul                 discovery:consul
config                 config:-
config-server          config:spring-cloud-config
admin-server           observability:spring-boot-admin
zipkin                 observability:zipkin
jaeger-collector       -
jaeger-ui              observability:jaeger
prometheus-server      observability:prometheus
tracing-server         observability:-
monitoring             observability:-
grafana                observability:grafana
otel-collector         observability:opentelemetry
node-exporter          observability:node-exporter
gateway                gateway:-
api-gateway            gateway:-
ApiGateway             gateway:-
shop-api-gateway       gateway:-
payment-gateway        -
sms-gateway            -
edge-router            gateway:-
nginx                  proxy:nginx
reverse-proxy          proxy:-
kong-dashboard         other:-
keycloak-admin         -
frontend               ui:-
front-end              ui:-
frontend-service       ui:-
shop-web-ui            ui:-
store-front            ui:-
nginx-frontend         ui:-
loadgenerator          load-generator:load-test-tool
load                   load-generator:-
user-sim               load-generator:-
locust-worker          load-generator:locust
migrations             job:-
orders                 -
payment-service        -
checkoutservice        -
backend                -
ratings-v2             -
db2                    database:-
""".strip().splitlines()


@pytest.mark.parametrize("line", NAMES)
def test_component_name(line: str) -> None:
    name, expected = line.split()
    match = CATALOGUE.component_name(name)
    shown = f"{match.kind}:{match.technology.id if match.technology else '-'}" if match else "-"
    assert shown == expected


@pytest.mark.parametrize("name", ["redis", "orders-db", "api-gateway"])
def test_a_name_alone_is_weak_evidence(name: str) -> None:
    match = CATALOGUE.component_name(name)
    assert match is not None
    assert match.weak


@pytest.mark.parametrize(
    "name",
    ["", "-", "0", "1-2", "é", "wait", pytest.param("_" * 10_000, id="long"), pytest.param("a-" * 200_000, id="many")],
)
def test_a_name_without_known_words_says_nothing(name: str) -> None:
    assert CATALOGUE.component_name(name) is None

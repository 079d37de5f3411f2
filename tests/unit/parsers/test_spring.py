"""Spring's configuration files as flat properties."""

import pytest

from archcheck.model.facts import ApplicationConfig, Property
from archcheck.model.span import Span
from archcheck.parsers.spring import is_spring_document, is_spring_name, properties_facts, spring_facts
from archcheck.sources.reader import read_documents


def yaml(text: str, path: str = "application.yml", file: str | None = None) -> list[ApplicationConfig]:
    return spring_facts(path, read_documents(path, text.encode()), file).application_configs


def properties(text: str, path: str = "application.properties") -> list[ApplicationConfig]:
    return properties_facts(path, text).application_configs


def pairs(config: ApplicationConfig) -> list[tuple[str, str]]:
    return [(p.name, p.value) for p in config.properties]


@pytest.mark.parametrize(
    ("path", "is_name"),
    [
        ("a/application.yml", True),
        ("application-docker.yaml", True),
        ("bootstrap.properties", True),
        ("bootstrap-a.b-c.yml", True),
        ("Application.YML", True),
        ("orders.yml", False),
        ("my-application.yml", False),
        ("application.json", False),
        ("application/values.yml", False),
    ],
)
def test_springs_own_names(path: str, is_name: bool) -> None:
    assert is_spring_name(path) is is_name


@pytest.mark.parametrize(
    ("text", "is_spring"),
    [
        ("spring: {application: {name: orders}}", True),
        ("eureka.client.serviceUrl: x", True),
        ("zuul: {routes: {}}\nserver: {port: 1}", True),
        ("spring: yes", False),
        ("server: {port: 80}", False),
        ("apiVersion: v1\nspring: {a: b}", False),
        ("services: {}\nspring: {a: b}", False),
        ("[spring]", False),
    ],
)
def test_springs_keys_tell_its_documents(text: str, is_spring: bool) -> None:
    (document,) = read_documents("a.yml", text.encode())
    assert is_spring_document(document.root) is is_spring


def test_yaml_is_flattened_with_places() -> None:
    (config,) = yaml(
        "spring:\n"
        "  application.name: orders\n"
        "  rabbitmq: {port: 5672, ssl: true, host: }\n"
        "urls: [http://a, {b: 0x1F}]\n"
        "empty: {}\n"
    )
    at = {p.name: (p.value, p.span.line, p.span.column) for p in config.properties}
    assert at == {
        "spring.application.name": ("orders", 2, 21),
        "spring.rabbitmq.port": ("5672", 3, 20),
        "spring.rabbitmq.ssl": ("true", 3, 31),
        "urls[0]": ("http://a", 4, 8),
        "urls[1].b": ("0x1F", 4, 22),
    }
    assert (config.file, config.stem, config.profiles, config.framework) == (
        "application.yml",
        "application",
        (),
        "spring",
    )


def test_a_scalar_or_empty_document_has_no_properties() -> None:
    assert yaml("---\njust text\n---\n---\n[]\n") == []


@pytest.mark.parametrize(
    ("path", "stem", "profiles"),
    [
        ("config/application.yml", "application", ()),
        ("application-docker.yml", "application", ("docker",)),
        ("bootstrap-k8s-eu.yml", "bootstrap", ("k8s-eu",)),
        ("orders-service.yml", "orders-service", ()),
    ],
)
def test_the_files_name_tells_application_and_profile(path: str, stem: str, profiles: tuple[str, ...]) -> None:
    (config,) = yaml("a: 1", path)
    assert (config.stem, config.profiles) == (stem, profiles)


def test_each_document_has_its_profiles() -> None:
    found = yaml(
        "a: 1\n---\nspring.config.activate.on-profile: docker\na: 2\n---\n"
        "spring: {profiles: 'dev, test'}\n---\nspring: {profiles: [dev, dev]}\n---\n"
        "spring: {config: {activate: {on-profile: 'a | (b & c)'}}}\n"
    )
    assert [c.profiles for c in found] == [(), ("docker",), ("dev", "test"), ("dev",), ("a", "b", "c")]


def test_the_profile_of_the_file_and_of_the_document_both_count() -> None:
    (config,) = yaml("spring.profiles: kafka", "application-docker.yml")
    assert config.profiles == ("docker", "kafka")


def test_an_embedded_file_keeps_its_id() -> None:
    (config,) = yaml("a: 1", "application.yml", "configmap/_/shop/application.yml")
    assert (config.file, config.stem) == ("configmap/_/shop/application.yml", "application")
    (config,) = properties_facts("bootstrap.properties", "a=1", "configmap/_/x/y").application_configs
    assert (config.file, config.stem) == ("configmap/_/x/y", "bootstrap")


def test_properties_files_are_read_in_every_spelling() -> None:
    (config,) = properties(
        "# comment\n! comment\n\na=1\n b : 2 \nc 3\nd=\ne = x = y\nf:http://h:80/p\ng\\:h\\ i=4\nj\\=k = l\nalone\n"
    )
    assert pairs(config) == [
        ("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("e", "x = y"), ("f", "http://h:80/p"), ("g:h i", "4"),
        ("j=k", "l"),
    ]  # fmt: skip
    assert config.properties[1] == Property("b", "2", Span("application.properties", 5, 2))


def test_a_backslash_continues_a_line() -> None:
    (config,) = properties("hosts = a:1,\\\n    b:2,\\\n\tc:3\nnext = d\\\\\nlast = e\\")
    assert pairs(config) == [("hosts", "a:1,b:2,c:3"), ("next", "d\\\\"), ("last", "e")]
    assert [p.span.line for p in config.properties] == [1, 4, 5]


def test_parts_of_a_properties_file_are_documents() -> None:
    found = properties(
        "a=1\n#---\nspring.config.activate.on-profile=docker\na=2\n!---\n# nothing\n#---\n",
        "application-x.properties",
    )
    assert [(c.profiles, pairs(c)[-1]) for c in found] == [(("x",), ("a", "1")), (("x", "docker"), ("a", "2"))]


@pytest.mark.parametrize(
    "line", ["a" * 100_000, "a " * 50_000, "\\" * 100_001, " " * 100_000 + "a", "a" + " " * 100_000]
)
def test_long_lines_cost_no_time(line: str) -> None:
    assert len(properties(line)) <= 1

"""What a file is, by its name and its content."""

import pytest

from archcheck.assembly.classification import FileKind, classify, is_compose_name, looks_like_version_1, may_matter
from archcheck.sources.reader import read_documents

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    ("path", "is_compose"),
    [
        ("compose.yaml", True),
        ("a/docker-compose.yml", True),
        ("docker-compose.prod.yml", True),
        ("docker-compose-ci.yml", True),
        ("compose_dev.yaml", True),
        ("docker-stack.yml", True),
        ("docker-swarm-x.yml", True),
        ("Docker-Compose.YML", True),
        ("compose.json", False),
        ("my-compose.yaml", False),
        ("composer.yaml", False),
        ("compose/values.yaml", False),
    ],
)
def test_names_of_compose_files(path: str, is_compose: bool) -> None:
    assert is_compose_name(path) is is_compose


@pytest.mark.parametrize(
    ("path", "text", "matters"),
    [
        ("compose.yaml", "", True),
        ("kustomization.yaml", "", True),
        ("Kustomization", "", True),
        ("x/Chart.yaml", "", True),
        ("application.properties", "", True),
        ("a.yaml", "# c\n  apiVersion: v1", True),
        ("a.yaml", '"kind" : x', True),
        ("a.yaml", "services:\n", True),
        ("a.yaml", "openapi: 3.0.0", True),
        ("a.yaml", "swagger: '2.0'", True),
        ("orders.yml", "spring:\n  a: b", True),
        ("orders.yml", "eureka.client: x", True),
        ("a.yaml", "values: [apiVersion]", False),
        ("a.yaml", "steps: 1", False),
        ("a.json", '{"openapi": "3.0.0"}', True),
        ("a.json", '{"apiVersion": "v1"}', True),
        ("package.json", '{"name": "x"}', False),
        ("big.json", '{"x": "' + "a" * 5_000 + '", "openapi": 1}', False),
    ],
)
def test_files_worth_parsing_say_what_they_could_be(path: str, text: str, matters: bool) -> None:
    assert may_matter(path, text.encode()) is matters


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("archcheck.yaml", POD, FileKind.CONFIGURATION),
        ("a/kustomization.yml", "resources: []", FileKind.KUSTOMIZATION),
        ("kustomization.yaml", "[", FileKind.KUSTOMIZATION),
        ("a/Chart.yaml", "apiVersion: v2\nname: a", FileKind.CHART),
        ("Chart.yaml", "title: mine", FileKind.OTHER),
        ("a.yaml", POD, FileKind.KUBERNETES),
        ("a.yaml", "---\n---\n" + POD, FileKind.KUBERNETES),
        ("compose.yaml", POD, FileKind.KUBERNETES),
        ("a.yaml", "openapi: 3.0.0\ninfo: {}\npaths: {}", FileKind.OPENAPI),
        ("compose.yaml", "services: {}", FileKind.COMPOSE),
        ("compose.yaml", "[", FileKind.COMPOSE),
        ("stack.yaml", "services: {a: {image: b}}", FileKind.COMPOSE),
        ("stack.yaml", "services: {a: {build: .}, x: 1}", FileKind.COMPOSE),
        ("a.yaml", "services: {a: {command: x}}", FileKind.OTHER),
        ("a.yaml", "services: [a]", FileKind.OTHER),
        ("a.yaml", "apiVersion: [", FileKind.BROKEN),
        ("a.yaml", "a: 1\na: 2", FileKind.BROKEN),
        ("a.yaml", "a: 1", FileKind.OTHER),
        ("a.yaml", "", FileKind.OTHER),
    ],
)
def test_content_tells_the_kind_where_the_name_does_not(path: str, text: str, kind: FileKind) -> None:
    assert classify(path, read_documents(path, text.encode())) is kind


@pytest.mark.parametrize(
    ("text", "looks_so"),
    [
        ("web: {image: a}\ndb: {build: .}", True),
        ("web: {image: a}\ndb: {ports: []}", False),
        ("web: {image: a}\nversion: 2", False),
        ("{}", False),
        ("[a]", False),
        ("", False),
    ],
)
def test_the_first_compose_format_has_services_at_the_top(text: str, looks_so: bool) -> None:
    documents = read_documents("a.yaml", text.encode())
    assert (looks_like_version_1(documents[0].root) if documents else False) is looks_so

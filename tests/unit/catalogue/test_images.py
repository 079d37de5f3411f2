"""Image references taken apart."""

import pytest

from archcheck.catalogue.images import ImageName, parse_image


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("redis:7", ImageName("", "redis")),
        ("Docker.io/Library/Redis:7@sha256:abc", ImageName("", "redis")),
        ("localhost:5000/shop/orders:1", ImageName("localhost:5000", "shop/orders")),
        ("docker://quay.io/coreos/etcd", ImageName("quay.io", "coreos/etcd")),
        ("${REGISTRY:-ghcr.io}/acme/shop", ImageName("ghcr.io", "acme/shop")),
        ("${REGISTRY-ghcr.io}/acme/shop", ImageName("ghcr.io", "acme/shop")),
        ("${REGISTRY:?set it}/acme/shop", ImageName("$", "acme/shop")),
        ("${REGISTRY}/acme/shop:${TAG:-1}", ImageName("$", "acme/shop")),
        ("ghcr.io/${OWNER}/shop", ImageName("$", "shop")),
        ("arm64v8/redis", ImageName("", "redis")),
        ("bitnamilegacy/redis", ImageName("", "bitnami/redis")),
        ("$", None),
        ("acme/", None),
    ],
)
def test_parse_image(reference: str, expected: ImageName | None) -> None:
    assert parse_image(reference) == expected


def test_repositories_of_the_same_software_are_named_with_the_own_one_first() -> None:
    image = ImageName("public.ecr.aws", "bitnami/redis")
    assert image.same == ("public.ecr.aws/bitnami/redis", "bitnami/redis", "redis")


def test_a_rancher_mirror_stands_for_its_original() -> None:
    assert ImageName("", "rancher/mirrored-coredns-coredns").same[1:] == ("coredns/coredns",)


def test_tails_are_what_a_copy_keeps() -> None:
    assert ImageName("acme.io", "a/b/redis").tails == ("b/redis", "redis")
    assert ImageName("acme.io", "redis").tails == ("redis",)

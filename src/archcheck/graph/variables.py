"""What the name of a variable says about its value: an address, something else, and which values belong together."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from archcheck.model.facts import Setting

__all__ = ["Meaning", "for_people", "meaning_of", "partner", "words_of"]


class Meaning(StrEnum):
    """What a variable holds, going by its name."""

    ADDRESS = "address"
    NEUTRAL = "neutral"
    NOT_ADDRESS = "not-address"
    OWN_ADDRESS = "own-address"


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ADDRESS_WORDS = frozenset(
    """
    host hosts hostname addr addrs address addresses url urls uri uris endpoint endpoints server servers broker
    brokers bootstrap upstream upstreams backend backends connection connectionstring connectionstrings dsn baseurl
    conn connstr proxy gateway location api peers nodes seeds contactpoints remote connect defaultzone jdbc
    """.split()
)
_LAST_NOT = frozenset(
    """
    db name user username password passwd pass pwd topic topics queue queues exchange database dbname schema table
    keyspace bucket id key secret token realm audience version level mode type driver dialect prefix path group
    email image tag port ports env environment profile profiles region zone timezone tz locale lang language title
    description color theme format strategy vhost role roles label labels namespace channel stream subject consumer
    collection index file dir folder class package module timeout interval size limit count enabled enable disabled
    debug opts options args arguments cmd command script date author maintainer license plugins plugin provider
    providers engine flavor kind scope scopes algorithm cert ca policy domain
    """.split()
)
_ANYWHERE_NOT = frozenset(
    """
    redirect callback cors origin origins advertised listeners listener advertise referer referrer whitelist
    blacklist allowed allowlist trusted ignore ignored excluded exclude noproxy forwarded subnet cidr logo
    icon repository repo help website homepage publichost cookie certificate csrf successful logout
    """.split()
)
_OWN = frozenset(
    """
    hostname host_name listen_addr listen_address listen listen_host bind bind_addr bind_address bind_host
    server_address server_host server_name http_addr grpc_addr addr pod_ip pod_name node_ip virtual_host
    letsencrypt_host server_url root_url base_url public_url external_url site_url app_url self_url service_name
    aspnetcore_urls eureka_instance_hostname spring_application_name nextauth_url kc_hostname host_ip network_host
    gf_server_root_url gf_server_domain gf_server_http_addr kafka_listeners rabbitmq_nodename rabbitmq_node_name
    discovery_type
    """.split()
)
_OWN_SUFFIXES = ("_listen_addr", "_listen_address", "_bind_addr", "_bind_address", "_listen_host", "_root_url", "_public_url",
                 "_external_url", "_domain_name", "_bind_host", "_bind", "_public_uri", "_public_host", "_public_address",
                 "_public_base_url", "_external_uri", "_external_host", "_external_base_url")  # fmt: skip


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a variable name in lower case (``ConnectionStrings__OrdersDb`` -> connection strings orders db)."""
    return tuple(word for word in re.split(r"[^A-Za-z0-9]+", _CAMEL.sub("_", name).lower()) if word)


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning:
    """Return what a variable's name says about its value.

    Args:
        name: Name of a variable, a property (``spring.rabbitmq.host``) or a flag (``--backend-url``).
    """
    words = words_of(name)
    joined = "_".join(words)
    if joined in _OWN or joined.endswith(_OWN_SUFFIXES):
        return Meaning.OWN_ADDRESS
    if any(word in _ANYWHERE_NOT for word in words) or joined.startswith("no_proxy") or "call_back" in joined:
        return Meaning.NOT_ADDRESS
    last = words[-1] if words else ""
    last = last.rstrip("0123456789") or last
    if last in _ADDRESS_WORDS or any(
        word in {"connectionstrings", "connectionstring"} for word in (joined.replace("_", ""),)
    ):
        return Meaning.ADDRESS
    if joined.startswith(("connection_strings_", "connectionstrings_")):
        return Meaning.ADDRESS
    if last in _LAST_NOT:
        return Meaning.NOT_ADDRESS
    return Meaning.ADDRESS if any(word in _ADDRESS_WORDS for word in words) else Meaning.NEUTRAL


_FACES = frozenset("client clients frontend web webapp website ui spa portal site app dashboard".split())
_PICTURES = frozenset("pic pics picture pictures image images img assets static media cdn".split())
_BUNDLED = ("react_app_", "vite_", "vue_app_", "next_public_", "nuxt_public_", "expo_public_", "gatsby_", "ng_app_")


@lru_cache(maxsize=4096)
def for_people(name: str) -> bool:
    """Return whether a variable tells where people find something: a page to link to, a login client, pictures.

    A machine's own address there is the browser's, so it names no callee of the component. What a bundler builds into a
    page (``REACT_APP_API_URL``) is called from the browser and is none of these.

    Args:
        name: Name of a variable, such as ``FRONTEND_URL`` or ``SpaClient``.
    """
    words = words_of(name)
    if not words or "_".join(words).startswith(_BUNDLED):
        return False
    stem = words[:-1] if words[-1] in {"url", "uri", "address", "host", "link"} else words
    return bool(stem) and (stem[-1] in _FACES or bool(_PICTURES.intersection(stem)))


_STEM = re.compile(
    r"(?i)^(.*?)[_.]?(host_?name|hosts?|addr(?:ess(?:es)?)?|server|service_host|endpoint|ur[li]|jdbc_url|connection_?string|nodes|dsn)$"
)
_PARTNERS = {
    "port": ("port", "service_port"),
    "database": ("db_name", "dbname", "database_name", "database", "name", "db", "schema", "keyspace", "catalog"),
    "user": ("username", "user_name", "user", "login"),
    "password": ("password", "passwd", "pass", "pwd"),
    "schema": ("schema", "search_path"),
    "scheme": ("scheme", "protocol", "dialect", "driver", "connection"),
}
_STEM_TAILS = ("_db", "_database", "_service", "_server", "_datasource", "_jdbc")


def partner(settings: Mapping[str, Setting], name: str, wanted: str) -> Setting | None:
    """Return the variable that completes an address held in another one.

    ``DB_HOST`` has the partners ``DB_PORT``, ``DB_NAME``, ``DB_USER`` and ``DB_PASSWORD``.

    Args:
        settings: A container's variables by name in lower case with ``_`` for every separator.
        name: Name of the variable that holds the host.
        wanted: ``port``, ``database``, ``user``, ``password``, ``schema`` or ``scheme``.
    """
    for key in _partner_keys(name, wanted):
        setting = settings.get(key)
        if setting is not None and setting.value:
            return setting
    return None


@lru_cache(maxsize=4096)
def _partner_keys(name: str, wanted: str) -> tuple[str, ...]:
    """Return the names a partner may have, the likeliest first."""
    match = _STEM.match("_".join(words_of(name)))
    if match is None:
        return ()
    stem = match[1].rstrip("_")
    stems = [stem]
    stems.extend(stem.removesuffix(tail) for tail in _STEM_TAILS if stem.endswith(tail) and len(stem) > len(tail))
    keys = (f"{candidate}_{word}" if candidate else word for candidate in stems for word in _PARTNERS[wanted])
    return tuple(key for key in keys if not (wanted == "database" and key == "name"))

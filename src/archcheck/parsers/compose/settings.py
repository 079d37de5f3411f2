"""A service's environment, command line and labels."""

from collections.abc import Mapping

from archcheck.model.facts import Setting, SettingOrigin, Word
from archcheck.model.node import Node
from archcheck.parsers.compose.project import DOT_ENV, ENV_FILE, FILLED
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.shell_words import shell_words

__all__ = ["command_words", "labels_of", "settings_of", "words_of"]


def settings_of(service: Node) -> tuple[Setting, ...]:
    """Return the variables in effect; one that is named without a value and set nowhere has the value None."""
    return tuple(_setting(name, node) for name, node in service.mapping("environment").entries())


def _setting(name: str, node: Node) -> Setting:
    from_file = node.tag in {ENV_FILE, DOT_ENV}
    return Setting(
        name,
        scalar_text(node),
        node.span,
        SettingOrigin.ENV_FILE if from_file else SettingOrigin.ENVIRONMENT,
        source=node.document.path if from_file else None,
        bulk=node.tag == ENV_FILE,
        interpolated=node.tag == FILLED,
    )


def command_words(service: Node) -> tuple[Word, ...]:
    """Return the words of ``entrypoint`` and ``command``; a command given as one text is split as Compose does."""
    return tuple(word for key in ("entrypoint", "command") for word in words_of(service.child(key)))


def words_of(node: Node | None) -> tuple[Word, ...]:
    """Return the words of a command in either form."""
    if node is None:
        return ()
    if isinstance(node.value, list):
        texts = [(scalar_text(item), item.span) for item in node.elements()]
        return tuple(Word(text, span) for text, span in texts if text is not None)
    text = scalar_text(node)
    return tuple(Word(word, node.span) for word in shell_words(text or ""))


def labels_of(service: Node) -> Mapping[str, str]:
    """Return a service's labels; those of ``deploy`` count where the service has none of the name."""
    labels = dict(service.mapping("deploy").mapping("labels").entries())
    labels |= dict(service.mapping("labels").entries())
    return {name: scalar_text(node) or "" for name, node in labels.items()}

"""Dockerfiles: what the image that a build makes is based on, and what it declares."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from archcheck.model.facts import HealthCheck, HealthKind, HealthMethod, Port, Setting, SettingOrigin, Word
from archcheck.model.span import Span
from archcheck.parsers.compose.interpolation import Missing, TemplateError, substitute
from archcheck.parsers.compose.shell_words import shell_words
from archcheck.parsers.time_span import seconds

__all__ = ["DockerImage", "read_dockerfile"]

_DIRECTIVE = re.compile(r"#\s*(\w+)\s*=\s*(\S+)\s*")
_HEREDOC = re.compile(r"<<-?([\"']?)([A-Za-z_]\w*)\1")
_FLAG = re.compile(r"--([a-z-]+)(?:=(\S*))?\s*")
_PLATFORM_ARGS = {
    "TARGETPLATFORM": "linux/amd64",
    "TARGETOS": "linux",
    "TARGETARCH": "amd64",
    "BUILDPLATFORM": "linux/amd64",
    "BUILDOS": "linux",
    "BUILDARCH": "amd64",
}


@dataclass(frozen=True, slots=True)
class DockerImage:
    """What a Dockerfile says about the image that is built.

    Attributes:
        base_images: Image of the stage that is built, of the stage it is built from, and so on, without ``scratch``.
        health_check: HEALTHCHECK in effect, or None.
        ports: Ports of EXPOSE.
        settings: Variables of ENV in effect.
        command: Words of ENTRYPOINT, then of CMD; an instruction in shell form is ``/bin/sh -c`` and one word.
        copied_from: Other stages and images that files are copied from, as written.
    """

    base_images: tuple[str, ...] = ()
    health_check: HealthCheck | None = None
    ports: tuple[Port, ...] = ()
    settings: tuple[Setting, ...] = ()
    command: tuple[Word, ...] = ()
    copied_from: tuple[str, ...] = ()


@dataclass(slots=True)
class _Stage:
    """A build stage: variables visible in it, and what it declares beyond its base."""

    image: str
    base: "_Stage | None" = None
    name: str | None = None
    args: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    ports: dict[tuple[int | None, str], Port] = field(default_factory=dict)
    health_check: HealthCheck | None = None
    entrypoint: tuple[Word, ...] = ()
    command: tuple[Word, ...] = ()
    own_command: bool = False
    copied_from: list[str] = field(default_factory=list)


def read_dockerfile(
    path: str, text: str, args: Mapping[str, str] | None = None, target: str | None = None, lines_before: int = 0
) -> DockerImage:
    """Return what a Dockerfile says about the image that a build of it makes.

    Nothing is run. Unknown instructions and flags are passed over, as are the bodies of here-documents.

    Args:
        path: Path of the file, for places.
        text: Its text.
        args: Build arguments; they replace the defaults of ARG.
        target: Name or index of the stage to build; the last one if None or unknown.
        lines_before: Lines of the file before the text, if it stands inside another file.

    Source: Dockerfile reference, Docker documentation.
    """
    reader = _Reader(path, args or {})
    for line, instruction, rest in _instructions(text):
        reader.take(line + lines_before, instruction, rest)
    return _image(reader.chosen(target))


def _image(stage: _Stage | None) -> DockerImage:
    if stage is None:
        return DockerImage()
    images: list[str] = []
    at: _Stage | None = stage
    while at is not None:
        if at.base is None and at.image.lower() != "scratch":
            images.append(at.image)
        at = at.base
    return DockerImage(
        base_images=tuple(images),
        health_check=stage.health_check,
        ports=tuple(stage.ports.values()),
        settings=tuple(stage.settings.values()),
        command=stage.entrypoint + stage.command,
        copied_from=tuple(stage.copied_from),
    )


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, name in upper case and arguments of each instruction, continued lines joined by a blank."""
    escape = _escape_character(text)
    lines = iter(enumerate(text.replace("\r\n", "\n").split("\n"), 1))
    for number, line in lines:
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        parts = []
        while stripped.endswith(escape):
            parts.append(stripped[:-1])
            stripped = next((s for _, s in _without_comments(lines)), "")
        parts.append(stripped)
        name, _, rest = " ".join(part.strip() for part in parts).partition(" ")
        if name.upper() in {"RUN", "COPY", "ADD"}:
            for _quote, end in _HEREDOC.findall(rest):
                _skip_heredoc(lines, end)
        yield number, name.upper(), rest.strip()


def _without_comments(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _skip_heredoc(lines: Iterator[tuple[int, str]], end: str) -> None:
    for _, line in lines:
        if line.strip() == end:
            return


def _escape_character(text: str) -> str:
    for line in text.split("\n"):
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None:
            return "\\"
        if directive[1].lower() == "escape":
            return directive[2]
    return "\\"


class _Reader:
    def __init__(self, path: str, args: Mapping[str, str]) -> None:
        self.path = path
        self.args = args
        self.global_args: dict[str, str] = {}
        self.stages: list[_Stage] = []
        self.room = Missing()

    def chosen(self, target: str | None) -> _Stage | None:
        """Return the stage that is built."""
        if not self.stages:
            return None
        return (self._stage(target) if target else None) or self.stages[-1]

    def _stage(self, name: str) -> _Stage | None:
        for stage in reversed(self.stages):
            if stage.name is not None and stage.name.lower() == name.lower():
                return stage
        if name.isascii() and name.isdigit() and len(name) < 6 and int(name) < len(self.stages):
            return self.stages[int(name)]
        return None

    def take(self, line: int, instruction: str, rest: str) -> None:
        """Apply one instruction."""
        span = Span(self.path, line, 1)
        if instruction == "ARG":
            self._arg(rest)
        elif instruction == "FROM":
            self._from(rest)
        elif self.stages:
            self._in_stage(self.stages[-1], span, instruction, rest)

    def _in_stage(self, stage: _Stage, span: Span, instruction: str, rest: str) -> None:
        if instruction == "ENV":
            for name, value in _pairs(rest):
                text = self._expanded(value, stage)
                stage.settings[name] = Setting(name, text, span, SettingOrigin.DOCKERFILE, self.path)
        elif instruction == "EXPOSE":
            for port in _exposed(self._expanded(rest, stage), span):
                stage.ports.setdefault((port.number, port.protocol), port)
        elif instruction == "HEALTHCHECK":
            stage.health_check = _health_check(rest, span)
        elif instruction == "ENTRYPOINT":
            stage.entrypoint = _command(rest, span)
            if not stage.own_command:  # an ENTRYPOINT drops the CMD of the base
                stage.command = ()
        elif instruction == "CMD":
            stage.command = _command(rest, span)
            stage.own_command = True
        elif instruction in {"COPY", "ADD"}:
            flags, _ = _flags(rest)
            if source := flags.get("from"):
                stage.copied_from.append(self._expanded(source, stage))

    def _arg(self, rest: str) -> None:
        for word in shell_words(rest):
            name, equals, default = word.partition("=")
            stage = self.stages[-1] if self.stages else None
            value = self.args.get(name)
            if value is None and stage is not None and not equals:
                value = self.global_args.get(name)
            if value is None and equals:
                value = self._expanded(default, stage)
            if value is not None:
                (stage.args if stage else self.global_args)[name] = value

    def _from(self, rest: str) -> None:
        _, rest = _flags(rest)
        words = self._expanded(rest, None).split()
        if not words:
            return
        name = words[2] if len(words) == 3 and words[1].lower() == "as" else None
        base = self._stage(words[0]) if not words[0].isdigit() else None
        stage = _Stage(words[0], base, name)
        if base is not None:
            stage = replace(
                base,
                image=words[0],
                base=base,
                name=name,
                args=dict(base.args),
                settings=dict(base.settings),
                ports=dict(base.ports),
                copied_from=list(base.copied_from),
                own_command=False,
            )
        self.stages.append(stage)

    def _expanded(self, text: str, stage: _Stage | None) -> str:
        def lookup(name: str) -> str | None:
            if stage is None:
                return self.global_args.get(name, self.args.get(name, _PLATFORM_ARGS.get(name)))
            if name in stage.settings:
                return stage.settings[name].value
            return stage.args.get(name, _PLATFORM_ARGS.get(name))

        if "$" not in text:
            return text
        try:
            return substitute(text.replace("\\$", "$$"), lookup, self.room)
        except TemplateError:
            return text


def _flags(rest: str) -> tuple[dict[str, str], str]:
    flags: dict[str, str] = {}
    position = 0
    while found := _FLAG.match(rest, position):
        flags[found[1]] = found[2] or ""
        position = found.end()
    return flags, rest[position:]


def _pairs(rest: str) -> Iterator[tuple[str, str]]:
    """Yield names and values of ENV in its new form, ``A=b C="d e"``, or its old one, ``A b``."""
    name, blank, value = rest.partition(" ")
    if "=" not in name:
        if blank:
            yield name, value.strip()
        return
    for word in shell_words(rest.replace("\\$", "\\\\$")):
        name, equals, value = word.partition("=")
        if equals:
            yield name, value


def _exposed(rest: str, span: Span) -> Iterator[Port]:
    for word in rest.split():
        number, _, protocol = word.partition("/")
        first, _, last = number.partition("-")
        if not (first.isascii() and first.isdigit() and len(first) <= 5):
            continue
        end = int(last) if last.isascii() and last.isdigit() and len(last) <= 5 else int(first)
        for port in range(int(first), min(end, 65_535) + 1):
            yield Port(port, None, protocol.lower() or "tcp", span)


def _command(rest: str, span: Span) -> tuple[Word, ...]:
    if rest.startswith("["):
        words = _json_words(rest)
        if words is not None:
            return tuple(Word(word, span) for word in words)
    return tuple(Word(word, span) for word in ("/bin/sh", "-c", rest)) if rest else ()


def _json_words(text: str) -> list[str] | None:
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None


def _health_check(rest: str, span: Span) -> HealthCheck | None:
    flags, rest = _flags(rest)
    kind, _, command = rest.partition(" ")
    if kind.upper() == "NONE":
        return HealthCheck(HealthKind.CONTAINER, HealthMethod.DISABLED, span)
    if kind.upper() != "CMD":
        return None
    words = _json_words(command.strip()) if command.strip().startswith("[") else None
    retries = flags.get("retries", "")
    return HealthCheck(
        HealthKind.CONTAINER,
        HealthMethod.EXEC,
        span,
        command=tuple(words) if words is not None else ("CMD-SHELL", command.strip()),
        threshold=int(retries) if retries.isascii() and retries.isdigit() and len(retries) < 6 else None,
        interval_s=seconds(flags.get("interval", "")),
        timeout_s=seconds(flags.get("timeout", "")),
        initial_delay_s=seconds(flags.get("start-period", "")),
    )

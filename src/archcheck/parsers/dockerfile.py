"""Dockerfiles: what the image that a build makes is based on, and what it declares."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archcheck.model.facts import HealthCheck, Port, Setting, SettingOrigin, Word
from archcheck.model.span import Span
from archcheck.parsers.docker_instructions import (
    command_words,
    environment_pairs,
    exposed_ports,
    flags,
    health_check,
    instructions,
)
from archcheck.parsers.interpolation import Missing, TemplateError, substitute
from archcheck.parsers.shell_words import shell_words

__all__ = ["DockerImage", "read_dockerfile"]

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
    for line, instruction, rest in instructions(text):
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
            for name, value in environment_pairs(rest):
                text = self._expanded(value, stage)
                stage.settings[name] = Setting(name, text, span, SettingOrigin.DOCKERFILE, self.path)
        elif instruction == "EXPOSE":
            for port in exposed_ports(self._expanded(rest, stage), span):
                stage.ports.setdefault((port.number, port.protocol), port)
        elif instruction == "HEALTHCHECK":
            stage.health_check = health_check(rest, span)
        elif instruction == "ENTRYPOINT":
            stage.entrypoint = command_words(rest, span)
            if not stage.own_command:  # an ENTRYPOINT drops the CMD of the base
                stage.command = ()
        elif instruction == "CMD":
            stage.command = command_words(rest, span)
            stage.own_command = True
        elif instruction in {"COPY", "ADD"}:
            given, _ = flags(rest)
            if source := given.get("from"):
                stage.copied_from.append(self._expanded(source, stage))

    def _arg(self, rest: str) -> None:
        for word in shell_words(rest, operators=False):
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
        _, rest = flags(rest)
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

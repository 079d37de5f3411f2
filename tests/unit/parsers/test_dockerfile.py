from archcheck.model.facts import HealthCheck, HealthKind, HealthMethod, Port, Setting, SettingOrigin, Word
from archcheck.model.span import Span
from archcheck.parsers.dockerfile import DockerImage, read_dockerfile

PATH = "app/Dockerfile"


def image(text: str, args: dict[str, str] | None = None, target: str | None = None) -> DockerImage:
    return read_dockerfile(PATH, text, args, target)


def settings(text: str) -> dict[str, str | None]:
    return {setting.name: setting.value for setting in image(text).settings}


def test_a_whole_image_is_read() -> None:
    text = """# syntax=docker/dockerfile:1
ARG VERSION=21
FROM eclipse-temurin:${VERSION}-jre
ENV PORT=8080 NAME="a b"
EXPOSE $PORT 53/udp
HEALTHCHECK --interval=30s --timeout=3s --start-period=1m --retries=4 CMD curl -f http://localhost:8080/health
ENTRYPOINT ["java", "-jar"]
CMD ["app.jar"]
"""
    assert image(text) == DockerImage(
        base_images=("eclipse-temurin:21-jre",),
        health_check=HealthCheck(
            HealthKind.CONTAINER,
            HealthMethod.EXEC,
            Span(PATH, 6),
            command=("CMD-SHELL", "curl -f http://localhost:8080/health"),
            interval_s=30.0,
            timeout_s=3.0,
            threshold=4,
            initial_delay_s=60.0,
        ),
        ports=(Port(8080, None, "tcp", Span(PATH, 5)), Port(53, None, "udp", Span(PATH, 5))),
        settings=(
            Setting("PORT", "8080", Span(PATH, 4), SettingOrigin.DOCKERFILE, PATH),
            Setting("NAME", "a b", Span(PATH, 4), SettingOrigin.DOCKERFILE, PATH),
        ),
        command=(Word("java", Span(PATH, 7)), Word("-jar", Span(PATH, 7)), Word("app.jar", Span(PATH, 8))),
    )


def test_the_last_stage_is_followed_to_its_base() -> None:
    text = """FROM golang:1.22 AS build
EXPOSE 1
FROM alpine:3 AS base
ENV A=1
FROM base
COPY --from=build /x /x
COPY --from=nginx:1 /y /y
ENV B=$A-2
"""
    result = image(text)
    assert result.base_images == ("alpine:3",)
    assert result.copied_from == ("build", "nginx:1")
    assert settings(text) == {"A": "1", "B": "1-2"}
    assert result.ports == ()


def test_a_target_is_found_by_name_and_by_number() -> None:
    text = "FROM one AS first\nFROM two\nFROM three\n"
    assert image(text, target="FIRST").base_images == ("one",)
    assert image(text, target="1").base_images == ("two",)
    assert image(text, target="absent").base_images == ("three",)


def test_scratch_and_nothing_have_no_base() -> None:
    assert image("FROM scratch\n") == DockerImage()
    assert image("") == DockerImage()
    assert image("FROM\nEXPOSE 1\n") == DockerImage()


def test_build_arguments_replace_defaults() -> None:
    text = (
        "ARG IMAGE=default\nARG NONE\nFROM --platform=$BUILDPLATFORM ${IMAGE}:${TAG:-1}\n"
        "ARG IMAGE\nARG X=y\nENV I=$IMAGE N=$NONE X=$X\n"
    )
    assert image(text).base_images == ("default:1",)
    assert image(text, {"IMAGE": "given", "TAG": "2"}).base_images == ("given:2",)
    assert settings(text) == {"I": "default", "N": "", "X": "y"}


def test_lines_are_continued_across_comments() -> None:
    text = 'FROM a\nENV A=1 \\\n  # a comment\n\n  B="two\\\n" \\\n  C=3\nEXPOSE 80\n'
    assert settings(text) == {"A": "1", "B": "two", "C": "3"}
    assert image(text).ports == (Port(80, None, "tcp", Span(PATH, 8)),)


def test_another_escape_character_is_honoured() -> None:
    assert settings("# escape=`\nFROM a\nENV A=1 `\n  B=2\n") == {"A": "1", "B": "2"}


def test_bodies_of_here_documents_are_passed_over() -> None:
    text = "FROM a\nRUN <<EOF bash\nENV NOT=1\nEOF\nCOPY <<-'END' /x\n  EXPOSE 1\n  END\nENV YES=1\nRUN <<NEVER\nENV NO=1\n"
    assert settings(text) == {"YES": "1"}


def test_the_old_form_of_env_is_read() -> None:
    assert settings("FROM a\nENV NAME some value\nENV ALONE\nENV A=b junk\nENV P=\\$HOME\n") == {
        "NAME": "some value",
        "A": "b",
        "P": "$HOME",
    }


def test_shell_forms_are_one_word_behind_a_shell() -> None:
    words = image("FROM a\nCMD java -jar app.jar\n").command
    assert [word.text for word in words] == ["/bin/sh", "-c", "java -jar app.jar"]
    assert [word.text for word in image("FROM a\nCMD [java]\n").command] == ["/bin/sh", "-c", "[java]"]


def test_an_entrypoint_drops_the_command_of_its_base_only() -> None:
    inherited = 'FROM a AS b\nCMD ["old"]\nFROM b\nENTRYPOINT ["new"]\n'
    own = 'FROM a\nCMD ["kept"]\nENTRYPOINT ["new"]\n'
    assert [word.text for word in image(inherited).command] == ["new"]
    assert [word.text for word in image(own).command] == ["new", "kept"]


def test_health_checks_of_every_form_are_read() -> None:
    words = image('FROM a\nHEALTHCHECK CMD ["curl", "x"]\n').health_check
    assert words is not None
    assert words.command == ("curl", "x")
    none = image("FROM a\nHEALTHCHECK NONE\n").health_check
    assert none == HealthCheck(HealthKind.CONTAINER, HealthMethod.DISABLED, Span(PATH, 2))
    assert image("FROM a\nHEALTHCHECK --interval=x\n").health_check is None


def test_what_makes_no_sense_is_passed_over() -> None:
    text = "EXPOSE 1\nFROM a${\nEXPOSE x 99999 8080-8081 1-60000/udp\nUNKNOWN x\n\\\n\nENV A=${\n"
    result = image(text)
    assert result.base_images == ("a${",)
    assert [(port.number, port.protocol) for port in result.ports] == [(8080, "tcp"), (8081, "tcp"), (None, "udp")]
    assert settings(text) == {"A": "${"}


def test_variables_that_double_each_other_are_refused() -> None:
    text = "FROM a\nENV A0=0123456789\n" + "".join(f"ENV A{n + 1}=$A{n}$A{n}\n" for n in range(40))
    assert sum(len(value or "") for value in settings(text).values()) < 5_000_000


def test_lines_before_are_counted() -> None:
    result = read_dockerfile("compose.yaml", "FROM a\nEXPOSE 1", lines_before=10)
    assert result.ports == (Port(1, None, "tcp", Span("compose.yaml", 12)),)

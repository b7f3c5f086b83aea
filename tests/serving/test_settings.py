"""Settings: what spotsmith.toml and the environment may say, and the sentence for what they may not."""

import sys
from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from serving.settings import FILE, Settings, Workspace, find_workspace, read_settings


def settings(folder: Path, text: str, environment: dict[str, str] | None = None) -> Settings:
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_settings(folder / FILE, environment or {})


def problem(folder: Path, text: str, environment: dict[str, str] | None = None) -> str:
    """The sentence, without the path of the file that it must start with."""
    with pytest.raises(SpotsmithError) as caught:
        settings(folder, text, environment)
    return str(caught.value).removeprefix(f"{folder / FILE}: ")


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path, "") == Settings.model_validate({})


def test_every_key_is_read(tmp_path: Path) -> None:
    read = settings(
        tmp_path,
        """
        pack = "other"
        class_path = ["lib/*.jar"]
        sources = ["src"]
        generated = ["gen"]
        schema = ["ddl/*.sql"]
        documents = ["docs/*.md"]
        java = { home = "/jdk", release = "11", ecj = "ecj.jar" }
        limits = { rounds = 0, compile_seconds = 1.5, context_tokens = 900 }
        rules = { no-output = "off" }
        coder = { kind = "ollama", url = "http://127.0.0.1:1", model = "m", samples = 5, fim = true }
        """,
    )
    assert (read.coder.kind, read.coder.url, read.coder.model) == ("ollama", "http://127.0.0.1:1", "m")
    assert (read.coder.samples, read.coder.fim) == (5, True)
    assert read.inputs == {
        "class_path": ["lib/*.jar"],
        "sources": ["src"],
        "generated": ["gen"],
        "schema": ["ddl/*.sql"],
        "documents": ["docs/*.md"],
    }
    assert (read.pack, read.java.home, read.java.release, read.java.ecj) == ("other", "/jdk", "11", "ecj.jar")
    assert (read.limits.rounds, read.limits.compile_seconds, read.limits.context_tokens) == (0, 1.5, 900)
    assert read.rules == {"no-output": "off"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "class-path = []",
            "unknown key 'class-path'; did you mean class_path? known keys: pack, class_path, sources,",
        ),
        ("[java]\nhomes = '/jdk'", "unknown key 'java.homes'; did you mean home? known keys: home, release, ecj"),
        ("xyzzy = 1", "unknown key 'xyzzy'; known keys: pack, class_path, sources, generated, schema, documents,"),
        ("class_path = 'lib'", "class_path: input should be a valid list"),
        ("schema = 3", "schema: input should be a valid list"),
        ("java = 3", "java: input should be a valid dictionary"),
        ("[java]\nrelease = 8", "java.release: input should be a valid string"),
        ("[limits]\nrounds = 9", "limits.rounds: input should be less than or equal to 3"),
        ("[rules]\nx = 'loud'", "rules.x: input should be 'error', 'warning', 'info' or 'off'"),
        ("pack = ", "not valid TOML: Invalid value"),
    ],
)
def test_a_mistake_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    assert problem(tmp_path, text).startswith(sentence)


def test_a_file_that_is_no_text_is_not_valid_toml(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"pack = '\xff\xfe'")
    with pytest.raises(SpotsmithError, match=r"not valid TOML: .*utf-8"):
        read_settings(tmp_path / FILE, {})


def test_variables_win_over_the_file(tmp_path: Path) -> None:
    environment = {"SPOTSMITH_PACK": "b", "SPOTSMITH_JAVA_HOME": "/other", "SPOTSMITH_LIMITS_ROUNDS": "1"}
    read = settings(tmp_path, 'pack = "a"\n[java]\nhome = "/jdk"\nrelease = "11"', environment)
    assert (read.pack, read.java.home, read.java.release, read.limits.rounds) == ("b", "/other", "11", 1)


def test_a_wrong_variable_is_named_instead_of_the_file(tmp_path: Path) -> None:
    sentence = problem(tmp_path, "", {"SPOTSMITH_LIMITS_ROUNDS": "many"})
    assert sentence.startswith("SPOTSMITH_LIMITS_ROUNDS: input should be a valid integer")


def test_a_variable_for_a_section_that_is_no_section_is_no_crash(tmp_path: Path) -> None:
    assert problem(tmp_path, "java = 3", {"SPOTSMITH_JAVA_HOME": "/jdk"}).startswith("java: ")


def test_the_workspace_is_the_nearest_folder_above(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / FILE).write_text("", encoding="utf-8")
    assert find_workspace(inner).root == tmp_path
    (tmp_path / "a" / FILE).write_text("", encoding="utf-8")
    assert find_workspace(inner).root == tmp_path / "a"
    assert find_workspace(tmp_path / "a" / FILE).root == tmp_path / "a"


def test_no_workspace_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="run `spotsmith init` there, or pass --workspace"):
        find_workspace(tmp_path)
    with pytest.raises(SpotsmithError, match="there is no such folder"):
        find_workspace(tmp_path / "nowhere")


def test_patterns_become_files_in_order_and_once(tmp_path: Path) -> None:
    root = tmp_path / "a [1]"
    for name in ("lib/b.jar", "lib/a.jar", "lib/deep/c.jar", "ojdbc.jar"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (tmp_path / "beside.jar").touch()
    workspace = Workspace(root, Settings.model_validate({}))

    def named(*patterns: str) -> list[str]:
        return [path.resolve().relative_to(tmp_path).as_posix() for path in workspace.files(list(patterns))]

    assert named("lib/b.jar", "lib/*.jar") == ["a [1]/lib/b.jar", "a [1]/lib/a.jar"]
    assert named("**/*.jar") == [f"a [1]/{name}" for name in ("lib/a.jar", "lib/b.jar", "lib/deep/c.jar", "ojdbc.jar")]
    assert named("../*.jar") == ["beside.jar"]
    assert named(f"{tmp_path}/*.jar") == ["beside.jar"]
    assert named("not-there.jar", "nothing*.jar") == ["a [1]/not-there.jar"]
    assert workspace.missing(["lib/*.jar", "not-there.jar", "nothing*.jar"]) == ["not-there.jar", "nothing*.jar"]


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="since Python 3.13 `**.jar` means `*.jar`")
def test_a_pattern_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match=r"not a pattern of paths: .* Correct it in spotsmith.toml"):
        Workspace(tmp_path, Settings.model_validate({})).files(["lib/**.jar"])

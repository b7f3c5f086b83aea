"""Java and settings that are wrong: said by `doctor`, and by the command that meets them."""

import re
from pathlib import Path

import pytest

from agents.compilers.jdk import Jdk
from serving.settings import FILE, Workspace
from tests.serving.bad_input.asked import REQUEST
from tests.serving.command_line import Spotsmith


def test_without_java_code_is_written_and_what_was_not_checked_is_said(spotsmith: Spotsmith, other_site: Path) -> None:
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write('[java]\nhome = "nowhere"\n')
    ran = spotsmith("generate", "-w", other_site, REQUEST, "--json")
    assert (ran.code, ran.json["status"], ran.json["diagnostics"]) == (3, "partial", [])
    said = f"java.home = {other_site}/nowhere is not a Java home (it has no bin/java and release file); correct it"
    assert f"compile: {said}" in ran.json["unchecked"]
    examined = spotsmith("doctor", "-w", other_site, "--json")
    wrong = [(check["name"], check["text"]) for check in examined.json["checks"] if not check["ok"]]
    assert (examined.code, wrong) == (1, [("java", said)])


def test_java_without_a_compiler_is_told_from_a_jdk(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path, jdk: Jdk
) -> None:
    runtime = tmp_path / "jre"
    runtime.mkdir()
    (runtime / "bin").symlink_to(jdk.home / "bin")
    (runtime / "lib").symlink_to(jdk.home / "lib")
    release = (jdk.home / "release").read_text(encoding="utf-8").replace("jdk.compiler", "")
    (runtime / "release").write_text(release, encoding="utf-8")
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write(f'[java]\nhome = "{runtime}"\n')
    ran = spotsmith("doctor", "-w", other_site)
    assert ran.code == 1
    assert re.search(r"^wrong +java: Java .* has no compiler \(module jdk\.compiler\).*apt-get install", ran.out, re.M)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("clas_path = []", "unknown key 'clas_path'; did you mean class_path? known keys: "),
        ("class_path = 3", "class_path: input should be a valid list"),
        ("class_path = [", "not valid TOML: "),
    ],
)
@pytest.mark.parametrize("name", ["index", "resolve", "doctor"])
def test_wrong_settings_are_said_with_file_and_key(
    spotsmith: Spotsmith, tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    ran = spotsmith(name, "-w", tmp_path, *([REQUEST] if name == "resolve" else []))
    if name == "doctor":
        assert ran.code == 1
        assert f"wrong  workspace: {tmp_path / FILE}: {sentence}" in ran.out
    else:
        assert ran.sentence.startswith(f"{tmp_path / FILE}: {sentence}")


def test_an_unknown_pack_is_said_with_those_there_are(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('pack = "cobol"', encoding="utf-8")
    assert spotsmith("index", "-w", tmp_path).sentence == (
        "there is no pack 'cobol'; installed: ormb. See docs/packs.md"
    )


def test_an_unknown_house_rule_is_said_with_the_nearest(
    spotsmith: Spotsmith, other_site: Path, sample_site: Workspace
) -> None:
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write('[rules]\nno-system-outt = "off"\n')
    source = next(sample_site.root.rglob("*_Impl.java"))
    for arguments in (["generate", REQUEST], ["check", str(source)]):
        said = spotsmith(arguments[0], "-w", other_site, *arguments[1:]).sentence
        assert re.match(r"no house rule 'no-system-outt'\. Did you mean [\w-]+\? Known rules: ", said)

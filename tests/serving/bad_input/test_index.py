"""JARs, inputs and indexes that are damaged or gone: named by `index`, and by the commands that need them."""

import re
import zipfile
from pathlib import Path

import pytest

from agents.compilers.jdk import Jdk
from knowledge.store import current_folder
from serving.settings import Workspace
from tests.serving.bad_input.asked import REQUEST, SPOT
from tests.serving.command_line import Spotsmith, write_settings
from tests.serving.conftest import inputs_of


def rewritten(jar: Path, target: Path, changes: dict[str, bytes]) -> Path:
    """The JAR with some entries replaced or added."""
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, None) or old.read(name))
        for name, data in changes.items():
            new.writestr(name, data)
    return target


def class_of(site: Workspace, jar: str, name: str) -> bytes:
    with zipfile.ZipFile(site.root / "lib" / jar) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda jar: b"", "the file is empty"),
        (lambda jar: b"I am not a JAR", "it is no ZIP file or it is cut off"),
        (lambda jar: jar[: len(jar) // 2], "it is no ZIP file or it is cut off"),
    ],
    ids=["zero bytes", "text", "truncated"],
)
def test_a_corrupt_jar_is_named_by_index_generate_and_doctor(
    damage: object, reason: str, spotsmith: Spotsmith, other_site: Path, sample_site: Workspace
) -> None:
    assert callable(damage)
    bad = other_site / "bad.jar"
    bad.write_bytes(damage((sample_site.root / "lib" / "spl-shared.jar").read_bytes()))
    inputs = inputs_of(sample_site)
    write_settings(other_site, {**inputs, "class_path": [*inputs["class_path"], "bad.jar"]})
    generated = spotsmith("generate", "-w", other_site, REQUEST).sentence
    assert generated.startswith(f"class path: {bad} is no readable JAR")
    assert generated.endswith("replace it by a complete copy")
    examined = spotsmith("doctor", "-w", other_site)
    assert f"wrong  generate: class path: {bad} is no readable JAR" in examined.out
    (other_site / ".spotsmith" / "index").unlink()
    indexed = spotsmith("index", "-w", other_site).sentence
    assert indexed.startswith(f"{bad}: cannot be read as a JAR: {reason}")
    assert indexed.endswith("Copy it anew from where it came from.")


def test_a_missing_jar_is_named(spotsmith: Spotsmith, other_site: Path, sample_site: Workspace) -> None:
    inputs = inputs_of(sample_site)
    write_settings(other_site, {**inputs, "class_path": [*inputs["class_path"], "gone.jar"]})
    gone = other_site / "gone.jar"
    assert spotsmith("index", "-w", other_site).sentence.startswith(f"{gone}: there is no such file. Correct")
    assert spotsmith("check", "-w", other_site, __file__).sentence.startswith(f"class path: {gone} does not exist;")


def test_a_bad_class_is_a_warning_and_a_newer_one_is_read(
    spotsmith: Spotsmith, bare_site: Path, sample_site: Workspace
) -> None:
    error, warning = (f"com/splwg/shared/common/Application{name}.class" for name in ("Error", "Warning"))
    newer = bytearray(class_of(sample_site, "spl-shared.jar", warning))
    newer[6:8] = (99).to_bytes(2, "big")
    jar = bare_site / "lib" / "spl-shared.jar"
    original = jar.resolve()
    jar.unlink()
    rewritten(original, jar, {error: class_of(sample_site, "spl-shared.jar", error)[:40], warning: bytes(newer)})
    ran = spotsmith("index", "-w", bare_site)
    assert ran.code == 0
    warnings = [line for line in ran.err.splitlines() if "warning" in line and "JDK" not in line]
    assert warnings == [
        f"warning: lib/spl-shared.jar!{error}: truncated or corrupt class file (IndexError: index out of range); "
        "the type is left out [index.class]"
    ]
    known = spotsmith("resolve", "-w", bare_site, "bill completion", "--json")
    assert known.code == 0


def test_a_class_that_is_too_new_for_the_compiler_is_said_with_what_to_do(
    spotsmith: Spotsmith, other_site: Path, sample_site: Workspace, jdk: Jdk, tmp_path: Path
) -> None:
    name = "com/splwg/ccb/domain/admin/customerClass/CustomerClassPreBillCompletionAlgorithmSpot.class"
    newer = bytearray(class_of(sample_site, "spl-ccb.jar", name))
    newer[6:8] = (99 + 44).to_bytes(2, "big")
    with zipfile.ZipFile(other_site / "newer.jar", "w") as jar:
        jar.writestr(name, bytes(newer))
    inputs = inputs_of(sample_site)
    write_settings(other_site, {**inputs, "class_path": ["newer.jar", *inputs["class_path"]]})
    ran = spotsmith("generate", "-w", other_site, REQUEST, "--spot", SPOT)
    assert ran.code == 1
    assert f"Java 99 made this class, the compiler is Java {jdk.feature}: set java.home to Java 99 or newer" in ran.err


@pytest.mark.parametrize("name", ["resolve", "generate", "check"])
def test_no_index_is_said_with_what_to_run(spotsmith: Spotsmith, bare_site: Path, name: str) -> None:
    ran = spotsmith(name, "-w", bare_site, __file__)
    assert ran.sentence == f"{bare_site}/.spotsmith/index: there is no index yet. Run `spotsmith index`."


def test_an_index_of_another_version_and_a_broken_one_are_said(spotsmith: Spotsmith, own_site: Path) -> None:
    index = own_site / ".spotsmith" / "index"
    folder = current_folder(index)
    assert folder
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(manifest.replace(b'"format":"', b'"format":"0-'))
    said = spotsmith("resolve", "-w", own_site, REQUEST).sentence
    assert said == f"{index}: the index was written by another version. Run `spotsmith index`."
    (folder / "manifest.json").write_bytes(manifest)
    for file in (folder / "shard").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    said = spotsmith("resolve", "-w", own_site, REQUEST).sentence
    assert re.match(rf"{re.escape(str(index))}: the index cannot be read \(.*\)\. Run `spotsmith index`\.", said)


def test_a_site_without_spots_is_said_when_it_is_indexed_and_when_it_is_asked(
    spotsmith: Spotsmith, tmp_path: Path
) -> None:
    write_settings(tmp_path, {"class_path": [], "documents": ["guides/*.md"]}, '[java]\nhome = "nowhere"')
    ran = spotsmith("index", "-w", tmp_path)
    assert ran.code == 0
    assert ran.err.splitlines()[:2] == [
        "spotsmith.toml: warning: documents: nothing matches 'guides/*.md' [index.nothing-matches]",
        f"warning: the types of the JDK are not known: java.home = {tmp_path}/nowhere is not a Java home "
        "(it has no bin/java and release file); correct it [index.no-java]",
    ]
    assert ran.err.splitlines()[-1] == "no spot was found: class_path must hold the framework's JARs"
    said = spotsmith("generate", "-w", tmp_path, REQUEST).sentence
    assert said == "the index holds no spots: add the framework's JARs to class_path and run `spotsmith index`"
    examined = spotsmith("doctor", "-w", tmp_path)
    assert examined.code == 1
    assert "add the framework's JARs and run `spotsmith index`" in examined.out


def test_jars_that_have_gone_do_not_replace_a_good_index(
    spotsmith: Spotsmith, own_site: Path, sample_site: Workspace
) -> None:
    write_settings(own_site, {**inputs_of(sample_site), "class_path": ["mounted/*.jar"]})
    said = spotsmith("index", "-w", own_site).sentence
    assert said == f"class_path: nothing matches 'mounted/*.jar' in {own_site}; correct spotsmith.toml"
    assert spotsmith("resolve", "-w", own_site, REQUEST).code == 0


def test_ddl_that_is_not_sql_is_a_warning_and_the_rest_is_read(spotsmith: Spotsmith, bare_site: Path) -> None:
    (bare_site / "good.sql").write_text(
        "CREATE TABLE CM_ONE (ID CHAR(10) NOT NULL);\nCREATE TABLE CM_BROKEN (ID CHAR(10;\n"
        "CREATE TABLE CM_TWO (ID CHAR(10) NOT NULL);\n",
        encoding="utf-8",
    )
    (bare_site / "letter.sql").write_text("Dear colleague,\nplease create the table soon.\n", encoding="utf-8")
    (bare_site / "binary.sql").write_bytes(bytes(range(256)) * 40)
    write_settings(bare_site, {"class_path": ["lib/*.jar"], "schema": ["*.sql"]}, '[java]\nhome = "nowhere"')
    ran = spotsmith("index", "-w", bare_site, "--json")
    assert ran.code == 0
    places = {(d["path"], d["line"], d["severity"]) for d in ran.json["diagnostics"] if d["path"]}
    assert ("good.sql", 2, "warning") in places
    assert {path for path, _, _ in places} == {"good.sql", "letter.sql", "binary.sql"}
    assert ran.json["counts"]["table"] >= 2
    again = spotsmith("index", "-w", bare_site)
    assert "good.sql:2" in again.err, "what could not be read is said until it is put right"


@pytest.mark.parametrize("key", ["class_path", "sources", "schema", "documents"])
def test_an_input_that_is_not_there_is_named(spotsmith: Spotsmith, bare_site: Path, key: str) -> None:
    write_settings(bare_site, {"class_path": ["lib/*.jar"], key: ["gone/missing"]})
    said = spotsmith("index", "-w", bare_site).sentence
    assert said == f"{bare_site}/gone/missing: there is no such file. Correct the settings or put the file there."

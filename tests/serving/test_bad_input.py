"""What people and machines get wrong: one clear sentence, the right exit code, no traceback, and nothing is lost."""

import os
import re
import zipfile
from pathlib import Path

import pytest

from agents.compilers.jdk import Jdk
from knowledge.store import current_folder
from serving.settings import FILE, Workspace
from tests.serving.command_line import Spotsmith, write_settings
from tests.serving.conftest import inputs_of

REQUEST = "late payment fee as a percentage parameter of the overdue balance"
SPOT = "CustomerClassPreBillCompletionAlgorithmSpot"


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


# --- Java ---------------------------------------------------------------------------------------------------------


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


# --- JARs ---------------------------------------------------------------------------------------------------------


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


# --- the index ----------------------------------------------------------------------------------------------------


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


# --- requests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--spot", "CustomerClassPreBilCompletion", "x"], rf"there is no spot .*; did you mean {SPOT}[,?]"),
        (["--spot", "Xyzzy", "x"], r"there is no spot 'Xyzzy' in the index.*`spotsmith resolve` with a description"),
        (["zzz qqq xyzzy"], r"nothing in the request matches any of the \d+ spots of the index; say what.*--spot"),
        ([""], r"the request is empty; say what the code is for"),
        ([" \n\t"], r"the request is empty; say what the code is for"),
        (["a batch job that closes old accounts"], r"the request asks for a batch job, which the ormb pack cannot"),
    ],
)
@pytest.mark.parametrize("name", ["resolve", "generate"])
def test_a_request_that_cannot_be_answered_is_a_sentence(
    spotsmith: Spotsmith, other_site: Path, name: str, arguments: list[str], sentence: str
) -> None:
    assert re.match(sentence, spotsmith(name, "-w", other_site, *arguments).sentence)


def test_a_request_that_is_no_text_is_a_sentence(spotsmith: Spotsmith, other_site: Path) -> None:
    said = spotsmith("resolve", "-w", other_site, os.fsdecode(b"f\xfcr bills")).sentence
    assert said.startswith("the request is not text: its bytes are not UTF-8")
    said = spotsmith("resolve", "-w", other_site, "-", stdin=b"f\xfcr bills").sentence
    assert said.startswith("the request on stdin is not UTF-8 text")
    assert spotsmith("resolve", "-w", other_site, "-").sentence.startswith("the request is empty")


def test_an_ambiguous_request_is_answered_with_the_doubt_and_the_alternatives(
    spotsmith: Spotsmith, other_site: Path
) -> None:
    ran = spotsmith("resolve", "-w", other_site, "generate ORMB billing algorithm", "--json")
    assert ran.code == 0
    assert any("was taken" in doubt for doubt in ran.json["doubts"])
    alternatives = ran.json["spot"]["alternatives"]
    assert len(alternatives) >= 3
    assert all(each["summary"].endswith(".") for each in (ran.json["spot"], *alternatives))
    shown = spotsmith("resolve", "-w", other_site, "generate ORMB billing algorithm").out
    for each in alternatives:
        assert f"  or       {each['name'].rpartition('.')[2]} {each['summary']}\n" in shown


NASTY = {
    "quotes": "bill algorithm that says \"hello\" and 'bye' and \\ and `x`",
    "unicode": "bill algorithm für Kunden — 日本語 😀 \u202e reversed",
    "end of comment": "bill algorithm */ class Evil { static { System.exit(1); } } /*",
    "escapes": r"bill algorithm \u002a\u002f class Evil {} \u000a int x; \uXYZ \\u0022",
    "annotation": "bill algorithm @AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = evil, "
    "type = string)}) and {@link Evil} @deprecated",
    "lines": "bill algorithm\nwith lines\r\nand more\u2028lines\u0085and\x0bothers\n\n * @author x",
    "control": "bill algorithm with \x01 and \x1b[31m and \x7f and \x00",
    "20 kB": "bill algorithm that " + "adds one more thing to the bill and " * 600,
    "one long word": "bill algorithm " + "x" * 5000,
}


@pytest.mark.parametrize("request_text", NASTY.values(), ids=NASTY)
def test_whatever_the_request_holds_the_file_compiles_and_its_annotation_is_ours(
    request_text: str,
    spotsmith: Spotsmith,
    other_site: Path,
) -> None:
    arguments = ("generate", "-w", other_site, "--class-name", "CmNasty_Impl", "--spot", SPOT, "--json")
    ran = spotsmith(*arguments, "-", stdin=request_text)
    assert (ran.code, ran.json["status"]) == (0, "ok"), ran
    text = ran.json["files"][0]["content"]
    assert "class Evil" not in re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    header, _, _ = text.partition("public class CmNasty_Impl")
    comment, _, annotation = header[header.rindex("/**") :].partition("@AlgorithmComponent")
    assert annotation.startswith(" (")
    assert "@" not in comment.replace("@author", "")
    assert "Evil" not in annotation
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)


# --- where to write -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--class-name", "../../evil"], "class name '../../evil' is not an identifier (letters, digits, _ and $)"),
        (["--class-name", "a/b"], "class name 'a/b' is not an identifier (letters, digits, _ and $)"),
        (["--package", ".."], "package '..' is not a dotted name"),
        (["--package", "/etc"], "package '/etc' is not a dotted name"),
        (["--package", "a..b"], "package 'a..b' is not a dotted name"),
    ],
)
def test_a_name_that_would_escape_the_folder_is_refused(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    ran = spotsmith("generate", "-w", other_site, REQUEST, "--out", tmp_path / "out", *arguments)
    assert ran.sentence == sentence
    assert not (tmp_path / "out").exists()


def test_an_existing_file_is_kept_and_the_result_is_not_lost(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ("generate", "-w", other_site, REQUEST, "--class-name", "CmKept_Impl", "--package", "com.own")
    assert spotsmith(*arguments, "--out", out).code == 0
    target = out / "com" / "own" / "CmKept_Impl.java"
    made = target.read_text(encoding="utf-8")
    target.write_text("// mine", encoding="utf-8")
    said = spotsmith(*arguments, "--out", out).sentence
    found = re.fullmatch(r"(.*) exists already; pass --force to replace it, .*\. The result is kept in (.*)", said)
    assert found
    assert found[1] == str(target)
    assert target.read_text(encoding="utf-8") == "// mine"
    assert (Path(found[2]) / "CmKept_Impl.java").read_text(encoding="utf-8") == made
    assert spotsmith(*arguments, "--out", out, "--force").code == 0
    assert target.read_text(encoding="utf-8") == made


def test_a_folder_that_cannot_be_written_is_said_and_the_result_is_not_lost(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    said = spotsmith("generate", "-w", other_site, REQUEST, "--out", tmp_path / "file" / "out").sentence
    assert re.search(r"cannot be written: .*; choose another --out\. The result is kept in ", said)
    assert list(Path(said.rpartition(" kept in ")[2]).glob("*.java"))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_link_out_of_the_folder_is_refused(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "com").symlink_to(tmp_path / "elsewhere")
    said = spotsmith(
        "generate", "-w", other_site, REQUEST, "--package", "com.own", "--out", tmp_path / "out", "--force"
    ).sentence
    assert f"would be written outside {tmp_path / 'out'}; nothing was written. The result is kept in" in said
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_workspace_that_cannot_be_written_still_answers(spotsmith: Spotsmith, other_site: Path) -> None:
    (other_site / ".spotsmith" / "runs").write_text("in the way", encoding="utf-8")
    (other_site / ".spotsmith" / "checkpoints.sqlite").mkdir()
    ran = spotsmith("generate", "-w", other_site, REQUEST, "--json")
    assert (ran.code, ran.json["status"], ran.json["run"]) == (0, "ok", "")
    assert ran.err.startswith(f"spotsmith: {other_site}/.spotsmith/runs: the run could not be kept: ")


def test_a_damaged_checkpoint_file_is_no_obstacle(spotsmith: Spotsmith, other_site: Path) -> None:
    (other_site / ".spotsmith" / "checkpoints.sqlite").write_text("I am no database, " * 100, encoding="utf-8")
    assert spotsmith("generate", "-w", other_site, REQUEST).code == 0


# --- settings -----------------------------------------------------------------------------------------------------


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


# --- check --------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_checked_are_said(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "code"
    folder.mkdir()
    said = spotsmith("check", "-w", other_site, folder).sentence
    assert said == f"{folder}: no .java file below this folder"
    said = spotsmith("check", "-w", other_site, folder / "Gone.java").sentence
    assert said == f"{folder / 'Gone.java'}: cannot be read: No such file or directory"
    (folder / "Binary.java").write_bytes(b"\xca\xfe\xba\xbe\0\0\0\x34")
    (folder / "Huge.java").write_text("// " + "x" * 2_100_000, encoding="utf-8")
    (folder / "Empty.java").write_text("", encoding="utf-8")
    (folder / "Latin.java").write_bytes("// für\nclass Latin {}\n".encode("iso-8859-1"))
    ran = spotsmith("check", "-w", other_site, folder, "--json")
    assert (ran.code, ran.json["status"]) == (3, "partial")
    unchecked = {Path(file["path"]).name: file["unchecked"] for file in ran.json["files"]}
    assert unchecked == {
        "Binary.java": ["not checked: a binary file, not source text"],
        "Empty.java": [],
        "Huge.java": ["not checked: larger than 2 MB, which no source file is"],
        "Latin.java": [],
    }
    shown = spotsmith("check", "-w", other_site, folder)
    assert f"unchecked  {folder / 'Binary.java'}: not checked: a binary file" in shown.out
    assert shown.out.splitlines()[-1].startswith("partial: 4 files, ")


def test_two_files_of_the_same_name_are_checked_each_for_itself(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    for name, text in (("a", "package a; public class Same { int x = 1; }"), ("b", "package b; public class Same {")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Same.java").write_text(text, encoding="utf-8")
    ran = spotsmith("check", "-w", other_site, tmp_path / "a", tmp_path / "b" / "Same.java", "--json")
    errors = [[d["severity"] for d in file["diagnostics"]].count("error") for file in ran.json["files"]]
    assert (ran.code, errors[0], errors[1] > 0) == (1, 0, True)
    (tmp_path / "b" / "Same.java").write_text("package a; public class Same { }", encoding="utf-8")
    ran = spotsmith("check", "-w", other_site, tmp_path / "a", tmp_path / "b")
    assert ran.code == 1
    assert "duplicate class" in ran.out

"""The stand-in SDK: built by its script, compiled against by javac. Nothing of the builder is imported here."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SDK = ROOT / "samples" / "ormb" / "sdk"
IDIOMS = Path(__file__).parent / "idioms"
JAVAC = shutil.which("javac")
FLAGS = "-source 8 -proc:none -nowarn -Xlint:-options -XDshould-stop.ifError=FLOW -Xmaxerrs 1000".split()
FACTS = json.loads((SDK / "facts.json").read_text(encoding="utf-8"))
SPOTS = FACTS["algorithm_spots"]

NARROWER = {
    ("com.splwg.base.domain.security.user.User", "getCharacteristics"),
    ("com.splwg.ccb.domain.common.c1Request.C1Request", "getCharacteristics"),
}
"""Typed as a collection of the entity's own characteristics, where the facts only know the common interface."""

ATTEMPTS = {
    "UnknownMethod": ("account.getNoSuchThing();", "cannot find symbol"),
    "TooManyArguments": ("account.getPersons(1);", "cannot be applied"),
    "WrongType": ("String text = account.getCurrency();", "incompatible types"),
    "UnknownValue": ("Object found = BillStatusLookup.constants.NO_SUCH_VALUE;", "cannot find symbol"),
    "WrongKey": ("new Bill_Id(account.getSetUpDate(), account, account);", "no suitable constructor"),
    "RightValue": ('new Money("1", account.getCurrency().getId()).add(Money.ZERO).isPositive();', None),
    "RightLoop": ("for (AccountPerson each : account.getPersons()) { each.fetchIdPerson().getId(); }", None),
}
"""Class to a statement, and what javac says of it."""

pytestmark = pytest.mark.skipif(JAVAC is None, reason="no javac on the PATH")


@pytest.fixture(scope="session")
def jars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdk") / "lib"
    done = _build("--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_it_builds_the_jars_of_the_products_and_of_what_their_code_imports(jars: Path) -> None:
    names = {path.name for path in jars.glob("*.jar")}
    assert names >= {
        "spl-shared.jar",
        "spl-base.jar",
        "spl-ccb.jar",
        "spl-tax.jar",
        "spl-d1.jar",
        "icu4j.jar",
        "dom4j.jar",
    }


def test_every_class_of_the_facts_is_in_a_jar(jars: Path) -> None:
    there = {name.replace("$", ".") for name in _entries(jars)}
    expected = {*FACTS["classes"], *SPOTS}
    assert sorted(each for each in expected if each.replace(".", "/") + ".class" not in {*there, *_dotted(there)}) == []


def test_every_entity_has_an_id_and_a_dto(jars: Path) -> None:
    there = set(_entries(jars))
    entities = [
        name.replace(".", "/") for name, entry in FACTS["classes"].items() if entry["kind"].startswith("entity")
    ]
    assert len(entities) > 150
    lacking = [each for each in entities for suffix in ("", "_Id", "_DTO") if f"{each}{suffix}.class" not in there]
    assert lacking == []


def test_entities_of_the_newer_layout_also_stand_in_the_layout_of_ormb(jars: Path) -> None:
    there = set(_entries(jars))
    newer = [name for name in there if "/entity/" in name and "$" not in name and name.endswith("_Id.class")]
    assert len(newer) > 20
    assert [name for name in newer if name.replace("/entity/", "/") not in there] == []


@pytest.mark.parametrize("spot", SPOTS)
def test_a_spot_has_exactly_the_methods_of_the_facts(jars: Path, described: dict[str, str], spot: str) -> None:
    expected = {each["signature"] for each in SPOTS[spot]["methods"] if not each["confidence"].startswith("low")}
    declared = re.findall(r"^  public (?:abstract |default )?(.*\));$", described[spot], re.MULTILINE)
    assert {re.sub(r"\s*,\s*", ", ", each) for each in declared} == expected


@pytest.fixture(scope="session")
def described(jars: Path) -> dict[str, str]:
    done = subprocess.run(
        ["javap", "-public", "-cp", _class_path(jars), *SPOTS], capture_output=True, text=True, check=True
    )
    blocks = re.findall(r"public interface ([\w.]+) .*?\{(.*?)^\}", done.stdout, re.MULTILINE | re.DOTALL)
    return dict(blocks)


def test_a_method_that_some_implementors_lack_is_optional(jars: Path, described: dict[str, str]) -> None:
    enter = described["com.splwg.base.domain.common.businessObject.BusinessObjectEnterStatusAlgorithmSpot"]
    assert "public default boolean getForcePostProcessing();" in enter
    assert "public abstract void setBusinessObject(" in enter


def test_the_idioms_of_customer_code_compile(jars: Path, tmp_path: Path) -> None:
    assert _compile(jars, tmp_path, *IDIOMS.rglob("*.java")) == []


def test_every_use_that_the_facts_show_compiles(jars: Path, tmp_path: Path) -> None:
    uses = list(_uses())
    assert len(uses) > 3000
    for start in range(0, len(uses), 250):
        methods = [
            f"static void m{at}() throws Exception {{ {use} }}" for at, use in enumerate(uses[start : start + 250])
        ]
        body = "static <T> T any() { return null; }\n" + "\n".join(methods)
        (tmp_path / f"Uses{start}.java").write_text(f"class Uses{start} {{\n{body}\n}}\n", encoding="utf-8")
    assert _compile(jars, tmp_path, *tmp_path.glob("*.java")) == []


def test_it_refuses_what_does_not_exist_and_accepts_what_does(jars: Path, tmp_path: Path) -> None:
    packages = ("customerinfo.account", "billing.bill")
    head = "".join(f"import com.splwg.ccb.domain.{each}.*;\n" for each in packages)
    head += "import com.splwg.ccb.api.lookup.*;\nimport com.splwg.base.api.datatypes.Money;\n"
    for name, (statement, _) in ATTEMPTS.items():
        text = f"{head}class {name} {{ void use(Account account) {{ {statement} }} }}\n"
        (tmp_path / f"{name}.java").write_text(text, encoding="utf-8")
    errors = _compile(jars, tmp_path, *sorted(tmp_path.glob("*.java")))
    for name, (_, complaint) in ATTEMPTS.items():
        own = [each for each in errors if f"{name}.java" in each]
        assert (own == []) if complaint is None else complaint in own[0], name


def test_two_builds_give_the_same_bytes(jars: Path, tmp_path: Path) -> None:
    assert _build("--out", str(tmp_path)).returncode == 0
    for path in sorted(jars.glob("*.jar")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_second_build_does_nothing(jars: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in jars.iterdir()}
    assert _build("--out", str(jars)).stdout.startswith("Up to date")
    assert {path.name: path.stat().st_mtime_ns for path in jars.iterdir()} == before


def test_a_missing_compiler_is_named_with_the_package_that_brings_it(tmp_path: Path) -> None:
    done = _build("--out", str(tmp_path / "lib"), path=str(tmp_path))
    assert done.returncode == 2
    assert "apt-get install openjdk-17-jdk-headless" in done.stderr
    assert "Traceback" not in done.stderr


def test_class_files_run_on_java_8_and_name_no_parameters(jars: Path) -> None:
    with zipfile.ZipFile(jars / "spl-ccb.jar") as jar:
        content = jar.read("com/splwg/ccb/domain/billing/bill/Bill.class")
    assert int.from_bytes(content[6:8], "big") == 52
    assert b"MethodParameters" not in content


def _build(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path if path is not None else os.environ["PATH"]}
    command = [sys.executable, str(SDK / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def _compile(jars: Path, out: Path, *files: Path) -> list[str]:
    command = [str(JAVAC), *FLAGS, "-cp", _class_path(jars), "-d", str(out / "classes"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return re.findall(r"^(\S+: error: .*(?:\n.*){0,2})", done.stderr, re.MULTILINE) if done.returncode else []


def _class_path(jars: Path) -> str:
    return os.pathsep.join(map(str, sorted(jars.glob("*.jar"))))


def _entries(jars: Path) -> list[str]:
    return [name for path in sorted(jars.glob("*.jar")) for name in zipfile.ZipFile(path).namelist()]


def _dotted(names: set[str]) -> set[str]:
    """``a/b/Outer.Inner.class`` as ``a/b/Outer/Inner.class``, the way a dotted Java name reads."""
    return {name.removesuffix(".class").replace(".", "/") + ".class" for name in names}


def _uses() -> Iterator[str]:
    """A statement for each constructor, method and constant of the facts, with arguments and results as seen."""
    for name, entry in FACTS["classes"].items():
        for arguments in entry.get("constructors", ()):
            if "?" not in arguments and not entry["kind"].startswith("abstract"):
                yield f"new {name}({', '.join(map(_value, arguments))});"
        for method in entry.get("methods", ()):
            if method["name"] != "getClass" and (name, method["name"]) not in NARROWER:
                yield from _calls(name, entry, method)
        for constant in entry.get("constants", {}):
            if constant != "Factory":
                yield f"Object found = {name}.{constant};"


def _calls(name: str, entry: dict[str, object], method: dict[str, list[str]]) -> Iterator[str]:
    static = method.get("static") or str(entry["kind"]).startswith(("class (static", "nested factory"))
    target = name if static else f"(({name}) any())"
    results = [each for each in method.get("returns", ()) if _known(each) and each != "void"]
    for arguments in _arguments(method["args"]):
        call = f"{target}.{method['name']}({', '.join(map(_value, arguments))})"
        yield from (f"{each} found = {call};" for each in results)
        if not results:
            yield call + ";"


def _arguments(seen: list[list[str]] | list[str]) -> Iterator[list[str]]:
    """The most frequent types, then each other type in its place."""
    first = [types[0] if types else "?" for types in seen]
    yield first
    for at, types in enumerate(seen):
        yield from ([*first[:at], other, *first[at + 1 :]] for other in types[1:])


def _known(kind: str) -> bool:
    """Not of a class that was not identified, and no type variable."""
    return kind not in ("?", "null") and "?." not in kind and re.search(r"(^|<)[A-Z](>|$)", kind) is None


def _value(kind: str) -> str:
    if kind == "null":
        return "null"
    if not _known(kind):
        return "any()"
    if kind in ("int", "long", "char"):
        return f"({kind}) 0"
    if kind == "boolean":
        return "false"
    literal = re.fullmatch(r"java\.lang\.Class<([\w.]{2,})>", kind)
    return f"{literal[1]}.class" if literal else f"(({kind}) any())"

"""What a review finds, grounds, and says it could not check."""

from dataclasses import replace

import pytest

from agents.compilers.none import NoCompiler
from agents.review import Reviewer
from agents.site import Site
from indexers.jar import read_class_path
from knowledge.records import SourceFile
from knowledge.symbols import MemorySymbols, SymbolTable
from serving.app import App

PACKAGE = "com.splwg.cm.domain.common"


def java(name: str, *body: str, imports: tuple[str, ...] = ()) -> SourceFile:
    """A plain class; its body starts at line 4, or 3 lines after its last import."""
    lines = [f"package {PACKAGE};", *(f"import {i};" for i in imports), "", f"public class {name} {{", *body, "}", ""]
    return SourceFile(f"{PACKAGE.replace('.', '/')}/{name}.java", "\n".join(lines))


BILL = "com.splwg.ccb.domain.billing.bill.Bill"
UNKNOWN = java("CmTry", "\tString name(Bill bill) {", "\t\treturn bill.getAcount().toString();", "\t}", imports=(BILL,))


def reviewer(app: App, types: SymbolTable | None = None, compiler: object = None) -> Reviewer:
    parts = app.parts
    types = types or parts.types
    site = Site(parts.store, types, app.front_end)
    return Reviewer(app.front_end, types, parts.store, site, compiler or app.compiler, {})  # type: ignore[arg-type]


def test_a_method_that_the_jar_does_not_have_is_reported_with_the_nearest_that_it_has(app: App) -> None:
    (error,) = app.check([UNKNOWN]).errors
    assert (error.line, error.symbol, error.receiver) == (6, "getAcount", BILL)
    assert error.candidates[0] == "getAccount"
    assert error.kind == "compile"


def test_without_a_compiler_the_result_is_partial_and_says_what_was_not_checked(app: App) -> None:
    review = reviewer(app, compiler=NoCompiler("there is no Java here")).review([java("CmTry", "\tint x;")])
    assert review.status == "partial"
    assert any("there is no Java here" in note.text for note in review.unchecked)


def test_without_a_compiler_unknown_methods_and_imports_are_still_found(app: App) -> None:
    wrong = java("CmTry", imports=("com.splwg.ccb.domain.billing.bill.Bil",))
    review = reviewer(app, compiler=NoCompiler("there is no Java here")).review([UNKNOWN])
    assert [(error.code, error.line, error.symbol) for error in review.errors] == [
        ("ground.unknown-member", 6, "getAcount")
    ]
    (error,) = reviewer(app, compiler=NoCompiler("there is no Java here")).review([wrong]).errors
    assert (error.code, error.line) == ("ground.unknown-type", 2)


def test_a_symbol_that_only_the_compiler_knows_is_never_counted_as_grounded(app: App) -> None:
    jars = [path for path in (app.workspace.root / "lib").glob("*.jar") if path.name != "icu4j.jar"]
    types = SymbolTable(MemorySymbols(read_class_path(jars)))
    file = java("CmTry", "\tBigDecimal none = BigDecimal.ZERO;", imports=("com.ibm.icu.math.BigDecimal",))
    review = reviewer(app, types).review([file])
    notes = [note for note in review.unchecked if "com.ibm.icu.math.BigDecimal" in note.text]
    assert notes and all(note.path == file.path and "run `spotsmith index`" in note.text for note in notes)
    assert review.status == "partial"
    assert not any(g.symbol.startswith("com.ibm") for g in review.sources)


def test_files_that_are_reviewed_together_know_each_other(app: App) -> None:
    one = java("CmOne", "\tCmTwo other = new CmTwo();")
    two = java("CmTwo", "\tCmOne other;")
    assert app.check([one, two]).status == "ok"
    (error,) = app.check([one]).errors[:1]
    assert error.symbol == "CmTwo"


def test_a_changed_file_is_judged_in_place_of_the_indexed_one(app: App) -> None:
    path = "com/splwg/cm/domain/common/CmMessages.java"
    text = (app.workspace.root / "java" / "source" / "cm" / path).read_text(encoding="utf-8")
    changed = text.replace(
        "protected CmMessages() {", "public static final int NEW_ONE = 1999;\n\n\tprotected CmMessages() {"
    )
    user = java("CmUser", "\tint number = CmMessages.NEW_ONE;")
    assert app.check([user]).status == "failed"
    assert app.check([user, SourceFile(path, changed)]).status == "ok"


def test_findings_come_in_the_order_of_files_and_lines(app: App) -> None:
    first = java("CmFirst", "\tGone a;", "\tGone b;")
    second = java("CmSecond", "\tGone c;")
    places = [(d.path.rpartition("/")[2], d.line) for d in app.check([second, first]).diagnostics]
    assert places == [("CmSecond.java", 4), ("CmFirst.java", 4), ("CmFirst.java", 5)]


def test_no_finding_is_said_twice(app: App) -> None:
    diagnostics = app.check([UNKNOWN]).diagnostics
    assert len(set(diagnostics)) == len(diagnostics)


def test_a_rule_can_be_switched_off_by_the_site(app: App) -> None:
    file = java("CmTry", "\tvoid say() {", '\t\tSystem.out.println("held");', "\t}")
    (finding,) = app.check([file]).errors
    parts = app.parts
    site = Site(parts.store, parts.types, app.front_end)
    levels = {finding.rule: "off"}
    lenient = Reviewer(app.front_end, parts.types, parts.store, site, app.compiler, levels)
    assert lenient.review([file]).status == "ok"
    weak = Reviewer(app.front_end, parts.types, parts.store, site, app.compiler, {finding.rule: "warning"})
    assert weak.review([file]).diagnostics == (replace(finding, severity="warning"),)


@pytest.mark.parametrize(
    "text",
    [
        "hello world",
        "package com.acme;\nclass {",
        "/* never closed",
        "\ufeffclass Broken {",
        'class A { String s = "\0\n"; }',
    ],
)
def test_text_that_is_not_java_fails_with_a_place(app: App, text: str) -> None:
    review = app.check([SourceFile("com/splwg/cm/Broken.java", text)])
    assert review.status == "failed"
    assert all(error.line >= 1 and error.message for error in review.errors)


@pytest.mark.parametrize("text", ["", "\n\n", "// nothing yet\n", "package com.splwg.cm;\n"])
def test_a_file_without_a_type_is_no_reason_to_stop(app: App, text: str) -> None:
    assert not app.check([SourceFile("com/splwg/cm/Nothing.java", text)]).errors

"""What the warm javac says about good sources: verdicts, uses, several files, several threads."""

import threading
from collections.abc import Callable
from pathlib import Path

from agents.compilers.javac import JavacCompiler, javac_options
from agents.compilers.jdk import Jdk
from agents.compilers.protocol import Compilation, Use
from knowledge.records import SourceFile

MakeSource = Callable[..., SourceFile]


def uses(compilation: Compilation) -> dict[str, str]:
    return {use.symbol: use.kind for use in compilation.uses}


def test_a_correct_class_has_no_diagnostics_and_nothing_unchecked(compiler: JavacCompiler, source: MakeSource) -> None:
    compilation = compiler.compile([source("String read() { return getCurrency(); }")])
    assert (compilation.diagnostics, compilation.unchecked, compilation.context_diagnostics) == ((), (), ())
    assert compilation.seconds > 0


def test_every_external_name_is_reported_by_its_declaring_class(compiler: JavacCompiler, source: MakeSource) -> None:
    draft = source(
        "boolean check(List<Account> accounts) {",
        "    Account account = new Account_Id(KIND).getEntity();",
        "    for (Account child : account.getChildren()) { child.currency = child.getCurrency(); child.getId(); }",
        "    Runnable run = () -> accounts.forEach(Account::getCurrency);",
        "    int[] sizes = new int[accounts.size()].clone();",
        "    return notNull(StatusLookup.constants.COMPLETE) && sizes.length > 0 && own() == null;",
        "}",
        "private Draft own() { return this; }",
    )
    assert uses(compiler.compile([draft])) == {
        "com.acme.Account": "type",
        "java.util.List": "type",
        "com.acme.Account_Id": "type",
        "com.acme.Account_Id#<init>(java.lang.String)": "constructor",
        "com.acme.Account_Id#getEntity()": "method",
        "com.acme.Account#KIND": "field",
        "com.acme.Account#getChildren()": "method",
        "com.acme.Account#currency": "field",
        "com.acme.Account#getCurrency()": "method",
        "com.acme.Entity#getId()": "method",
        "java.lang.Runnable": "type",
        "java.lang.Iterable#forEach(java.util.function.Consumer)": "method",
        "java.util.List#size()": "method",
        "com.acme.Entity#notNull(java.lang.Object)": "method",
        "com.acme.StatusLookup": "type",
        "com.acme.StatusLookup.constants": "type",
        "com.acme.StatusLookup.constants#COMPLETE": "field",
    }


def test_a_use_says_where_its_name_stands(compiler: JavacCompiler, source: MakeSource) -> None:
    draft = source("\tString wert() { /* äöü 𝔘 */ return", "        this .getCurrency(); }")
    compilation = compiler.compile([draft])
    assert Use(draft.path, 5, 15, "com.acme.Account#getCurrency()", "method") in compilation.uses


def test_a_use_knows_its_owner_member_and_parameters() -> None:
    use = Use("A.java", 1, 1, "com.acme.Account#post(int, java.lang.String)", "method")
    assert (use.owner, use.member, use.parameters) == ("com.acme.Account", "post", ("int", "java.lang.String"))
    plain = Use("A.java", 1, 1, "com.acme.Account", "type")
    assert (plain.owner, plain.member, plain.parameters) == ("com.acme.Account", "", ())


def test_names_that_do_not_resolve_are_no_uses(compiler: JavacCompiler, source: MakeSource) -> None:
    compilation = compiler.compile([source("Missing field; Object read() { return getCurrencie() + nothing; }")])
    assert uses(compilation) == {"com.acme.Account": "type", "java.lang.Object": "type"}
    assert {diagnostic.symbol for diagnostic in compilation.diagnostics} == {"Missing", "getCurrencie", "nothing"}


def test_files_compiled_along_give_names_but_no_diagnostics_of_their_bodies(
    compiler: JavacCompiler, source: MakeSource
) -> None:
    along = source("public String label() { return 1; }", header="public class Along", name="Along")
    draft = source("String read(Along along) { return along.label(); }")
    compilation = compiler.compile([draft, along], report=[draft.path])
    assert (compilation.diagnostics, compilation.context_diagnostics) == ((), ())
    assert uses(compilation)["com.site.Along#label()"] == "method"
    assert [diagnostic.path for diagnostic in compiler.compile([draft, along]).diagnostics] == [along.path]


def test_a_broken_declaration_of_a_file_compiled_along_is_context(compiler: JavacCompiler, source: MakeSource) -> None:
    along = source("public Missing label() { return null; }", header="public class Along", name="Along")
    draft = source("Object read(Along along) { return along.label(); }")
    compilation = compiler.compile([draft, along], report=[draft.path])
    assert compilation.diagnostics == ()
    assert [(found.path, found.line, found.symbol) for found in compilation.context_diagnostics] == [
        (along.path, 4, "Missing")
    ]


def test_the_same_class_in_two_files_is_a_duplicate(compiler: JavacCompiler, source: MakeSource) -> None:
    first, second = source("int a;"), source("int b;")
    (found,) = compiler.compile([first, second]).diagnostics
    assert (found.code, found.symbol, found.line) == ("compiler.err.duplicate.class", "com.site.Draft", 3)


def test_a_source_wins_over_the_same_class_of_a_jar_and_is_forgotten_afterwards(
    compiler: JavacCompiler, source: MakeSource
) -> None:
    newer = SourceFile("com/acme/StatusLookup.java", "package com.acme; public class StatusLookup { public int x; }")
    draft = source("int read(StatusLookup lookup) { return lookup.x; }")
    assert compiler.compile([draft, newer]).diagnostics == ()
    assert [found.symbol for found in compiler.compile([draft]).diagnostics] == ["x"]


def test_unicode_survives_both_ways(compiler: JavacCompiler, source: MakeSource) -> None:
    draft = source('String grüße = "\U0001d518 \\u00e9 \u2028 \ud800";', "int 数 = grüße.länge();")
    (found,) = compiler.compile([draft]).diagnostics
    assert (found.symbol, found.line, found.column) == ("länge", 5, 14)


def test_the_sites_release_decides_about_the_language(jdk: Jdk, compiler: JavacCompiler, source: MakeSource) -> None:
    draft = source('String text() { var text = ""; return text.strip(); }')
    errors = [found for found in compiler.compile([draft]).diagnostics if found.severity == "error"]
    assert [(found.code, found.symbol) for found in errors] == [("compiler.err.cant.resolve.location", "var")]
    eleven = JavacCompiler(jdk, options=javac_options("11", platform_api=True))
    eight = JavacCompiler(jdk, options=javac_options("8", platform_api=True))
    plain = SourceFile("A.java", 'class A { String text() { return "".strip(); } }')
    try:
        assert eleven.compile([plain]).diagnostics == ()
        assert [found.symbol for found in eight.compile([plain]).diagnostics] == ["strip"]
    finally:
        eleven.close()
        eight.close()


def test_no_file_is_no_finding(compiler: JavacCompiler) -> None:
    assert compiler.compile([]).diagnostics == ()


def test_several_threads_each_get_their_own_answer(compiler: JavacCompiler, source: MakeSource) -> None:
    found: dict[int, Compilation] = {}

    def check(number: int) -> None:
        found[number] = compiler.compile([source(f"Missing{number} field;")])

    threads = [threading.Thread(target=check, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    symbols = {number: compilation.diagnostics[0].symbol for number, compilation in found.items()}
    assert symbols == {number: f"Missing{number}" for number in range(12)}


def test_a_compiler_without_a_cache_folder_works_as_well(jdk: Jdk, library: Path, source: MakeSource) -> None:
    compiler = JavacCompiler(jdk, [library])
    try:
        assert compiler.compile([source("int a;")]).unchecked == ()
    finally:
        compiler.close()

"""Every kind of mistake that drafts make comes back as data, at its place."""

from collections.abc import Callable

import pytest

from agents.compilers.javac import JavacCompiler
from knowledge.records import Diagnostic, SourceFile

MISTAKES = {
    "unknown method of a variable": (
        "void a(Account account) { account.getCurrencie(1, KIND); }",
        ("cant.resolve.location.args", 4, "getCurrencie", "com.acme.Account", (), ("int", "java.lang.String")),
    ),
    "unknown method of an expression": (
        "void a(Account_Id id) { id.getEntity().close(); }",
        ("cant.resolve.location.args", 4, "close", "com.acme.Account", (), ()),
    ),
    "unknown own method": (
        "void a() { absent(null); }",
        ("cant.resolve.location.args", 4, "absent", "com.site.Draft", (), ("null",)),
    ),
    "unknown field of a type": (
        "Object a() { return StatusLookup.constants.PENDING; }",
        ("cant.resolve.location", 4, "PENDING", "com.acme.StatusLookup.constants", (), ()),
    ),
    "unknown variable": (
        "int a() { return amount; }",
        ("cant.resolve.location", 4, "amount", "com.site.Draft", (), ()),
    ),
    "unknown type": ("Money money;", ("cant.resolve.location", 4, "Money", "com.site.Draft", (), ())),
    "unknown type in a known package": (
        "com.acme.Money money;",
        ("cant.resolve.location", 4, "Money", "com.acme", (), ()),
    ),
    "unknown package": ("com.other.Money money;", ("doesnt.exist", 4, "com.other", "", (), ("com.other",))),
    "wrong arguments": (
        "void a(Account account) throws Exception { account.post(KIND, 1); }",
        (
            "cant.apply.symbol",
            4,
            "post",
            "com.acme.Account",
            ("post(int, java.lang.String)",),
            ("java.lang.String", "int"),
        ),
    ),
    "wrong arguments of an overloaded method": (
        "void a(Account account) { account.notify(1); }",
        (
            "cant.apply.symbols",
            4,
            "notify",
            "com.acme.Account",
            ("notify(java.lang.String)", "notify(java.lang.String, int)", "notify()"),
            ("int",),
        ),
    ),
    "wrong arguments of a constructor": (
        "Object a = new Account_Id(KIND, 2);",
        (
            "cant.apply.symbol",
            4,
            "Account_Id",
            "com.acme.Account_Id",
            ("Account_Id(java.lang.String)",),
            ("java.lang.String", "int"),
        ),
    ),
    "wrong type": ("int a = KIND;", ("prob.found.req", 4, "", "", (), ("int", "java.lang.String"))),
    "wrong generic type": (
        "List<Integer> a() { return getChildren(); }",
        (
            "prob.found.req",
            4,
            "",
            "",
            (),
            ("java.util.List<java.lang.Integer>", "java.util.List<com.acme.Account>"),
        ),
    ),
    "lossy conversion": ("int a = 1L;", ("prob.found.req", 4, "", "", (), ("int", "long"))),
    "checked exception": (
        "void a() { post(1, KIND); }",
        (
            "unreported.exception.need.to.catch.or.throw",
            4,
            "com.acme.PostingException",
            "",
            (),
            ("com.acme.PostingException",),
        ),
    ),
    "missing return": ("int a() { }", ("missing.ret.stmt", 4, "", "", (), ())),
    "unset variable": (
        "int a() { int b; return b; }",
        ("var.might.not.have.been.initialized", 4, "b", "", (), ("b",)),
    ),
    "bad method reference": (
        "java.util.function.Function<Account, String> a = Account::getName;",
        ("invalid.mref", 4, "getName", "com.acme.Account", (), ("com.acme.Account",)),
    ),
    "no access": (
        "int a(Account account) { return account.hidden; }",
        ("report.access", 4, "hidden", "com.acme.Account", (), ("private",)),
    ),
    "instance member from static code": (
        "static String a() { return getCurrency(); }",
        ("non-static.cant.be.ref", 4, "getCurrency", "", (), ("getCurrency",)),
    ),
    "operator": (
        "boolean a() { return KIND - 1 > 0; }",
        ("operator.cant.be.applied.1", 4, "-", "", (), ("java.lang.String", "int")),
    ),
    "declared twice": (
        "int a; String a;",
        ("already.defined", 4, "a", "", (), ("a", "com.site.Draft")),
    ),
    "ambiguous call": (
        "void a(Integer b, Object c) {} void a(Object b, Integer c) {} void b() { a(1, 2); }",
        (
            "ref.ambiguous",
            4,
            "a",
            "com.site.Draft",
            ("a(java.lang.Integer, java.lang.Object)", "a(java.lang.Object, java.lang.Integer)"),
            (),
        ),
    ),
    "syntax": ("int a() { return 1 }", ("expected", 4, "';'", "", (), ("';'",))),
    "not overriding": ("@Override public int absent() { return 1; }", ("method.does.not.override.superclass", 4)),
    "abstract": ("Object a = new Entity<String>();", ("abstract.cant.be.instantiated", 4, "com.acme.Entity")),
    "wrong result type": ("public int getCurrency() { return 1; }", ("override.incompatible.ret", 4)),
    "unreachable": ("void a() { return; int b; }", ("unreachable.stmt", 4)),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_comes_back_as_data(name: str, compiler: JavacCompiler, source: Callable[..., SourceFile]) -> None:
    text, expected = MISTAKES[name]
    draft = source(text)
    compilation = compiler.compile([draft])
    (found,) = compilation.diagnostics
    values = (found.code, found.line, found.symbol, found.receiver, found.candidates, found.arguments)
    assert values[: len(expected)] == (f"compiler.err.{expected[0]}", *expected[1:])
    assert (found.kind, found.severity, found.path) == ("compile", "error", draft.path)
    assert compilation.unchecked == ()


def test_a_missing_spot_method_names_the_method_and_the_spot(
    compiler: JavacCompiler, source: Callable[..., SourceFile]
) -> None:
    draft = source("public void invoke() {}", header="public class Draft extends com.acme.Account implements Spot")
    assert compiler.compile([draft]).diagnostics == (
        Diagnostic(
            code="compiler.err.does.not.override.abstract",
            severity="error",
            message="com.site.Draft is not abstract and does not override abstract method "
            "setAccount(com.acme.Account) in com.acme.Spot",
            path=draft.path,
            line=3,
            column=8,
            symbol="setAccount",
            receiver="com.acme.Spot",
            candidates=("setAccount(com.acme.Account)",),
            arguments=("com.acme.Account",),
        ),
    )


def test_a_public_class_in_a_file_of_another_name_is_reported(
    compiler: JavacCompiler, source: Callable[..., SourceFile]
) -> None:
    (found,) = compiler.compile([source("int a;", name="Other")]).diagnostics
    assert (found.code, found.symbol) == ("compiler.err.class.public.should.be.in.file", "Draft")


def test_flow_mistakes_show_beside_unknown_names(compiler: JavacCompiler, source: Callable[..., SourceFile]) -> None:
    draft = source("int a() { }", "void b() { post(1, KIND); }", "Missing c;", "int d() { return 1 }")
    codes = {found.code.removeprefix("compiler.err.") for found in compiler.compile([draft]).diagnostics}
    assert codes == {
        "missing.ret.stmt",
        "unreported.exception.need.to.catch.or.throw",
        "cant.resolve.location",
        "expected",
    }


def test_a_file_that_has_lost_its_structure_is_told_each_syntax_error_once(
    compiler: JavacCompiler, source: Callable[..., SourceFile]
) -> None:
    draft = source(
        "void a() {", "if (true) }", "}", "void b() { return 1; }", "void c() { Missing d; }", "void e() { }"
    )
    found = compiler.compile([draft]).diagnostics
    assert [each.line for each in found][:1] == [5]
    assert len({each.code for each in found}) == len(found)
    assert not {each.code for each in found} & {"compiler.err.cant.resolve.location", "compiler.err.prob.found.req"}


def test_another_file_is_still_judged_when_one_does_not_parse(
    compiler: JavacCompiler, source: Callable[..., SourceFile]
) -> None:
    broken = source("void a() { } }", "}")
    other = source("Missing field;", header="class Other", name="Other")
    codes = {(each.path, each.code) for each in compiler.compile([broken, other]).diagnostics}
    assert (other.path, "compiler.err.cant.resolve.location") in codes


def test_a_column_counts_a_tab_as_one_character(compiler: JavacCompiler, source: Callable[..., SourceFile]) -> None:
    (found,) = compiler.compile([source("\t\tMissing field;")]).diagnostics
    assert (found.line, found.column) == (4, 3)


def test_a_message_is_one_line(compiler: JavacCompiler, source: Callable[..., SourceFile]) -> None:
    (found,) = compiler.compile([source("void a(Account account) { account.absent(); }")]).diagnostics
    assert found.message == (
        "cannot find symbol; symbol: method absent(); location: variable account of type com.acme.Account"
    )

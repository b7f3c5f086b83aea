"""The Eclipse compiler gives javac's verdicts and javac's codes; skipped where it is not installed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.compilers.ecj import NO_USES, EcjCompiler
from agents.compilers.javac import JavacCompiler
from agents.compilers.jdk import Jdk
from agents.compilers.protocol import CompilerError
from knowledge.records import SourceFile

MakeSource = Callable[..., SourceFile]

MISTAKES = {
    "unknown method": "void a(Account account) { account.getCurrencie(1, KIND); }",
    "unknown variable": "int a() { return amount; }",
    "unknown type": "Money money;",
    "wrong arguments": "void a(Account account) throws Exception { account.post(KIND, 1); }",
    "wrong type": "int a = KIND;",
    "wrong generic type": "List<Integer> a() { return getChildren(); }",
    "checked exception": "void a() { post(1, KIND); }",
    "missing return": "int a() { }",
    "unset variable": "int a() { int b; return b; }",
    "bad method reference": "java.util.function.Function<Account, String> a = Account::getName;",
    "no access": "int a(Account account) { return account.hidden; }",
    "instance member from static code": "static String a() { return getCurrency(); }",
    "operator": "boolean a() { return KIND - 1 > 0; }",
    "not overriding": "@Override public int absent() { return 1; }",
    "abstract": "Object a = new Entity<String>();",
}


@pytest.fixture(scope="module")
def eclipse(jdk: Jdk, ecj: Path, library: Path) -> EcjCompiler:
    return EcjCompiler(jdk, ecj, [library], deadline=60)


def test_a_correct_class_has_no_diagnostics_and_its_uses_are_not_known(
    eclipse: EcjCompiler, source: MakeSource
) -> None:
    compilation = eclipse.compile([source("String read() { return getCurrency(); }")])
    assert (compilation.diagnostics, compilation.uses, compilation.unchecked) == ((), (), (NO_USES,))


def test_mistakes_have_the_codes_and_places_that_javac_gives_them(
    eclipse: EcjCompiler, compiler: JavacCompiler, source: MakeSource
) -> None:
    names = [f"Draft{number}" for number in range(len(MISTAKES))]
    texts = zip(names, MISTAKES.values(), strict=True)
    drafts = [source(text, name=name, header=f"class {name} extends Account") for name, text in texts]
    ours = {found.path: found for found in compiler.compile(drafts).diagnostics}
    theirs = {found.path: found for found in eclipse.compile(drafts).diagnostics}
    assert {path: (found.code, found.line) for path, found in theirs.items()} == {
        path: (found.code, found.line) for path, found in ours.items()
    }
    assert len(theirs) == len(MISTAKES)
    for path, found in theirs.items():
        if found.code.endswith(("cant.resolve.location.args", "cant.apply.symbol", "prob.found.req")):
            mine = ours[path]
            assert (found.symbol, found.receiver, found.candidates, found.arguments) == (
                mine.symbol,
                mine.receiver,
                mine.candidates,
                mine.arguments,
            )


def test_columns_count_characters(eclipse: EcjCompiler, source: MakeSource) -> None:
    (found,) = eclipse.compile([source('\tString a = "\U0001d518"; Missing b;')]).diagnostics
    assert (found.line, found.column, found.symbol) == (4, 18, "Missing")


def test_diagnostics_of_files_compiled_along_are_context(eclipse: EcjCompiler, source: MakeSource) -> None:
    along = source("public Missing label() { return null; }", header="public class Along", name="Along")
    draft = source("int a = KIND;")
    compilation = eclipse.compile([draft, along], report=[draft.path])
    assert [found.code for found in compilation.diagnostics] == ["compiler.err.prob.found.req"]
    assert [found.symbol for found in compilation.context_diagnostics] == ["Missing"]


def test_a_path_that_points_elsewhere_is_written_nowhere_else(eclipse: EcjCompiler, tmp_path: Path) -> None:
    target = tmp_path / "A.java"
    compilation = eclipse.compile([SourceFile(str(target), "class A { Missing a; }")])
    assert [found.path for found in compilation.diagnostics] == [str(target)]
    assert not target.exists()


def test_no_processor_of_the_class_path_runs(
    jdk: Jdk, ecj: Path, make_jar: Callable[..., Path], tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    text = f"""
        package evil;
        public class Processor extends javax.annotation.processing.AbstractProcessor {{
            public Processor() throws java.io.IOException {{ new java.io.FileOutputStream("{marker}").close(); }}
            public boolean process(java.util.Set<? extends javax.lang.model.element.TypeElement> types,
                javax.annotation.processing.RoundEnvironment round) {{ return false; }}
        }}"""
    service = {"META-INF/services/javax.annotation.processing.Processor": "evil.Processor\n"}
    jar = make_jar("processor", {"evil/Processor.java": text}, service)
    checked = EcjCompiler(jdk, ecj, [jar], deadline=60).compile([SourceFile("A.java", "@Deprecated class A {}")])
    assert (checked.diagnostics, checked.unchecked) == ((), (NO_USES,))
    assert not marker.exists()


def test_a_deadline_and_a_missing_jar_are_said(jdk: Jdk, ecj: Path, library: Path, tmp_path: Path) -> None:
    hurried = EcjCompiler(jdk, ecj, deadline=0.001)
    assert hurried.compile([SourceFile("A.java", "class A {}")]).unchecked == ("compile: timed out after 0.001 s",)
    with pytest.raises(CompilerError, match="does not exist"):
        EcjCompiler(jdk, ecj, [tmp_path / "missing.jar"])

import subprocess
import zipfile
from dataclasses import replace

import pytest

from indexers.jar import read_class_path
from knowledge.front_end import ParameterNames
from knowledge.packs.ormb.source_symbols import parameter_names, source_symbols, syntax_errors
from knowledge.records import Member, SourceFile, Symbol
from knowledge.symbols import MemorySymbols, SymbolTable

JAVA = """package com.site;

import java.io.IOException;
import java.util.*;

public abstract class Forms<E extends Comparable<E>, F> extends ArrayList<E>
        implements Cloneable, java.io.Serializable {
    public static final int NUMBER = 7, OTHER = -1;
    protected static final String TEXT = "a\\"b";
    public final long[] longs = {1};
    public int[] grid[];
    private int hidden;
    int packaged;
    protected Forms(int first, String... rest) throws IOException, IllegalStateException {}
    public <T extends Number & Comparable<T>> Map<String, ? super T> map(List<? extends E[]> items, F last) {
        return null;
    }
    public synchronized static void run(final int[] numbers, @Deprecated Map.Entry<String, Long> entry) {}
    protected abstract E make() throws IOException;
    private void secret() {}
    void packaged() {}
    public Inner inner(Forms<E, F>.Deep deep) { return null; }
    public class Deep {}
    public static class Inner { public Kind kind; protected Inner() {} }
    private static class Hidden {}
    public enum Kind { A, B { public int size() { return 2; } }; public int size() { return 1; } }
    public interface Spot<T> extends Comparable<T>, Runnable {
        int LIMIT = 3; T get(int at); default void go() {} static void stop() {}
    }
    protected @interface Mark { String value(); int[] more() default {}; }
}
"""


@pytest.fixture(scope="module")
def compiled(jdk, tmp_path_factory) -> dict[str, Symbol]:
    folder = tmp_path_factory.mktemp("forms")
    (folder / "Forms.java").write_text(JAVA, encoding="utf-8")
    command = [str(jdk.java), "-m", "jdk.compiler/com.sun.tools.javac.Main", "-g", "-nowarn", "-d", "out", "Forms.java"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with zipfile.ZipFile(folder / "forms.jar", "w") as archive:
        for file in sorted((folder / "out").rglob("*.class")):
            archive.write(file, file.relative_to(folder / "out").as_posix())
    return {symbol.name: symbol for symbol in read_class_path([folder / "forms.jar"])}


class NoTables:
    def table(self, name: str) -> None:
        return None

    def table_names(self) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="module")
def written(types) -> dict[str, Symbol]:
    found = source_symbols(SourceFile("com/site/Forms.java", JAVA), types, NoTables())
    return {symbol.name: symbol for symbol in found}


def comparable(member: Member) -> Member:
    """What both ways of reading can know: javac notes no names in abstract methods, and modifiers in its own order."""
    parameters = tuple(replace(parameter, name="") for parameter in member.parameters)
    modifiers = tuple(
        sorted(word for word in member.modifiers if word in ("public", "protected", "static", "abstract", "varargs"))
    )
    return replace(member, parameters=parameters, modifiers=modifiers, annotations=())


def test_a_source_declares_the_types_that_its_class_files_do(compiled, written):
    assert set(written) == set(compiled)


@pytest.mark.parametrize("name", ["", ".Deep", ".Inner", ".Spot", ".Mark"])
def test_a_type_from_source_is_as_its_class_file_says(compiled, written, name):
    source, binary = written[f"com.site.Forms{name}"], compiled[f"com.site.Forms{name}"]
    assert (source.kind, source.type_parameters) == (binary.kind, binary.type_parameters)
    assert (source.superclass or "java.lang.Object") == (binary.superclass or "java.lang.Object")
    ours = {comparable(member) for member in source.members if member.kind != "constructor"}
    assert ours == {comparable(member) for member in binary.members if member.kind != "constructor"}


def test_constructors_are_read_and_implied(compiled, written):
    def constructors(symbols: dict[str, Symbol], name: str) -> list[Member]:
        return [comparable(member) for member in symbols[name].members if member.kind == "constructor"]

    for name in ("com.site.Forms", "com.site.Forms.Inner"):
        assert constructors(written, name) == constructors(compiled, name)
    assert constructors(written, "com.site.Forms.Deep")[0].modifiers == ("public",)


def test_enum_constants_are_fields_of_the_enum(written):
    fields = [(m.name, m.type) for m in written["com.site.Forms.Kind"].members if m.kind == "field"]
    assert fields == [("A", "com.site.Forms.Kind"), ("B", "com.site.Forms.Kind")]


ALGORITHM = """package com.splwg.cm.domain.billing.algorithm;

import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;

/**
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = limit, type = decimal)})
 */
public class CmHold_Impl extends CmHold_Gen implements CustomerClassPreBillCompletionAlgorithmSpot {
    public void setBill(Bill held) {}
    public boolean getShouldSkip() { return false; }
    public void invoke() {}
}
"""
SPOT = "com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot"


def test_an_algorithm_brings_the_types_that_are_generated_for_it(types):
    symbols = source_symbols(SourceFile("src/CmHold_Impl.java", ALGORITHM), types, NoTables())
    found = {symbol.simple_name: symbol for symbol in symbols}
    assert [(name, symbol.source.kind) for name, symbol in found.items()] == [
        ("CmHold_Impl", "source"), ("CmHold_Gen", "generated"), ("CmHold", "generated"),
    ]  # fmt: skip
    assert found["CmHold_Impl"].superclass == found["CmHold_Gen"].name
    assert [m.type for m in found["CmHold_Gen"].members if m.name == "getLimit"] == ["com.ibm.icu.math.BigDecimal"]
    assert {symbol.source.path for symbol in symbols} == {"src/CmHold_Impl.java"}


def test_a_generated_source_that_the_site_keeps_is_not_made_again(types):
    name = "com.splwg.cm.domain.billing.algorithm.CmHold_Gen"
    kept = SourceFile(
        "gen/CmHold_Gen.java", f"package {name.rpartition('.')[0]};\npublic abstract class CmHold_Gen {{}}"
    )
    around = SymbolTable(MemorySymbols([*source_symbols(kept, types, NoTables()), *every(types)]))
    symbols = source_symbols(SourceFile("src/CmHold_Impl.java", ALGORITHM), around, NoTables())
    assert name not in {symbol.name for symbol in symbols}


def every(types: SymbolTable) -> list[Symbol]:
    names = ("Bill", "CustomerClassPreBillCompletionAlgorithmSpot", "AlgorithmSpot", "AbstractAlgorithmComponent")
    return [symbol for name in names for found in types.named(name) if (symbol := types.find(found))]


def test_parameter_names_go_to_the_spot_that_declares_the_method(types):
    assert parameter_names(SourceFile("a.java", ALGORITHM), types) == (
        ParameterNames(SPOT, "setBill", ("Bill",), ("held",)),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [("class A {\n  void f( {}\n}", 2), ("class A {\n\n  int x = ;\n}", 3), ("hello world", 1), ("class A {", 1)],
)
def test_the_first_place_that_does_not_parse_is_named(text, line):
    (diagnostic,) = syntax_errors(SourceFile("A.java", text))
    assert (diagnostic.code, diagnostic.severity, diagnostic.line) == ("source.syntax", "warning", line)


def test_a_file_that_parses_has_no_syntax_errors():
    assert syntax_errors(SourceFile("Forms.java", JAVA)) == syntax_errors(SourceFile("E.java", "")) == ()


def test_a_broken_file_still_gives_the_types_that_can_be_seen(types):
    broken = ALGORITHM.replace("public void invoke() {}", "public void invoke() { if ( }")
    symbols = source_symbols(SourceFile("a.java", broken), types, NoTables())
    assert "setBill" in {member.name for member in symbols[0].members}

"""The class-file reader against what javac writes, against javap, and against damage."""

import random
import re
import subprocess
from pathlib import Path

import pytest

from indexers.classfile import BadClass, major_version, read_class
from indexers.jimage import class_files
from indexers.rows import symbol
from indexers.signatures import method_types
from knowledge.records import Member, Parameter, Symbol
from knowledge.typetext import erased
from tests.indexers.java_fixture import compile_classes, java_home

SHOP = r"""
package shop;

import java.io.IOException;
import java.util.*;

/** Everything that a class file can say about its members. */
@Deprecated
@Shop.Sealed
@Shop.Marked(value = {@Shop.Part("a"), @Shop.Part("b")}, level = Shop.Level.HIGH, type = int[].class, size = 3)
public interface Shop<K extends Comparable<? super K> & java.io.Serializable, V> extends Iterable<Map.Entry<K, V>> {
    String GREETING = "a \"quoted\"\tline\\\n\u0000 \ud83d\ude00 \ud800 é";
    char QUOTE = '\'', TILDE = '~', HIGH = '\uffff', BELL = '\u0007';
    boolean OPEN = true;
    byte SMALL = -128;
    int LOWEST = Integer.MIN_VALUE;
    long FAR = Long.MIN_VALUE;
    float PRICE = 0.1f, WHOLE = 3f, MOST = Float.MAX_VALUE, NOT = Float.NaN;
    double SUM = 1e100, UP = Double.POSITIVE_INFINITY, DOWN = Double.NEGATIVE_INFINITY;
    Integer BOXED = 5;

    <T extends Exception, E> Map<? super K, List<? extends V>[]> find(T[] given, int[][] grid, Set<?> any)
        throws T, IOException;

    default void open(long at, double share, String name) {}

    static <A> A pick(A... all) { return all[0]; }

    enum Level { LOW, HIGH }
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Marked {
        Part[] value(); Level level(); Class<?> type(); int size() default 1;
    }
    @interface Sealed {}
    @interface Part { String value(); }
}
"""
BOX = """
package shop;

import java.util.*;

public abstract class Box<T> implements Comparable<Box<T>> {
    public volatile transient int open;
    protected static final List<String> NAMES = new ArrayList<>();
    int hidden;
    private int secret;

    public class Lid<U> {
        public Lid(long size, U material) {}
        public class Handle { }
    }
    protected static class Side extends Box<String> {
        @Override public void name(int count, String text) {}
        protected Side(String colour) {}
        @Override public int compareTo(Box<String> other) { return 0; }
        @Override public Side self() { return this; }
    }
    private static class Inner { public void reach() {} }
    static class Quiet { public void hush() {} }

    public Box<T> self() { return this; }
    protected synchronized void seal(final T content, long count, double weight, int left) {
        for (int i = 0; i < count; i++) { String label = "x" + i; Runnable run = () -> label.trim(); run.run(); }
    }
    void quiet() {}
    private void silent() {}
    public Lid<T>.Handle handle(Lid<? extends T> lid) { Object local = new Object() {}; class Local {} return null; }
    public abstract void name(int count, String text);
    public native int depth(byte flag);
    public strictfp void strict(int[] many, String... more) {}
}
"""


def read(file: Path) -> Symbol:
    row = read_class(file.read_bytes(), file.name)
    assert isinstance(row, tuple), row
    return symbol(row, "jar", "shop.jar")


def member(found: Symbol, name: str) -> Member:
    (only,) = [member for member in found.members if member.name == name]
    return only


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    return compile_classes(folder, {"shop/Shop.java": SHOP, "shop/Box.java": BOX}, "-g") / "shop"


def test_a_generic_interface_reads_like_its_source(shop: Path) -> None:
    found = read(shop / "Shop.class")
    assert (found.name, found.kind, found.superclass) == ("shop.Shop", "interface", None)
    assert found.modifiers == ("public", "deprecated")
    assert found.type_parameters == ("K extends java.lang.Comparable<? super K> & java.io.Serializable", "V")
    assert found.interfaces == ("java.lang.Iterable<java.util.Map.Entry<K, V>>",)
    assert found.annotations == ("shop.Shop.Marked", "shop.Shop.Sealed")
    assert (found.source.path, found.source.place) == ("shop.jar", "Shop.class")


def test_a_generic_method_keeps_its_type_parameters_wildcards_arrays_and_exceptions(shop: Path) -> None:
    assert member(read(shop / "Shop.class"), "find") == Member(
        "find",
        "method",
        "java.util.Map<? super K, java.util.List<? extends V>[]>",
        (Parameter("T[]"), Parameter("int[][]"), Parameter("java.util.Set<?>")),
        ("T extends java.lang.Exception", "E"),
        ("T", "java.io.IOException"),
        ("public", "abstract"),
    )


def test_default_and_static_methods_are_told_apart_and_long_takes_two_slots(shop: Path) -> None:
    found = read(shop / "Shop.class")
    assert member(found, "open").modifiers == ("public", "default")
    assert [(p.type, p.name) for p in member(found, "open").parameters] == [
        ("long", "at"),
        ("double", "share"),
        ("java.lang.String", "name"),
    ]
    assert member(found, "pick").modifiers == ("public", "static", "varargs")
    assert member(found, "pick").parameters == (Parameter("A[]", "all"),)


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("GREETING", r'"a \"quoted\"\t' + r"line\\\n\u0000 😀 \ud800 é" + '"'),
        ("QUOTE", r"'\''"),
        ("TILDE", "'~'"),
        ("HIGH", "'\uffff'"),
        ("BELL", r"'\u0007'"),
        ("OPEN", "true"),
        ("SMALL", "-128"),
        ("LOWEST", "-2147483648"),
        ("FAR", "-9223372036854775808L"),
        ("PRICE", "0.1f"),
        ("WHOLE", "3.0f"),
        ("MOST", "3.4028235e+38f"),
        ("NOT", "0.0f / 0.0f"),
        ("SUM", "1e+100"),
        ("UP", "1.0 / 0.0"),
        ("DOWN", "-1.0 / 0.0"),
        ("BOXED", None),
    ],
)
def test_constants_are_written_as_source_literals(shop: Path, name: str, literal: str | None) -> None:
    assert member(read(shop / "Shop.class"), name).constant == literal


def test_private_and_package_private_and_bridge_members_are_left_out(shop: Path) -> None:
    names = [found.name for found in read(shop / "Box.class").members]
    assert names == ["open", "NAMES", "<init>", "self", "seal", "handle", "name", "depth", "strict"]
    side = read(shop / "Box$Side.class")
    assert [(found.name, found.type) for found in side.members] == [
        ("name", "void"),
        ("<init>", "void"),
        ("compareTo", "int"),
        ("self", "shop.Box.Side"),
    ]


def test_modifiers_of_members_are_in_source_order(shop: Path) -> None:
    box = read(shop / "Box.class")
    assert box.modifiers == ("public", "abstract")
    assert member(box, "open").modifiers == ("public",)
    assert member(box, "NAMES").modifiers == ("protected", "static", "final")
    assert member(box, "name").modifiers == ("public", "abstract")
    assert member(box, "strict").modifiers == ("public", "varargs")


def test_parameter_names_come_from_the_debug_information_and_abstract_methods_have_none(shop: Path) -> None:
    box = read(shop / "Box.class")
    assert [p.name for p in member(box, "seal").parameters] == ["content", "count", "weight", "left"]
    assert [p.name for p in member(box, "name").parameters] == ["", ""]


def test_parameter_names_of_abstract_methods_are_read_when_compiled_in(tmp_path: Path) -> None:
    source = "package a; public abstract class Day { public abstract void set(final long from, int to); }"
    classes = compile_classes(tmp_path / "day", {"a/Day.java": source}, "-parameters", "-g:none")
    found = read(classes / "a" / "Day.class")
    assert [p.name for p in member(found, "set").parameters] == ["from", "to"]


def test_without_debug_information_there_are_no_names(tmp_path: Path) -> None:
    source = "package a; public class Day { public void set(long from) { long to = from; } }"
    found = read(compile_classes(tmp_path / "day", {"a/Day.java": source}, "-g:none") / "a" / "Day.class")
    assert member(found, "set").parameters == (Parameter("long"),)


def test_nested_types_are_joined_by_dots_and_take_their_flags_from_the_table(shop: Path) -> None:
    lid = read(shop / "Box$Lid.class")
    assert (lid.name, lid.modifiers, lid.type_parameters) == ("shop.Box.Lid", ("public",), ("U",))
    assert read(shop / "Box$Lid$Handle.class").name == "shop.Box.Lid.Handle"
    assert read(shop / "Box$Side.class").modifiers == ("protected", "static")
    assert read(shop / "Shop$Level.class").kind == "enum"
    assert read(shop / "Shop$Part.class").kind == "annotation"
    assert member(read(shop / "Box.class"), "handle").type == "shop.Box<T>.Lid<T>.Handle"


def test_the_constructor_of_an_inner_class_does_not_show_the_outer_object(shop: Path) -> None:
    lid = read(shop / "Box$Lid.class")
    assert member(lid, "<init>").parameters == (Parameter("long", "size"), Parameter("U", "material"))
    assert member(read(shop / "Box$Lid$Handle.class"), "<init>").parameters == ()


def test_local_and_anonymous_classes_and_module_descriptors_are_nobody_s_to_name(shop: Path, tmp_path: Path) -> None:
    assert read_class((shop / "Box$1.class").read_bytes()) is None
    assert read_class((shop / "Box$1Local.class").read_bytes()) is None
    classes = compile_classes(tmp_path / "module", {"module-info.java": "module shop {}"})
    assert read_class((classes / "module-info.class").read_bytes()) is None


def test_a_top_level_class_keeps_the_dollars_of_its_name(tmp_path: Path) -> None:
    sources = {
        "a/Pay$Roll.java": "package a; public class Pay$Roll { public Pay$Roll next; public Low$ low; } class Low$ {}"
    }
    found = read(compile_classes(tmp_path / "pay", sources) / "a" / "Pay$Roll.class")
    assert (found.name, [field.type for field in found.members[:2]]) == ("a.Pay$Roll", ["a.Pay$Roll", "a.Low$"])


def test_every_way_to_cut_a_class_file_short_is_an_error_value(shop: Path) -> None:
    whole = (shop / "Box$Side.class").read_bytes()
    for length in range(len(whole)):
        found = read_class(whole[:length], "Side.class")
        assert isinstance(found, BadClass), length
        assert found.place == "Side.class" and ("truncated or corrupt" in found.reason or length < 4)


def test_flipped_bytes_never_raise(shop: Path) -> None:
    whole = (shop / "Box.class").read_bytes()
    chance = random.Random(1)
    outcomes = set()
    for _ in range(3_000):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        outcomes.add(type(read_class(bytes(damaged))).__name__)
    assert {"BadClass", "tuple"} <= outcomes


def test_what_is_no_class_file_is_said_to_be_none() -> None:
    assert read_class(b"PK\x03\x04", "A.class") == BadClass(
        "A.class", "not a class file: it does not begin with CAFEBABE"
    )


def test_a_class_file_of_a_newer_java_is_read(shop: Path) -> None:
    newer = bytearray((shop / "Box$Lid.class").read_bytes())
    newer[6:8] = (99).to_bytes(2, "big")
    row = read_class(bytes(newer))
    assert isinstance(row, tuple) and row[0] == "shop.Box.Lid"
    assert major_version(bytes(newer)) == 99


def test_a_malformed_generic_signature_falls_back_to_the_plain_types(shop: Path) -> None:
    data = (shop / "Box.class").read_bytes()
    broken = data.replace(b"(TT;JDI)V", b"(TT!JDI)V")
    assert broken != data
    row = read_class(broken)
    assert isinstance(row, tuple)
    assert member(symbol(row, "jar", ""), "seal").parameters[0] == Parameter("java.lang.Object", "content")


JDK_TYPES = [
    "java.lang.String",
    "java.util.AbstractMap",
    "java.util.concurrent.ConcurrentHashMap",
    "java.util.Map$Entry",
    "java.math.BigDecimal",
    "java.util.EnumMap",
    "java.lang.Thread$State",
    "java.sql.ResultSet",
    "java.util.stream.Collectors",
    "java.lang.Character$UnicodeBlock",
    "javax.swing.JTable",
    "java.awt.Container",
]


def test_jdk_classes_have_the_members_that_javap_lists() -> None:
    home = java_home()
    files = dict(class_files(home / "lib" / "modules", ("java", "javax")))
    by_name = {place.partition("/")[2].removesuffix(".class"): data for place, data in files.items()}
    known = [name for name in JDK_TYPES if name.replace(".", "/") in by_name]
    assert len(known) >= 9
    listed = javap(home, known)
    for name in known:
        row = read_class(by_name[name.replace(".", "/")])
        assert isinstance(row, tuple)
        assert ours(symbol(row, "platform", "")) == listed[name], name


def ours(found: Symbol) -> set[tuple[str, str]]:
    return {
        (member.name, ",".join(erased_parameters(member, found)) if member.kind != "field" else "field")
        for member in found.members
    }


def erased_parameters(member: Member, owner: Symbol) -> list[str]:
    bounds = {}
    for parameter in (*owner.type_parameters, *member.type_parameters):
        name, _, bound = parameter.partition(" extends ")
        bounds[name] = erased(bound.partition(" & ")[0]) or "java.lang.Object"
    plain = []
    for parameter in member.parameters:
        bare = erased(parameter.type).rstrip("[]")
        while bare in bounds:
            bare = bounds[bare]
        plain.append(bare + erased(parameter.type)[len(erased(parameter.type).rstrip("[]")) :])
    return plain


def javap(home: Path, names: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Name and erased parameter types of each member, bridges left out, from the verbose text of javap."""
    command = [str(home / "bin" / "javap"), "-protected", "-s", "-v", *names]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    listed: dict[str, set[tuple[str, str]]] = {}
    for part in re.split(r"^Classfile ", text, flags=re.MULTILINE)[1:]:
        name = re.search(r"this_class: #\d+\s+// (\S+)", part)
        assert name
        found = set()
        pattern = r"^  (\S.*);\n    descriptor: (\S+)\n    flags: \((0x[0-9a-f]+)\)"
        for header, descriptor, flags in re.findall(pattern, part, re.MULTILINE):
            if int(flags, 16) & 0x1000:
                continue
            found.add((javap_name(header, name.group(1)), javap_parameters(descriptor)))
        listed[name.group(1).replace("/", ".").strip('"')] = found
    return listed


def javap_name(header: str, binary: str) -> str:
    head = header.partition("(")[0].split(" throws ")[0]
    last = re.sub(r"<.*>", "", head).split()[-1] if "(" in header else head.split(" = ")[0].split()[-1]
    return "<init>" if last.replace(".", "/") == binary.strip('"') else last


def javap_parameters(descriptor: str) -> str:
    if not descriptor.startswith("("):
        return "field"
    return ",".join(method_types(descriptor)[0]).replace("$", ".")

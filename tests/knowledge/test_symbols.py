"""Members, supertypes and constructors as a receiver sees them."""

from dataclasses import dataclass

import pytest

from knowledge.nearest import nearest
from knowledge.records import Member, Parameter, Source, Symbol, SymbolKind
from knowledge.symbols import FoundMember, MemorySymbols, SymbolTable
from knowledge.typetext import arguments, bounds, element, erased, split, substitute, tidy

JAR = Source("jar", "shop.jar")


def method(
    signature: str,
    *modifiers: str,
    type_parameters: tuple[str, ...] = (),
    kind: str = "method",
    throws: tuple[str, ...] = (),
) -> Member:
    """``a.B find(c.D, e.F)`` as a record."""
    head, _, rest = signature.rpartition("(")
    type_, _, name = head.rpartition(" ")
    parameters = tuple(Parameter(text, f"p{at}") for at, text in enumerate(split(rest.rstrip(")"))))
    words = modifiers or ("public",)
    if name == "<init>":
        return Member(name, "constructor", "void", parameters, modifiers=words)
    return Member(name, "method", type_, parameters, type_parameters, throws, words)


def field(type_: str, name: str) -> Member:
    return Member(name, "field", type_, modifiers=("public",))


def type_(
    name: str,
    *members: Member,
    kind: SymbolKind = "class",
    parameters: tuple[str, ...] = (),
    extends: str | None = "java.lang.Object",
    implements: tuple[str, ...] = (),
) -> Symbol:
    superclass = None if kind == "interface" else extends
    return Symbol(name, kind, JAR, "", ("public",), parameters, superclass, implements, members)


OBJECT = type_(
    "java.lang.Object",
    method("<init>()"),
    method("boolean equals(java.lang.Object)"),
    method("java.lang.String toString()"),
    method("java.lang.Object clone()", "protected"),
    extends=None,
)
SYMBOLS = [
    OBJECT,
    type_(
        "a.Query",
        method("T firstRow()"),
        method("java.util.List<T> list()"),
        method("void bind(java.lang.String, a.Rule<? super T>)"),
        method("a.Query<T> where(a.Rule<? super T, ? extends T>[])"),
        method("R map(a.Function<T, R>)", type_parameters=("R",)),
        method("T own(T)", type_parameters=("T extends a.Foo",)),
        method("a.Query<X> of(X)", "public", "static", type_parameters=("X",)),
        field("T[]", "rows"),
        kind="interface",
        parameters=("T extends a.Entity",),
    ),
    type_("a.Entity", method("a.Id getId()"), kind="interface"),
    type_("a.Base", method("E self()"), method("void set(E)"), field("E", "held"), parameters=("E",)),
    type_(
        "a.Foo",
        method("<init>(java.util.List<a.Foo>)"),
        method("a.FooId getId()"),
        method("void set(a.Foo)"),
        method("java.lang.String toString()"),
        extends="a.Base<a.Foo>",
        implements=("a.Entity", "a.Named<java.lang.String>"),
    ),
    type_(
        "a.Named", method("N name()"), method("void help()", "public", "static"), kind="interface", parameters=("N",)
    ),
    type_("a.Raw", extends="a.Base"),
    type_("a.Outer", parameters=("A",)),
    type_("a.Outer.Inner", method("a.Pair<A, B> both()"), parameters=("B",)),
    type_("a.Lost", method("void found()"), extends="x.Gone<a.Foo>", implements=("a.Entity",)),
    type_("a.Loop", method("void round()"), extends="a.Circle"),
    type_("a.Circle", method("void about()"), extends="a.Loop"),
    type_("a.Top", method("java.lang.Object make()"), kind="interface"),
    type_("a.Sub", method("a.Foo make()"), kind="interface", implements=("a.Top",)),
    type_("a.Both", kind="interface", implements=("a.Top", "a.Sub")),
    type_("b.Foo"),
    type_("a.Maker", method("<init>(E, a.Base<E>)"), parameters=("E extends a.Entity",)),
]


@pytest.fixture
def table() -> SymbolTable:
    return SymbolTable(MemorySymbols(SYMBOLS))


def seen(found: tuple[FoundMember, ...], *names: str) -> list[str]:
    """Members as text, those of these names."""
    return [
        f"{each.member.type} {each.member.name}({', '.join(p.type for p in each.member.parameters)})"
        for each in found
        if each.member.name in names
    ]


def test_types_are_found_by_qualified_and_by_simple_name(table: SymbolTable) -> None:
    foo = table.find("a.Foo")
    assert foo is not None and foo.name == "a.Foo"
    assert table.find("a.Query<a.Foo>[]") is table.find("a.Query")
    assert table.find("a.Nothing") is None
    assert table.named("Foo") == ("a.Foo", "b.Foo") and table.named("Nothing") == ()


def test_supertypes_come_nearest_first(table: SymbolTable) -> None:
    assert table.supertypes("a.Foo") == ("a.Base", "a.Entity", "a.Named", "java.lang.Object")
    assert table.supertypes("a.Loop") == ("a.Circle",)


def test_supertypes_that_nobody_knows_are_named(table: SymbolTable) -> None:
    assert table.supertypes("a.Lost") == ("x.Gone", "a.Entity")
    assert table.unknown_supertypes("a.Lost") == ("x.Gone",)
    assert table.unknown_supertypes("a.Foo") == ()


@pytest.mark.parametrize(
    ("name", "supertype", "expected"),
    [
        ("a.Foo", "a.Foo", True),
        ("a.Foo", "a.Base<a.Other>", True),
        ("a.Foo", "java.lang.Object", True),
        ("a.Entity", "java.lang.Object", True),
        ("a.Entity", "a.Foo", False),
        ("a.Foo[]", "a.Base[]", True),
        ("a.Foo[]", "a.Base", False),
        ("a.Foo", "a.Base[]", False),
        ("a.Foo[][]", "java.lang.Object[]", True),
        ("int[]", "java.lang.Object", True),
        ("int[]", "java.lang.Object[]", False),
        ("int[][]", "java.lang.Cloneable[]", True),
        ("int", "java.lang.Object", False),
        ("int", "int", True),
        ("a.Nothing", "a.Foo", False),
    ],
)
def test_is_subtype(table: SymbolTable, name: str, supertype: str, expected: bool) -> None:
    assert table.is_subtype(name, supertype) is expected


def test_members_of_a_generic_type_show_its_arguments(table: SymbolTable) -> None:
    found = table.members("a.Query<a.Foo>")
    assert seen(found, "firstRow", "list", "bind", "where") == [
        "a.Foo firstRow()",
        "java.util.List<a.Foo> list()",
        "void bind(java.lang.String, a.Rule<? super a.Foo>)",
        "a.Query<a.Foo> where(a.Rule<? super a.Foo, ? extends a.Foo>[])",
    ]
    assert seen(found, "map", "own", "of") == [
        "R map(a.Function<a.Foo, R>)",
        "T own(T)",
        "a.Query<X> of(X)",
    ]
    rows = table.field_named("a.Query<a.Foo>", "rows")
    assert rows is not None and rows.member.type == "a.Foo[]"


def test_parameter_names_and_modifiers_survive_the_substitution(table: SymbolTable) -> None:
    (bind,) = table.methods_named("a.Query<a.Foo>", "bind")
    assert [parameter.name for parameter in bind.member.parameters] == ["p0", "p1"]
    assert bind.member.modifiers == ("public",) and bind.declared_in == "a.Query"


def test_a_raw_type_shows_erased_members(table: SymbolTable) -> None:
    assert seen(table.members("a.Query"), "firstRow", "list", "where") == [
        "a.Entity firstRow()",
        "java.util.List list()",
        "a.Query where(a.Rule[])",
    ]
    assert seen(table.members("a.Raw"), "self", "set") == [
        "java.lang.Object self()",
        "void set(java.lang.Object)",
    ]


def test_a_wildcard_argument_gives_its_bound(table: SymbolTable) -> None:
    assert seen(table.members("a.Query<? extends a.Foo>"), "firstRow", "list", "where") == [
        "a.Foo firstRow()",
        "java.util.List<? extends a.Foo> list()",
        "a.Query<? extends a.Foo> where(a.Rule<?, ? extends a.Foo>[])",
    ]
    assert seen(table.members("a.Query<?>"), "firstRow") == ["java.lang.Object firstRow()"]


def test_inherited_members_are_seen_through_the_generics_of_the_way_and_overridden_ones_dropped(
    table: SymbolTable,
) -> None:
    found = table.members("a.Foo")
    where = {f"{each.member.name}:{each.member.type}": each.declared_in for each in found}
    assert where == {
        "getId:a.FooId": "a.Foo",
        "set:void": "a.Foo",
        "toString:java.lang.String": "a.Foo",
        "self:a.Foo": "a.Base",
        "held:a.Foo": "a.Base",
        "equals:boolean": "java.lang.Object",
        "clone:java.lang.Object": "java.lang.Object",
        "name:java.lang.String": "a.Named",
    }


def test_static_methods_of_interfaces_belong_to_the_interface_alone(table: SymbolTable) -> None:
    assert seen(table.members("a.Named<a.Foo>"), "help") == ["void help()"]
    assert seen(table.members("a.Foo"), "help") == []


def test_interfaces_have_the_public_methods_of_object(table: SymbolTable) -> None:
    names = [found.member.name for found in table.members("a.Entity")]
    assert names == ["getId", "equals", "toString"]


def test_the_narrower_of_two_inherited_declarations_counts(table: SymbolTable) -> None:
    assert seen(table.members("a.Both"), "make") == ["a.Foo make()"]


def test_arrays_have_a_length_and_a_clone_of_their_own_type(table: SymbolTable) -> None:
    assert seen(table.members("a.Foo[]"), "length", "clone", "equals", "getId") == [
        "int length()",
        "a.Foo[] clone()",
        "boolean equals(java.lang.Object)",
    ]


def test_a_type_variable_has_the_members_of_its_bounds(table: SymbolTable) -> None:
    assert seen(table.members("E", scope=("E extends a.Entity",)), "getId") == ["a.Id getId()"]
    assert seen(table.members("F", scope=("E extends a.Foo & a.Entity", "F extends E")), "getId", "name") == [
        "a.FooId getId()",
        "java.lang.String name()",
    ]
    assert [found.member.name for found in table.members("T", scope=("T",))] == ["equals", "toString", "clone"]
    assert seen(table.members("? extends a.Foo"), "getId") == ["a.FooId getId()"]
    assert table.members("T extends T", scope=("T extends T",)) == ()


def test_an_inner_type_sees_the_arguments_of_its_outer_type(table: SymbolTable) -> None:
    assert seen(table.members("a.Outer<a.X>.Inner<a.Y>"), "both") == ["a.Pair<a.X, a.Y> both()"]


def test_unknown_types_have_no_members_and_unknown_supertypes_end_the_way(table: SymbolTable) -> None:
    assert table.members("x.Gone") == () and table.members("int") == ()
    assert seen(table.members("a.Lost"), "found", "getId") == ["void found()", "a.Id getId()"]


def test_a_circle_of_supertypes_ends(table: SymbolTable) -> None:
    assert [found.member.name for found in table.members("a.Loop")] == ["round", "about"]


def test_constructors_are_those_of_the_type_itself(table: SymbolTable) -> None:
    assert seen(table.constructors("a.Maker<a.Foo>"), "<init>") == ["void <init>(a.Foo, a.Base<a.Foo>)"]
    assert seen(table.constructors("a.Maker"), "<init>") == ["void <init>(a.Entity, a.Base)"]
    assert table.constructors("a.Raw") == () and table.constructors("x.Gone") == ()


def test_spaces_in_a_type_do_not_matter(table: SymbolTable) -> None:
    assert table.members("a.Query< a.Foo >") == table.members("a.Query<a.Foo>")
    assert tidy("Map< K,V > [ ]") == "Map<K, V>[]"
    assert tidy("A<? super  B&C>") == "A<? super B & C>"


@dataclass
class Counting:
    """A source that counts how often it is asked."""

    asked: int = 0

    def get(self, name: str) -> Symbol | None:
        self.asked += 1
        return MemorySymbols(SYMBOLS).get(name)

    def named(self, simple_name: str) -> tuple[str, ...]:
        return ()


def test_what_was_worked_out_is_not_asked_for_again() -> None:
    source = Counting()
    table = SymbolTable(source)
    table.members("a.Foo")
    before = source.asked
    table.members("a.Foo")
    table.supertypes("a.Foo")
    assert source.asked == before > 0


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ("getAmout", "getAmount"),
        ("GETAMOUNT", "getAmount"),
        ("fetchAccountId", "getAccountId"),
        ("getIdAccount", "getAccountId"),
        ("acctType", "accountType"),
        ("subStr", "substring"),
    ],
)
def test_the_nearest_name_comes_first(wrong: str, first: str) -> None:
    names = ["getAccount", "setAmount", "getAmount", "getAccountId", "accountType", "isZero", "substring", "toString"]
    assert nearest(names, wrong)[0] == first


def test_names_that_share_nothing_are_not_offered() -> None:
    assert nearest(["isZero", "negate"], "bindString") == ()
    assert nearest([], "x") == () and nearest(["a"], "") == ()


def test_no_more_names_than_asked_for_and_none_twice() -> None:
    assert nearest(["getA1", "getA2", "getA1", "getA3"], "getA", limit=2) == ("getA1", "getA2")


def test_type_text_is_taken_apart() -> None:
    assert erased("a.O<X<Y>>.I<Z>[]") == "a.O.I[]"
    assert element("a.B...") == ("a.B", "[]") and element("a.B[][]") == ("a.B", "[][]")
    assert arguments("a.O<X, P<Q, R>>.I<Y>") == [("a.O", ("X", "P<Q, R>")), ("a.O.I", ("Y",))]
    assert arguments("a.O<X>.I") == [("a.O", ("X",)), ("a.O.I", ())]
    assert bounds("E extends a.B<X, Y> & c.D") == ("a.B<X, Y>", "c.D") and bounds("E") == ("java.lang.Object",)


def test_substitution_replaces_whole_names_only() -> None:
    mapping = {"T": "a.Foo", "K": "? super b.Bar"}
    assert substitute("a.T<T, T.X, TT, K>", mapping) == "a.T<a.Foo, T.X, TT, ? super b.Bar>"
    assert substitute("T[]", mapping) == "a.Foo[]" and substitute("K", mapping) == "b.Bar"
    assert substitute("a.L<? extends K, ? super K>", mapping) == "a.L<?, ? super b.Bar>"

"""Every form in which sites write the artefact annotation, and every way to get it wrong."""

import pytest

from knowledge.packs.ormb.annotations import read_annotation
from knowledge.packs.ormb.artefacts import declared_artefact, soft_parameters
from knowledge.packs.ormb.declaration import Place, read_declaration
from knowledge.records import Diagnostic, SoftParameter

CLASS = "public class CmX_Impl extends CmX_Gen implements S {\n}\n"


def java(comment: str, after: str = CLASS) -> str:
    return f"package com.splwg.cm.a;\n\nimport a.b.C;\n\n{comment}\n{after}"


def algorithm(parameters: str) -> str:
    """The wizard's form: the annotation starts in the first column, without a star."""
    return java(f"/**\n * @author Dev\n *\n@AlgorithmComponent (softParameters = {{ {parameters}}})\n */")


def one(attributes: str) -> str:
    return algorithm(f"@AlgorithmSoftParameter ({attributes})")


STRING = SoftParameter("a", "string")
BOTH = (STRING, SoftParameter("b", "decimal", required=True))
A = "@AlgorithmSoftParameter (name = a, type = string)"
B = "@AlgorithmSoftParameter (name = b, required = true, type = decimal)"

GOOD = {
    "no parameters": (java("/**\n * @author Dev\n *\n@AlgorithmComponent ()\n */"), ()),
    "no parentheses": (java("/**\n * @author Dev\n *\n@AlgorithmComponent\n */"), ()),
    "empty list": (algorithm(""), ()),
    "wizard form, commas before the next": (algorithm(f"{A}\n *            , {B}"), BOTH),
    "after a star": (java(f"/**\n * @AlgorithmComponent (softParameters = {{ {A}, {B} }})\n */"), BOTH),
    "after two stars": (java(f"/**\n ** @AlgorithmComponent (softParameters = {{ {A}}})\n **/"), (STRING,)),
    "one line": (java(f"/** @AlgorithmComponent (softParameters = {{ {A} }}) */"), (STRING,)),
    "no blanks at all": (
        java("/**@AlgorithmComponent(softParameters={@AlgorithmSoftParameter(name=a,type=string)})*/"),
        (STRING,),
    ),
    "entity": (
        one("entityName = characteristicType, name = t, required = true, type = entity"),
        (SoftParameter("t", "entity", "characteristicType", True),),
    ),
    "lookup": (
        one("lookupName = billStatus, name = s, type = lookup"),
        (SoftParameter("s", "lookup", "billStatus"),),
    ),
    "integer": (one("name = n, type = integer"), (SoftParameter("n", "integer"),)),
    "decimal": (one("name = n, type = decimal"), (SoftParameter("n", "decimal"),)),
    "boolean": (one("name = n, type = boolean"), (SoftParameter("n", "boolean"),)),
    "date": (one("name = n, type = date"), (SoftParameter("n", "date"),)),
    "required = false": (one("name = a, required = false, type = string"), (STRING,)),
    "attributes in another order": (
        one("type = entity, required = true, name = t, entityName = bill"),
        (SoftParameter("t", "entity", "bill", True),),
    ),
    "upper-case type word": (one("name = a, type = STRING"), (STRING,)),
    "capital type word and TRUE": (
        one("name = a, type = String, required = TRUE"),
        (SoftParameter("a", "string", required=True),),
    ),
    "attribute names in another case": (one("Name = a, Type = string"), (STRING,)),
    "quoted values": (one('name = "a", type = "string"'), (STRING,)),
    "single quotes": (one("name = 'a', type = 'string'"), (STRING,)),
    "qualified entity name": (
        one("name = a, type = entity, entityName = com.splwg.ccb.Bill"),
        (SoftParameter("a", "entity", "com.splwg.ccb.Bill"),),
    ),
    "trailing comma in the list": (algorithm(f"{A}, {B}, "), BOTH),
    "trailing comma in the attributes": (one("name = a, type = string,"), (STRING,)),
    "single nested annotation without braces": (
        java(f"/**\n@AlgorithmComponent (softParameters = {A})\n */"),
        (STRING,),
    ),
    "wrapped inside a parameter": (
        algorithm("@AlgorithmSoftParameter (name =\n *     a,\n *     type\n *     = string)"),
        (STRING,),
    ),
    "wrapped between name and parenthesis": (
        java("/**\n * @AlgorithmComponent\n * (softParameters =\n * {\n * " + A + "\n * }\n * )\n */"),
        (STRING,),
    ),
    "tabs": (algorithm(f"{A}\n\t *\t\t\t,\t{B}").replace(" = ", "\t=\t"), BOTH),
    "CRLF": (algorithm(f"{A}\n *   , {B}").replace("\n", "\r\n"), BOTH),
    "lone CR": (algorithm(f"{A}\n *   , {B}").replace("\n", "\r"), BOTH),
    "48 parameters": (
        algorithm("\n * , ".join(f"@AlgorithmSoftParameter (name = p{i}, type = string)" for i in range(48))),
        tuple(SoftParameter(f"p{i}", "string") for i in range(48)),
    ),
    "a parameter commented out inside": (
        algorithm(f"{A}\n // , @AlgorithmSoftParameter (name = gone, type = string)\n *  , {B}"),
        BOTH,
    ),
    "stale copy in an earlier javadoc": (
        java(
            "/**\n@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = old, type = date)})\n */"
        ).replace(CLASS, f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */\n{CLASS}"),
        (STRING,),
    ),
    "stale copy in a block comment after the javadoc": (
        java(
            f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */\n"
            "/*\n@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = old, type = date)})\n*/"
        ),
        (STRING,),
    ),
    "stale copy in line comments": (
        java(
            f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */\n"
            "// @AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = old, type = date)})"
        ),
        (STRING,),
    ),
    "disabled copy inside the same javadoc": (
        java(
            "/**\n * //@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = o, type = date)})\n"
            f"@AlgorithmComponent (softParameters = {{ {A}}})\n */"
        ),
        (STRING,),
    ),
    "a mention in prose before": (
        java(f"/**\n * Uses @AlgorithmComponent as usual.\n@AlgorithmComponent (softParameters = {{ {A}}})\n */"),
        (STRING,),
    ),
    "text and tags after": (
        java(f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n * @see Foo (bar)\n * x = {{y}}\n */"),
        (STRING,),
    ),
    "a banner and a Java annotation between": (
        java(
            f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */\n//////\n/* class Old {{ */\n"
            '@SuppressWarnings({ "unused", "class X {" })'
        ),
        (STRING,),
    ),
    "class words in comments and strings before": (
        java(
            f"/** public class Old {{ */\n/* class Older {{ */\n// class Oldest {{\n"
            f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */"
        ),
        (STRING,),
    ),
    "a helper class before the main class": (
        java(
            '/** A helper. */\nclass Helper { String s = "}"; }\n'
            f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */"
        ),
        (STRING,),
    ),
    "header split over lines": (
        java(
            f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */",
            "public abstract\nfinal class\n  CmX_Impl /* x */\n extends // y\n CmX_Gen\n implements S<A, B>\n{ }\n",
        ),
        (STRING,),
    ),
    "batch": (
        java(
            '/**\n@BatchJob (modules = { "demo"}, multiThreaded = true, rerunnable = false,\n'
            " *   softParameters = { @BatchJobSoftParameter (name = cutoff, required = true, type = date)\n"
            " *   , @BatchJobSoftParameter (entityName = saType, name = st, type = entity)})\n */",
            "public class CmJob extends CmJob_Gen { public static class CmJobWorker extends CmJobWorker_Gen {} }",
        ),
        (SoftParameter("cutoff", "date", required=True), SoftParameter("st", "entity", "saType")),
    ),
    "batch without parameters": (
        java(
            "/**\n@BatchJob (modules = {},multiThreaded = true, rerunnable = false)\n */",
            "public class J extends J_Gen { }",
        ),
        (),
    ),
    "other artefact": (java("/**\n@BusinessComponent (customizationCallable = true)\n */"), ()),
    "no comment at all": (java(""), ()),
    "empty comments": (java("/**/ /***/ /** */"), ()),
    "unterminated comment": ("package a;\n/** @AlgorithmComponent (", ()),
    "no class": ("package a;\n/** @AlgorithmComponent () */\n", ()),
    "empty file": ("", ()),
}


@pytest.mark.parametrize("text, expected", GOOD.values(), ids=GOOD.keys())
def test_a_form_that_sites_write_is_read_without_complaint(text: str, expected: tuple[SoftParameter, ...]):
    assert soft_parameters(text) == (expected, ())


# What is wrong, the code, and the text at whose place the finding stands (first occurrence; | marks its end).
BAD = {
    "missing ')' of a parameter": (
        algorithm(f"@AlgorithmSoftParameter (name = a, type = string\n *    , {B}"),
        BOTH,
        ("annotation.syntax", "type = string|"),
    ),
    "missing '}'": (
        java(f"/**\n@AlgorithmComponent (softParameters = {{ {A})\n */"),
        (STRING,),
        ("annotation.syntax", "type = string)|"),
    ),
    "text stops": (
        java("/**\n@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = a, type = string\n */"),
        (STRING,),
        ("annotation.syntax", "type = string|"),
    ),
    "a tag instead of the end": (
        java(f"/**\n@AlgorithmComponent (softParameters = {{ {A}\n * @author Dev\n */"),
        (STRING,),
        ("annotation.syntax", "type = string)|"),
    ),
    "surplus ')'": (
        algorithm(f"@AlgorithmSoftParameter (name = a, type = string)), {B}"),
        BOTH,
        ("annotation.syntax", "), @AlgorithmSoftParameter (name = b"),
    ),
    "missing '(' of a parameter": (
        algorithm("@AlgorithmSoftParameter name = a, type = string)"),
        (STRING,),
        ("annotation.syntax", "@AlgorithmSoftParameter|"),
    ),
    "missing '('": (
        java(f"/**\n@AlgorithmComponent softParameters = {{ {A}}})\n */"),
        (STRING,),
        ("annotation.syntax", "@AlgorithmComponent|"),
    ),
    "missing '='": (one("name = a, type = string, required true"), (STRING,), ("annotation.syntax", "required true")),
    "missing value": (one("name = a, required =, type = string"), (STRING,), ("annotation.syntax", "required =|")),
    "two '='": (one("name = a, required = = true, type = string"), (STRING,), ("annotation.syntax", "required =|")),
    "a stray word": (one("name = a, type = string optional"), (STRING,), ("annotation.syntax", "optional")),
    "an unclosed quote": (one('name = a, type = string, required = "true'), (STRING,), ("annotation.syntax", '"true')),
    "missing comma between parameters": (
        algorithm(f"{A}\n *   {B}"),
        BOTH,
        ("annotation.missing-comma", "@AlgorithmSoftParameter (name = b"),
    ),
    "missing comma between attributes": (
        one("name = a type = string"),
        (STRING,),
        ("annotation.missing-comma", "type = string"),
    ),
    "duplicate": (
        algorithm(f"{A}\n *   , @AlgorithmSoftParameter (name = A, type = date)"),
        (STRING,),
        ("annotation.duplicate-parameter", "A, type = date"),
    ),
    "unknown attribute": (
        one("name = a, requird = true, type = string"),
        (STRING,),
        ("annotation.unknown-attribute", "requird"),
    ),
    "unknown type word": (
        one("name = a, type = strng"),
        (SoftParameter("a", ""),),
        ("annotation.unknown-type", "strng"),
    ),
    "unknown type word of an entity": (
        one("name = a, entityName = bill, type = entty"),
        (SoftParameter("a", "entity", "bill"),),
        ("annotation.unknown-type", "entty"),
    ),
    "no type": (
        one("name = a"),
        (SoftParameter("a", ""),),
        ("annotation.missing-attribute", "@AlgorithmSoftParameter"),
    ),
    "no name": (one("type = string"), (), ("annotation.missing-attribute", "@AlgorithmSoftParameter")),
    "entity without entityName": (
        one("name = a, type = entity"),
        (SoftParameter("a", "entity"),),
        ("annotation.missing-attribute", "@AlgorithmSoftParameter"),
    ),
    "name that is no Java name": (one("name = a-b, type = string"), (), ("annotation.invalid-name", "a-b")),
    "required is neither true nor false": (
        one("name = a, required = yes, type = string"),
        (STRING,),
        ("annotation.invalid-value", "yes"),
    ),
    "misspelt annotation": (
        java("/**\n@AlgorithmComponnent ()\n */"),
        (),
        ("annotation.unknown", "@AlgorithmComponnent"),
    ),
    "annotation not in the last javadoc": (
        java(f"/**\n@AlgorithmComponent (softParameters = {{ {A}}})\n */\n/** What it does. */"),
        (STRING,),
        ("annotation.not-last", "@AlgorithmComponent"),
    ),
    "CRLF and tabs": (
        one("name = a,\n\t\t type = strng").replace("\n", "\r\n"),
        (SoftParameter("a", ""),),
        ("annotation.unknown-type", "strng"),
    ),
}


def place_of(text: str, mark: str) -> Place:
    found, end = mark.removesuffix("|"), mark.endswith("|")
    before = text[: text.index(found) + (len(found) if end else 0)]
    return Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


@pytest.mark.parametrize("text, expected, finding", BAD.values(), ids=BAD.keys())
def test_a_malformed_annotation_is_reported_once_at_its_place_and_read_on(
    text: str, expected: tuple[SoftParameter, ...], finding: tuple[str, str]
):
    parameters, diagnostics = soft_parameters(text)
    assert parameters == expected
    code, mark = finding
    place = place_of(text, mark)
    assert [(d.code, d.line, d.column) for d in diagnostics] == [(code, place.line, place.column)]


def test_nearest_words_are_offered_for_a_misspelt_type_and_attribute():
    _, found = soft_parameters(one("name = a, requird = true, type = lokup"))
    assert [(d.severity, d.symbol, d.candidates[:1]) for d in found] == [
        ("warning", "requird", ("required",)),
        ("error", "lokup", ("lookup",)),
    ]


def test_places_of_an_annotation_are_those_of_the_file():
    declaration = read_declaration(algorithm(f"{A}\n\t * \t, {B}"))
    assert declaration is not None
    annotation = read_annotation(declaration).annotation
    assert annotation is not None
    assert (annotation.line, annotation.column) == (8, 1)
    assert [(n.line, n.column) for n in annotation.nested("softParameters")] == [(8, 41), (9, 8)]


def test_entity_annotation_with_children_is_read():
    text = java(
        "/**\n@BusinessEntity (tableName = CM_X, oneToManyCollections = { @Child (collectionName = logs,\n"
        ' *  childTableName = CM_X_LOG, orderByColumnNames = { "SEQNO", "X_DT" } ) })\n */'
    )
    declaration = read_declaration(text)
    assert declaration is not None
    annotation = read_annotation(declaration).annotation
    assert annotation is not None
    (child,) = annotation.nested("oneToManyCollections")
    assert (annotation.word("tableName"), child.word("childTableName")) == ("CM_X", "CM_X_LOG")


@pytest.mark.parametrize(
    "text, artefact",
    [
        (algorithm(A), "algorithm"),
        (java("/** @BatchJob (modules = {}) */"), "batch"),
        (java("/** @BusinessComponent (customizationCallable = true) */"), "component"),
        (java("/** @BusinessEntity (tableName = CM_X) */"), "entity"),
        (java("/** @ChangeHandler (entityName = cmX) */"), "change-handler"),
        (java("/** @QueryPage () */"), "page"),
        (java(""), "algorithm"),
        (java("", "public class CmX_Impl extends CmX_Gen { }"), "entity"),
        (java("", "class J extends J_Gen { static class W extends W_Gen { } }"), "batch"),
        (java("", "class C_Impl extends GenericBusinessComponent implements C { }"), "component"),
        (java("", "public class C extends AbstractChangeHandler<X> { }"), "change-handler"),
        (java("", "public class CmMessageRepository extends CmMessages { }"), "messages"),
        (java("", "public class CmMessages extends AbstractMessageRepository { }"), "messages"),
        (java("", "public interface CmSpot extends AlgorithmSpot { }"), "other"),
        ("", "other"),
    ],
)
def test_an_artefact_is_known_by_its_annotation_or_else_by_its_shape(text: str, artefact: str):
    assert declared_artefact(text) == artefact


def test_a_file_without_a_class_has_no_declaration():
    assert read_declaration("// class X {\n/* class Y { */") is None


def test_the_public_class_is_the_main_one_wherever_it_stands():
    found = read_declaration("class A { class Inner { } }\n/** doc */ public final class B extends A.Inner { }")
    assert found is not None
    assert (found.name, found.superclass, found.modifiers) == ("B", "A.Inner", frozenset({"public", "final"}))


def test_diagnostics_are_plain_records():
    _, (found,) = soft_parameters(java("/**\n@AlgorithmComponnent ()\n */"))
    assert found == Diagnostic(
        "annotation.unknown",
        "error",
        "unknown annotation @AlgorithmComponnent; did you mean @AlgorithmComponent?",
        line=6,
        column=1,
        symbol="AlgorithmComponnent",
        candidates=("AlgorithmComponent",),
    )

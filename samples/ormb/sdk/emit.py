"""Writes the types of a world as Java source: bodies that return null, zero or false, nothing else."""

from __future__ import annotations

import re
from collections import defaultdict

from model import PRIMITIVES, Constructor, Field, JavaType, Method, World, bare

NUMBERS = PRIMITIVES - {"void", "boolean"}


def sources(world: World) -> dict[str, str]:
    """Path of each source file (``com/acme/Foo.java``) to its text."""
    nested: dict[str, list[JavaType]] = defaultdict(list)
    top: list[JavaType] = []
    for name in sorted(world):
        owner = name.rpartition(".")[0]
        (nested[owner] if owner in world else top).append(world[name])
    return {each.name.replace(".", "/") + ".java": _file(world, each, nested) for each in top}


def _file(world: World, each: JavaType, nested: dict[str, list[JavaType]]) -> str:
    return f"package {each.package};\n\n" + "\n".join(_type(world, each, nested, "")) + "\n"


def _type(world: World, each: JavaType, nested: dict[str, list[JavaType]], indent: str) -> list[str]:
    inner = indent + "    "
    lines = [indent + _header(each, bool(indent)) + " {"]
    lines += [inner + _field(one) for one in each.fields]
    if each.form != "interface":
        lines += [inner + one for one in _constructors(world, each)]
    lines += [inner + _method(one, each) for one in [*each.methods, *missing(world, each)]]
    for child in nested.get(each.name, ()):
        lines += _type(world, child, nested, inner)
    return [*lines, indent + "}"]


def _header(each: JavaType, inner: bool) -> str:
    text = f"public {'static ' if inner else ''}{each.form} {each.simple}"
    if each.type_parameters:
        text += f"<{each.type_parameters}>"
    if each.extends:
        text += " extends " + ", ".join(each.extends)
    if each.implements:
        text += " implements " + ", ".join(each.implements)
    return text


def _field(one: Field) -> str:
    words = "public static final " if one.static else "public "
    value = one.value or _default(one.type)
    return f"{words}{one.type} {one.name} = {value};"


def _constructors(world: World, each: JavaType) -> list[str]:
    listed = each.constructors or [Constructor()]
    if all(one.params for one in listed) and _subclassed(world, each):
        listed = [Constructor(protected=True), *listed]
    call = _super_call(each)
    return [
        f"{'protected' if one.protected else 'public'} {each.simple}({_params(one.params)}) {{ {call}}}"
        for one in listed
    ]


def _subclassed(world: World, each: JavaType) -> bool:
    return any(bare(parent) == each.name for other in world.values() for parent in other.extends)


def _super_call(each: JavaType) -> str:
    """Our own classes always have a constructor without parameters; those of the JDK that we extend have one."""
    return "super(); " if each.extends else ""


def _method(one: Method, owner: JavaType) -> str:
    bodiless = one.abstract or (owner.form == "interface" and not one.static and not one.default)
    words = ["protected" if one.protected else "public"]
    words += ["static"] * one.static + ["default"] * one.default + ["abstract"] * one.abstract
    if one.type_parameters:
        words.append(f"<{one.type_parameters}>")
    text = f"{' '.join(words)} {one.returns} {one.name}({_params(one.params)})"
    if one.throws:
        text += " throws " + ", ".join(one.throws)
    if bodiless:
        return text + ";"
    body = "" if one.returns == "void" else f"return {_default(one.returns)}; "
    return f"{text} {{ {body}}}"


def _params(params: tuple[str, ...]) -> str:
    return ", ".join(f"{each} a{index}" for index, each in enumerate(params))


def _default(kind: str) -> str:
    if kind == "boolean":
        return "false"
    return "0" if kind in NUMBERS else "null"


def missing(world: World, each: JavaType) -> list[Method]:
    """Methods that a concrete class must still define for the interfaces it implements."""
    if each.form != "class":
        return []
    have = {m.erasure for t in _class_chain(world, each) for m in t.methods}
    found: list[Method] = []
    for parent in _class_chain(world, each):
        for interface in parent.implements:
            for one in world.lineage(bare(interface)):
                bindings = _bindings(one, interface)
                for method in one.methods:
                    if not (method.static or method.default or method.erasure in have):
                        have.add(method.erasure)
                        found.append(_bound(method, bindings))
    return found


def _class_chain(world: World, each: JavaType) -> list[JavaType]:
    chain = [each]
    while chain[-1].extends and (parent := world.get(bare(chain[-1].extends[0]))):
        chain.append(parent)
    return chain


def _bindings(one: JavaType, used: str) -> dict[str, str]:
    names = [each.split()[0] for each in one.type_parameters.split(",") if each.strip()]
    given = re.search(r"<(.*)>", used)
    values = [given[1]] if given and bare(used) == one.name and len(names) == 1 else []
    return dict(zip(names, values, strict=False))


def _bound(method: Method, bindings: dict[str, str]) -> Method:
    def swap(kind: str) -> str:
        return re.sub(r"\b[A-Z]\b", lambda found: bindings.get(found[0], found[0]), kind)

    return Method(
        method.name,
        tuple(swap(each) for each in method.params),
        swap(method.returns),
        method.type_parameters,
        throws=method.throws,
    )

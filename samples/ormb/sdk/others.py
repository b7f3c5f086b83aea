"""All types that are not business entities: lookups, plug-in spots, data holders, collections, and the rest."""

from __future__ import annotations

import re
from dataclasses import replace

from facts import OBJECT, FactClass, FactMethod, Facts, Spot, parameters
from model import Field, Form, JavaType, Method, World, package_of
from naming import singulars
from results import Results
from words import API, OF_OBJECT, STRING, VAGUE, VALUES, result_by_verb

MESSAGE = "com.splwg.shared.common.ServerMessage"
CLASS_KINDS = (
    "class",
    "batch execution",
    "abstract/base",
    "implementation",
    "hibernate",
    "exception",
    "nested factory",
)
CLASS_NAMES = re.compile(r"(Helper|Util|Utils|Utilities|Cache|Repository|Messages|Constants|Instance|Factory)$")


class Others:
    def __init__(self, world: World, facts: Facts, results: Results) -> None:
        self.world, self.facts, self.results = world, facts, results
        self.setters = _setter_types(facts)

    # Types first, so that members can name them --------------------------------------------------------

    def declare(self) -> None:
        for each in self.facts.classes.values():
            if each.name not in self.world:
                self._declare_outer(each.name)
                self.world[each.name] = self._declared(each)

    def _declare_outer(self, name: str) -> None:
        outer = name.rpartition(".")[0]
        if package_of(name) != outer and outer not in self.world and outer not in self.facts.classes:
            self.world[outer] = JavaType(outer, "class")

    def _declared(self, each: FactClass) -> JavaType:
        made = JavaType(each.name, self._form(each), each.type_parameters)
        supers = [each.extends] * bool(each.extends)
        if made.form == "interface":
            made.extends = [*supers, *each.implements]
        else:
            made.extends, made.implements = supers, list(each.implements)
        if each.kind == "exception":
            made.extends = ["java.lang.RuntimeException"]
        if made.form == "class" and not made.extends and not made.implements:
            self._implemented(made)
        return made

    def _implemented(self, made: JavaType) -> None:
        for suffix in ("_Impl", "_Per"):
            base = made.name.removesuffix(suffix)
            if base != made.name and base in (self.facts.classes.keys() | self.world.keys()):
                made.implements = [base]

    def _form(self, each: FactClass) -> Form:
        if each.form == "class":
            return "class"
        if each.form in ("interface", "collection"):
            return "interface"
        if each.kind.startswith("abstract"):
            return "abstract class"
        if each.constructors or each.kind.startswith(CLASS_KINDS) or CLASS_NAMES.search(each.name):
            return "class"
        return "interface"

    def declare_collections(self) -> None:
        """A plural beside an entity: ``AccountPersons`` holds ``AccountPerson``."""
        for each in self.facts.classes.values():
            made = self.world[each.name]
            if made.form != "interface" or made.extends or not each.name.endswith("s"):
                continue
            child = self._child(each)
            if child:
                made.extends = [f"{API}EntityCollection<{child}>"]

    def _child(self, each: FactClass) -> str | None:
        for one in each.methods:
            inner = re.search(r"<([\w.]+)>$", one.returns or "")
            if one.name in ("iterator", "createFilter", "asSet") and inner:
                return inner[1]
        package, simple = package_of(each.name), each.name.rpartition(".")[2]
        names = self.results.names
        for single in singulars(simple)[:-1]:
            if f"{package}.{single}" in names.entity_names:
                return f"{package}.{single}"
            tail = [e for e in names.entity_names if package_of(e) == package and single.endswith(e.rpartition(".")[2])]
            if tail and re.search(r"(s|ies)$", simple) and single not in names.lookups:
                return max(tail, key=len)
        return None

    # Members -------------------------------------------------------------------------------------------

    def members(self) -> None:
        spots = {spot.name for spot in self.facts.spots}
        for each in self.facts.classes.values():
            if each.name in self.results.entities or each.name in spots:
                continue
            if each.name.endswith(("_Id", "_DTO")) and each.name.rpartition("_")[0] in self.results.entities:
                continue
            self._members(each)

    def _members(self, each: FactClass) -> None:
        made = self.world[each.name]
        static = each.kind.startswith(("class (static", "nested factory"))
        for name, kind in each.constants.items():
            self._constant(made, name, kind)
        for one in each.methods:
            if each.kind == "exception" and one.name == "getMessage":
                continue
            if not self._covered(made, one):
                self._add(made, one, static or one.static)
        for params in each.constructors:
            if not any(len(have.params) == len(params) for have in made.constructors):
                made.construct(*(kind or OBJECT for kind in params))
        if made.constructors and made.form == "class" and each.kind == "data holder":
            made.construct()
        if each.kind.startswith("data") or made.simple.endswith(("Data", "VO")):
            self._complete(made)

    def _covered(self, made: JavaType, one: FactMethod) -> bool:
        if (one.name, len(one.args)) in OF_OBJECT:
            return True
        if self.world.declares(made.name, one.name, len(one.args)):
            written = any(m.name == one.name for m in made.methods)
            return written and (made.name in self.written or one.name.startswith(("get", "is")))
        inherited = self.world.inherited(made.name, one.name, len(one.args))
        return inherited is not None and not (inherited.type_parameters and one.returns and not one.type_parameters)

    written: frozenset[str] = frozenset()
    """Types of the signature files: their overloads are complete."""

    def _add(self, made: JavaType, one: FactMethod, static: bool) -> None:
        params = parameters(one)
        declared = one.type_parameters
        returns = self._returns(made, one)
        if one.generic and returns:
            declared, returns = f"T extends {returns}", "T"
        elif returns is None:
            declared, returns = declared or "T", f"{API}ListFilter<T>" if one.name == "createFilter" else "T"
        static = static and made.form != "interface"
        made.add(Method(one.name, params, returns, declared, static=static))

    def _returns(self, made: JavaType, one: FactMethod) -> str | None:
        if one.type_parameters:
            return one.returns
        if re.search(r"(MessageRepository|Messages)$", made.simple) and one.returns is None:
            return MESSAGE
        if one.returns and one.returns not in VAGUE:
            return one.returns
        if one.name == "newInstance":
            return made.name.removesuffix(".Factory")
        if (nested := f"{made.name}.{one.name[3:]}") in self.world:
            return nested
        if one.name == "get" and any(other.name == "put" and other.args[-1] == (STRING,) for other in self._seen(made)):
            return STRING
        for prefix in ("fetchId", "get", "fetch", "determine", "retrieve"):
            if one.name.startswith(prefix) and len(one.name) > len(prefix):
                prop = one.name[len(prefix) :]
                lower = prop[:1].lower() + prop[1:]
                found = self.setters.get((made.name, lower)) or self.results.result(one.returns, lower, made.name)
                return found or (STRING if made.simple.endswith(("Data", "VO", "Field")) else None)
        return one.returns or result_by_verb(one.name)

    def _seen(self, made: JavaType) -> tuple[FactMethod, ...]:
        return self.facts.classes[made.name].methods

    def _constant(self, made: JavaType, name: str, kind: str) -> None:
        if "." in name:
            group, _, value = name.partition(".")
            if group in ("constants", "properties"):
                return
            inner = self.world.setdefault(f"{made.name}.{group}", JavaType(f"{made.name}.{group}", "class"))
            inner.constant(value, inner.name)
        elif name.isupper():
            number = made.simple.endswith("Messages")
            made.constant(name, kind or ("int" if number else STRING))

    def _complete(self, made: JavaType) -> None:
        """A data holder has a getter for each setter, the other way round, and a factory."""
        for one in list(made.methods):
            prop = one.name[3:]
            if one.name.startswith("set") and len(one.params) == 1 and prop:
                self._getter_for(made, prop, one.params[0])
            elif one.name.startswith("get") and not one.params and not one.type_parameters and prop:
                kind = re.sub(r"<.*", "", one.returns)
                made.add(Method("set" + prop, (kind,)))
        if made.form == "interface":
            factory = JavaType(made.name + ".Factory", "class")
            factory.add(Method("newInstance", (), made.name, static=True))
            self.world.setdefault(factory.name, factory)

    def _getter_for(self, made: JavaType, prop: str, param: str) -> None:
        lower = prop[:1].lower() + prop[1:]
        guess = self.results.guess(lower, made.name) or STRING
        if param == OBJECT:
            made.add(Method("set" + prop, (guess,)))
        if not self.world.declares(made.name, "get" + prop, 0):
            made.add(Method("get" + prop, (), guess if param == OBJECT else param))

    # Spots ---------------------------------------------------------------------------------------------

    def spots(self) -> None:
        for spot in self.facts.spots:
            self.world[spot.name] = spot_type(spot)


def _setter_types(facts: Facts) -> dict[tuple[str, str], str]:
    """Class and property to the one type that its setter was seen with."""
    found = {}
    for each in facts.classes.values():
        for one in each.methods:
            if one.name.startswith("set") and len(one.args) == 1 and len(one.args[0]) == 1:
                kind = re.sub(r"^java.util.ArrayList", "java.util.List", one.args[0][0])
                found[each.name, one.name[3:4].lower() + one.name[4:]] = kind
    return found


def spot_type(spot: Spot) -> JavaType:
    """All methods of the first listed form; those that not every implementor has are default methods."""
    made = JavaType(spot.name, "interface", extends=[API + "algorithms.AlgorithmSpot"])
    for one in spot.methods:
        made.add(Method(one.name, one.params, one.returns, default=one.optional))
    return made


def lookup_type(name: str, facts: FactClass | None, more: list[str]) -> tuple[JavaType, JavaType]:
    """The lookup class with a predicate for each value, and its nested ``constants``."""
    values = [c.partition(".")[2] for c in (facts.constants if facts else {}) if c.startswith("constants.")]
    values = list(dict.fromkeys([*values, *more]))
    made = JavaType(name, "class", extends=[VALUES + "Lookup"])
    constants = JavaType(name + ".constants", "interface", fields=[Field(value, name) for value in values])
    for value in values:
        made.add(Method("is" + "".join(word.capitalize() for word in value.split("_")), (), "boolean"))
    for one in facts.methods if facts else ():
        if one.name.startswith("is") and one.name != "isBlankLookupValue":
            made.add(Method(one.name, (), "boolean"))
            value = re.sub(r"(?<!^)(?=[A-Z])", "_", one.name[2:]).upper()
            if all(each.name != value for each in constants.fields):
                constants.fields.append(Field(value, name))
    return made, constants


def without_clashes(world: World) -> None:
    """Drops a method that differs from an inherited one only in a result that does not fit."""
    for each in world.values():
        each.methods = [replace(one) for one in each.methods if not _clashes(world, each, one)]


def _clashes(world: World, each: JavaType, one: Method) -> bool:
    for parent in world.lineage(each.name)[1:]:
        for other in parent.methods:
            if (
                other.erasure == one.erasure
                and not other.type_parameters
                and not fits(world, one.returns, other.returns)
            ):
                return True
    return False


def fits(world: World, kind: str, wanted: str) -> bool:
    """Whether a result type may override another: the same, a variable of the parent, or a subtype."""
    if kind == wanted or ("." not in wanted.replace("...", "") and wanted[:1].isupper()):
        return True
    if wanted == OBJECT:
        return "." in kind
    plain = re.sub(r"<.*", "", wanted)
    return any(each.name == plain for each in world.lineage(kind))

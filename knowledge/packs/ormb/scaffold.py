"""Fills the holes of an algorithm without a model: what the resolution proves is written, the rest is a TODO.

Every member that appears here was found in the index first, so a draft compiles; the business rule itself is left to a
person or a model, in marked lines that say what is wanted and what is at hand.
"""

import re
from collections.abc import Sequence

from knowledge.blueprint import Blueprint, Fill, Skeleton
from knowledge.pack import Tables, Types
from knowledge.packs.ormb.contract import Contract, Property, read_contract
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.java_names import Imports, camel, comment_text, java_string
from knowledge.packs.ormb.messages import ErrorCall, best_error
from knowledge.packs.ormb.reach import Value, getter, in_reach, methods, role
from knowledge.packs.ormb.scaffold_query import ROW, SELECTED, Query, plan_query, query_method, read_column
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.packs.ormb.vocabulary import Vocabulary, column_words
from knowledge.records import Member, SoftParameter, Table
from knowledge.words import words

TODO = "TODO(rule)"
QUERIES = 3  # a draft with more queries than this is deleted, not edited
BO_KEY = "com.splwg.base.api.businessObject.BusinessObjectInstanceKey"
BO_INSTANCE = "com.splwg.base.api.businessObject.BusinessObjectInstance"
DISPATCHER = "com.splwg.base.api.businessObject.BusinessObjectDispatcher"
GETTER_TYPES = {
    "string": "java.lang.String",
    "decimal": "com.ibm.icu.math.BigDecimal",
    "integer": "java.math.BigInteger",
    "boolean": "com.splwg.base.api.datatypes.Bool",
}
START_VALUES = {
    "com.splwg.base.api.datatypes.Bool": "Bool.FALSE",
    "com.ibm.icu.math.BigDecimal": "BigDecimal.ZERO",
    "java.math.BigInteger": "BigInteger.ZERO",
}


def scaffold_fills(
    blueprint: Blueprint, frame: Skeleton, types: Types, tables: Tables, vocabulary: Vocabulary
) -> dict[str, Fill]:
    """Fills for ``validations``, ``invoke`` and ``helpers`` of ``frame``."""
    return _Scaffold(blueprint, frame, types, tables, vocabulary).fills()


class _Scaffold:
    """One draft in the making: collects imports, local names and open questions while the code is written."""

    def __init__(
        self, blueprint: Blueprint, frame: Skeleton, types: Types, tables: Tables, vocabulary: Vocabulary
    ) -> None:
        self._blueprint = blueprint
        declaration = read_declaration(frame.filled({}).text)
        if declaration is None:
            raise ValueError(f"the skeleton of {blueprint.class_name} declares no class")
        self._names = TypeNames(declaration, types)  # as the generated getters resolve entities and lookups
        self._types = types
        self._vocabulary = vocabulary
        self._contract: Contract = read_contract(blueprint.spot, types)
        self._imports = Imports(blueprint.package, blueprint.class_name)
        for prop in self._contract.properties:  # the skeleton names these first; the same names must win here
            self._imports.short(prop.type)
        self._locals = {prop.name for prop in self._contract.properties}
        self._todo: list[str] = []
        self._helpers: list[str] = []
        self._words = frozenset(re.findall(r"[a-z]+", blueprint.request.lower()))
        self._keys = vocabulary.key_entities(tables)

    def fills(self) -> dict[str, Fill]:
        validations = self._validations()
        invoke = self._invoke()
        imports = self._imports.names()
        return {
            "validations": Fill(validations, imports),
            "invoke": Fill(invoke, imports, tuple(self._todo)),
            "helpers": Fill("".join(self._helpers), imports),
        }

    # -- invoke --

    def _invoke(self) -> str:
        values = in_reach(self._contract.hard_parameters, self._types)
        queries = self._queries(values)
        needed = {bind.owner for query in queries for bind in query.passed}
        blocks = [
            f'\t\tLOGGER.debug("{self._blueprint.class_name.removesuffix("_Impl")} starts");\n',
            self._guards(values, needed),
            self._business_object(),
            self._navigation(values, needed),
            self._soft_parameters(values, needed),
            self._facts(values),
            *(self._loop(query) for query in queries),
            self._lists(),
            self._rules(),
            self._results(),
            self._rejection(),
        ]
        return "\n".join(block for block in blocks if block)

    def _guards(self, values: Sequence[Value], needed: set[str]) -> str:
        """Without the entity that the product promises there is nothing to do."""
        fields = [v for v in values if not v.owner and role(self._types, v.type) in ("entity", "id")]
        wanted = {v.owner for v in values if v.name in needed and v.owner} | needed
        used = [v for v in fields if v.name in wanted] or fields[:1]
        return "".join(f"\t\tif (isNull({v.name})) {{\n\t\t\treturn;\n\t\t}}\n" for v in used)

    def _navigation(self, values: Sequence[Value], needed: set[str]) -> str:
        text = ""
        for value in values:
            if value.owner and value.name in needed:
                name = self._local(value.name)
                text += f"\t\t{self._imports.short(value.type)} {name} = {value.code};\n"
                text += f"\t\tif (isNull({name})) {{\n\t\t\treturn;\n\t\t}}\n"
        return text

    def _business_object(self) -> str:
        """The business object that the spot names by its key, read once."""
        key = next((p for p in self._contract.hard_parameters if p.type == BO_KEY), None)
        read = self._types.find(DISPATCHER)
        kinds = (BO_KEY, *self._types.supertypes(BO_KEY))
        if key is None or read is None or not any(_reads_by_key(member, kinds) for member in read.members):
            return ""
        local = self._local("businessObjectInstance")
        instance, dispatcher = self._imports.short(BO_INSTANCE), self._imports.short(DISPATCHER)
        return (
            f"\t\t{instance} {local} = {dispatcher}.read({key.name}, false);\n"
            f"\t\tif (isNull({local})) {{\n\t\t\treturn;\n\t\t}}\n"
        )

    def _soft_parameters(self, values: Sequence[Value], needed: set[str]) -> str:
        text = ""
        for soft in self._blueprint.soft_parameters:
            type_name = self._soft_type(soft)
            if not type_name:
                continue
            name = self._local(soft.name)
            note = "" if soft.required else " // optional: null when not configured"
            text += f"\t\t{self._imports.short(type_name)} {name} = {_soft_getter(soft)};{note}\n"
            if type_name.endswith(".CharacteristicType"):
                text += self._characteristic(name, type_name, values, needed, soft.required)
        return text

    def _characteristic(
        self, name: str, type_name: str, values: Sequence[Value], needed: set[str], required: bool
    ) -> str:
        """Reads the effective characteristic of the first entity at hand that can have one."""
        for value in values:
            if value.owner and value.name not in needed:
                continue
            for member in methods(self._types, value.type):
                if member.name != "getEffectiveCharacteristic" or member.type_parameters:
                    continue
                if [p.type for p in member.parameters] == [type_name]:
                    local = self._local(f"{name}Value")
                    call = f"{value.name}.{member.name}({name})"
                    if not required:
                        call = f"isNull({name}) ? null : {call}"
                    return f"\t\t{self._imports.short(member.type)} {local} = {call};\n"
        return ""

    def _facts(self, values: Sequence[Value]) -> str:
        """Properties of the entities at hand that the request speaks of, by the columns of their tables."""
        text = ""
        for value in values:
            if value.owner or role(self._types, value.type) != "entity":
                continue
            table = self._table_of(value.simple_type)
            for column in table.columns if table else ():
                words = column_words(column.name)
                if len(words) < 2 or not set(words) <= self._words:
                    continue
                member = getter(self._types, value.type, "get" + "".join(w.capitalize() for w in words))
                if member and not role(self._types, member.type):
                    name = self._local(camel(" ".join(words)))
                    text += f"\t\t{self._imports.short(member.type)} {name} = {value.name}.{member.name}();\n"
        return text

    def _table_of(self, entity: str) -> Table | None:
        name = self._vocabulary.entity_tables.get(entity)
        return next((table for table in self._blueprint.tables if table.name == name), None)

    def _queries(self, values: Sequence[Value]) -> list[Query]:
        """Of the best tables, those whose rows the values at hand lead to; an entity at hand needs no query."""
        queries: list[Query] = []
        handed_in = {value.simple_type for value in values if not value.owner}
        for table in self._blueprint.tables:
            entity = self._vocabulary.entity_of(table.name)
            if entity in handed_in and not self._words & {"other", "previous", "earlier", "last", "all", "older"}:
                continue
            own = set(column_words(table.name)) | set(words(entity))
            wanted = sorted((c.name for c in table.columns), key=lambda name: -self._interest(column_words(name), own))[
                :SELECTED
            ]
            query = plan_query(
                table,
                wanted,
                values,
                self._blueprint.soft_parameters,
                self._keys,
                self._vocabulary,
                self._types,
                self._blueprint.request,
            )
            if query and len(queries) < QUERIES:
                queries.append(query)
                self._helpers.append(query_method(query, self._imports))
        return queries

    def _interest(self, parts: list[str], own: set[str]) -> float:
        """How likely a draft about this request reads a column: its words in the request, then what rules read most."""
        said = len((set(parts) - own) & self._words)
        usual = {"status": 0.4, "amount": 0.5, "date": 0.3}
        return said + sum(usual.get(part, 0.0) for part in parts)

    def _loop(self, query: Query) -> str:
        arguments = ", ".join(bind.value for bind in query.passed)
        text = f"\t\tfor ({self._imports.short(ROW)} row : {query.method}({arguments})) {{\n"
        for column in query.columns:
            type_name, method = read_column(column)
            local = self._unused(camel(column.name))
            text += f'\t\t\t{self._imports.short(type_name)} {local} = row.{method}("{column.name}");\n'
        named = ", ".join(column.name for column in query.columns)
        text += "\t\t\t" + self._marked(f"decide what each row of {query.table.name} ({named}) means for the rule")
        return text + "\t\t}\n"

    def _lists(self) -> str:
        """A loop over the lists of entities that the product hands in, when the request speaks of them."""
        text = ""
        for prop in self._contract.hard_parameters:
            match = re.fullmatch(r"java\.util\.List<([\w.]+)>", prop.type)
            words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", prop.name).lower()))
            singular = {word.removesuffix("s") for word in words}
            if match and (words | singular) & self._words and self._types.find(match[1]):
                simple = match[1].rpartition(".")[2].removesuffix("Data")
                element = self._unused(simple[:1].lower() + simple[1:])
                text += f"\t\tif (notNull({prop.name})) {{\n"
                text += f"\t\t\tfor ({self._imports.short(match[1])} {element} : {prop.name}) {{\n"
                text += "\t\t\t\t" + self._marked(f"decide what each {element} means for the rule")
                text += "\t\t\t}\n\t\t}\n"
        return text

    def _rules(self) -> str:
        clauses = _clauses(self._blueprint.request) or ["write the business rule; the request does not say it"]
        return "".join("\t\t" + self._marked(clause) for clause in clauses)

    def _results(self) -> str:
        return "".join(self._result(prop) for prop in self._contract.results)

    def _result(self, prop: Property) -> str:
        """A start value, and for a lookup the constants to choose from."""
        if prop.type == "boolean":
            words = set(column_words("_".join(re.findall(r"[A-Z]?[a-z]+", prop.name)))) - {"use", "should", "is"}
            return f"\t\t{prop.name} = true;\n" if words <= self._words else ""
        constants = self._types.find(f"{prop.type}.constants")
        if constants and constants.members:
            named = ", ".join(m.name for m in constants.members if m.kind == "field")
            simple = self._imports.short(prop.type)
            return "\t\t" + self._marked(f"set {prop.name} to one of {simple}.constants: {named}")
        start = START_VALUES.get(prop.type)
        if start:
            self._imports.short(prop.type)
            return f"\t\t{prop.name} = {start};\n"
        match = re.fullmatch(r"java\.util\.List<.*>", prop.type)
        if match:
            self._imports.short("java.util.ArrayList")
            return f"\t\t{prop.name} = new Array{self._imports.short(prop.type)}();\n"
        return ""

    def _rejection(self) -> str:
        """An error call behind a decision that a person writes, when the request asks to refuse something."""
        if not self._words & {
            "error",
            "errors",
            "reject",
            "rejects",
            "refuse",
            "invalid",
            "fail",
            "fails",
            "prevent",
        }:
            return ""
        call = best_error(self._blueprint, self._types, self._words)
        if call is None:
            return ""
        self._helpers.append(
            f"\n\t/**\n\t * {TODO}: the condition of the error; false until it is written.\n\t */\n"
            "\tprivate boolean isRejected() {\n\t\treturn false;\n\t}\n"
        )
        self._todo.append("write the condition under which isRejected() is true")
        return f"\t\tif (isRejected()) {{\n\t\t\taddError({self._error(call)});\n\t\t}}\n"

    # -- soft parameters --

    def _validations(self) -> str:
        """Negative amounts and counts are refused when the algorithm is configured."""
        checks = ""
        for soft in self._blueprint.soft_parameters:
            if soft.type not in ("decimal", "integer"):
                continue
            call = best_error(self._blueprint, self._types, frozenset({"invalid", "parameter", "negative"}), soft.name)
            if call is None:
                continue
            read = _soft_getter(soft)
            checks += (
                f"\t\tif (notNull({read}) && {read}.signum() < 0) {{\n\t\t\taddError({self._error(call)});\n\t\t}}\n"
            )
        if not checks:
            return ""
        return (
            "\t@Override\n\tprotected void extraSoftParameterValidations(boolean forAlgorithmValidation) {\n"
            f"{checks}\t}}\n\n"
        )

    def _error(self, call: ErrorCall) -> str:
        arguments = ", ".join(java_string(argument) for argument in call.arguments)
        return f"{self._imports.short(call.owner)}.{call.method}({arguments})"

    def _soft_type(self, soft: SoftParameter) -> str:
        if soft.type in GETTER_TYPES:
            return GETTER_TYPES[soft.type]
        found = self._names.lookup(soft.target) if soft.type == "lookup" else self._names.entity(soft.target)
        return found or ""

    # -- names and marks --

    def _local(self, name: str) -> str:
        """Reserves a name for a variable of invoke()."""
        free = self._unused(name)
        self._locals.add(free)
        return free

    def _unused(self, name: str) -> str:
        return next(n for n in (name, *(f"{name}{i}" for i in range(2, 99))) if n not in self._locals)

    def _marked(self, text: str) -> str:
        clean = comment_text(text)
        self._todo.append(clean)
        return f"// {TODO}: {clean}\n"


def _reads_by_key(member: Member, kinds: Sequence[str]) -> bool:
    return (
        member.name == "read"
        and "static" in member.modifiers
        and member.type == BO_INSTANCE
        and len(member.parameters) == 2
        and member.parameters[0].type in kinds
        and member.parameters[1].type == "boolean"
    )


def _soft_getter(soft: SoftParameter) -> str:
    return f"get{soft.name[:1].upper()}{soft.name[1:]}()"


def _clauses(request: str) -> list[str]:
    """The request cut where one thought ends, without the words that only ask for code."""
    body = re.sub(r"(?i)^\W*(please\s+)?(generate|create|write|build|make|implement|i need|we need)\b", "", request)
    body = re.sub(r"(?is)\bsoft parameters?\s*:.*", "", body)
    parts = re.split(r"[.;\n]+\s*|,?\s+(?:and then|then|unless|otherwise|except when)\s+", body)
    return [part.strip(" ,:-") for part in parts if len(part.split()) > 3][:6]

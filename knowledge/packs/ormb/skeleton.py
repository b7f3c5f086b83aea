"""The proven part of an algorithm: header, annotation, fields and every method of the spot; bodies are holes.

The form is the house style: one class, hard parameters in private fields, accessors that store and return them.
"""

from knowledge.blueprint import IMPORTS, Blueprint, Hole, Skeleton
from knowledge.pack import Types
from knowledge.packs.ormb.contract import Contract, Property, read_contract
from knowledge.packs.ormb.java_names import Imports, comment_lines, comment_text
from knowledge.records import Member, Parameter, SoftParameter

LOGGER = "com.splwg.shared.logging.Logger"
LOGGER_FACTORY = "com.splwg.shared.logging.LoggerFactory"
IMPORT_GROUPS = ("java.", "javax.", "com.ibm.", "com.splwg.")
DEFAULTS = {"boolean": "false", "char": "' '", "void": ""} | dict.fromkeys(
    ("byte", "short", "int", "long", "float", "double"), "0"
)


def algorithm_skeleton(blueprint: Blueprint, types: Types) -> Skeleton:
    """The class of ``blueprint`` with holes ``validations``, ``invoke``, ``helpers`` and one for each odd method."""
    contract = read_contract(blueprint.spot, types)
    imports = Imports(blueprint.package, blueprint.class_name)
    generated = blueprint.class_name.removesuffix("_Impl") + "_Gen"
    scope = tuple(Parameter(p.type, p.name) for p in contract.properties)
    declaration = (
        f"public class {blueprint.class_name}\n\t\textends {generated}\n"
        f"\t\timplements {imports.short(blueprint.spot.name)} {{\n\n"
    )
    parts: list[str | Hole] = [
        _header(blueprint),
        f"package {blueprint.package};\n\n",
        IMPORTS,
        "\n\n",
        _javadoc(blueprint),
        declaration,
        _fields(blueprint.class_name, contract, imports),
        Hole("validations", "", "Checks of the configured soft parameters.", "", scope),
        _invoke_comment(blueprint),
        "\t@Override\n\tpublic void invoke() {\n",
        Hole("invoke", "public void invoke()", comment_text(blueprint.request), _placeholder(), scope),
        "\t}\n",
        Hole("helpers", "", "Private methods that invoke() calls.", "", scope),
        *(piece for member in contract.others for piece in _other_method(member, imports, scope)),
        *(_accessors(prop, imports) for prop in contract.properties),
        "}\n",
    ]
    path = f"{blueprint.package.replace('.', '/')}/{blueprint.class_name}.java"
    return Skeleton(
        path=path,
        class_name=blueprint.class_name,
        package=blueprint.package,
        parts=tuple(parts),
        imports=imports.names(),
        import_groups=IMPORT_GROUPS,
    )


def annotation(soft_parameters: tuple[SoftParameter, ...]) -> str:
    """The wizard's form: attributes in alphabetical order, ``required`` only when true, one parameter a line."""
    if not soft_parameters:
        return "@AlgorithmComponent ()"
    rows = [f"@AlgorithmSoftParameter ({_attributes(parameter)})" for parameter in soft_parameters]
    return "@AlgorithmComponent (softParameters = { " + "\n *            , ".join(rows) + "})"


def _attributes(parameter: SoftParameter) -> str:
    pairs = {"name": parameter.name, "type": parameter.type}
    if parameter.type in ("entity", "lookup"):
        pairs[f"{parameter.type}Name"] = parameter.target
    if parameter.required:
        pairs["required"] = "true"
    return ", ".join(f"{key} = {pairs[key]}" for key in sorted(pairs))


def _header(blueprint: Blueprint) -> str:
    return f"/*\n * PROGRAM DESCRIPTION:\n *\n{comment_lines(blueprint.request)}\n */\n"


def _javadoc(blueprint: Blueprint) -> str:
    summary = blueprint.request.strip().rstrip(".")
    lines = comment_lines(f"{summary[:1].upper()}{summary[1:]}.")
    return f"/**\n{lines}\n *\n * @author Spotsmith\n *\n{annotation(blueprint.soft_parameters)}\n */\n"


def _invoke_comment(blueprint: Blueprint) -> str:
    return f"\t/**\n\t * Called by the product through {blueprint.spot.simple_name}.\n\t */\n"


def _placeholder() -> str:
    return "\t\t// Not written yet: the business rule of this algorithm.\n"


def _fields(class_name: str, contract: Contract, imports: Imports) -> str:
    logger, factory = imports.short(LOGGER), imports.short(LOGGER_FACTORY)
    rows = [f"\tprivate static final {logger} LOGGER = {factory}.getLogger({class_name}.class);\n\n"]
    for title, properties in (("Hard parameters", contract.hard_parameters), ("Results", contract.results)):
        if properties:
            rows.append(f"\t// {title}\n")
            rows += [f"\tprivate {imports.short(p.type)} {p.name};\n" for p in properties]
            rows.append("\n")
    return "".join(rows)


def _accessors(prop: Property, imports: Imports) -> str:
    type_text = imports.short(prop.type)
    text = ""
    if prop.setter:
        text += _method(prop.setter, f"{type_text} {prop.name}", "void", f"this.{prop.name} = {prop.name};", imports)
    if prop.getter:
        text += _method(prop.getter, "", type_text, f"return {prop.name};", imports)
    return text


def _other_method(member: Member, imports: Imports, scope: tuple[Parameter, ...]) -> list[str | Hole]:
    named = tuple(Parameter(p.type, p.name or f"argument{i}") for i, p in enumerate(member.parameters, 1))
    parameters = ", ".join(f"{imports.short(p.type)} {p.name}" for p in named)
    head = f"\n\t@Override\n\tpublic {_generics(member)}{imports.short(member.type)} {member.name}({parameters}) {{\n"
    default = DEFAULTS.get(member.type, "null")
    placeholder = f"\t\treturn {default};\n" if default else ""
    return [
        head,
        Hole(member.name, head.strip(), f"Body of {member.name}.", placeholder, scope + named),
        "\t}\n",
    ]


def _method(member: Member, parameters: str, result: str, body: str, imports: Imports) -> str:
    head = f"public {result} {member.name}({parameters})"
    return f"\n\t@Override\n\t{head} {{\n\t\t{body}\n\t}}\n"


def _generics(member: Member) -> str:
    return f"<{', '.join(member.type_parameters)}> " if member.type_parameters else ""

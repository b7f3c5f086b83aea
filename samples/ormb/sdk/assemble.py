"""From facts and signature files to the whole world of types, in the order in which they need each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from facts import FactClass, Facts
from families import Families
from learning import Learning
from model import JavaType, World, package_of
from naming import Names
from others import Others, lookup_type, without_clashes
from resolve import Resolver
from results import Results
from signatures import EntityNote, Signatures

FAMILY = ("_Id", "_DTO", "_Per")
NOT_ENTITIES = re.compile(
    r"(Service|Info|Data|VO|Helper|Messages?|Repository|Constants|Processor|Impl|Parameters|Bean\w*|Spot|API|Instance|"
    r"Fragment|Record|Field\w*|Converter|Deriver|Retriever\w*|Dispatcher|Displayer|Util|Reader|Function|Cache|Sender\w*|"
    r"Formatter\w*|Behaviors|Factory|Context|Holder|Result|MD|Copybook\w*|Cobol\w*|Program\w*|Options?|Test|Interface|"
    r"Session|Temp|DuplicateHour|Standard|Legal|StartRead|XMLUtils|XML|JSON\w*|Results|Lookup)$"
)
TWIN_LAYOUT = ".entity."


def assemble(facts: Facts, signatures: Signatures) -> World:
    world = World({each.name: each for each in signatures.types})
    lookups = _lookup_names(facts, signatures)
    entities = _entity_names(facts, signatures, world) - lookups
    names = Names(entities, lookups, set(facts.classes))
    notes = signatures.entities
    results = Results(world, facts, names)
    others = Others(world, facts, results)
    others.written = frozenset(world)
    for name in sorted(lookups):
        made, constants = lookup_type(name, facts.classes.get(name), signatures.lookups.get(name, []))
        world[made.name], world[constants.name] = made, constants
    for name in entities:
        for suffix in ("", "_Id", "_DTO"):
            world.setdefault(name + suffix, JavaType(name + suffix))
    others.declare()
    others.declare_collections()
    others.spots()
    resolver = Resolver(world)
    for each in signatures.types:
        resolver.type(each)
    for note in notes.values():
        _resolve_note(resolver, note)
    Learning(facts, results, notes).learn()
    Families(world, facts, results, notes).build()
    others.members()
    without_clashes(world)
    return world


def _resolve_note(resolver: Resolver, note: EntityNote) -> None:
    note.properties = {prop: resolver.kind(kind, note.name, set()) for prop, kind in note.properties.items()}
    note.methods = [resolver.method(one, note.name, set()) for one in note.methods]
    note.id_parts = [
        resolver.kind(part.rpartition(" ")[0], note.name, set()) + " " + part.rpartition(" ")[2]
        for part in note.id_parts
    ]


def _lookup_names(facts: Facts, signatures: Signatures) -> set[str]:
    seen = {each.name for each in facts.classes.values() if each.kind == "lookup"}
    named = {kind for kind in referenced(facts) if kind.endswith("Lookup") and ".api.lookup." in kind}
    return (seen | named | set(signatures.lookups)) - {"com.splwg.base.api.datatypes.Lookup"}


def _entity_names(facts: Facts, signatures: Signatures, world: World) -> set[str]:
    mentioned = referenced(facts)
    names = set(signatures.entities)
    for each in facts.classes.values():
        if each.kind.startswith("entity") or each.form == "entity" or _looks_like_entity(each):
            names.add(each.name)
    for name in facts.classes.keys() | mentioned:
        for suffix in FAMILY:
            if name.endswith(suffix) and "CompositeKeyBean" not in name:
                names.add(name.removesuffix(suffix))
    names |= {
        kind for kind in referenced(facts) if ".domain." in kind and kind not in facts.classes and "_" not in kind
    }
    names = {name for name in names if name not in world and "." in name and ".api.lookup." not in name}
    return names | {name.replace(TWIN_LAYOUT, ".") for name in names if TWIN_LAYOUT in name}


def _looks_like_entity(each: FactClass) -> bool:
    """A class of unknown kind in a domain package with a name that could be an entity's."""
    simple = each.name.rpartition(".")[2]
    if not each.kind.startswith("unknown") or each.form or ".domain." not in each.name:
        return False
    nested = package_of(each.name) != each.name.rpartition(".")[0]
    if nested or NOT_ENTITIES.search(simple) or "_" in simple:
        return any(one.startswith("properties.") for one in each.constants)
    return not _plural_of_something(simple)


def _plural_of_something(simple: str) -> bool:
    return bool(re.search(r"(?<![s])s$", simple)) and not simple.endswith(("Status", "Class", "Details"))


def referenced(facts: Facts) -> set[str]:
    """All type names that signatures of the facts mention."""
    texts = chain(_texts_of_classes(facts), _texts_of_spots(facts))
    return set(chain.from_iterable(re.findall(r"com\.splwg\.[\w.]+", text or "") for text in texts))


def _texts_of_classes(facts: Facts) -> Iterator[str | None]:
    for each in facts.classes.values():
        yield from (each.extends, *each.implements, *chain(*each.constructors))
        for one in each.methods:
            yield from (one.returns, *chain(*one.args))


def _texts_of_spots(facts: Facts) -> Iterator[str]:
    for spot in facts.spots:
        for method in spot.methods:
            yield from (method.returns, *method.params)

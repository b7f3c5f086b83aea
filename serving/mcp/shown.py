"""Records of ours -> answers: everything is put in here, and what the client may not see is taken out afterwards.

The parts of the engine are imported by the first call: a client that says hello waits for none of them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.pack_data import read_yaml
from knowledge.records import Exemplar, Passage, Symbol, Table
from serving.mcp import answers
from serving.mcp.disclosure import Level

if TYPE_CHECKING:
    from agents.known import Detail
    from agents.state import Resolution, Result, Review
    from knowledge.store import Store
    from serving.app import App
    from serving.jobs import Job
    from serving.settings import Settings

DETAILS: dict[Level, "Detail"] = {"names": "names", "signatures": "full", "full": "full"}
K = TypeVar("K", bound=answers.Known)
RULES = "rules.yaml"
"""Where a pack keeps its house rules, beside ``pack.yaml``."""


def found(app: "App", query: str, kinds: Sequence[answers.Kind], limit: int, tokens: int) -> answers.Found:
    from agents.lookup import find_symbol

    store = app.parts.store
    answer = answers.Found.model_validate(find_symbol(store, query, limit, kinds, tokens))
    answer.hits = [_passage(store, hit) if hit.kind == "passage" else hit for hit in answer.hits]
    if not answer.hits:
        answer.note = "Nothing shares a word with the query. Try other words, or other kinds."
    return answer


def _passage(store: "Store", hit: answers.Hit) -> answers.Hit:
    """Named by its file: the heading that tells it from others is text of the document, as its title is."""
    passage = store.get(Passage, hit.name)
    file = hit.source.partition("!")[0]
    return hit.model_copy(update={"name": file, "source": file, "text": passage.text if passage else ""})


def shown_type(app: "App", name: str, members_like: str, level: Level, tokens: int) -> answers.ShownType:
    from agents.lookup import show_type

    parts = app.parts
    shown = show_type(parts.store, parts.types, name, DETAILS[level], members_like, tokens=tokens)
    return _known(answers.ShownType, shown, "find_symbol finds types by words.")


def shown_table(app: "App", name: str, level: Level, tokens: int) -> answers.ShownTable:
    from agents.lookup import show_table

    shown = show_table(app.parts.store, name, DETAILS[level], tokens)
    return _known(answers.ShownTable, shown, "find_symbol with kinds=['table'] finds tables by words.")


def users(app: "App", name: str, limit: int, tokens: int) -> answers.Uses:
    from agents.lookup import who_uses

    parts = app.parts
    return _known(answers.Uses, who_uses(parts.store, parts.types, name, limit, tokens), "find_symbol finds names.")


def _known(kind: type[K], record: object, hint: str) -> K:
    answer = kind.model_validate(record)
    if not hasattr(record, "nearest"):
        return answer
    return answer.model_copy(update={"known": False, "note": f"The index does not hold this name. {hint}"})


def resolved(resolution: "Resolution") -> answers.Resolved:
    from serving.shapes import resolution_json

    shape = resolution_json(resolution)
    return answers.Resolved.model_validate({**shape, "alternatives": shape["spot"]["alternatives"]})


def generated(result: "Result", run: str, written: Sequence[str]) -> answers.Outcome:
    from serving.shapes import result_json

    shape = result_json(result)
    return answers.Outcome(
        status=result.status,
        files=[answers.CodeFile.model_validate(file) for file in shape["files"]],
        diagnostics=[answers.Finding.model_validate(each) for each in shape["diagnostics"]],
        unchecked=shape["unchecked"],
        unchecked_count=len(shape["unchecked"]),
        todo=shape["todo"],
        todo_count=len(shape["todo"]),
        spot=result.resolution.spot.name,
        tables=[table.name for table in result.resolution.tables],
        doubts=list(result.resolution.doubts),
        sources=[_grounded(each) for each in shape["sources"]],
        coder=result.draft.coder,
        rounds=result.rounds,
        coder_notes=list(result.notes),
        run=run,
        written=list(written),
    )


def checked(paths: Sequence[str], review: "Review") -> answers.Outcome:
    from serving.shapes import check_json

    files = check_json(paths, review)["files"]
    unchecked = [f"{note.path}: {note.text}" if note.path else note.text for note in review.unchecked]
    return answers.Outcome(
        status=review.status,
        files=[answers.CodeFile(path=file["path"]) for file in files],
        diagnostics=[answers.Finding.model_validate(each) for file in files for each in file["diagnostics"]],
        unchecked=unchecked,
        unchecked_count=len(unchecked),
    )


def job_of(job: "Job", is_open: bool) -> answers.Job:
    """The id only while there is something to ask for."""
    return answers.Job(id=job.id if is_open else "", status=job.status, position=job.position, steps=list(job.steps))


def listing(app: "App", kind: str) -> answers.Listing:
    store = app.parts.store
    if kind == "spots":
        names = [answers.Listed(name=each.name) for each in store.where(Symbol, "role", "spot")]
    elif kind == "tables":
        names = [
            answers.Listed(name=table.name, summary=table.comment)
            for table in store.get_many(Table, store.table_names())
        ]
    else:
        exemplars = store.get_many(Exemplar, store.names(Exemplar))
        names = [answers.Listed(name=each.name, summary=each.summary) for each in exemplars]
    return answers.Listing(kind=kind, names=names)


def exemplar(app: "App", name: str) -> answers.ShownExemplar:
    record = app.parts.store.get(Exemplar, name)
    if record is None:
        return answers.ShownExemplar(name=name, known=False, note="There is no existing code of this name.")
    softs = [
        answers.SoftParameter(name=each.name, type=each.type, entity=each.target, required=each.required)
        for each in record.soft_parameters
    ]
    return answers.ShownExemplar(
        name=record.name,
        artefact=record.artefact,
        source=str(record.source),
        spot=record.spot,
        summary=record.summary,
        types=list(record.types),
        tables=list(record.tables),
        soft_parameters=softs,
        text=record.text,
    )


def rules(folder: Path, settings: "Settings") -> answers.Rules:
    """The house rules of a pack at the levels of this site; those that are off are left out."""
    if not (folder / RULES).is_file():
        return answers.Rules(note="This pack keeps no list of house rules.")
    told = [answers.Rule.model_validate({**_plain(each)}) for each in read_yaml(folder / RULES)]
    for rule in told:
        rule.level = settings.rules.get(rule.id, rule.level)
    return answers.Rules(rules=[rule for rule in told if rule.level != "off"])


def _plain(rule: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(rule.get(key, "")) for key in answers.Rule.model_fields}


def _grounded(source: Mapping[str, str]) -> answers.Grounded:
    """Of a method the name is its type's and its own; parameter types make it a signature."""
    symbol = source["symbol"]
    name = symbol.partition("(")[0]
    return answers.Grounded(name=name, signature=symbol if symbol != name else "", source=source["source"])

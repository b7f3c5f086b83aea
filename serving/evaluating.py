"""What `spotsmith evaluate` does: a workspace, a split and runs become an evaluation that is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from finetune.environment import environment
from finetune.evaluate.answers import Tell, local
from finetune.evaluate.answers import served as asking
from finetune.evaluate.arms import LOCAL, SERVED, LocalSubject, ServedSubject, Subject
from finetune.evaluate.asking import Facts, ask_facts, ask_tasks, general_tasks
from finetune.evaluate.cases import Shown, is_alone
from finetune.evaluate.facts import Question, generated, written
from finetune.evaluate.forgetting import Forgetting, forgetting
from finetune.evaluate.opening import open_subject
from finetune.evaluate.preferences import write_preferences
from finetune.evaluate.report import FOLDER, About, Document, keep, part_json, refuse_other
from finetune.evaluate.run import Compiled, OnProgress, evaluate
from finetune.evaluate.samples import Amount
from finetune.records import Record, read_records
from finetune.site import OpenSite
from finetune.split import read_split
from finetune.split_files import SPLIT_FILES
from knowledge.errors import SpotsmithError
from knowledge.records import Symbol
from serving.app import App
from serving.finetuning import open_site

FACTS = "facts.yaml"
"""Of a pack: questions that a person wrote."""
Models = Mapping[str, Callable[[], Tell]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says."""

    runs: tuple[Path, ...]
    data: Path | None
    part: str
    base: Path | None
    arms: tuple[str, ...]
    tiers: tuple[str, ...]
    amount: Amount
    limit: int
    shown: Shown
    questions: int
    facts: Path | None
    four_bit: bool
    device: str
    served: bool
    """Whether the model of the settings is evaluated, behind its server."""
    out: Path | None
    command: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    part: Document
    file: Path
    pairs: int
    """Of the side-by-side page."""


def evaluated(app: App, asked: Asked, on_progress: OnProgress) -> Evaluated:
    """Raises SpotsmithError before anything is loaded where something is missing."""
    folder = asked.out or (asked.runs[0] / FOLDER if asked.runs else None)
    if folder is None:
        raise SpotsmithError("say with --out where the evaluation is to be kept, or name a run")
    refuse_other(folder)
    records = part_records(asked.data, asked.part) if {"compile", "forgetting"} & {*asked.tiers} else []
    site = open_site(app)
    subject, base = subject_of(
        app,
        site,
        asked.runs,
        asked.base,
        asked.amount.temperature,
        served=asked.served,
        members="compile" in asked.tiers,
        four_bit=asked.four_bit,
        device=asked.device,
    )
    models = _models(app, subject, bool(asked.runs))
    compiled = _compiled(site, records, subject, asked, on_progress) if "compile" in asked.tiers else None
    facts = _facts(app, site, models, asked) if "facts" in asked.tiers and models else None
    general = _general(app, site, models) if "general" in asked.tiers and models else None
    lost = _forgetting(records, subject, bool(asked.runs)) if "forgetting" in asked.tiers else None
    trained, data = tuple(map(str, asked.runs)), str(asked.data or "")
    about = About(subject.name, base, trained, data, asked.shown, environment(), asked.command)
    found = part_json(about, asked.amount, compiled, facts, general, lost)
    file = keep(folder, asked.part, found, compiled)
    return Evaluated(found, file, _pairs(folder, records, compiled))


def part_records(data: Path | None, part: str) -> list[Record]:
    """The records of a part of a split, or of one file. Raises SpotsmithError."""
    if data is None:
        raise SpotsmithError("say with --data which split to evaluate on: a folder of `spotsmith dataset split`")
    if data.is_file():
        return list(read_records(data))
    if not data.is_dir():
        raise SpotsmithError(f"{data}: there is no such folder; `spotsmith dataset split` makes one")
    name = part.replace("-", "_")
    if name not in SPLIT_FILES or name == "train":
        raise SpotsmithError(f"there is no part {part!r} to evaluate on; there are test, held-out and validation")
    return list(read_split(data).parts[name])


def subject_of(
    app: App,
    site: OpenSite,
    runs: Sequence[Path],
    base: Path | None,
    temperature: float,
    *,
    served: bool,
    members: bool,
    four_bit: bool,
    device: str,
) -> tuple[Subject, str]:
    """The model of the settings behind its server, or runs with their base loaded here; and where it lies."""
    if served:
        if runs:
            raise SpotsmithError("--coder asks a served model; a run is loaded here: name one of both")
        where = app.served.endpoint.place if app.served and app.served.endpoint else app.coder.name
        return ServedSubject(app.coder), where
    completion = None
    if members:
        completion = site.front_end.completion(site.types, site.store, site.store.names(Symbol))
    subject, folder = open_subject(runs, base, completion, temperature, four_bit=four_bit, device=device)
    return subject, str(folder)


def _models(app: App, subject: Subject, tuned: bool) -> Models:
    if isinstance(subject, LocalSubject):
        names = ("base", "tuned") if tuned else ("base",)
        return {who: lambda who=who: local(subject.model(who)) for who in names}  # type: ignore[misc]
    endpoint = app.served.endpoint if app.served else None
    return {"served": lambda: asking(endpoint)} if endpoint else {}


def _compiled(
    site: OpenSite, records: Sequence[Record], subject: Subject, asked: Asked, on_progress: OnProgress
) -> Compiled:
    wanted = [record for record in records if record.kind == "component" or is_alone(record)]
    usual = SERVED if asked.served else LOCAL if asked.runs else ("base", "base + repair")
    return evaluate(
        site,
        wanted[: asked.limit or None],
        subject,
        asked.arms or usual,
        asked.amount,
        asked.shown,
        on_progress,
    )


def _facts(app: App, site: OpenSite, models: Models, asked: Asked) -> Facts:
    questions: list[Question] = []
    for seed in asked.amount.seeds:
        questions += generated(site, asked.questions, seed)
    file = asked.facts or app.prompts.parent / FACTS
    if file.is_file() or asked.facts:
        questions += written(file, site)
    once = {question.text: question for question in reversed(questions)}
    return ask_facts([*reversed(once.values())], models, app.pack.title, len(asked.amount.seeds))


def _general(app: App, site: OpenSite, models: Models) -> Facts | None:
    tasks = general_tasks(app.pack.language)
    return ask_tasks(tasks, models, site, app.pack.file_suffixes[0]) if tasks else None


def _forgetting(records: Sequence[Record], subject: Subject, tuned: bool) -> Forgetting | None:
    if not isinstance(subject, LocalSubject) or not tuned:
        return None
    return forgetting(records, {"base": lambda: subject.model("base"), "tuned": lambda: subject.model("tuned")})


def _pairs(folder: Path, records: Sequence[Record], compiled: Compiled | None) -> int:
    """The side-by-side page of the base and the tuned model; of the first two ways where these are others."""
    names = [arm.arm for arm in compiled.arms] if compiled else []
    if compiled is None or len(names) < 2:
        return 0
    first, second = ("base", "tuned") if {"base", "tuned"} <= {*names} else names[:2]
    one, other = ([sample for sample in compiled.samples if sample.arm == name] for name in (first, second))
    return write_preferences(folder, {record.id: record.instruction for record in records}, one, other)

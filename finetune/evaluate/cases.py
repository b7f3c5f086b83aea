"""Held-out records as the engine is given them: what serving would show for the request, but for the answer itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from agents.context import assemble
from agents.prompt import Prompt, Prompts
from agents.resolve import Resolver
from agents.state import Context, Draft, Resolution, Task
from finetune.judge import Judge
from finetune.place import placed
from finetune.records import Record
from finetune.site import OpenSite
from knowledge.blueprint import Skeleton
from knowledge.errors import SpotsmithError
from knowledge.records import Diagnostic

Shown = Literal["serving", "record"]
"""Where the prompt comes from: resolved anew as serving does it, or as the record holds it (as in training)."""


ASKED = ("component", "fim")


@dataclass(frozen=True, slots=True)
class Case:
    record: Record
    task: Task
    resolution: Resolution
    context: Context
    skeleton: Skeleton
    reference: Draft
    dependencies: frozenset[str]
    """External symbols that the reference uses beyond what the skeleton uses by itself."""

    @property
    def is_middle(self) -> bool:
        """Whether the body is asked for by fill-in-the-middle."""
        return self.record.kind == "fim"

    @property
    def cluster(self) -> str:
        """What belongs together in a bootstrap."""
        return self.record.cluster or self.record.component or self.record.id


def cases(records: Iterable[Record], site: OpenSite, judge: Judge) -> tuple[list[Case], dict[str, str]]:
    """Those that can be asked of a model and judged; of the others, by id, why not."""
    made: list[Case] = []
    left_out: dict[str, str] = {}
    for record in records:
        found = case_of(record, site, judge)
        if isinstance(found, Case):
            made.append(found)
        else:
            left_out[record.id] = found
    return made, left_out


def case_of(record: Record, site: OpenSite, judge: Judge) -> Case | str:
    if record.kind not in ASKED or record.task is None or record.frame is None:
        return f"it is a {record.kind} record, or holds no task and frame: only whole components are asked for"
    if record.kind == "fim" and not is_alone(record):
        return "it is a place in the middle of a file: only whole components, and bodies asked for alone, are asked for"
    try:
        resolution = site.resolver.resolve(record.task, without=(record.component,))
    except SpotsmithError as error:
        return str(error)
    context = assemble(record.task, resolution, site.resolver, site.front_end, site.types, site.context_tokens)
    skeleton = site.front_end.skeleton(context.blueprint, site.types)
    if skeleton != record.frame.skeleton:
        return "the engine would make another file frame for its task than the record holds: build the dataset again"
    reference = placed(record, record.output, site.front_end)
    assert reference is not None  # it has a frame
    judged = judge.draft(reference)
    if not judged.good:
        return f"its own answer does not build here: {_first(judged.diagnostics)}"
    own = judge.draft(placed_empty(record, site))
    return Case(record, record.task, resolution, context, skeleton, reference, frozenset(judged.uses) - {*own.uses})


def is_alone(record: Record) -> bool:
    """Whether the one body of a frame is asked for by the middle, with nothing else written, as serving asks."""
    if record.kind != "fim" or record.frame is None or record.frame.fills:
        return False
    return [hole.name for hole in record.frame.skeleton.holes if hole.placeholder] == [record.frame.hole]


def placed_empty(record: Record, site: OpenSite) -> Draft:
    """The frame with placeholders alone."""
    draft = placed(record, "", site.front_end)
    assert draft is not None
    return draft


def _first(diagnostics: Sequence[Diagnostic]) -> str:
    return f"line {diagnostics[0].line}: {diagnostics[0].message}" if diagnostics else "it is empty"


class Decided(Resolver):
    """A resolver whose decision is made: the answer of the case is not among what the engine may show."""

    def __init__(self, resolver: Resolver, resolution: Resolution) -> None:
        self.__dict__.update(vars(resolver))
        self._decided = resolution

    def resolve(self, task: Task, without: object = ()) -> Resolution:
        return self._decided


class Recorded(Prompts):
    """The prompts of a pack, but the first question is the one of a record."""

    def __init__(self, others: Prompts, record: Record) -> None:
        self.__dict__.update(vars(others))
        self._record = record

    def fill(self, context: Context, skeleton: Skeleton) -> Prompt:
        return Prompt(self._record.system, self._record.user)

    def fim(self, context: Context, skeleton: Skeleton, name: str) -> tuple[str, str]:
        return self._record.prefix, self._record.suffix


def prompts_for(case: Case, site: OpenSite, shown: Shown) -> Prompts:
    return Recorded(site.prompts, case.record) if shown == "record" else site.prompts

"""A class of the site as the answer to a request: its task, what is known for it, its skeleton, and its author's code.

The context is what serving would give, but for the class itself: the answer is never among what is shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from agents.answer import fill_of
from agents.context import assemble
from agents.state import Context, Review, Task
from finetune.site import OpenSite
from knowledge.blueprint import Fill, Skeleton
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar, SourceFile

HIDDEN = ".spotsmith/"


@dataclass(frozen=True, slots=True)
class Reference:
    name: str
    """Qualified name of the site's class."""
    exemplar: Exemplar
    task: Task
    context: Context
    skeleton: Skeleton
    fills: Mapping[str, Fill]
    """Code of the author by hole; no code where the author had nothing to say."""

    @property
    def file(self) -> SourceFile:
        return self.skeleton.filled(self.fills)


def reference_of(site: OpenSite, exemplar: Exemplar, class_name: str = "", request: str = "") -> Reference | None:
    """Nothing for code that no skeleton can be made for. ``class_name``: what the class is called instead."""
    package, _, name = exemplar.name.rpartition(".")
    task = Task(
        request or exemplar.summary or name,
        artefact=exemplar.artefact,
        spot=exemplar.spot,
        class_name=class_name or name,
        package=package,
        soft_parameters=exemplar.soft_parameters,
    )
    context = context_of(site, task, exemplar) if exemplar.spot else None
    if context is None:
        return None
    skeleton = site.front_end.skeleton(context.blueprint, site.types)
    text = re.sub(rf"\b{re.escape(name)}\b", task.class_name, exemplar.text)
    fills = site.front_end.taken_apart(text, skeleton, context.blueprint.spot, site.types)
    if fills is None or skeleton.class_name != task.class_name:
        return None
    return Reference(exemplar.name, exemplar, task, context, skeleton, _as_answered(fills, skeleton))


def context_of(site: OpenSite, task: Task, exemplar: Exemplar) -> Context | None:
    """What resolution gives for a request whose answer is the exemplar; nothing where the pack cannot write such."""
    try:
        resolution = site.resolver.resolve(task, without=(exemplar.name,))
    except SpotsmithError:
        return None
    return assemble(task, resolution, site.resolver, site.front_end, site.types, site.context_tokens)


def references(site: OpenSite, naming: Callable[[str], str] = str) -> Iterator[Reference | Exemplar]:
    """Each class of the site in the order of its name: as a reference, or as it is where none can be made of it.

    ``naming``: the simple name that a class gets instead of its own."""
    for exemplar in own_code(site):
        yield reference_of(site, exemplar, naming(exemplar.name.rpartition(".")[2])) or exemplar


def own_code(site: OpenSite) -> Iterator[Exemplar]:
    """What people wrote for the site, in the order of names: not what its generator made, and not what developers
    accepted of Spotsmith, which is learned from only where a site opts in."""
    for name in sorted(site.resolver.exemplar_names()):
        exemplar = site.resolver.exemplar(name)
        if not exemplar.source.path.startswith(HIDDEN):
            yield exemplar


def proven(site: OpenSite, naming: Callable[[str], str] = str) -> tuple[list[Reference], dict[str, str]]:
    """The references whose own code passes all checks in its skeleton; of the others, by name, why not."""
    made: list[Reference] = []
    left_out: dict[str, str] = {}
    for found in references(site, naming):
        if isinstance(found, Reference):
            why = problem_of(site.review([found.file]))
            if why:
                left_out[found.name] = why
            else:
                made.append(found)
    return made, left_out


def problem_of(review: Review) -> str:
    """What keeps code from being a right answer, in a sentence; empty when nothing does."""
    said = [*(f"line {d.line}: {d.message}" for d in review.errors), *(u.text for u in review.unchecked)]
    return said[0] if said else ""


def _as_answered(fills: Mapping[str, Fill], skeleton: Skeleton) -> dict[str, Fill]:
    """The fills as an answer gives them back: one line end at the end, none at the beginning."""
    return {name: Fill(fill_of(fill.code, skeleton).code, fill.imports) for name, fill in fills.items()}

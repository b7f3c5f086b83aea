"""A class of the site with all that records are made from: its text, what its comments say, what it needs, its date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from agents.state import Review
from finetune.dataset.needs import Needs, needs_of
from finetune.dataset.plan import BuildPlan
from finetune.dataset.reference import Reference, own_code, problem_of, reference_of
from finetune.records import Verdict
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.learning import Lesson
from knowledge.records import Exemplar, SourceFile
from knowledge.words import spoken


@dataclass(frozen=True, slots=True)
class Material:
    exemplar: Exemplar
    file: SourceFile
    """As its author wrote it, under the path that its package asks for."""
    lesson: Lesson
    needs: Needs
    verdict: Verdict
    date: str
    reference: Reference | None = None
    """Where the pack has a skeleton for such a class."""

    @property
    def name(self) -> str:
        return self.exemplar.name

    @property
    def purposes(self) -> tuple[str, ...]:
        """At least one: the words of the name where its author said nothing."""
        return self.lesson.purposes or (spoken(self.name.rpartition(".")[2]).capitalize(),)


@dataclass(frozen=True, slots=True)
class LeftOut:
    source: str
    why: str


def materials(site: OpenSite, plan: BuildPlan, dates: Mapping[str, str]) -> Iterator[Material | LeftOut]:
    """In the order of their names. ``dates`` of last changes by path. Raises SpotsmithError when nothing compiles
    because there is no compiler."""
    for exemplar in own_code(site):
        if plan.wants(exemplar.name):
            yield material_of(site, exemplar, dates.get(exemplar.source.path, ""))


def material_of(site: OpenSite, exemplar: Exemplar, date: str = "") -> Material | LeftOut:
    """What keeps a class out is a reason in words: only what compiles is learned from."""
    place = exemplar.source.path
    file = SourceFile(exemplar.name.replace(".", "/") + Path(place).suffix, exemplar.text)
    review = _checked(site, file)
    if why := problem_of(review):
        return LeftOut(place, why)
    lesson = site.front_end.lesson(file, site.types)
    dated = date or next((change.date for change in reversed(lesson.changes) if change.date), "")
    reference = reference_of(site, exemplar)
    if reference and (why := problem_of(_checked(site, reference.file))):
        return LeftOut(place, f"in its skeleton it does not pass the checks: {why}")
    return Material(exemplar, file, lesson, needs_of(site, exemplar, review), verdict_of(review), dated[:10], reference)


def verdict_of(review: Review) -> Verdict:
    made = any(each.source.kind == "generated" for each in review.sources)
    return "compiled with generated artefacts" if made else "compiled"


def _checked(site: OpenSite, file: SourceFile) -> Review:
    review = site.review([file])
    missing = next((each.text for each in review.unchecked if each.text.startswith("compile: ") and not each.path), "")
    if missing and not review.sources:
        raise SpotsmithError(
            f"{missing.removeprefix('compile: ')}: a dataset is made of code that is proven to compile"
        )
    return review

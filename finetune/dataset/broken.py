"""Records of mending: a right class with mistakes put in, and what a real review says of it once certain remedies ran.

What a coder is asked to mend in use is what those remedies leave, so that is all it is trained on.
"""

import random
from collections.abc import Iterator
from dataclasses import replace

from agents.attempts import left
from agents.generate import draft_of
from agents.limits import Limits
from agents.prompt import Prompts
from agents.repair import repair
from agents.state import Context, Draft, Review
from finetune.dataset.answer import answer_text, gives_back
from finetune.dataset.make import Maker
from finetune.dataset.material import LeftOut, Material
from finetune.dataset.reference import Reference
from finetune.dataset.slips import Slip, Slips, applied
from finetune.records import ContextUse, Frame, Origin, Record
from finetune.site import OpenSite
from knowledge.blueprint import Fill
from knowledge.records import Diagnostic

TRIES = 4
"""Drafts that are broken for each that is wanted: of many mistakes the checks rightly say nothing, or mend them."""
MOST = 20
"""Findings in one prompt: more are the consequence of one mistake."""


def broken_drafts(maker: Maker, material: Material, rng: random.Random) -> Iterator[Record | LeftOut]:
    reference = material.reference
    if reference is None or not any(fill.code for fill in reference.fills.values()):
        return
    slips = Slips(reference.skeleton, reference.fills, maker.site.front_end.mistakes(), lambda slip: True)
    whole = maker.showing.whole(material, reference.task, material.needs)
    made: set[str] = set()
    for _ in range(maker.plan.faults * TRIES):
        if len(made) == maker.plan.faults:
            return
        fills = applied(reference.fills, _drawn(slips, rng, maker.plan.mistakes))
        draft, review = mended(maker.site, draft_of(reference.skeleton, fills, "", maker.site.front_end))
        if (findings := left(draft, review)) and draft.file.text not in made:
            made.add(draft.file.text)
            given = maker.showing.given(maker.showing.use(rng), maker.showing.less(whole, rng), material, rng)
            yield edit(maker, material, reference, draft, findings, given, "injected")


def mended(site: OpenSite, draft: Draft) -> tuple[Draft, Review]:
    """The draft after all certain remedies, as the engine applies them, and its review."""
    review = site.review([draft.file])
    for _ in range(Limits().remedies):
        better = repair(draft, review, site.front_end, site.types) if left(draft, review) else None
        if better is None:
            break
        draft, review = better, site.review([better.file])
    return draft, review


def edit(
    maker: Maker,
    material: Material,
    reference: Reference,
    draft: Draft,
    findings: tuple[Diagnostic, ...],
    given: tuple[Context, ContextUse],
    origin: Origin,
    prompts: Prompts | None = None,
) -> Record | LeftOut:
    """From a draft and what is said of it to the code of the author, for the holes that differ."""
    skeleton, place = reference.skeleton, material.exemplar.source.path
    held = held_in(draft)
    wrong = {name: fill for name, fill in reference.fills.items() if not _same(fill, held.get(name, Fill("")))}
    answer = answer_text(skeleton, wrong, wrong)
    if not wrong or not all(fill.code for fill in wrong.values()) or not gives_back(skeleton, answer, wrong):
        return LeftOut(place, "no answer of code blocks leads from the draft to what its author wrote")
    shown = findings[:MOST]
    prompt = (prompts or maker.site.prompts).edit(given[0], draft, shown)
    record = maker.chat("fix", material, prompt, *given, answer)
    return replace(
        record,
        task=reference.task,
        frame=Frame(skeleton, {name: (fill.code, fill.imports) for name, fill in held.items()}),
        origin=origin,
        extra={**record.extra, "found": [each.code for each in shown]},
    )


def held_in(draft: Draft) -> dict[str, Fill]:
    """What was written last, also where it was refused."""
    return {**draft.fills, **{refusal.symbol: Fill(refusal.arguments[0]) for refusal in draft.refused}}


def _drawn(slips: Slips, rng: random.Random, most: int) -> list[Slip]:
    found: list[Slip] = []
    for _ in range(rng.randint(1, max(most, 1))):
        slip = slips.draw(rng, {(each.place.hole, each.place.line) for each in found})
        if slip:
            found.append(slip)
    return found


def _same(one: Fill, other: Fill) -> bool:
    """Imports are compared by set: a remedy adds them in its own order, and to every hole."""
    return one.code == other.code and set(one.imports) <= set(other.imports)

"""Records of classes that the pack has a skeleton for: all holes asked for in several phrasings, and single holes."""

import random
from collections.abc import Iterator
from dataclasses import replace

from agents.state import Context
from finetune.dataset.answer import answer_text, gives_back, one_hole
from finetune.dataset.make import Maker
from finetune.dataset.material import LeftOut, Material
from finetune.dataset.reference import Reference, reference_of
from finetune.records import ContextUse, Frame, Origin, Record


def whole_classes(maker: Maker, material: Material, rng: random.Random) -> Iterator[Record | LeftOut]:
    """The first is asked for in its author's words and shown what it needs; the others are drawn, every second of
    them shown what serving finds by itself."""
    requests = maker.asking.requests(material, maker.plan.phrasings, rng) if material.reference else ()
    for number, request in enumerate(requests):
        reference = reference_of(maker.site, material.exemplar, request=request)
        if reference:
            use: ContextUse = maker.showing.use(rng) if number else "used"
            needed = number % 2 == 0
            whole = maker.showing.whole(material, reference.task, material.needs) if needed else reference.context
            context, use = maker.showing.given(use, whole, material, rng)
            record = whole_class(maker, material, reference, context, use)
            found = "needs" if needed else "retrieval"
            yield _with(record, context_from=found) if isinstance(record, Record) and use == "used" else record


def whole_class(
    maker: Maker,
    material: Material,
    reference: Reference,
    context: Context,
    use: ContextUse,
    origin: Origin = "site",
) -> Record | LeftOut:
    skeleton, place = reference.skeleton, material.exemplar.source.path
    answer = answer_text(skeleton, reference.fills)
    if not answer:
        return LeftOut(place, "its author wrote nothing into any hole of its skeleton")
    if not gives_back(skeleton, answer, reference.fills):
        return LeftOut(place, "an answer cannot hold its code as it is")
    prompt = maker.site.prompts.fill(context, skeleton)
    record = maker.chat("component", material, prompt, context, use, answer)
    return replace(record, task=reference.task, frame=Frame(skeleton), origin=origin)


def _with(record: Record, **more: str) -> Record:
    return replace(record, extra={**record.extra, **more})


def single_holes(maker: Maker, material: Material, rng: random.Random) -> Iterator[Record | LeftOut]:
    """Each hole with code, the others filled as their author did; of classes with several such holes."""
    requests = maker.asking.requests(material, maker.plan.phrasings, rng) if material.reference else []
    reference = reference_of(maker.site, material.exemplar, request=rng.choice(requests)) if requests else None
    if reference is not None:
        holes = [name for name, fill in reference.fills.items() if fill.code]
        for name in holes if len(holes) > 1 else ():
            yield _single_hole(maker, material, reference, name, rng)


def _single_hole(
    maker: Maker, material: Material, reference: Reference, name: str, rng: random.Random
) -> Record | LeftOut:
    fill = reference.fills[name]
    skeleton = one_hole(reference.skeleton, reference.fills, name)
    answer = answer_text(skeleton, {name: fill})
    if not gives_back(skeleton, answer, {name: fill}):
        return LeftOut(material.exemplar.source.path, f"an answer cannot hold the code of {name} as it is")
    whole = maker.showing.whole(material, reference.task, material.needs.within(fill.code))
    context, use = maker.showing.given(maker.showing.use(rng), maker.showing.less(whole, rng), material, rng)
    record = maker.chat("hole", material, maker.site.prompts.fill(context, skeleton), context, use, answer)
    return replace(record, task=reference.task, frame=Frame(skeleton, hole=name))

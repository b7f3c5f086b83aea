"""Records of fill-in-the-middle: method bodies, statements and members of any source, asked for as serving asks."""

import random
from collections.abc import Iterator

from finetune.dataset.answer import one_hole, with_imports
from finetune.dataset.make import Maker
from finetune.dataset.material import LeftOut, Material
from finetune.place import placed
from finetune.records import Frame, Record
from knowledge.blueprint import Hole, Skeleton
from knowledge.learning import Span
from knowledge.records import SourceFile

SHORTEST = 40
"""Characters of code: a bracket or two can be guessed by any model."""
HOLE = "place"


def middles(maker: Maker, material: Material, rng: random.Random) -> Iterator[Record | LeftOut]:
    """One for each place; the builder chooses among them."""
    yield from _bodies(maker, material, rng)
    for span in material.lesson.spans:
        lines = material.file.text.splitlines(keepends=True)
        code = "".join(lines[span.first - 1 : span.last])
        if len(code.strip()) >= SHORTEST:
            yield _span(maker, material, span, code, rng)


def _bodies(maker: Maker, material: Material, rng: random.Random) -> Iterator[Record | LeftOut]:
    """Holes of the skeleton as a coder asks for them that fills holes by fill-in-the-middle. The imports stand above:
    nobody can add one from inside a body."""
    reference = material.reference
    if reference is None:
        return
    for hole in reference.skeleton.holes:
        fill = reference.fills[hole.name]
        if fill.code and hole.placeholder:
            skeleton = with_imports(one_hole(reference.skeleton, reference.fills, hole.name), fill.imports)
            whole = maker.showing.whole(material, reference.task, material.needs.within(fill.code))
            context, use = maker.showing.given(maker.showing.use(rng), maker.showing.less(whole, rng), material, rng)
            around = maker.site.prompts.fim(context, skeleton, hole.name)
            record = maker.middle(material, around, context, use, fill.code, Frame(skeleton, hole=hole.name))
            yield _whole(maker, record, material, reference.file)


def _span(maker: Maker, material: Material, span: Span, code: str, rng: random.Random) -> Record | LeftOut:
    lines = material.file.text.splitlines(keepends=True)
    before, after = "".join(lines[: span.first - 1]), "".join(lines[span.last :])
    package, _, name = material.name.rpartition(".")
    hole = Hole(HOLE, span.signature if span.kind != "member" else "", "", "")
    skeleton = Skeleton(material.file.path, name, package, (before, hole, after), ())
    request = maker.asking.part(span, rng)
    part = maker.showing.part(material, request, code, rng)
    context, use = maker.showing.given(maker.showing.use(rng), part, material, rng)
    around = maker.site.prompts.fim(context, skeleton, HOLE)
    record = maker.middle(material, around, context, use, f"{code.rstrip()}\n", Frame(skeleton, hole=HOLE))
    return _whole(maker, record, material, material.file)


def _whole(maker: Maker, record: Record, material: Material, file: SourceFile) -> Record | LeftOut:
    """The record, where its answer gives the author's file back."""
    draft = placed(record, record.output, maker.site.front_end)
    if draft is None or draft.refused or draft.file.text.split() != file.text.split():
        return LeftOut(
            material.exemplar.source.path, f"the code of {record.instruction!r} does not go back into its place"
        )
    return record

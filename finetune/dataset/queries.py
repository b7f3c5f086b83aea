"""Records of queries: what their author calls them, and the text that the checks accepted."""

import random
from collections.abc import Iterator
from dataclasses import replace

from agents.context import context_of
from finetune.dataset.answer import fenced
from finetune.dataset.make import Maker
from finetune.dataset.material import Material
from finetune.dataset.shown import blueprint_of
from finetune.records import Record


def queries(maker: Maker, material: Material, rng: random.Random) -> Iterator[Record]:
    """The file passed all checks, so its queries did."""
    for query in material.lesson.queries:
        needs = material.needs.within(query.text)
        request = maker.asking.query(query, tuple(needs.tables), material.purposes[0], rng)
        pieces = maker.showing.pieces(material, query.text, maker.showing.budget // 4)
        context = context_of(blueprint_of(maker.site, material, request), pieces)
        context, use = maker.showing.given(maker.showing.use(rng), context, material, rng)
        prompt = maker.site.prompts.other(maker.wording.query_prompt, request, context.pieces)
        answer = fenced(query.language, query.text)
        record = maker.chat("sql", material, prompt, context, use, answer)
        yield replace(record, category="integration")

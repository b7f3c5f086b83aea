"""What a record's prompt shows: what the answer needs, what serving would find, nothing, or what another spot needs."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agents.context import assemble, context_of, shrunk
from agents.state import Context, Piece, Resolution, Task
from finetune.dataset.material import Material
from finetune.dataset.needs import Needs, needed_tables, needed_types, pieces_for
from finetune.dataset.plan import BuildPlan
from finetune.dataset.reference import Reference
from finetune.records import ContextUse
from finetune.site import OpenSite
from knowledge.blueprint import Blueprint
from knowledge.records import Symbol

SHARES = (1.0, 0.5, 0.25)
"""Of the budget for parts of a file: a model in use is often given less than all."""


@dataclass
class Showing:
    site: OpenSite
    plan: BuildPlan
    all: Sequence[Material] = field(default_factory=tuple)

    @property
    def budget(self) -> int:
        return self.plan.context_tokens or self.site.context_tokens

    def use(self, rng: random.Random) -> ContextUse:
        drawn = rng.random()
        if drawn < self.plan.none:
            return "none"
        return "distracting" if drawn < self.plan.none + self.plan.distracting else "used"

    def whole(self, material: Material, task: Task, needs: Needs) -> Context:
        """What the answer needs first, then what resolution gives."""
        found = self.site.resolver.resolve(task, without=(material.name,))
        resolution = _with_needs(self.site, found, needs)
        site = self.site
        uses = {**needs.uses, **needs.tables}
        return assemble(task, resolution, site.resolver, site.front_end, site.types, self.budget, uses)

    def given(
        self, use: ContextUse, context: Context, material: Material, rng: random.Random
    ) -> tuple[Context, ContextUse]:
        """The context as it is shown, and how: where no other spot's is at hand, none is shown."""
        if use == "used":
            return context, use
        pieces = self._of_another(material, rng) if use == "distracting" else ()
        return context_of(context.blueprint, pieces), "distracting" if pieces else "none"

    def part(self, material: Material, request: str, code: str, rng: random.Random) -> Context:
        """For a part of a file, whose other parts are in view already."""
        budget = int(self.budget * rng.choice(SHARES) / 2)
        return context_of(blueprint_of(self.site, material, request), self.pieces(material, code, budget))

    def pieces(self, material: Material, code: str, budget: int) -> tuple[Piece, ...]:
        return pieces_for(self.site, material.needs.within(code), budget)

    def less(self, context: Context, rng: random.Random) -> Context:
        share = rng.choice(SHARES)
        return context if share == 1.0 else shrunk(context, int(share * self.budget))

    def _of_another(self, material: Material, rng: random.Random) -> tuple[Piece, ...]:
        others = [m.reference for m in self.all if m.reference and m.exemplar.spot != material.exemplar.spot]
        if not others:
            return ()
        other: Reference = rng.choice(others)
        pieces = tuple(piece for piece in other.context.pieces if piece.title != material.name)
        return shrunk(replace(other.context, pieces=pieces), self.budget).pieces


def blueprint_of(site: OpenSite, material: Material, request: str) -> Blueprint:
    """Also for classes that no skeleton is made for."""
    package, _, name = material.name.rpartition(".")
    exemplar = material.exemplar
    own = site.types.find(exemplar.spot) or site.types.find(material.name)
    spot = own or Symbol(material.name, "class", exemplar.source)
    return Blueprint(request, exemplar.artefact, package, name, spot, exemplar.soft_parameters)


def _with_needs(site: OpenSite, resolution: Resolution, needs: Needs) -> Resolution:
    types = needed_types(site, needs)
    tables = needed_tables(site, needs)
    needed = {each.name for each in types} | {each.name for each in tables}
    return replace(
        resolution,
        types=(*types, *(each for each in resolution.types if each.name not in needed)),
        tables=(*tables, *(each for each in resolution.tables if each.name not in needed)),
    )

"""What all records have, whatever is asked for: the prompt as serving renders it, where it comes from, what it uses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from agents.context import describe
from agents.prompt import Prompt
from agents.state import Context
from finetune.dataset.asked import Asking
from finetune.dataset.material import Material
from finetune.dataset.plan import BuildPlan
from finetune.dataset.shown import Showing
from finetune.dataset.wording import Wording
from finetune.records import ContextUse, Frame, Kind, Record, prompt_text, record_id
from finetune.site import OpenSite


@dataclass
class Maker:
    site: OpenSite
    plan: BuildPlan
    showing: Showing
    asking: Asking

    @property
    def wording(self) -> Wording:
        return self.asking.wording

    def chat(
        self, kind: Kind, material: Material, prompt: Prompt, context: Context, use: ContextUse, answer: str
    ) -> Record:
        record = self._record(kind, material, context, use, answer)
        return named(replace(record, system=prompt.system, user=prompt.user))

    def middle(
        self, material: Material, around: tuple[str, str], context: Context, use: ContextUse, code: str, frame: Frame
    ) -> Record:
        """A place in a file, to be filled in by what lies around it."""
        record = self._record("fim", material, context, use, code)
        return named(replace(record, prefix=around[0], suffix=around[1], frame=frame))

    def _record(self, kind: Kind, material: Material, context: Context, use: ContextUse, answer: str) -> Record:
        return Record(
            id="",
            kind=kind,
            category=self.wording.category_of(answer),
            instruction=context.blueprint.request,
            output=answer,
            input=describe(context.pieces),
            component=material.name,
            spot=material.exemplar.spot,
            source=material.exemplar.source.path,
            date=material.date,
            context_use=use,
            verdict=material.verdict,
            extra=self._extra(material, answer),
        )

    def _extra(self, material: Material, answer: str) -> Mapping[str, Any]:
        """What makes the answer code of the framework, what it had to keep to, and what it uses."""
        exemplar = material.exemplar
        constraints = [f"implements {exemplar.spot}"] if exemplar.spot else []
        for soft in exemplar.soft_parameters:
            required = ", required" if soft.required else ""
            constraints.append(f"parameter {soft.name}: {' '.join((soft.type, soft.target)).strip()}{required}")
        messages = [name.rpartition(".")[2] for name in exemplar.messages]
        found = {
            "framework_patterns": list(self.wording.patterns_in(answer)),
            "constraints": constraints,
            "messages": [name for name in messages if name in answer],
            "uses": list(material.needs.within(answer).symbols),
        }
        return {key: value for key, value in found.items() if value}


def named(record: Record) -> Record:
    return replace(record, id=record_id(record.kind, prompt_text(record), record.output))

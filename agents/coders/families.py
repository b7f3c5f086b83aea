"""Families of models, from ``families.yaml``: what a coder must know about a model that its server does not say."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import SpotsmithError

FILE = Path(__file__).with_name("families.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fim(_Strict):
    """Fill-in-the-middle tokens, in the order in which the family puts them: prefix, suffix, middle."""

    prefix: str
    suffix: str
    middle: str
    stop: tuple[str, ...]
    end: str
    """The token that ends a middle in training; one of ``stop``."""

    def prompt(self, before: str, after: str) -> str:
        return f"{self.prefix}{before}{self.suffix}{after}{self.middle}"


class Thinking(_Strict):
    switch: str = ""
    """Text at the end of a prompt that switches thinking off."""
    template: dict[str, bool] = {}
    """Arguments of the chat template that do the same."""


class Family(_Strict):
    name: str
    match: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    context: int = Field(gt=0)
    fim: Fim | None = None
    thinking: Thinking | None = None
    tools: bool = False


def family_of(model: str) -> Family:
    """The family of a model by its name, as servers spell it: ``Qwen/Qwen3-8B``, ``qwen2.5-coder:7b`` ..."""
    name = model.lower()
    known = families()
    return next((f for f in known if any(pattern in name for pattern in f.match)), known[-1])


@cache
def families(path: Path = FILE) -> tuple[Family, ...]:
    """All families, in the order of the file; the last one has no patterns."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = tuple(Family.model_validate({"name": name, **entry}) for name, entry in data.items())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SpotsmithError(f"{path}: {place}: {first['msg']}") from error
    if not found or found[-1].match or any(not family.match for family in found[:-1]):
        raise SpotsmithError(f"{path}: the last family, and only it, takes all other models: it has no match")
    return found

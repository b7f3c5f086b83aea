"""How records speak of a framework: a data file of the pack, or plain words where a pack has none."""

import re
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from finetune.records import CATEGORIES, Category
from knowledge.errors import SpotsmithError
from knowledge.learning import SpanKind
from knowledge.pack_data import read_yaml

FILE = "dataset.yaml"
_VARIABLE = re.compile(r"\{(\w*)\}")
_KNOWN = {
    "requests": {"what", "What", "spot", "kind", "name", "parameters"},
    "changes": {"request", "change"},
    "queries": {"about", "language", "tables"},
}
_OF_PARTS = {"signature", "purpose"}
_QUERY_PROMPT = """The request:
{{request}}

What is known, each piece with its source:
{{context}}

Answer with one code block that holds the query and nothing else.
"""


class Wording(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    requests: tuple[str, ...] = ("{What}", "write a {kind} that {what}", "{spot}: {What}{parameters}")
    changes: tuple[str, ...] = ("{request}. It also has to cover: {change}",)
    parts: dict[SpanKind, tuple[str, ...]] = Field(default_factory=dict)
    queries: tuple[str, ...] = ("{about}", "write the {language} for: {about}")
    query_prompt: str = _QUERY_PROMPT
    rephrase: str = "Put this request into other words. Keep every fact. Answer with one sentence: {request}"
    categories: dict[Category, tuple[str, ...]] = Field(default_factory=dict)
    patterns: dict[str, str] = Field(default_factory=dict)

    @field_validator("requests", "changes", "queries")
    @classmethod
    def _known_variables(cls, templates: tuple[str, ...], info: object) -> tuple[str, ...]:
        name = str(getattr(info, "field_name", ""))
        _check(templates, _KNOWN[name])
        if not templates:
            raise ValueError("there is no template")
        return templates

    @field_validator("parts")
    @classmethod
    def _known_in_parts(cls, parts: dict[SpanKind, tuple[str, ...]]) -> dict[SpanKind, tuple[str, ...]]:
        for templates in parts.values():
            _check(templates, _OF_PARTS)
        return parts

    @field_validator("categories", "patterns")
    @classmethod
    def _compiles(cls, patterns: dict[str, object]) -> dict[str, object]:
        for each in patterns.values():
            for pattern in [each] if isinstance(each, str) else list(each):  # type: ignore[call-overload]
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"{pattern!r} is no pattern: {error}") from error
        return patterns

    def of_part(self, kind: SpanKind) -> tuple[str, ...]:
        return self.parts.get(kind) or ("{purpose}",)

    @cached_property
    def _lines(self) -> list[tuple[Category, re.Pattern[str]]]:
        return [(category, re.compile("|".join(found))) for category, found in self.categories.items() if found]

    def category_of(self, code: str) -> Category:
        """What most lines of the code are about; business logic where no line says."""
        votes = dict.fromkeys(CATEGORIES, 0)
        for line in code.splitlines():
            category = next((name for name, pattern in self._lines if pattern.search(line)), None)
            if category:
                votes[category] += 1
        best = max(votes.values())
        order = [*self.categories, *CATEGORIES]
        return next(name for name in order if votes[name] == best) if best else "business_logic"

    def patterns_in(self, code: str) -> tuple[str, ...]:
        return tuple(name for name, pattern in self.patterns.items() if re.search(pattern, code))


def read_wording(pack: Path | None) -> Wording:
    """Raises SpotsmithError that names the file and the key."""
    path = pack / FILE if pack else None
    if path is None or not path.is_file():
        return Wording()
    try:
        return Wording.model_validate(read_yaml(path))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SpotsmithError(
            f"{path}: {place}: {first['msg']}. Known keys: {', '.join(Wording.model_fields)}"
        ) from error


def _check(templates: tuple[str, ...], known: set[str]) -> None:
    for template in templates:
        unknown = [name for name in _VARIABLE.findall(template) if name not in known]
        if unknown:
            raise ValueError(f"unknown variable {{{unknown[0]}}} in {template!r}; known: {', '.join(sorted(known))}")

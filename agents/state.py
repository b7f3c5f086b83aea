"""What flows through the graph: one frozen record per arrow of the design's picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.blueprint import Blueprint, Fill, Skeleton
from knowledge.records import Diagnostic, SoftParameter, Source, SourceFile

Status = Literal["ok", "partial", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """A request, and what its sender has already decided. Empty fields are left to the resolver."""

    request: str
    artefact: str = ""
    spot: str = ""
    class_name: str = ""
    package: str = ""
    soft_parameters: tuple[SoftParameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    score: float
    """Relative to the best candidate of this request: 1.0 is the best."""
    why: str = ""
    summary: str = ""
    """What it is for, in a sentence."""


@dataclass(frozen=True, slots=True)
class ResolvedType:
    name: str
    role: str
    why: str
    source: Source


@dataclass(frozen=True, slots=True)
class ResolvedTable:
    name: str
    columns: tuple[str, ...]
    """The columns that the request and the keys make likely; key columns first."""
    why: str
    source: Source
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ResolvedExemplar:
    name: str
    why: str
    source: Source


@dataclass(frozen=True, slots=True)
class ResolvedPassage:
    name: str
    title: str
    why: str
    source: Source


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a request needs, each piece with its reason and its source."""

    artefact: str
    spot: Candidate
    alternatives: tuple[Candidate, ...] = ()
    types: tuple[ResolvedType, ...] = ()
    tables: tuple[ResolvedTable, ...] = ()
    soft_parameters: tuple[SoftParameter, ...] = ()
    exemplars: tuple[ResolvedExemplar, ...] = ()
    doubts: tuple[str, ...] = ()
    """What was not certain, as sentences for the user."""
    passages: tuple[ResolvedPassage, ...] = ()
    """Of documents, best first."""
    rivals: tuple[str, ...] = ()
    """Spots among the alternatives that may be meant as well; a run that may ask, asks which one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a run has to know before it goes on."""

    run_id: str
    text: str
    options: tuple[Candidate, ...]
    """Best first; the name of one of them is the answer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A section of the context, as a coder reads it."""

    kind: Literal["spot", "type", "table", "exemplar", "passage"]
    title: str
    text: str
    source: Source
    detail: Literal["full", "signatures", "names"] = "full"


@dataclass(frozen=True, slots=True)
class Context:
    """What the coder is shown: decided facts, and pieces of knowledge within a token budget."""

    blueprint: Blueprint
    pieces: tuple[Piece, ...]
    tokens: int
    """Estimated size of all pieces, at 3.5 characters a token."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a coder cost. Two ways of working are compared at equal ``calls``."""

    calls: int = 0
    """Answers that a model was asked for; questions that were never answered count too."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    """As the server counts them; estimated where it does not say."""
    seconds: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            round(self.seconds + other.seconds, 4),
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A filled skeleton."""

    skeleton: Skeleton
    fills: Mapping[str, Fill]
    file: SourceFile
    coder: str
    refused: tuple[Diagnostic, ...] = ()
    """Code that would have changed what lies around its hole: it is not in the file. ``symbol`` is the hole,
    ``arguments`` the code."""
    origin: str = ""
    """How it came to be: ``sample 1``, ``fixed``, ``edit 1`` ...; empty where nobody asks."""

    @property
    def todo(self) -> tuple[str, ...]:
        return tuple(item for fill in self.fills.values() for item in fill.todo)

    @property
    def unfilled(self) -> tuple[str, ...]:
        return tuple(hole.name for hole in self.skeleton.holes if hole.name not in self.fills)


@dataclass(frozen=True, slots=True)
class Grounding:
    """An external symbol of the output and where it is known from."""

    symbol: str
    source: Source


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A check that could not run, in a sentence."""

    text: str
    path: str = ""
    """The file that it is about; empty when it is about all of them."""


@dataclass(frozen=True, slots=True)
class Review:
    """What was checked about files, and what was found."""

    diagnostics: tuple[Diagnostic, ...]
    unchecked: tuple[Unchecked, ...] = ()
    """Checks that could not run; shown to the user, never counted as clean."""
    sources: tuple[Grounding, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.severity == "error")

    @property
    def status(self) -> Status:
        if self.errors:
            return "failed"
        return "partial" if self.unchecked else "ok"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A draft that was judged on the way to a result."""

    kind: str
    """How it came to be: ``sample 1``, ``fixed``, ``edit 1``, ``review 1``, ``previous``."""
    text: str
    """Of the file."""
    diagnostics: tuple[Diagnostic, ...]
    """All that was found, refused code and empty holes too."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the user gets: the file, whether it is proven, and what is left to do."""

    status: Status
    resolution: Resolution
    draft: Draft
    review: Review
    rounds: int
    """Drafts of the line that led to this one: the first, and one for each repair."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Wall time by step."""
    samples: int = 1
    """First drafts that were drawn."""
    edits: int = 0
    """Repairs that the coder was asked for."""
    usage: Usage = field(default_factory=Usage)
    """Of all models that were asked."""
    notes: tuple[str, ...] = ()
    """What the coder could not do, and what a planner and a reviewer did, in sentences."""
    roles: Mapping[str, Usage] = field(default_factory=dict)
    """The part of ``usage`` that was spent on planning and on reviewing: ``planner``, ``reviewer``."""
    attempts: tuple[Attempt, ...] = ()
    """Drafts in the order in which they were judged; the last one is the result. Of very many, some in the middle
    are left out."""

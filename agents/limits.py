"""How much a run may do before it ends with what it has. ``serving.settings`` says the same to users."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    rounds: int = 2
    """Edits that a coder is asked for after its first drafts; without any, nothing is repaired."""
    remedies: int = 4
    """Drafts that are mended without a coder, on top of the rounds; with 0 every mistake is left to the coder."""
    samples: int = 1
    """First drafts, drawn until one is clean."""
    context_tokens: int = 6_000
    answer_tokens: int = 2_048
    """Of one answer of a model."""
    answer_seconds: float = 300.0
    run_tokens: int = 40_000
    """Written by a model in all answers of a run."""
    run_seconds: float = 900.0
    """After this no model is asked any more."""
    planner_calls: int = 6
    """Look-ups of a model that plans."""
    planner_seconds: float = 120.0
    """Of a planning as a whole."""
    review_rounds: int = 1
    """Times that a reviewer is asked for changes."""

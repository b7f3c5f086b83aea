"""What a run may still do: the limits, looked at with what it has spent."""

from contextvars import ContextVar

from agents.coders.protocol import Ask, OnText, unheard
from agents.flow import Flow
from agents.limits import Limits
from agents.state import Usage

heard: ContextVar[OnText] = ContextVar("heard", default=unheard)
"""Who hears the text of answers; set for the time of a run."""


def ask(flow: Flow, limits: Limits, samples: int = 1, drawn: int = 0) -> Ask:
    """How much may be wanted of the next call of a coder."""
    remaining = limits.run_seconds - sum(flow.get("seconds", {}).values())
    return Ask(
        samples=max(samples, 1),
        drawn=drawn,
        tokens=limits.answer_tokens,
        seconds=max(min(limits.answer_seconds, remaining), 1.0),
        on_text=heard.get(),
    )


def may_draw(flow: Flow, limits: Limits) -> bool:
    """Whether another first draft may be drawn."""
    first = flow["rounds"] == 1 and not flow["edits"] and not flow["seen"]
    return first and not flow["exhausted"] and flow["drawn"] < limits.samples and may_ask(flow, limits)


def may_ask(flow: Flow, limits: Limits) -> bool:
    return not flow.get("dead") and not stopped(flow, limits)


def stopped(flow: Flow, limits: Limits) -> tuple[str, ...]:
    """The limits of the run that are used up, as sentences."""
    found = []
    if flow.get("usage", Usage()).completion_tokens >= limits.run_tokens:
        found.append(f"the model was not asked again: {limits.run_tokens} tokens are the limit of a run")
    if sum(flow.get("seconds", {}).values()) >= limits.run_seconds:
        found.append(f"the model was not asked again: {limits.run_seconds:g} s are the limit of a run")
    return tuple(found)

"""What a turn asks for, before anything is made: deterministic, and quick enough to replay a long history.

The first turn is a request. Later ones answer an open question, take back, ask why, change what was made last, or
start something new (``agents.threads`` says which); where that is not sure, it is asked.
"""

import re
from dataclasses import dataclass, replace

from agents.follow_up import Settled, follow_up, settle
from agents.resolve import Resolver
from agents.state import Candidate, Question, Resolution, Task
from agents.threads import opened, thread_of
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.pack_data import PackData
from serving.app import checked
from serving.conversation.answers import chosen
from serving.conversation.state import Open, State, Wanted

_UNDO = re.compile(
    r"(?i)\W*(?:undo|go back|revert|take (?:it|that) back)(?: (?:it|that|the last (?:change|one|turn)))?\W*"
)
_WHY = re.compile(r"(?i)\s*why\b(.*)", re.DOTALL)
_EMPTY = re.compile(r"(?i)\W*(?:\d+|yes|no|nope|ok(?:ay)?|thanks?(?: you)?|great|good|fine|hi|hello|help|\?)?\W*")
CHANGE, NEW = "change", "new"


@dataclass(frozen=True, slots=True)
class Site:
    """What a plan looks things up in."""

    resolver: Resolver
    front_end: FrontEnd
    pack: PackData


@dataclass(frozen=True, slots=True)
class Make:
    wanted: Wanted
    settled: Settled


@dataclass(frozen=True, slots=True)
class Ask:
    open: Open


@dataclass(frozen=True, slots=True)
class Undo:
    pass


@dataclass(frozen=True, slots=True)
class Why:
    about: str


@dataclass(frozen=True, slots=True)
class Tell:
    text: str


Plan = Make | Ask | Undo | Why | Tell


def plan(state: State, text: str, site: Site, asks: bool) -> Plan:
    """``asks``: whether somebody is there to answer; otherwise the best is taken and the doubt is in the result.

    Raises SpotsmithError for a request that cannot be resolved, as ``generate`` does.
    """
    if (state.made or state.open) and _UNDO.fullmatch(text):
        return Undo()
    if state.open:
        return _answered(state, state.open, text, site, asks)
    if _EMPTY.fullmatch(text):
        return Tell(_greeting(state, site.pack))
    last = state.last
    if last is None:
        return _wanted(Wanted(Task(text), Task(text)), site, asks)
    if why := _WHY.fullmatch(text):
        return Why(why[1].strip(" ?.!"))
    thread = thread_of(text, site.pack)
    if thread == "unsure":
        if asks:
            return Ask(Open("thread", _which_thread(last.settled), Wanted(Task(text), Task(text)), text))
        thread = "change" if _spot_of(text, site) == last.settled.spot else "new"
    return _started(state, text, site, asks) if thread == "new" else _changed(state, text, site, asks)


def with_task(state: State, wanted: Wanted, site: Site) -> Make:
    """A task that needs no reading: what a command or an answer has put together."""
    return _make(wanted, site)[0]


def _started(state: State, text: str, site: Site, asks: bool) -> Plan:
    task = Task(opened(text))
    return _wanted(Wanted(task, task), site, asks)


def _changed(state: State, text: str, site: Site, asks: bool) -> Plan:
    last = state.last
    assert last is not None
    read = follow_up(last.wanted.said, last.settled, checked(Task(text)).request, site.resolver, site.pack)
    return _wanted(Wanted(read.said, read.task, True, read.change, read.notes), site, asks)


def _wanted(wanted: Wanted, site: Site, asks: bool) -> Plan:
    make, resolution = _make(wanted, site)
    if asks and resolution.rivals:
        return Ask(Open("spot", _which_spot(resolution), make.wanted))
    return make


def _make(wanted: Wanted, site: Site) -> tuple[Make, Resolution]:
    wanted = replace(wanted, said=checked(wanted.said), task=checked(wanted.task))
    resolution = site.resolver.resolve(wanted.task)
    return Make(wanted, settle(wanted.task, resolution, site.resolver, site.front_end)), resolution


def _answered(state: State, open_: Open, text: str, site: Site, asks: bool) -> Plan:
    closed = replace(state, open=None)
    if open_.about == "thread":
        return _thread_said(closed, open_, text, site, asks)
    spot = chosen(open_.question.options, text, site.resolver.named)
    if spot:
        wanted = open_.wanted
        said, task = replace(wanted.said, spot=spot), replace(wanted.task, spot=spot)
        return _make(replace(wanted, said=said, task=task), site)[0]
    if _EMPTY.fullmatch(text):
        return Ask(open_)
    if thread_of(text, site.pack) != "new":
        more = f"{open_.wanted.said.request.rstrip(' .')}. {text.strip()}"
        said, task = replace(open_.wanted.said, request=more), replace(open_.wanted.task, request=more)
        return _wanted(replace(open_.wanted, said=said, task=task), site, asks)
    return _started(closed, text, site, asks)


def _thread_said(state: State, open_: Open, text: str, site: Site, asks: bool) -> Plan:
    answer = chosen(open_.question.options, text, lambda name: ())
    if answer == CHANGE:
        return _changed(state, open_.text, site, asks)
    if answer == NEW:
        return _started(state, open_.text, site, asks)
    return plan(state, text, site, asks)  # something else altogether


def _which_spot(resolution: Resolution) -> Question:
    options = (resolution.spot, *(each for each in resolution.alternatives if each.name in resolution.rivals))
    return Question("", "Several spots may be meant. Which one?", options)


def _which_thread(last: Settled) -> Question:
    name = last.class_name
    options = (
        Candidate(CHANGE, 1.0, "", f"a change to {name}"),
        Candidate(NEW, 1.0, "", "a new request, for a class of its own"),
    )
    return Question("", f"Is this a change to {name}, or a new request?", options)


def _spot_of(text: str, site: Site) -> str:
    try:
        return site.resolver.resolve(checked(Task(text))).spot.name
    except SpotsmithError:
        return ""


def _greeting(state: State, pack: PackData) -> str:
    if state.last:
        return f"Say what is to be changed in {state.last.settled.class_name}, or ask for something new."
    return f"Say what the code is for. For example: {pack.example_request}"

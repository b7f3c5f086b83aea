"""Whether a text asks for something new or changes what was made last.

Three answers: new, a change, or not sure, in which case a person is asked. A text is new when it says so ("new
request: ..."), when it asks for a thing of its own ("generate ... that ...", "write an algorithm which ...", "bill
completion algorithm, move the due date ..."). It is a change when it is short, when it begins as changes do ("use
the ...", "add ...", "no, ...", "it should ...") or says that it goes on ("... as well", "... instead"). A longer text
that does neither is not sure.
"""

import re
from typing import Literal

from agents.interpret import ASKING
from knowledge.pack_data import PackData

Thread = Literal["new", "change", "unsure"]

GENERIC = ("class", "program")
SHORT = 4  # words; nobody asks for a class in so few without naming an artefact
_EXPLICIT = re.compile(
    r"(?i)^\s*(?:new|next|another|different)\s+(?:request|task|one|algorithm|class)\s*[:,.-]\s*(\S.*)", re.S
)
_POLITE = re.compile(
    r"(?i)^(?:(?:please|ok(?:ay)?|now|well|so|hi|hello|thanks?(?: you)?|great|good|next)\b[ ,.!:]*|"
    r"(?:can|could|would|will) you (?:please )?|(?:i|we)(?:'d| would) like (?:you )?to |let(?:'s| us) |"
    r"(?:i|we) (?:want|need) (?:you )?to )+"
)
_MAKING = re.compile(
    r"(?i)^(?:(?:also|and|then) )*(generate|implement|develop|draft|write|create|build|make|code|need|want|give me|"
    r"(?:i|we) (?:also )?(?:need|want))\b\s*"
)
_STRONG = frozenset(("generate", "implement", "develop", "draft"))
"""Nobody says these of a detail; "create a to do entry" and "write it to the log" are often one."""
_OWN = re.compile(r"(?i)^(?:an?|another|new|one|some|our|for|the following)\b")
_BACK = re.compile(r"(?i)^(?:it|its|this|that|these|those|the same|them|everything|again)\b")
_DETAIL = re.compile(
    r"(?i)\b(?:soft[- ]?)?param(?:eter)?s?\b|\bmethods?\b|\bcomments?\b|\blog(?:ging)?\b|"
    r"\bmessages?\b|\bquer(?:y|ies)\b"
)
_GOES_ON = re.compile(
    r"(?i)\b(?:instead|as well|too|also|additionally|in addition|any ?more|any longer|after all)\b\W*$"
)
_CHANGING = frozenset(
    "add adjust allow also always and apply ask avoid base both but call change check choose combine compare consider "
    "convert correct cover divide do don't dont drop either else ensure exclude extend fetch filter fix get handle "
    "hold how if ignore improve in include increase instead it it's its just keep leave let limit log lower make mind "
    "move multiply name never no nope not nothing only or order otherwise package pick plus print put raise read "
    "reduce refactor remove rename replace require return reverse revert round select send set shorten should show "
    "simplify skip sort spot still stop store subtract sum swap switch take test that that's then there these they "
    "this those throw try turn undo unless use validate what when where why with without wrong yes you your".split()
)


def thread_of(text: str, pack: PackData) -> Thread:
    """What the text is, when something was made before it."""
    if _EXPLICIT.match(text):
        return "new"
    plain = _POLITE.sub("", text.strip())
    words = re.findall(r"[\w'&-]+", plain.lower())
    if not words or _GOES_ON.search(plain):
        return "change"
    making = _MAKING.match(plain)
    if making:
        return _asked(making[1].lower(), plain[making.end() :], pack)
    if words[0] in _CHANGING or re.match(
        r"(?i)(?:i|we) mea?nt?\b|(?:the|an?) .{1,60}? (?:is|are|should|must|shall|may|can)\b", plain
    ):
        return "change"
    if _names_artefact(plain, pack) and not re.match(r"(?i)the\b", plain):
        return "new"
    return "change" if len(words) <= SHORT else "unsure"


def opened(text: str) -> str:
    """The text without the words that only say that it is new."""
    found = _EXPLICIT.match(text)
    return found[1] if found else text


def _asked(verb: str, wanted: str, pack: PackData) -> Thread:
    """Of "generate X", "we need X" and the like: is X a thing of its own?"""
    first = " ".join(wanted.split()[:ASKING])
    if not wanted.strip() or _BACK.match(wanted):
        return "change"
    if _names_artefact(first, pack) and not re.match(r"(?i)the\b(?! following)", wanted):
        return "new"
    if _DETAIL.search(first):
        return "change"
    if verb in _STRONG and (_OWN.match(wanted) or re.search(r"(?i)\b(?:that|which|for|to|when|if)\b", wanted)):
        return "new"
    return "unsure" if _OWN.match(wanted) and len(wanted.split()) > ASKING and verb != "make" else "change"


def _names_artefact(text: str, pack: PackData) -> bool:
    """A word for an artefact, before the text goes on to what it shall do."""
    asking = " ".join(re.split(r"(?i)\b(?:that|which|who|whose)\b", text)[0].split()[:ASKING])
    known = [*GENERIC, *(word for artefact in pack.artefacts.values() for word in artefact.words)]
    return any(re.search(rf"(?i)(?<!\w){re.escape(word)}s?(?!\w)", asking) for word in known)

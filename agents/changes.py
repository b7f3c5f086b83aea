"""What a follow-up says for sure about names and parameters; the rest of it is a wish in words.

Deterministic, and timid: a phrase that could mean something else is left in the rest.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agents.parameters import TYPES, soft_parameters
from knowledge.bm25 import stem
from knowledge.pack_data import PackData
from knowledge.records import SoftParameter
from knowledge.words import words

Named = Callable[[str], Sequence[str]]
"""The spots that a name means."""


@dataclass(frozen=True, slots=True)
class Changes:
    """A follow-up, read."""

    rest: str
    """What is not said by the other fields."""
    class_name: str = ""
    package: str = ""
    spot: str = ""
    place: int = 0
    """Of the spot in the list that the person was shown, from 1; 0 when no place was said."""
    meant: str = ""
    """Words that the request should have had."""
    not_meant: str = ""
    """Words that stand there in their place, when the person says so."""
    soft_parameters: tuple[SoftParameter, ...] = ()
    """All of them, as they are after the change."""


_NAME = r"[`'\"]?((?:[a-z_]\w*\.)*)([A-Z][\w$]*|[a-z_$]+[A-Z_$][\w$]*)[`'\"]?(?![\w.]*\w)"
_DOTTED = r"[`'\"]?([a-z_]\w*(?:\.[a-z_]\w*)+)[`'\"]?(?![\w(])"
_KINDS = {"mandatory": "required", "number": "decimal", "amount": "decimal", "text": "string", "flag": "boolean"}
_PLACES = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_EMPTY = frozenset(
    ("do it", "do that", "do this", "generate it", "make it", "write it", "the same", "again", "it", "yes")
)
"""What is left of a clause that was read, and says nothing."""
_PARAMETER = "(?:soft[- ]?)?param(?:eter)?s?"


def read_changes(text: str, softs: Sequence[SoftParameter], pack: PackData, named: Named) -> Changes:
    """``softs``: the parameters that there are now."""
    found = Changes(" ".join(text.split()), soft_parameters=tuple(softs))
    for read in (_renamed_parameter, _removed, _altered, _class_name, _package):
        found = read(found, pack)
    return _meant(_added(_spot(found, named), pack))


def _class_name(found: Changes, pack: PackData) -> Changes:
    nouns = [word for artefact in pack.artefacts.values() for word in artefact.words]
    it = rf"(?:it|this|that|the (?:new )?(?:class|code|file|{'|'.join(map(re.escape, nouns))}))"
    ways = (
        rf"(?i:(?:re)?name {it}(?: to| as)?) {_NAME}",
        rf"(?i:call {it}) {_NAME}",
        rf"(?i:rename(?: {it})? (?:to|as)) {_NAME}",
        rf"(?i:(?:the |its )?(?:class )?name (?:of {it} )?(?:should be|shall be|must be|is|=|:)) {_NAME}",
        rf"(?i:(?:the )?class(?:[- ]?name)?(?: (?:should|shall|must) be (?:called|named))?:?) {_NAME}",
        rf"(?i:{it} (?:should|shall|must) be (?:called|named)) {_NAME}",
        rf"(?i:use) {_NAME} (?i:as (?:the |its )?(?:class ?)?name)",
    )
    for way in ways:
        if match := re.search(rf"\b{way}", found.rest):
            package = match[1].rstrip(".") or found.package
            return replace(_cut(found, match), class_name=match[2], package=package)
    return found


def _package(found: Changes, pack: PackData) -> Changes:
    it = r"(?:it|this|that|the class|the file)"
    ways = (
        rf"(?i:(?:(?:put|move|place|write|generate) {it} )?(?:(?:in|into|to|under|use|with) )?(?:the )?"
        rf"package(?: name)?(?: is| to|:| =| should be| must be)?) {_DOTTED}",
        rf"(?i:(?:put|move|place) {it} (?:in|into|to|under)) {_DOTTED}",
    )
    for way in ways:
        if match := re.search(rf"\b{way}", found.rest):
            return replace(_cut(found, match), package=match[1])
    return found


def _spot(found: Changes, named: Named) -> Changes:
    take = r"(?:(?:no,? )?(?:i meant|we meant|use|take|try|choose|pick|switch to|go with|with|rather) )?"
    other = (
        rf"(?i)\b{take}the (other|next|alternative|second|2nd|third|3rd|fourth|4th)(?: [\w-]*spot| one| candidate)\b"
    )
    number = rf"(?i)\b{take}(?:the )?(?:spot|candidate)(?: number| no\.?| #)? ?#?(\d)\b"
    if match := re.search(other, found.rest):
        return replace(_cut(found, match), place=_PLACES.get(match[1].lower(), 2))
    if match := re.search(number, found.rest):
        return replace(_cut(found, match), place=int(match[1]))
    for match in re.finditer(
        rf"\b(?i:{take}(?:the )?(?:spot )?)([\w.$]*[A-Z][\w$]+)(?i:(?: spot)?(?: instead)?)", found.rest
    ):
        if names := named(match[1]):
            return replace(_cut(found, match), spot=names[0])
    spelled = rf"(?i)\b{take}(?:the )?((?:[\w-]+ ){{1,6}})(?:plug-?in )?spot\b(?: instead)?"
    if (match := re.search(spelled, found.rest)) and (names := named(match[1])):
        return replace(_cut(found, match), spot=names[0])
    return found


def _meant(found: Changes) -> Changes:
    """``no, I meant payments`` and ``payments, not bills``."""
    ways = (
        r"(?i)^(?:no[,.! ]+)?not (?:the )?(?P<wrong>[\w -]{2,40}?),? but (?:the )?(?P<right>[\w -]{2,60})$",
        r"(?i)^(?:(?:no|nope|sorry|wrong|actually|oh)\b[,.! ]*)*(?:i|we) (?:meant|mean)(?: to say)?,? (?:the )?"
        r"(?P<right>.{2,80}?)(?:,? (?:and )?(?:not|instead of|rather than) (?:the )?(?P<wrong>.{2,40}?))?$",
        r"(?i)^(?:no[,.! ]+)?(?:the )?(?P<right>[\w-]+(?: [\w-]+)?),? (?:not|instead of|rather than) (?:the )?"
        r"(?P<wrong>[\w-]+(?: [\w-]+)?)$",
    )
    text = found.rest.strip(" .!")
    for way in ways:
        if match := re.match(way, text):
            return replace(found, rest="", meant=match["right"], not_meant=match["wrong"] or "")
    return found


def _removed(found: Changes, pack: PackData) -> Changes:
    away = r"(?:remove|drop|delete|omit|without|leave out|take out|get rid of|no)"
    ways = (
        rf"(?i)\b{away} (?:the |an? |any )?([\w -]{{1,40}}?) {_PARAMETER}\b",
        rf"(?i)\b{away} (?:the |an? )?{_PARAMETER} (?:for |called |named )?(?:the )?([\w]+)\b",
    )
    none = rf"(?i)\b{away} (?:all |any |the )*{_PARAMETER}(?: at all)?$"
    if found.soft_parameters and (match := re.search(none, found.rest)):
        return replace(_cut(found, match), soft_parameters=())
    for way in ways:
        if (match := re.search(way, found.rest)) and (soft := _known(match[1], found.soft_parameters)):
            left = tuple(each for each in found.soft_parameters if each != soft)
            return replace(_cut(found, match), soft_parameters=left)
    return found


def _renamed_parameter(found: Changes, pack: PackData) -> Changes:
    name = r"[`'\"]?([a-z]\w*)[`'\"]?(?![\w.]*\w)"
    ways = (
        rf"(?i:rename (?:the )?(?:{_PARAMETER} )?)(\w[\w ]*?)(?i:(?: {_PARAMETER})? (?:to|as|into)) {name}",
        rf"(?i:(?:call|name) (?:the )?(?:{_PARAMETER} )?)(\w[\w ]*?)(?i:(?: {_PARAMETER})?) {name}$",
    )
    for way in ways:
        if (match := re.search(rf"\b{way}", found.rest)) and (soft := _known(match[1], found.soft_parameters)):
            return replace(_cut(found, match), soft_parameters=_with(found, soft, replace(soft, name=match[2])))
    return found


def _altered(found: Changes, pack: PackData) -> Changes:
    kinds = "|".join((*TYPES, *_KINDS, "optional", "required"))
    ways = (
        rf"(?i)\b(?:make|let|turn) (?:the )?([\w ]{{1,40}}?)(?: {_PARAMETER})?(?: be)?(?: into)?(?: an?)? "
        rf"({kinds})(?: {_PARAMETER})?\b",
        rf"(?i)\b(?:the )?([\w ]{{1,40}}?)(?: {_PARAMETER})? (?:is|should be|must be|shall be|can be|may be)"
        rf"(?: an?)? ({kinds})\b(?! {_PARAMETER})",
    )
    for way in ways:
        match = re.search(way, found.rest)
        if match and (soft := _known(match[1], found.soft_parameters)):
            kind = _KINDS.get(match[2].lower(), match[2].lower())
            if kind in ("optional", "required"):
                changed = replace(soft, required=kind == "required")
            elif kind in ("entity", "lookup"):
                continue  # which one is not said
            else:
                changed = replace(soft, type=kind, target="")
            return replace(_cut(found, match), soft_parameters=_with(found, soft, changed))
    return found


def _added(found: Changes, pack: PackData) -> Changes:
    """New parameters, and old ones that are described anew. Their words stay in the rest where they say more."""
    fresh = _spelled(found.rest, pack) or soft_parameters(_plain(found.rest), pack)
    if len(fresh) == 1 and re.search(rf"(?i)\boptional (?:[\w-]+ ){{0,3}}{_PARAMETER}\b", found.rest):
        fresh = (replace(fresh[0], required=False),)
    names = {soft.name for soft in fresh}
    kept = [soft for soft in found.soft_parameters if soft.name not in names]
    rest = "" if fresh and _only_adds(found.rest) else found.rest
    return replace(found, rest=rest, soft_parameters=(*kept, *fresh))


def _plain(text: str) -> str:
    """``make X a parameter`` as the sentence that says so."""
    return re.sub(
        r"(?i)\b(?:make|turn) ((?:the )?[a-z ]{1,40}?) (?:into )?(?:configurable|an? (?:soft )?parameter)\b",
        r"\1 is configurable",
        text,
    )


def _spelled(text: str, pack: PackData) -> tuple[SoftParameter, ...]:
    """``add a parameter holdDays (integer)``, ``... called holdDays of type integer``. Required unless the brackets
    do not say so, as in a list, or the text says optional."""
    match = re.search(
        rf"(?i)\b(?:add|with|and) (?:(?:an?|the|another|new|optional|required) )*{_PARAMETER}:? (called |named )?"
        r"(?!for\b|that\b|to\b|which\b|with\b|of\b|is\b|as\b|and\b)[`'\"]?([a-z]\w*)[`'\"]?"
        r"(?: ?\(([^()]*)\)|,? (?:of type |type |which is an? |as an? )(\w+))?",
        text,
    )
    if not match:
        return ()
    details = match[3] or match[4] or ""
    read = soft_parameters(
        f"soft parameters: {match[2]} ({details})" if details else f"soft parameters: {match[2]}", pack
    )
    return read if match[3] else tuple(replace(soft, required=True) for soft in read)


def _only_adds(text: str) -> bool:
    """Whether nothing is said but that there shall be a parameter."""
    head = rf"(?i)^(?:please )?(?:add|give it|with|and|i need|we need|use) (?:[a-z-]+ ){{0,5}}{_PARAMETER}\b"
    return (
        re.match(head, text) is not None
        and len(text.split()) <= 9
        and not re.search(r"(?i)\b(?:that|which|so|and) ", text)
    )


def _known(phrase: str, softs: Sequence[SoftParameter]) -> SoftParameter | None:
    """The one parameter that these words mean."""
    wanted = {stem(word) for word in words(phrase) if word not in ("the", "a", "soft", "parameter")}
    exact = [soft for soft in softs if soft.name.lower() == re.sub(r"\W", "", phrase).lower()]
    near = exact or [soft for soft in softs if wanted and wanted <= {stem(word) for word in words(soft.name)}]
    return near[0] if len(near) == 1 else None


def _with(found: Changes, old: SoftParameter, new: SoftParameter) -> tuple[SoftParameter, ...]:
    return tuple(new if soft == old else soft for soft in found.soft_parameters)


def _cut(found: Changes, match: re.Match[str]) -> Changes:
    """Without the words that were read, nor those that only joined them to the others."""
    before = re.sub(r"(?i)(?:[\s,;.:]|\b(?:and|but|please|then|also)\b)+$", "", found.rest[: match.start()])
    before = re.sub(r"(?i)^(?:please|no|ok|also|and|now)\b[\s,]*$", "", before)
    after = re.sub(r"(?i)^(?:[\s,;.:!]|\b(?:and|but|please|then|also|instead)\b)+", "", found.rest[match.end() :])
    rest = ". ".join(part for part in (before, after) if part)
    return replace(found, rest="" if rest.lower() in _EMPTY else rest)

"""Soft parameters that a request asks for, in either of the two ways people write them.

As a list: ``soft parameters: holdReason (lookup billStatus, required), minimumAmount (decimal)``.
In prose: "with a threshold amount parameter", "the characteristic type is configurable".
"""

import re

from knowledge.pack_data import PackData
from knowledge.records import SoftParameter

_LIST = re.compile(r"(?is)\bsoft[- ]?param(?:eter)?s?\s*(?:are|is)?\s*[:=]\s*(.+)")
_ITEM = re.compile(r"\s*(?:and\s+)?([A-Za-z][\w ]*?)\s*(?:\(([^()]*)\)|(?=,|;|$|\.(?:\s|$)|\s+and\s))\s*[,;.]?")
_PROSE = (
    r"\b(?:an?|the|one|another|with)\s+((?:[a-z-]+ ){1,4}?)(?:soft\s+)?parameter\b",
    r"\b(?:soft\s+)?parameters?\s+for\s+(?:an?\s+|the\s+)?((?:[a-z-]+ ?){1,4}?)(?=[,.;)]|\band\b|\bthat\b|$)",
    r"\b(?:the|an?|whose|with)\s+((?:[a-z-]+ ){1,4}?)(?:is|are|being|should be|must be)\s+(?:a\s+)?"
    r"(?:configurable|configured|(?:soft\s+)?parameters?\b|a parameter)",
    r"\b(?:configurable|parameteri[sz]ed|configured)\s+((?:[a-z-]+ ?){1,4}?)"
    r"(?=[,.;()]|\band\b|\bof\b|\bon\b|\bin\b|\bper\b|\bfor\b|$)",
    r"\b((?:[a-z-]+ ){1,4}?)(?:given|passed|supplied|held|kept|taken|set|comes?)\s+(?:as|in|by|from|through)\s+"
    r"(?:an?\s+|the\s+)?(?:soft\s+)?parameter",
)
_LEADING = frozenset(
    "a an the its their our with and or of by to for from when that is are whose below above under over than "
    "required optional mandatory soft one another new as using if in on which".split()
)
_VERBS = frozenset("is are was be being has have must should given passed supplied held kept taken set comes".split())
TYPES = ("string", "entity", "lookup", "decimal", "integer", "boolean", "date")


def soft_parameters(request: str, pack: PackData) -> tuple[SoftParameter, ...]:
    """What the request asks to configure, in the order in which it says so; each name once."""
    listed = _LIST.search(request)
    pasted = _pasted(request)
    found = pasted or (_listed(listed[1], pack) if listed else _prose(request, pack))
    unique = {parameter.name: parameter for parameter in reversed(found)}
    return tuple(unique[name] for name in reversed(unique))


def _pasted(request: str) -> list[SoftParameter]:
    """Declarations as code writes them: ``(name = holdDays, type = integer, required = true)``."""
    found = []
    for group in re.findall(r"\(([^()]*=[^()]*)\)", request):
        pairs = dict(re.findall(r"(\w+)\s*=\s*\"?([\w.]+)", group))
        kind = pairs.get("type", "").lower()
        if kind in TYPES and _camel(pairs.get("name", "")) == pairs.get("name"):
            target = next((value for key, value in pairs.items() if key.endswith("Name")), "")
            found.append(SoftParameter(pairs["name"], kind, target, pairs.get("required") == "true"))
    return found


def _listed(text: str, pack: PackData) -> list[SoftParameter]:
    found = []
    for match in _ITEM.finditer(text):
        name = _camel(match[1])
        if name:
            found.append(_described(name, match[1], match[2] or "", pack))
    return found


def _described(name: str, phrase: str, details: str, pack: PackData) -> SoftParameter:
    """``lookup billStatus, required`` -> type lookup, target billStatus, required."""
    words = re.findall(r"[\w]+", details)
    required = "optional" not in [word.lower() for word in words] and "required" in [word.lower() for word in words]
    kind = next((word.lower() for word in words if word.lower() in TYPES), "")
    rest = [word for word in words if word.lower() not in (*TYPES, "required", "optional", "of", "type")]
    if kind in ("entity", "lookup") and rest:
        return SoftParameter(name, kind, rest[0][:1].lower() + rest[0][1:].removesuffix("Lookup"), required)
    guess = _guess(_split(phrase), name, pack)
    if kind and kind not in ("entity", "lookup"):
        return SoftParameter(name, kind, "", required)
    return SoftParameter(name, guess.type, guess.target, required)


def _prose(request: str, pack: PackData) -> list[SoftParameter]:
    text = re.sub(r"\s+", " ", request.lower())
    hits = [(match.start(1), match[1]) for pattern in _PROSE for match in re.finditer(pattern, text)]
    found = []
    for start, phrase in sorted(hits):
        words = _trimmed(phrase.split(), pack)
        if words and not _VERBS & set(words):
            guess = _guess(" ".join(words), _camel(" ".join(words)), pack)
            optional = "optional" in text[max(0, start - 12) : start + len(phrase) + 24]
            found.append(SoftParameter(guess.name, guess.type, guess.target, required=not optional))
    return found


def _guess(phrase: str, name: str, pack: PackData) -> SoftParameter:
    """The type that the words of a parameter mean: a configured object first, then amounts, counts and switches."""
    padded = f" {phrase.lower()} "
    entity = max((key for key in pack.parameter_entities if f" {key} " in padded), key=len, default="")
    if entity:
        return SoftParameter(name, "entity", pack.parameter_entities[entity])
    last = phrase.lower().split()[-1:] or [""]
    for kind, words in pack.parameter_types.items():
        if last[0] in words or last[0].removesuffix("s") in words:
            return SoftParameter(name, kind)
    for kind, words in pack.parameter_types.items():
        if any(f" {word} " in padded for word in words):
            return SoftParameter(name, kind)
    return SoftParameter(name, "string")


def _trimmed(words: list[str], pack: PackData) -> list[str]:
    """Without what leads up to the parameter; "to do type" keeps its "to"."""
    while words and words[0] in _LEADING and not " ".join(words).startswith(tuple(pack.parameter_entities)):
        words = words[1:]
    return [word for word in words if word not in ("a", "an", "the")]


def _split(phrase: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", phrase).lower()


def _camel(phrase: str) -> str:
    if re.fullmatch(r"[a-z]+(?:[A-Z][\w]*)+", phrase.strip()):
        return phrase.strip()
    parts = re.findall(r"[A-Za-z0-9]+", phrase)
    parts = [part for part in parts if part.lower() not in ("a", "an", "the", "and")]
    name = "".join([parts[0].lower(), *(part.capitalize() for part in parts[1:])]) if parts else ""
    return name if name[:1].isalpha() else ""

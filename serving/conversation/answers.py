"""The answer to a question: by number, by name, or in words."""

import re
from collections.abc import Callable, Sequence

from agents.state import Candidate
from knowledge.bm25 import stem
from knowledge.words import STOP_WORDS, words

SHORT = 4  # words; "yes, but ..." says more than yes
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")
_ANY = re.compile(
    r"(?i)^\W*(?:yes|ok(?:ay)?|sure|any|either|whatever|you (?:choose|decide)|the best|"
    r"(?:i )?(?:do not|don'?t) (?:care|mind|know))\b"
)


def chosen(options: Sequence[Candidate], text: str, named: Callable[[str], Sequence[str]]) -> str:
    """Name of the option that a text means; empty when it means none of them for sure.

    ``named`` gives the full names that a written name may mean; a name beside the options counts too.
    """
    number = _number(text)
    if number:
        return options[number - 1].name if number <= len(options) else ""
    if _ANY.match(text) and len(text.split()) <= SHORT:
        return options[0].name
    known = [option.name for option in options]
    if text.strip() in known:
        return text.strip()
    for written in re.findall(r"[A-Za-z_$][\w.$]*", text):
        spelled = "." in written or re.search(r"[a-z][A-Z]", written)
        if spelled and (found := named(written)):
            return next((name for name in found if name in known), found[0])
    return _by_words(options, text)


def _number(text: str) -> int:
    """``2``, ``#2``, ``number 2``, ``the second one``."""
    if match := re.fullmatch(r"(?i)\W*(?:(?:number|no|option|spot|candidate)\W*)?(\d{1,2})\W*", text):
        return int(match[1])
    match = re.fullmatch(
        rf"(?i)\W*(?:(?:i mean|use|take) )?(?:the )?({'|'.join(_ORDER)}|last)(?: (?:one|option|spot))?\W*", text
    )
    return _ORDER.index(match[1].lower()) + 1 if match and match[1].lower() in _ORDER else 0


def _by_words(options: Sequence[Candidate], text: str) -> str:
    """The one option that shares more words with the text than any other."""
    said = {stem(word) for word in words(text)} - STOP_WORDS
    about = [{stem(word) for word in words(f"{o.name.rpartition('.')[2]} {o.summary}")} for o in options]
    common = set.intersection(*about) if about else set()
    shared = [len((said & own) - common) for own in about]
    best = max(shared, default=0)
    return options[shared.index(best)].name if best and shared.count(best) == 1 else ""

"""Whether an answer is whole: every block closed, every bracket closed, every hole and every statement ended."""

import re
from collections.abc import Iterator

from agents.answer import parse_answer
from finetune.records import Record
from knowledge.blueprint import IMPORTS

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n`]*)$", re.MULTILINE)
_OPAQUE = re.compile(
    r'"""(?:\\.|(?!""").)*"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`[^`]*`|//[^\n]*|/\*.*?\*/', re.DOTALL
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPEN_ENDS = (",", "=", "+", "-", "*", "/", "%", "&", "|", "<", "?", ":", "(", "[", "{", ".", "!", "@", "^", "\\")
_OPEN_WORDS = re.compile(r"\b(?:a|an|the|of|to|and|or|with|for|in|is|are|by|from|that)\Z|[,:(\[]\Z", re.IGNORECASE)
_WORD_END = re.compile(r"[\w\"')\]]\Z")


def fragment(record: Record) -> str:
    """Why the answer is not whole, in a sentence; empty when it is."""
    return next(_problems(record), "")


def _problems(record: Record) -> Iterator[str]:
    if record.kind == "text" or not record.output.strip():
        return  # a chunk of a file may start and end anywhere; empty answers are told as such
    fences = list(_FENCE.finditer(record.output))
    if record.kind == "fim":
        if record.frame:
            yield from _of_code(record.output, _evidence(record))
        return
    if len(fences) % 2:
        yield "a code block is opened and not closed: the answer is cut off"
        return
    yield from _unanswered(record)
    for code in _blocks(record, fences):
        yield from _of_code(code, _evidence(record))
    if not fences and not _looks_like_code(record.output) and record.frame is None:
        yield from _of_prose(record.output)


def _unanswered(record: Record) -> Iterator[str]:
    if record.frame is None or record.kind not in ("component", "hole", "fix"):
        return
    found = parse_answer(record.output, record.frame.skeleton)
    answered = {name for name, fill in found.items() if fill.code}
    if record.frame.hole and record.frame.hole not in answered:
        yield f"there is no code for hole {record.frame.hole}, the only one that is asked for"
    elif not answered:
        yield "there is no code for any hole"
    elif record.kind == "component":
        missing = [h.name for h in record.frame.skeleton.holes if h.signature and h.placeholder and h.name not in found]
        if missing:
            yield f"there is no code for {', '.join(missing)}, and the frame needs it"


def _blocks(record: Record, fences: list[re.Match[str]]) -> Iterator[str]:
    if fences:
        for start, end in zip(fences[::2], fences[1::2], strict=True):
            if not start[2].strip().lower().startswith(("text", "markdown", "md", "console", "diff")):
                yield record.output[start.end() : end.start()]
    elif record.frame or record.kind == "sql" or _looks_like_code(record.output):
        yield record.output


def _of_code(code: str, evidence: str) -> Iterator[str]:
    plain = _OPAQUE.sub(lambda found: '""' if found[0][0] in "\"'`" else " ", code)
    if "/*" in plain:
        yield "a comment is opened and not closed"
        return
    if '"' in plain.replace('""', ""):
        yield "a text is opened and not closed"
        return
    unclosed = _unbalanced(plain)
    if unclosed:
        yield unclosed
        return
    end = plain.rstrip()
    if end.endswith(_OPEN_ENDS) and not end.endswith(("++", "--")):
        yield f"the code ends with {end[-1]!r}, in the middle of a statement"
    elif _WORD_END.search(end) and _ends_statements(evidence + code):
        yield f"the code ends with {end.split()[-1][-30:]!r}, in the middle of a statement"


def _unbalanced(plain: str) -> str:
    waiting: list[str] = []
    for sign in plain:
        if sign in "([{":
            waiting.append(sign)
        elif sign in _PAIRS and (not waiting or waiting.pop() != _PAIRS[sign]):
            return f"the bracket {sign!r} closes nothing"
    return f"{len(waiting)} of its brackets are not closed: {''.join(waiting[-5:])}" if waiting else ""


def _ends_statements(text: str) -> bool:
    """Whether statements of the language end with a semicolon."""
    lines = [line.rstrip() for line in _OPAQUE.sub('""', text).splitlines() if line.strip()]
    return bool(lines) and sum(line.endswith((";", "{", "}")) for line in lines) * 2 > len(lines)


def _evidence(record: Record) -> str:
    if record.frame is None:
        return ""
    return "\n".join(part for part in record.frame.skeleton.parts if isinstance(part, str) and part != IMPORTS) + "\n"


def _looks_like_code(text: str) -> bool:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return bool(lines) and sum(line.endswith((";", "{", "}", "*/")) for line in lines) * 2 > len(lines)


def _of_prose(text: str) -> Iterator[str]:
    end = text.rstrip()
    if len(end.split()) > 3 and _OPEN_WORDS.search(end):
        yield f"the answer ends with {end.split()[-1]!r}, in the middle of a sentence"

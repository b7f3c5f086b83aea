"""Context and skeleton -> the text that a model reads. The words are files of the pack, this is what fills them in.

Training data is made by the same functions, so that serving and training agree. Everything that was retrieved, the
request too, stands in fences whose id is a digest of what they hold: no text can close a fence that holds it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.revise import ASKED
from agents.state import Context, Draft, Piece, Resolution
from knowledge.blueprint import Hole, Skeleton
from knowledge.errors import SpotsmithError
from knowledge.records import Diagnostic

VARIABLES = {
    "system": frozenset[str](),
    "fill": frozenset(("request", "context", "skeleton", "holes")),
    "edit": frozenset(("request", "context", "draft", "diagnostics", "holes")),
    "revise": frozenset(("request", "context", "draft", "diagnostics", "holes")),
    "review": frozenset(("request", "context", "draft", "diagnostics", "holes")),
    "plan_system": frozenset[str](),
    "plan": frozenset(("request", "resolution")),
    "fim": frozenset(("context", "file", "asked")),
}
"""The prompts of a pack and the variables of each: all must be used, and no others."""
_SPECIAL = re.compile(
    r"<(?=[|｜]|/?(?:s|bos|eos|pad|unk|PRE|SUF|MID|EOT|fim_\w+|im_\w+|file_sep|repo_name|reponame|filename|gh_stars"
    r"|think|thinking|tool_calls?|tool_response|start_of_turn|end_of_turn|endoftext)>)"
)
"""The beginning of texts that tokenizers of model families read as one token of their own: the end of a turn, a place
to fill, a call of a tool. In data a blank goes behind it, so that it is the text it looks like."""
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    system: str
    user: str

    @property
    def size(self) -> int:
        return len(self.system) + len(self.user)


class Prompts:
    """The prompts of a pack, read once and checked."""

    def __init__(self, folder: Path, reviews: bool = False) -> None:
        """``folder``: the pack's ``prompts``. ``reviews``: an edit is asked for as a reviewer is asked. Raises
        SpotsmithError that names the file and the variable."""
        self._edit = "review" if reviews else "edit"
        self._texts = {name: _read(folder / f"{name}.txt", wanted) for name, wanted in VARIABLES.items()}

    def fill(self, context: Context, skeleton: Skeleton) -> Prompt:
        """Asks for code for all holes of a skeleton."""
        shown = _shown_skeleton(skeleton)
        return self._prompt(
            "fill", context, {"skeleton": ("file", shown), "holes": ("holes", _hole_list(skeleton.holes))}
        )

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic]) -> Prompt:
        """Asks for the holes of a draft that must change: because of findings, or because a user asks for it."""
        is_wish = bool(diagnostics) and all(diagnostic.code == ASKED for diagnostic in diagnostics)
        blocks = {
            "draft": ("file", _shown_draft(draft)),
            "diagnostics": ("findings", "\n".join(_finding(draft, each) for each in diagnostics) or "nothing"),
            "holes": ("holes", _hole_list(draft.skeleton.holes)),
        }
        return self._prompt("revise" if is_wish else self._edit, context, blocks)

    def fim(self, context: Context, skeleton: Skeleton, name: str) -> tuple[str, str]:
        """The text before and after a hole. What is known stands above the file as comments, the most wanted piece
        last and so nearest to the code; what is asked for stands in the hole as its first comment."""
        before, after = skeleton.around(name, {})
        hole = next(hole for hole in skeleton.holes if hole.name == name)
        values = {
            "context": "\n".join(f"{p.kind} {p.title} ({p.source})\n{p.text}" for p in reversed(context.pieces)),
            "file": before,
            "asked": " ".join(". ".join(dict.fromkeys((context.blueprint.request.rstrip("."), hole.purpose))).split()),
        }
        return _rendered(self._texts["fim"], {name: _tame(text) for name, text in values.items()}), _tame(after)

    def plan(self, request: str, resolution: Resolution) -> Prompt:
        """Asks a model with tools what else the writer of the code must see."""
        found = "\n".join(_found(resolution))
        fence = fence_id((request, found))
        values = {"request": _fenced(fence, "request", request), "resolution": _fenced(fence, "found", found)}
        return Prompt(self._texts["plan_system"], _rendered(self._texts["plan"], values))

    def other(self, text: str, request: str, pieces: Sequence[Piece]) -> Prompt:
        """Asks for what no prompt of the pack asks for. ``text`` has the variables ``request`` and ``context``."""
        everything = [request, *(text for piece in pieces for text in (piece.title, str(piece.source), piece.text))]
        fence = fence_id(everything)
        shown = "\n\n".join(_piece(fence, piece) for piece in pieces)
        values = {"request": _fenced(fence, "request", request), "context": shown}
        return Prompt(self._texts["system"], _rendered(text, values))

    def _prompt(self, name: str, context: Context, blocks: Mapping[str, tuple[str, str]]) -> Prompt:
        request = context.blueprint.request
        everything = [request, *(text for _, text in blocks.values())]
        everything += [text for piece in context.pieces for text in (piece.title, str(piece.source), piece.text)]
        fence = fence_id(everything)
        values = {key: _fenced(fence, title, text) for key, (title, text) in blocks.items()}
        values["request"] = _fenced(fence, "request", request)
        values["context"] = "\n\n".join(_piece(fence, piece) for piece in context.pieces)
        return Prompt(self._texts["system"], _rendered(self._texts[name], values))


def fence_id(texts: Iterable[str]) -> str:
    """Sixteen hexadecimal digits that occur in none of the texts; the same for the same texts."""
    whole = "\0".join(texts)
    number = 0
    while (found := hashlib.sha256(f"{number}\0{whole}".encode("utf-8", "replace")).hexdigest()[:16]) in whole:
        number += 1
    return found


def _read(path: Path, wanted: frozenset[str]) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: the pack's prompt cannot be read: {error}") from error
    used = set(_VARIABLE.findall(text))
    for name in sorted(used - wanted):
        raise SpotsmithError(f"{path}: unknown variable {{{{{name}}}}}; known: {', '.join(sorted(wanted)) or 'none'}")
    for name in sorted(wanted - used):
        raise SpotsmithError(f"{path}: the variable {{{{{name}}}}} is not used; without it a model lacks what it needs")
    return text


def _rendered(text: str, values: Mapping[str, str]) -> str:
    """Each variable replaced once; what is put in is never read for variables. A line that ends in a variable gives
    its beginning to every line of the value."""
    lines = []
    for line in text.split("\n"):
        found = _VARIABLE.search(line)
        if found and found.end() == len(line):
            lines += [line[: found.start()] + each for each in values[found[1]].splitlines() or [""]]
        else:
            lines.append(_VARIABLE.sub(lambda match: values[match[1]], line))
    return "\n".join(lines)


def _fenced(fence: str, title: str, text: str) -> str:
    return f"BEGIN {fence} {_tame(' '.join(title.split()))}\n{_tame(text.strip(chr(10)))}\nEND {fence}"


def _tame(text: str) -> str:
    return _SPECIAL.sub("< ", text)


def _piece(fence: str, piece: Piece) -> str:
    return _fenced(fence, f"{piece.kind} {piece.title}, source: {piece.source}", piece.text)


def _found(resolution: Resolution) -> Iterator[str]:
    spot = resolution.spot
    yield f"spot {spot.name}: {spot.summary}" if spot.summary else f"spot {spot.name}"
    for each in resolution.types:
        if each.name != spot.name:
            yield f"type {each.name} ({each.role}): {each.why}"
    for table in resolution.tables:
        yield f"table {table.name}({', '.join(table.columns)}): {table.why}"
    for soft in resolution.soft_parameters:
        yield f"soft parameter {soft.name} ({' '.join((soft.type, soft.target)).strip()})"
    for exemplar in resolution.exemplars:
        yield f"existing code {exemplar.name}: {exemplar.why}"


def _shown_skeleton(skeleton: Skeleton) -> str:
    numbers = {hole.name: number for number, hole in enumerate(skeleton.holes, 1)}
    return "".join(
        f"<<HOLE {numbers[part.name]}>>\n" if isinstance(part, Hole) else text for part, text in skeleton.rendered({})
    )


def _shown_draft(draft: Draft) -> str:
    numbers = {hole.name: number for number, hole in enumerate(draft.skeleton.holes, 1)}
    refused = {refusal.symbol: refusal.arguments[0] for refusal in draft.refused}
    pieces = []
    for part, text in draft.skeleton.rendered(draft.fills):
        if isinstance(part, Hole):
            code = refused.get(part.name, text)
            gap = "" if not code or code.endswith("\n") else "\n"
            text = f"<<HOLE {numbers[part.name]}>>\n{code}{gap}<<END OF HOLE {numbers[part.name]}>>\n"
        pieces.append(text)
    return "".join(pieces)


def _hole_list(holes: Sequence[Hole]) -> str:
    return "\n".join(_hole(number, hole) for number, hole in enumerate(holes, 1))


def _hole(number: int, hole: Hole) -> str:
    what = f"the body of {hole.signature}" if hole.signature else "members of the class"
    scope = ", ".join(f"{p.type} {p.name}" for p in hole.scope)
    return f"hole {number} ({hole.name}), {what}: {hole.purpose}" + (f" In scope: {scope}." if scope else "")


def _finding(draft: Draft, diagnostic: Diagnostic) -> str:
    """One finding as data: its place by hole, what was looked for and where, and what there is instead."""
    if diagnostic.code == ASKED:
        return diagnostic.message
    text = f"{_place(draft, diagnostic)}: {diagnostic.code}: {diagnostic.message}"
    if diagnostic.receiver:
        text += f"; looked for on {diagnostic.receiver}"
    if diagnostic.candidates:
        text += f"; there is: {', '.join(diagnostic.candidates)}"
    return text


def _place(draft: Draft, diagnostic: Diagnostic) -> str:
    spans = draft.skeleton.spans(draft.fills)
    for number, hole in enumerate(draft.skeleton.holes, 1):
        first, last = spans[hole.name]
        if diagnostic.line and first <= diagnostic.line <= last:
            return f"hole {number}, its line {diagnostic.line - first + 1}"
        if not diagnostic.line and diagnostic.symbol == hole.name:
            return f"hole {number}"
    return f"line {diagnostic.line} of the file, outside the holes" if diagnostic.line else "the file"

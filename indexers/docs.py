"""Markdown and plain text become passages: cut at headings, never longer than a screen, each with what it names."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from knowledge.records import Passage, Source, SourceFile

SUFFIXES = (".md", ".markdown", ".txt", ".text", ".rst")
LONGEST = 1500
"""Characters of a passage: about 400 tokens, so that several fit beside the signatures in a small context."""

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(=+|-+|~+)[ \t]*$")
_FENCE = re.compile(r"[ \t]*(```+|~~~+)")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SPAN = re.compile(r"`+([^`\n]+)`+")
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_CODE_LIKE = re.compile(r"[_$]|[a-z0-9][A-Z]|[A-Z]{2}[a-z]|\w\.\w")


def is_text(file: SourceFile) -> bool:
    """Whether a person wrote this with an editor; office documents, PDFs and archives hold zero bytes."""
    return "\0" not in file.text


def read_passages(file: SourceFile, known: Callable[[str], bool]) -> tuple[Passage, ...]:
    """The passages of a document; ``known`` says whether a name is that of a type or table. A PDF has none."""
    if not is_text(file):
        return ()
    passages: dict[str, Passage] = {}
    for section in _sections(file.text):
        for text in _cut(section.text):
            wanted = f"{file.path}#{'/'.join(section.path)}" if section.path else file.path
            name = next(n for n in _numbered(wanted) if n not in passages)
            title = " / ".join(section.path) or file.path.rpartition("/")[2]
            source = Source("document", file.path, section.path[-1] if section.path else "")
            passages[name] = Passage(name, title, text, source, tuple(_about(f"{title}\n{text}", known)))
    return tuple(passages.values())


@dataclass(frozen=True, slots=True)
class _Section:
    path: tuple[str, ...]
    text: str


def _sections(text: str) -> Iterator[_Section]:
    """The text below each heading, with the headings above it; headings without text of their own are left out."""
    path: dict[int, str] = {}
    body: list[str] = []
    for level, line in _marked_lines(_FRONT_MATTER.sub("", text)):
        if not level:
            body.append(line)
            continue
        yield from _section(path, body)
        path = {depth: title for depth, title in path.items() if depth < level} | {level: line}
        body = []
    yield from _section(path, body)


def _section(path: dict[int, str], body: list[str]) -> Iterator[_Section]:
    text = "\n".join(body).strip()
    if text:
        yield _Section(tuple(path[level] for level in sorted(path)), text)


def _marked_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its level as a heading; 0 for text. Headings are given without their marks."""
    lines = text.split("\n")
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        following = lines[at + 1] if at + 1 < len(lines) and not fence else ""
        heading = None if fence else _HEADING.match(line)
        if heading:
            yield len(heading.group(1)), heading.group(2)
        elif not fence and not mark and _is_underlined(line, following):
            yield (1 if following[0] == "=" else 2), line.strip()
            at += 1
        else:
            yield 0, line.rstrip()
        at += 1


def _is_underlined(line: str, following: str) -> bool:
    """A title over a rule of its length, not a table row and not the end of a paragraph that a rule follows."""
    title = line.strip()
    rule = _UNDERLINE.match(following)
    return bool(rule and title and "|" not in title and len(rule.group(1)) >= max(3, len(title) - 2))


def _cut(text: str) -> Iterator[str]:
    """Pieces of bounded length: whole paragraphs while they fit, else whole lines, else words."""
    piece = ""
    for part in _parts(text, ("\n\n", "\n", " ")):
        if piece and len(piece) + len(part) > LONGEST:
            yield piece.strip()
            piece = ""
        piece += part
    if piece.strip():
        yield piece.strip()


def _parts(text: str, separators: tuple[str, ...]) -> Iterator[str]:
    """The text in parts that are each short enough, every part with the separator behind it."""
    if len(text) <= LONGEST:
        yield text
    elif not separators:
        yield from (text[at : at + LONGEST] for at in range(0, len(text), LONGEST))
    else:
        *whole, last = text.split(separators[0])
        for part in [*(f"{part}{separators[0]}" for part in whole), last]:
            yield from _parts(part, separators[1:])


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def _about(text: str, known: Callable[[str], bool]) -> Iterable[str]:
    """Names of types and tables, in the order of the text. Plain words count in backquotes alone: "Bill" is a word."""
    quoted = {name for span in _SPAN.finditer(text) for name in _NAME.findall(span.group(1))}
    names = dict.fromkeys(_NAME.findall(text))
    return [name for name in names if (name in quoted or _CODE_LIKE.search(name)) and known(name)]

"""Code in the form in which a model is to write it: what the prompts of a pack ask for and ``agents.answer`` reads."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from agents.answer import parse_answer
from knowledge.blueprint import Fill, Hole, Skeleton


def answer_text(skeleton: Skeleton, fills: Mapping[str, Fill], names: Collection[str] | None = None) -> str:
    """One block for each hole with code, in the order of the file; ``names``: these holes alone, also empty ones."""
    blocks = []
    for number, hole in enumerate(skeleton.holes, 1):
        fill = fills.get(hole.name)
        wanted = fill is not None and (fill.code or hole.placeholder) if names is None else hole.name in names
        if fill is not None and wanted:
            blocks.append(_block(skeleton, number, fill))
    return "\n".join(blocks)


def gives_back(skeleton: Skeleton, answer: str, fills: Mapping[str, Fill]) -> bool:
    """Whether the answer is read as exactly these fills."""
    read = parse_answer(answer, skeleton)
    return all(_same(read.get(hole.name, Fill("")), fills[hole.name]) for hole in skeleton.holes if hole.name in fills)


def fenced(language: str, code: str) -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def one_hole(skeleton: Skeleton, fills: Mapping[str, Fill], name: str, purpose: str = "") -> Skeleton:
    """The skeleton with the other holes filled for good."""
    parts: list[str | Hole] = []
    for part in skeleton.parts:
        if isinstance(part, Hole):
            other = fills.get(part.name)
            given = part.placeholder if other is None else other.code
            part = (replace(part, purpose=purpose) if purpose else part) if part.name == name else given
        parts.append(part)
    imports = [each for other, fill in fills.items() if other != name for each in fill.imports]
    return with_imports(replace(skeleton, parts=tuple(parts)), imports)


def with_imports(skeleton: Skeleton, names: Iterable[str]) -> Skeleton:
    return replace(skeleton, imports=tuple(sorted({*skeleton.imports, *names})))


def _block(skeleton: Skeleton, number: int, fill: Fill) -> str:
    imports = "".join(f"{skeleton.import_line.format(name=name)}\n" for name in fill.imports)
    return fenced(f"{PurePosixPath(skeleton.path).suffix[1:]} hole={number}", imports + fill.code)


def _same(one: Fill, other: Fill) -> bool:
    return one.code == other.code and one.imports == other.imports

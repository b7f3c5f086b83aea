"""Where files go: a source tree, an archive or a branch. Each is made from what is kept, as often as one likes."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class File:
    """A file of a finished item."""

    id: str
    path: str
    """Below the output."""
    text: str
    request: str
    status: str


class Output(Protocol):
    @property
    def place(self) -> str:
        """As the user knows it."""

    def check(self, paths: Sequence[str]) -> list[str]:
        """What would go wrong, as sentences, before anything is made."""

    def put(self, file: File) -> None:
        """A file as soon as it is made; those that wait for ``finish`` do nothing here. Raises SpotsmithError."""

    def finish(self, files: Iterator[File]) -> str:
        """All files of the batch, in the order of the spec; gives a sentence about what was written."""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """The files are kept in the batch alone."""

    place: str = ""

    def check(self, paths: Sequence[str]) -> list[str]:
        return []

    def put(self, file: File) -> None:
        return

    def finish(self, files: Iterator[File]) -> str:
        return ""


def open_output(out: Path | None, branch: str, base: str, force: bool, written: Set[str], owner: str) -> Output:
    """``written``: digests of all texts that this batch ever made, which may be replaced without ``force``.

    ``owner``: the batch's name, which no other batch has.
    """
    if branch:
        from serving.batch.branch import Branch

        return Branch.opened(out or Path(), branch, base, force)
    if out is None:
        return Nowhere()
    if out.suffix.lower() == ".zip":
        from serving.batch.archive import Archive

        return Archive(out, force, owner)
    from serving.batch.tree import Tree

    return Tree(out, force, written, owner)

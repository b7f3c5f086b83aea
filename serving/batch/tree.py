"""Files in a source tree, each as soon as it is made. What others wrote there is never replaced unasked."""

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.batch.output import File
from serving.output import write_files


@dataclass(frozen=True, slots=True)
class Tree:
    out: Path
    force: bool
    written: Set[str]
    """Digests of all texts that the batch ever made."""
    owner: str
    """The batch's name, which no other batch has."""

    @property
    def place(self) -> str:
        return str(self.out)

    def check(self, paths: Sequence[str]) -> list[str]:
        if self.out.exists() and not self.out.is_dir():
            return [f"{self.out} is a file; --out takes a folder, or the name of a .zip"]
        if self.force:
            return []
        return [
            f"{self.out / path} is there already and is not what this batch wrote; --force replaces it"
            for path in paths
            if self._foreign(path)
        ]

    def put(self, file: File) -> None:
        if not self.force and self._foreign(file.path):
            raise SpotsmithError(f"{self.out / file.path} was changed by someone else; --force replaces it")
        target = self.out / file.path
        if not target.is_symlink() and _digest(target) == hashlib.sha256(file.text.encode()).hexdigest():
            return
        write_files([SourceFile(file.path, file.text)], self.out, force=True, owner=self.owner)

    def finish(self, files: Iterator[File]) -> str:
        count = 0
        for file in files:
            self.put(file)
            count += 1
        return f"{count:,} files are in {self.out}" if count != 1 else f"1 file is in {self.out}"

    def _foreign(self, path: str) -> bool:
        digest = _digest(self.out / path)
        return bool(digest) and digest not in self.written


def _digest(path: Path) -> str:
    """Empty for a file that is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read: {error.strerror}") from error

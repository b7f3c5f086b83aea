"""Files in a zip: the same files give the same bytes, whenever and wherever it is written."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError
from serving.batch.output import File
from serving.output import making

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can say
COMMENT = b"spotsmith batch"
"""Marks an archive that may be replaced unasked."""


@dataclass(frozen=True, slots=True)
class Archive:
    out: Path
    force: bool
    owner: str
    """The batch's name, which no other batch has."""

    @property
    def place(self) -> str:
        return str(self.out)

    def check(self, paths: Sequence[str]) -> list[str]:
        if self.out.is_dir():
            return [f"{self.out} is a folder; name a .zip file that is not there yet"]
        if not self.out.exists() or self.force:
            return []
        try:
            with zipfile.ZipFile(self.out) as archive:
                ours = archive.comment == COMMENT
        except (OSError, zipfile.BadZipFile):
            ours = False
        return [] if ours else [f"{self.out} is there already and was not written by a batch; --force replaces it"]

    def put(self, file: File) -> None:
        return

    def finish(self, files: Iterator[File]) -> str:
        made = sorted(files, key=lambda file: file.path)
        try:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            with making(self.out, self.owner) as fresh:
                _write(fresh, made)
        except OSError as error:
            raise SpotsmithError(f"{self.out}: cannot be written: {error.strerror}; choose another --out") from error
        return f"{len(made):,} {'file is' if len(made) == 1 else 'files are'} in {self.out}"


def _write(path: Path, files: Sequence[File]) -> None:
    with zipfile.ZipFile(path, "x") as archive:
        archive.comment = COMMENT
        for file in files:
            entry = zipfile.ZipInfo(file.path, EPOCH)
            entry.create_system = 3  # the modes below are Unix's, on whatever system this runs
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.text.encode())

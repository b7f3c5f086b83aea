"""A file that somebody else owns, changed: shown as a diff first, written whole, the old one kept beside it."""

import difflib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError

BACKUP = ".before-spotsmith"


@dataclass(frozen=True)
class Change:
    path: Path
    before: str | None
    """None: there is no such file yet."""
    after: str

    @property
    def is_needed(self) -> bool:
        return self.before != self.after

    @property
    def diff(self) -> str:
        old, new = (self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True)
        name = str(self.path)
        lines = difflib.unified_diff(old, new, name if self.before is not None else os.devnull, name)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

    def write(self) -> Path | None:
        """Gives the backup, where there was a file. A link is followed: settings are often kept elsewhere."""
        target = self.path.resolve()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            backup = self._kept(target)
            _replaced(target, self.after)
        except OSError as error:
            raise SpotsmithError(f"{self.path}: cannot be written: {error.strerror}") from error
        return backup

    def _kept(self, target: Path) -> Path | None:
        if self.before is None:
            return None
        backup = target.with_name(target.name + BACKUP)
        backup.write_bytes(target.read_bytes())
        return backup


def read(path: Path) -> str | None:
    """The text with its line ends, or None. Raises SpotsmithError for what is no UTF-8 text."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SpotsmithError(f"{path}: not UTF-8 text; nothing was changed") from error


def _replaced(target: Path, text: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".spotsmith-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

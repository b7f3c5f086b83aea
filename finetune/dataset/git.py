"""What git knows of the site's sources: when each last changed, and what each change of a file was for.

Only object contents are read (``cat-file``), so that no filter or text converter of the repository is run.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120.0
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")
_COMMIT, _FIELD = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class Commit:
    id: str
    date: str
    """ISO, of its author."""
    subject: str
    paths: tuple[str, ...]
    """Changed files, relative to the workspace."""


def commits(root: Path, folders: Sequence[Path], most: int) -> tuple[Commit, ...]:
    """The newest first, of those that change files in these folders; none where there is no repository."""
    inside = [str(folder.relative_to(root)) for folder in folders if folder.is_relative_to(root)]
    if not inside or most < 1:
        return ()
    form = f"--format={_COMMIT}%H{_FIELD}%as{_FIELD}%s"
    names = ("--no-merges", "--no-renames", "--diff-filter=AM", "--name-only", "--relative", f"-n{most}")
    told = _git(root, "-c", "core.quotepath=off", "log", form, *names, "--", *inside)
    return tuple(_commit(text) for text in told.split(_COMMIT) if text.strip())


def dates(found: Sequence[Commit]) -> Mapping[str, str]:
    """The date of the last change by path."""
    dated: dict[str, str] = {}
    for commit in found:
        for path in commit.paths:
            dated.setdefault(path, commit.date)
    return dated


def changes(root: Path, commit: Commit, suffixes: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Path, text before and text after, of the files that the commit changed and did not add."""
    for path in commit.paths:
        if path.endswith(tuple(suffixes)):
            before = _git(root, "cat-file", "blob", f"{commit.id}^:./{path}")
            after = _git(root, "cat-file", "blob", f"{commit.id}:./{path}")
            if before and after and before != after:
                yield path, before, after


def _commit(text: str) -> Commit:
    head, *names = text.splitlines()
    identity, date, subject = head.split(_FIELD, 2)
    return Commit(identity, date, subject, tuple(name for name in names if name))


def _git(folder: Path, *words: str) -> str:
    """What git says; nothing where it refuses, is not there, or takes too long."""
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, check=False, timeout=SECONDS, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

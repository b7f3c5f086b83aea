"""Files on a git branch, a commit for each item, by ``git fast-import``: the user's checkout and index stay untouched.

Commits get the time of the commit that they start from, so that the same items always give the same commits. An
existing branch is only continued when its last commit is a batch's own, or when the user says so; none is rewritten.
"""

import hashlib
import os
import re
import subprocess
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError
from serving.batch.output import File

TRAILER = "Spotsmith-Item"
SUBJECT = 72
SECONDS = 600.0  # for one git command on a large repository
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")
"""Variables by which a hook's git would have us work in another repository than the one that was named."""


@dataclass(frozen=True, slots=True)
class Branch:
    repository: Path
    """Its working tree."""
    prefix: str
    """Folder inside the repository below which files lie; empty for its root."""
    name: str
    start: str
    """The commit that the branch starts from, or its present tip."""
    exists: bool
    force: bool

    @classmethod
    def opened(cls, out: Path, name: str, base: str, force: bool) -> "Branch":
        """``out`` is a folder inside the repository, there or not. Raises SpotsmithError where there is none."""
        inside = next((p for p in (out.resolve(), *out.resolve().parents) if p.is_dir()), Path("/"))
        top = _git(
            inside,
            "rev-parse",
            "--show-toplevel",
            wrong=f"{out} is not inside a git repository; name one of its folders with --out",
        ).strip()
        repository = Path(top)
        if not out.resolve().is_relative_to(repository.resolve()):
            raise SpotsmithError(f"{out} is not inside the git repository {repository}")
        _git(repository, "check-ref-format", "--branch", name, wrong=f"{name!r} is not a name for a branch")
        prefix = out.resolve().relative_to(repository.resolve()).as_posix()
        exists = _says(repository, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}^{{commit}}")
        wrong = f"{base or 'HEAD'} names no commit of {repository} to start the branch from"
        start = exists or _git(
            repository, "rev-parse", "--verify", "--quiet", f"{base or 'HEAD'}^{{commit}}", wrong=wrong
        )
        return cls(repository, "" if prefix == "." else prefix, name, start.strip(), bool(exists), force)

    @property
    def place(self) -> str:
        return f"branch {self.name} of {self.repository}"

    def check(self, paths: Sequence[str]) -> list[str]:
        used = re.findall(r"^branch refs/heads/(.+)$", _git(self.repository, "worktree", "list", "--porcelain"), re.M)
        if self.name in used:
            return [f"{self.place} is checked out; commits beneath a checkout would look like changes of yours"]
        if self.exists and not self.force and not self._ours():
            return [f"{self.place} is there already; name another one, or pass --force to commit on top of it"]
        return []

    def put(self, file: File) -> None:
        return

    def finish(self, files: Iterator[File]) -> str:
        """Only what differs from the branch is committed, so that a batch that is run again adds nothing."""
        present = self._present()
        stamp = _git(self.repository, "log", "-1", "--format=%cd", "--date=raw", self.start).strip()
        person = _person(self.repository)
        stream = bytearray()
        commits = 0
        for file in files:
            path = f"{self.prefix}/{file.path}" if self.prefix else file.path
            if present.get(path) == _blob(file.text.encode(), self.start):
                continue
            parent = self.start if not commits else ""
            stream += _commit(f"refs/heads/{self.name}", person, stamp, parent, path, file)
            commits += 1
        if commits:
            _import(self.repository, bytes(stream))
        return f"{commits:,} {'commit is' if commits == 1 else 'commits are'} new on {self.place}"

    def _ours(self) -> bool:
        return f"\n{TRAILER}: " in _git(self.repository, "log", "-1", "--format=%B", self.start)

    def _present(self) -> dict[str, str]:
        """Blob ids of the branch's files by path."""
        listed = _git(self.repository, "ls-tree", "-r", "-z", "--full-tree", self.start)
        entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
        return {path: meta.split()[2] for meta, _, path in entries}


def _commit(ref: str, person: str, stamp: str, parent: str, path: str, file: File) -> bytes:
    request = "".join(c if c.isprintable() else " " for c in file.request)  # a NUL would end the message
    subject = " ".join(f"{file.id}: {request}".split())
    subject = subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1]}…"
    message = f"{subject}\n\n{_wrapped(request)}\n\nSpotsmith-Status: {file.status}\n{TRAILER}: {file.id}\n"
    data, body = message.encode(), file.text.encode()
    lines = [f"commit {ref}", f"author {person} {stamp}", f"committer {person} {stamp}", f"data {len(data)}"]
    head = "\n".join(lines).encode() + b"\n" + data + b"\n"
    head += f"from {parent}\n".encode() if parent else b""
    return head + f"M 100644 inline {_quoted(path)}\ndata {len(body)}\n".encode() + body + b"\n"


def _wrapped(request: str) -> str:
    """The request as text of a commit message; a line that looks like a trailer must not become one."""
    return "\n".join(f"    {line}" for line in textwrap.wrap(" ".join(request.split()), SUBJECT)) or "    -"


def _import(repository: Path, stream: bytes) -> None:
    command = ["git", "-C", str(repository), "fast-import", "--quiet", "--done", "--date-format=raw"]
    try:
        done = subprocess.run(
            command, input=stream + b"done\n", capture_output=True, check=False, timeout=SECONDS, env=_environment()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SpotsmithError(f"git fast-import in {repository}: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SpotsmithError(f"git fast-import in {repository}: {said[0] if said else 'it failed'}")


def _blob(data: bytes, commit: str) -> str:
    """The id of a file's content, in the hash that the repository uses."""
    kind = "sha1" if len(commit) == 40 else "sha256"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _person(repository: Path) -> str:
    """The user as git knows them; a machine without one commits as Spotsmith."""
    said = _says(repository, "var", "GIT_AUTHOR_IDENT")
    match = re.match(r"(.*<[^<>]*>) \d+ [+-]\d{4}$", said)
    return match[1] if match else "Spotsmith <spotsmith@localhost>"


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _says(repository: Path, *words: str) -> str:
    """What git says; nothing where it refuses."""
    try:
        return _git(repository, *words).strip()
    except SpotsmithError:
        return ""


def _git(folder: Path, *words: str, wrong: str = "") -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, check=False, timeout=SECONDS, env=_environment()
        )
    except FileNotFoundError as error:
        raise SpotsmithError("git is not installed, and --branch needs it") from error
    except subprocess.TimeoutExpired as error:
        raise SpotsmithError(f"git {words[0]} in {folder} did not end within {SECONDS:g} s") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SpotsmithError(wrong or f"git {words[0]} in {folder}: {said[0] if said else 'it failed'}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ELSEWHERE}

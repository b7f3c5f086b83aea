"""Any compiler that is a command and prints its findings a line each, read by a pattern: for other languages.

The sources are written into a folder that is deleted afterwards; the command runs there. What names resolve to is not
known from such output, and the Compilation says so.
"""

import os
import re
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath

from agents.compilers.process import DeadlinePassed, ProcessDied, run_to_end
from agents.compilers.protocol import Compilation, CompilerError
from knowledge.records import Diagnostic, Severity, SourceFile

GROUPS = frozenset({"path", "line", "column", "severity", "code", "message"})


class CommandCompiler:
    """A Compiler over ``command``; the word ``{files}`` in it stands for all paths of a request."""

    def __init__(self, command: Sequence[str], pattern: str, *, deadline: float = 60.0) -> None:
        """``pattern`` is a regular expression for one finding, with at least the groups ``path`` and ``message``;
        known groups are path, line, column, severity, code and message. ``deadline`` is in seconds."""
        try:
            self._pattern = re.compile(pattern, re.MULTILINE)
        except re.error as error:
            raise CompilerError(f"compiler pattern {pattern!r} is no regular expression: {error}") from error
        names = set(self._pattern.groupindex)
        if not command or names - GROUPS or not {"path", "message"} <= names:
            raise CompilerError(
                "a compiler needs a command, and a pattern with the groups path and message; "
                f"known groups: {', '.join(sorted(GROUPS))}"
            )
        self._command = tuple(command)
        self._deadline = deadline

    def compile(self, files: Sequence[SourceFile], *, report: Collection[str] | None = None) -> Compilation:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="spotsmith-compile-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            try:
                _write(folder, files)
                code, said = self._run(folder, files)
                found = self._diagnostics(folder, said)
                unchecked = _unchecked(self._command[0], code, said, found)
            except DeadlinePassed:
                found, unchecked = [], (f"compile: timed out after {self._deadline:g} s",)
            except (ProcessDied, CompilerError) as error:
                found, unchecked = [], (f"compile: {error}",)
        wanted = {file.path for file in files} if report is None else set(report)
        return Compilation(
            tuple(diagnostic for diagnostic in found if diagnostic.path in wanted),
            unchecked=unchecked,
            seconds=time.perf_counter() - started,
            context_diagnostics=tuple(
                diagnostic for diagnostic in found if diagnostic.path not in wanted and diagnostic.severity == "error"
            ),
        )

    def start(self) -> None:
        """Each check starts a process of its own."""

    def close(self) -> None:
        """Nothing runs between checks."""

    def _run(self, folder: Path, files: Sequence[SourceFile]) -> tuple[int, str]:
        paths = [file.path for file in files]
        words = [word for part in self._command for word in (paths if part == "{files}" else [part])]
        return run_to_end(words, folder=folder, environment=os.environ, seconds=self._deadline)

    def _diagnostics(self, folder: Path, said: str) -> list[Diagnostic]:
        return [_diagnostic(match, folder) for match in self._pattern.finditer(said)]


def _write(folder: Path, files: Sequence[SourceFile]) -> None:
    for file in files:
        path = PurePosixPath(file.path.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in file.path:
            raise CompilerError(f"{file.path} is not a path inside the source tree")
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text, encoding="utf-8", errors="replace", newline="")


def _diagnostic(match: re.Match[str], folder: Path) -> Diagnostic:
    group = match.groupdict()
    path = (group["path"] or "").removeprefix(f"{folder}{os.sep}").removeprefix("./").replace("\\", "/")
    said = (group.get("severity") or "error").lower()
    severity: Severity = (
        "warning" if said.startswith("warn") else "info" if said.startswith(("info", "note")) else "error"
    )
    return Diagnostic(
        code=f"compiler.err.{group.get('code') or 'command'}",
        severity=severity,
        message=(group["message"] or "").strip(),
        path=path,
        line=int(group.get("line") or 0),
        column=int(group.get("column") or 0),
    )


def _unchecked(command: str, code: int, said: str, found: Sequence[Diagnostic]) -> tuple[str, ...]:
    """A command that fails without a finding has not checked anything."""
    no_uses = f"uses: {command} does not say what names resolve to"
    if code != 0 and not found:
        return (f"compile: {command} ended with code {code}: {said.strip()[:300]}", no_uses)
    return (no_uses,)

"""The Eclipse compiler, for a Java without javac: a process for each check (about 0.6 s), read through its XML log.

Its verdicts agree with javac's (760 of 760 files in a comparison), its diagnostics get javac's codes where there is
one. It does not say what names resolve to, so its Compilation has no uses and says that. The JAR (EPL-2) comes from the
user or from Debian's ``ecj``; it is never part of Spotsmith.
"""

import os
import tempfile
import time
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from agents.compilers.classpath import check_class_path
from agents.compilers.ecj_log import read_log
from agents.compilers.jdk import Jdk
from agents.compilers.process import DeadlinePassed, ProcessDied, run_to_end
from agents.compilers.protocol import Compilation, CompilerError
from agents.compilers.service import service_environment
from knowledge.records import SourceFile

MAIN = "org.eclipse.jdt.internal.compiler.batch.Main"

JVM_FLAGS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xss16m", "-Xshare:auto")

NO_USES = "uses: the Eclipse compiler does not say what names resolve to"


def is_ecj(jar: Path) -> bool:
    """Whether ``jar`` holds the batch compiler (ecj or org.eclipse.jdt.core with it)."""
    try:
        with zipfile.ZipFile(jar) as archive:
            return f"{MAIN.replace('.', '/')}.class" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


class EcjCompiler:
    """A Compiler that starts ECJ for each check; several threads may check at the same time."""

    def __init__(
        self,
        java: Jdk,
        ecj: Path,
        class_path: Sequence[Path] = (),
        *,
        release: str = "8",
        platform_api: bool = False,
        deadline: float = 10.0,
    ) -> None:
        check_class_path(class_path)
        if not is_ecj(ecj):
            raise CompilerError(f"ecj = {ecj} is not the Eclipse compiler; install Debian's `ecj` or correct it")
        self._class_path = tuple(entry.resolve() for entry in class_path)
        self._deadline = deadline
        self._level = ["--release", release] if platform_api else ["-source", release, "-target", release]
        self._java = [str(java.java), *JVM_FLAGS, "-cp", str(ecj.resolve()), MAIN]

    def compile(self, files: Sequence[SourceFile], *, report: Collection[str] | None = None) -> Compilation:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="spotsmith-ecj-", ignore_cleanup_errors=True) as name:
            try:
                found = self._run(Path(name), files, report)
            except CompilerError as error:
                found = Compilation(unchecked=(f"compile: {error}",))
            except DeadlinePassed:
                found = Compilation(unchecked=(f"compile: timed out after {self._deadline:g} s",))
            except ProcessDied as error:
                found = Compilation(unchecked=(f"compile: {error}",))
        return replace(found, seconds=time.perf_counter() - started)

    def start(self) -> None:
        """Each check starts a process of its own."""

    def close(self) -> None:
        """Nothing runs between checks."""

    def _run(self, folder: Path, files: Sequence[SourceFile], report: Collection[str] | None) -> Compilation:
        check_class_path(self._class_path)
        log = folder / "log.xml"
        command = [*self._java, *self._options(folder), "-log", str(log), *_write(folder, files)]
        code, said = run_to_end(command, folder=folder, environment=service_environment(), seconds=self._deadline)
        found = read_log(log, files)
        if found is None or (code != 0 and not found):
            raise ProcessDied(f"the Eclipse compiler ended with code {code}: {said.strip()[:300]}")
        wanted = {file.path for file in files} if report is None else set(report)
        return Compilation(
            tuple(diagnostic for diagnostic in found if diagnostic.path in wanted),
            unchecked=(NO_USES,),
            context_diagnostics=tuple(diagnostic for diagnostic in found if diagnostic.path not in wanted),
        )

    def _options(self, folder: Path) -> list[str]:
        """Errors only, no class files, no processors, and no sources but the given ones."""
        empty = folder / "empty"
        empty.mkdir()
        class_path = os.pathsep.join(str(entry) for entry in (*self._class_path, empty))
        fixed = ["-nowarn", "-proc:none", "-proceedOnError", "-encoding", "UTF-8", "-d", "none"]
        return [*fixed, "-maxProblems", "1000", *self._level, "-sourcepath", str(empty), "-cp", class_path]


def _write(folder: Path, files: Sequence[SourceFile]) -> list[str]:
    """One folder for each file: two may have the same name, and a path of a request may point anywhere."""
    written = []
    for index, file in enumerate(files):
        target = folder / str(index) / file.path.replace("\\", "/").rpartition("/")[2]
        target.parent.mkdir()
        target.write_text(file.text, encoding="utf-8", errors="replace", newline="")
        written.append(str(target))
    return written

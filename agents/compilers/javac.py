"""The warm javac: one JVM that checks sources in memory against a class path, restarted when it must be.

A verdict is a fresh javac task over a shared file manager (p50 about 30 ms; a reused symbol table is quicker and
wrong for classes that a JAR has too). Generated code is analysed, never turned into classes and never loaded; an
empty processor path keeps code in class-path JARs from running inside the compiler, which ``-proc:none`` alone
does not.
"""

import threading
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import cast

from agents.compilers.classpath import check_class_path, fingerprint
from agents.compilers.javac_diagnostics import to_diagnostic
from agents.compilers.jdk import Jdk
from agents.compilers.process import DeadlinePassed, JsonProcess, ProcessDied
from agents.compilers.protocol import Compilation, CompilerError, Use, UseKind
from agents.compilers.service import TRAINING, service_command, service_environment
from knowledge.records import Diagnostic, SourceFile

START_SECONDS = 60.0
"""A JVM on a loaded machine that opens hundreds of JARs; 1 to 2 s when nothing else runs."""

RECOVERED = ("compiler.err.expected", "compiler.err.invalid.meth.decl.ret.type.req")
"""A missing token, a missing result type: the parser goes on as if it were there."""

FIXED_OPTIONS = (
    "-proc:none",
    "-processorpath",
    "",
    "-Xmaxerrs",
    "1000",
    "-Xmaxwarns",
    "1000",
    "-Xdiags:verbose",
)


def javac_options(release: str = "8", *, platform_api: bool = False, extra: Sequence[str] = ()) -> list[str]:
    """``release`` is the Java of the site. ``platform_api`` also holds sources to the JDK classes of that release,
    at the price of twice the memory and a third more time a check; without it only the language is held."""
    level = ["--release", release] if platform_api else ["-source", release, "-target", release]
    return [*FIXED_OPTIONS, "-Xlint:none", *level, *extra]


class JavacCompiler:
    """A Compiler over one JVM. The JVM starts with ``warm_up`` or the first ``compile``."""

    def __init__(
        self,
        jdk: Jdk,
        class_path: Sequence[Path] = (),
        *,
        options: Sequence[str] | None = None,
        deadline: float = 10.0,
        cache: Path | None = None,
    ) -> None:
        """``deadline`` is in seconds, for one check; ``cache`` a folder for the compiled service."""
        check_class_path(class_path)
        self._jdk = jdk
        self._class_path = tuple(entry.resolve() for entry in class_path)
        self._options = list(javac_options() if options is None else options)
        self._deadline = deadline
        self._cache = cache
        self._lock = threading.Lock()
        self._closed = False
        self._process: JsonProcess | None = None
        self._opened = False
        self._fingerprint = fingerprint(self._class_path)
        self._requests = 0

    @property
    def pid(self) -> int | None:
        """The process of the JVM, for whoever watches its memory."""
        process = self._process
        return process.pid if process else None

    def start(self) -> None:
        """Start the JVM and return while it boots, so that it is ready when the first draft is."""
        with self._lock:
            try:
                self._running()
            except (ProcessDied, DeadlinePassed, CompilerError):
                self._drop()  # the next check tries again and says what is wrong

    def warm_up(self, rounds: int = 20) -> None:
        """Check a dummy source ``rounds`` times in the background, because the first ten checks of a JVM are 2 to 6
        times slower than the rest. Real checks go in between; ``close`` ends it."""
        self._closed = False
        threading.Thread(target=self._warm, args=(rounds,), name="compiler warm-up", daemon=True).start()

    def _warm(self, rounds: int) -> None:
        dummy = [SourceFile("WarmUp.java", TRAINING.read_text(encoding="utf-8"))]
        for _ in range(rounds):
            with self._lock:
                if self._closed or "refused" in self._answer(dummy, None):
                    return

    def compile(self, files: Sequence[SourceFile], *, report: Collection[str] | None = None) -> Compilation:
        started = time.perf_counter()
        with self._lock:
            self._closed = False
            answer = self._answer(files, report)
        return _compilation(answer, files, report, time.perf_counter() - started)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._drop()

    def _answer(self, files: Sequence[SourceFile], report: Collection[str] | None) -> Mapping[str, object]:
        """What the service says; ``refused`` with a reason when there is no verdict."""
        try:
            return self._ask(files, report)
        except CompilerError as error:
            return {"refused": str(error)}
        except DeadlinePassed:
            self._restart()
            return {"refused": f"timed out after {self._deadline:g} s; the source may be too deeply nested for javac"}
        except ProcessDied as error:
            self._restart()
            return {"refused": f"the compiler process died: {error}"}
        except BaseException:  # Ctrl-C: the answer is still to come, and would be taken for that of the next check
            self._drop()
            raise

    def _ask(self, files: Sequence[SourceFile], report: Collection[str] | None) -> Mapping[str, object]:
        process = self._running()
        if not self._opened:
            ready = process.receive(START_SECONDS)
            if "refused" in ready:
                self._drop()
                raise CompilerError(f"javac {self._jdk.version} refuses its settings: {ready['refused']}")
            self._opened = True
        self._requests += 1
        sources = [
            {"path": file.path, "text": file.text, "report": report is None or file.path in report} for file in files
        ]
        process.send({"op": "compile", "id": self._requests, "files": sources}, self._deadline)
        return process.receive(self._deadline)

    def _running(self) -> JsonProcess:
        """The process for the class path as it is now."""
        now = fingerprint(self._class_path)
        if self._process is not None and (now != self._fingerprint or not self._process.running):
            self._drop()
        if self._process is None:
            check_class_path(self._class_path)
            self._fingerprint = now
            self._process = JsonProcess(service_command(self._jdk, self._cache), service_environment())
            entries = [str(entry) for entry in self._class_path]
            opening = {"op": "open", "id": 0, "classpath": entries, "options": self._options}
            self._process.send(opening, START_SECONDS)
        return self._process

    def _restart(self) -> None:
        """Boot the next JVM while the caller reads why the last one ended."""
        self._drop()
        try:
            self._running()
        except (ProcessDied, DeadlinePassed, CompilerError):
            self._drop()

    def _drop(self) -> None:
        if self._process is not None:
            self._process.kill()
        self._process = None
        self._opened = False


def _compilation(
    answer: Mapping[str, object],
    files: Sequence[SourceFile],
    report: Collection[str] | None,
    seconds: float,
) -> Compilation:
    if "refused" in answer:
        return Compilation(unchecked=(f"compile: {answer['refused']}",), seconds=seconds)
    reported: list[Diagnostic] = []
    syntax: list[Diagnostic] = []
    context: list[Diagnostic] = []
    for item in _objects(answer["diagnostics"]):
        index = item.get("file")
        path = files[index].path if isinstance(index, int) else str(item.get("origin", ""))
        diagnostic = to_diagnostic(item, path)
        if isinstance(index, int) and (report is None or path in report):
            reported.append(diagnostic)
            syntax += [diagnostic] if item["syntax"] and diagnostic.severity == "error" else []
        elif diagnostic.severity == "error":
            context.append(diagnostic)
    return Compilation(
        diagnostics=_without_echoes(reported, syntax),
        uses=tuple(_use(item, files) for item in _objects(answer["uses"])),
        unchecked=tuple(f"compile: {text}" for text in cast(list[str], answer["unchecked"])),
        seconds=seconds,
        context_diagnostics=tuple(context),
    )


def _without_echoes(reported: Sequence[Diagnostic], syntax: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Of a file that has lost its structure, the first syntax error of each code alone.

    One brace too few gives dozens of the same code, and javac's later steps judge a file that nobody wrote.
    """
    telling: dict[tuple[str, str], Diagnostic] = {}
    for diagnostic in syntax:
        telling.setdefault((diagnostic.path, diagnostic.code), diagnostic)
    counts = Counter(diagnostic.path for diagnostic in syntax)
    broken = {d.path for d in syntax if counts[d.path] > 1 or d.code not in RECOVERED}
    kept = [d for d in reported if d.path not in broken or telling.get((d.path, d.code)) == d]
    return tuple(dict.fromkeys(kept))


def _use(item: Mapping[str, object], files: Sequence[SourceFile]) -> Use:
    return Use(
        path=files[cast(int, item["file"])].path,
        line=cast(int, item.get("line", 0)),
        column=cast(int, item.get("column", 0)),
        symbol=str(item["symbol"]),
        kind=cast(UseKind, item["kind"]),
    )


def _objects(value: object) -> list[Mapping[str, object]]:
    return cast(list[Mapping[str, object]], value)

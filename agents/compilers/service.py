"""The command that starts the warm service, and its files: classes and a class-data archive for each JDK.

Measured with OpenJDK 17, start to first verdict: source launcher 0.8 s, compiled 0.41 s, with the quick JIT alone
0.34 s, with the archive as well 0.22 s. The archive takes 1.5 s to make, so that nobody waits for it: it is made by
``prepare_archive`` when there is time.
"""

import hashlib
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from agents.compilers.jdk import Jdk
from agents.compilers.process import DeadlinePassed, JsonProcess, ProcessDied

SOURCE = Path(__file__).with_name("JavacService.java")
TRAINING = Path(__file__).with_name("warm_up.java.txt")
"""A source that leads javac through what generated classes use; compiled, never run."""

EXPORTS = tuple(
    word
    for package in ("api", "util")
    for word in ("--add-exports", f"jdk.compiler/com.sun.tools.javac.{package}=ALL-UNNAMED")
)

JVM_FLAGS = (
    "-XX:+UseSerialGC",
    "-Xmx512m",
    "-Xss4m",
    "-XX:+ExitOnOutOfMemoryError",
    # The quick JIT alone: 400 checks take 10 s of processor time instead of 19 to 23 s, and 187 MB instead of 256;
    # with both JITs a check is quicker (17 against 21 ms) only after some 200 of them.
    "-XX:TieredStopAtLevel=1",
    "-XX:+DisplayVMOutputToStderr",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
    "-Xshare:auto",
    "-Dfile.encoding=UTF-8",
    "-Duser.language=en",
    "-Duser.country=US",
)

INJECTED = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JDK_JAVAC_OPTIONS", "CLASSPATH")
"""Variables that would add options, agents or classes to our JVM."""


def service_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in INJECTED}


def service_command(jdk: Jdk, cache: Path | None) -> list[str]:
    """The command line for ``jdk``; compiles the service into ``cache`` when it is not there yet.

    Without a cache folder, or when it cannot be written, the source launcher compiles it at every start.
    """
    jar = _jar(jdk, cache) if cache is not None else None
    if jar is None:
        return [str(jdk.java), *JVM_FLAGS, *EXPORTS, str(SOURCE)]
    archive = jar.with_suffix(".jsa")
    share = [f"-XX:SharedArchiveFile={archive}"] if archive.is_file() else []
    return [str(jdk.java), *JVM_FLAGS, *share, *EXPORTS, "-cp", str(jar), SOURCE.stem]


def prepare_archive(jdk: Jdk, cache: Path) -> bool:
    """Make the class-data archive of ``jdk`` unless it is there; False when it cannot be, which only costs time."""
    jar = _jar(jdk, cache)
    if jar is None:
        return False
    archive = jar.with_suffix(".jsa")
    if archive.is_file():
        return True
    making = archive.with_name(f"{archive.name}.{os.getpid()}")
    command = [str(jdk.java), *JVM_FLAGS, f"-XX:ArchiveClassesAtExit={making}", *EXPORTS, "-cp", str(jar)]
    try:
        _train([*command, SOURCE.stem], jar)
        making.replace(archive)
    except (OSError, ProcessDied, DeadlinePassed):
        making.unlink(missing_ok=True)
        return False
    return True


def _train(command: Sequence[str], jar: Path) -> None:
    process = JsonProcess(command, service_environment())
    try:
        options = ["-proc:none", "-processorpath", ""]
        process.send({"op": "open", "id": 0, "classpath": [str(jar)], "options": options}, 60)
        process.receive(60)
        file = {"path": "WarmUp.java", "text": TRAINING.read_text(encoding="utf-8")}
        process.send({"op": "compile", "id": 1, "files": [file]}, 60)
        process.receive(60)
    finally:
        process.finish(60)


def _jar(jdk: Jdk, cache: Path) -> Path | None:
    """The compiled service, or None when it cannot be made."""
    key = hashlib.sha256(SOURCE.read_bytes())
    key.update(str(jdk.home).encode("utf-8", "replace"))
    jar = cache.absolute() / f"javac-service-{jdk.version}-{key.hexdigest()[:16]}.jar"
    if jar.is_file():
        return jar
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="making-") as folder:
            classes = Path(folder) / "classes"
            _compile(jdk, classes)
            fresh = Path(folder) / "service.jar"
            with zipfile.ZipFile(fresh, "w") as target:
                for file in sorted(classes.rglob("*.class")):
                    target.write(file, file.relative_to(classes).as_posix())
            fresh.replace(jar)
    except (OSError, subprocess.SubprocessError):
        return None
    return jar


def _compile(jdk: Jdk, target: Path) -> None:
    launcher = [str(jdk.java), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    compiler = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-nowarn", *EXPORTS]
    subprocess.run(
        [*launcher, *compiler, "-encoding", "UTF-8", "-d", str(target), str(SOURCE)],
        check=True,
        capture_output=True,
        timeout=60,
        env=service_environment(),
    )

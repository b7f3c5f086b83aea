"""The command that starts the warm service, and its classes, compiled once for each JDK.

Without a cache folder the source launcher compiles ``JavacService.java`` at every start, which costs 0.4 s.
"""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from agents.compilers.jdk import Jdk

SOURCE = Path(__file__).with_name("JavacService.java")

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
    "-Xshare:auto",
    "-Dfile.encoding=UTF-8",
    "-Duser.language=en",
    "-Duser.country=US",
)


def service_command(jdk: Jdk, cache: Path | None) -> list[str]:
    """The command line for ``jdk``; compiles the service into ``cache`` when it is not there yet."""
    java = [str(jdk.java), *JVM_FLAGS, *EXPORTS]
    classes = _classes(jdk, cache) if cache is not None else None
    return [*java, str(SOURCE)] if classes is None else [*java, "-cp", str(classes), SOURCE.stem]


def _classes(jdk: Jdk, cache: Path) -> Path | None:
    """The folder with the compiled service, or None when it cannot be made."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    wanted = cache / f"javac-service-{jdk.version}-{digest}"
    if (wanted / f"{SOURCE.stem}.class").is_file():
        return wanted
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="making-") as making:
            fresh = Path(making) / "classes"
            _compile(jdk, fresh)
            _move(fresh, wanted)
    except (OSError, subprocess.SubprocessError):
        return None
    return wanted


def _compile(jdk: Jdk, target: Path) -> None:
    launcher = [str(jdk.java), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    compiler = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-nowarn", *EXPORTS]
    subprocess.run(
        [*launcher, *compiler, "-encoding", "UTF-8", "-d", str(target), str(SOURCE)],
        check=True,
        capture_output=True,
        timeout=60,
        env=os.environ | {"JAVA_TOOL_OPTIONS": "", "JDK_JAVAC_OPTIONS": ""},
    )


def _move(fresh: Path, wanted: Path) -> None:
    """Put the classes in place at once; another process may have been quicker with the same ones."""
    try:
        fresh.replace(wanted)
    except OSError:
        if not wanted.is_dir():
            raise

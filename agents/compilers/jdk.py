"""Finds Java on this machine by reading files; no JVM is started for it.

Order: the setting, JAVA_HOME, ``javac`` and ``java`` on PATH, the usual folders. ``<home>/release`` says the version
and, in MODULES, whether the compiler is there (Debian's headless JRE has it as well, without a ``javac`` command).
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = 17
"""The service's source needs records of Java 16 and is tested on 17 and 25."""

INSTALL = (
    "install a JDK 17 or newer: `apt-get install openjdk-17-jdk-headless` (Debian, Ubuntu), "
    "`dnf install java-17-openjdk-devel` (Fedora, RHEL, Oracle Linux), `brew install openjdk@17` (macOS), "
    "`winget install EclipseAdoptium.Temurin.17.JDK` (Windows); or set `java.home` in spotsmith.toml to one"
)

USUAL_FOLDERS = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/opt/jdk*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "~/.sdkman/candidates/java/*",
    "C:/Program Files/Java/*",
    "C:/Program Files/Eclipse Adoptium/*",
    "C:/Program Files/Microsoft/jdk-*",
)


@dataclass(frozen=True, slots=True)
class Jdk:
    """An installed Java."""

    home: Path
    version: str
    has_compiler: bool
    why: str
    """How it was found: ``java.home``, ``JAVA_HOME``, ``javac on PATH``, a folder."""

    @property
    def feature(self) -> int:
        """17 for 17.0.15, 8 for 1.8.0_392, 0 when unknown."""
        numbers = [int(number) for number in re.findall(r"\d+", self.version)]
        return 0 if not numbers else numbers[1] if numbers[0] == 1 and len(numbers) > 1 else numbers[0]

    @property
    def java(self) -> Path:
        return self.home / "bin" / ("java.exe" if os.name == "nt" else "java")

    def __str__(self) -> str:
        return f"Java {self.version or 'of unknown version'} in {self.home} ({self.why})"


@dataclass(frozen=True, slots=True)
class JavaSearch:
    """What can compile and what can at least run ECJ; ``problem`` says why nothing can compile."""

    compiler: Jdk | None
    runtime: Jdk | None
    problem: str = ""


def find_java(
    setting: Path | None = None,
    environ: Mapping[str, str] | None = None,
    folders: Sequence[str] = USUAL_FOLDERS,
) -> JavaSearch:
    """Search this machine. A ``setting`` that does not work is a problem, not a reason to take another Java."""
    if setting is not None:
        jdk = read_home(setting.expanduser(), "java.home")
        found = [] if jdk is None else [jdk]
        nothing = f"java.home = {setting} is not a Java home (it has no bin/java and release file); correct it"
    else:
        found = list(_candidates(os.environ if environ is None else environ, folders))
        nothing = f"no Java was found; {INSTALL}"
    compiler = next((jdk for jdk in found if jdk.has_compiler and jdk.feature >= OLDEST), None)
    runtime = next((jdk for jdk in found if jdk.feature >= OLDEST), None)
    return JavaSearch(compiler, runtime, "" if compiler else _problem(found, nothing))


def read_home(home: Path, why: str) -> Jdk | None:
    """What ``home`` holds, or None when it is no Java home."""
    release = _release(home)
    jdk = Jdk(home, release.get("JAVA_VERSION", ""), False, why)
    if not release or not jdk.java.is_file():
        return None
    modules = release.get("MODULES", "").split()
    has_compiler = "jdk.compiler" in modules if modules else (home / "lib" / "tools.jar").is_file()
    return Jdk(home, jdk.version, has_compiler, why)


def _release(home: Path) -> dict[str, str]:
    try:
        text = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return dict(re.findall(r'^(\w+)="?([^"\r\n]*)"?', text, re.MULTILINE))


def _candidates(environ: Mapping[str, str], folders: Sequence[str]) -> Iterator[Jdk]:
    seen: set[Path] = set()
    for home, why in _homes(environ, folders):
        try:
            resolved = home.resolve()
        except OSError:
            continue
        if resolved not in seen and (jdk := read_home(resolved, why)):
            seen.add(resolved)
            yield jdk


def _homes(environ: Mapping[str, str], folders: Sequence[str]) -> Iterator[tuple[Path, str]]:
    if environ.get("JAVA_HOME"):
        yield Path(environ["JAVA_HOME"]), "JAVA_HOME"
    for command in ("javac", "java"):
        if path := shutil.which(command, path=environ.get("PATH", "")):
            yield Path(path).resolve().parent.parent, f"{command} on PATH"
    for pattern in folders:
        parts = Path(pattern).expanduser().parts
        root = Path(parts[0])
        for home in sorted(root.glob(str(Path(*parts[1:])))) if root.is_absolute() else ():
            yield home, str(home)


def _problem(found: Sequence[Jdk], nothing: str) -> str:
    if not found:
        return nothing
    old = [jdk for jdk in found if jdk.has_compiler]
    if old:
        return f"{old[0]} is older than Java {OLDEST}; {INSTALL}"
    return f"{found[0]} has no compiler (module jdk.compiler), it is a runtime only; {INSTALL}"

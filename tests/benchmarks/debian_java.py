"""Real Java for benchmarks: libraries of Debian, their JARs and the sources that these were built from.

Fetched once with apt, with lists and caches of its own below ``build/bench/debian``; nothing is installed, and apt's
own settings stay as they are. The mirror is the one that this machine's apt uses.
"""

import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexers.jar import read_class_path
from indexers.platform import read_platform
from knowledge.packs.ormb.cursor import JavaCompletion
from knowledge.records import Table
from knowledge.symbols import MemorySymbols, SymbolTable
from tests.benchmarks.bench_record import BENCH

FOLDER = BENCH / "debian"
_SECONDS = 300
_PACKAGE = re.compile(r"^package\s+([\w.]+)\s*;", re.MULTILINE)


class NotThere(Exception):
    """The libraries cannot be had; the sentence says why."""


@dataclass(frozen=True)
class Library:
    package: str
    jars: tuple[Path, ...]
    sources: tuple[Path, ...]
    """Files of the types that the JARs hold, in order."""


def library(package: str) -> Library:
    """The JARs of a binary package and the sources of its source package. Raises NotThere."""
    folder = FOLDER / package
    if not (folder / "done").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _fetch(package, folder)
        (folder / "done").touch()
    jars = tuple(_jars(folder / "binary"))
    inside = {name for jar in jars for name in zipfile.ZipFile(jar).namelist()}
    return Library(package, jars, tuple(_sources(folder / "source", inside)))


def java_completion(libraries: Sequence[Library], java_home: Path) -> JavaCompletion:
    """What the JARs and the Java platform hold, read by our own indexers."""
    jars = [jar for each in libraries for jar in each.jars]
    platform = read_platform(java_home)
    found = (platform.get(name) for name in platform.names())
    symbols = [*read_class_path(jars, cache_dir=FOLDER / "index"), *(each for each in found if each)]
    names = [symbol.name for symbol in symbols]
    return JavaCompletion(SymbolTable(MemorySymbols(symbols)), NoTables(), names)


class NoTables:
    def table(self, name: str) -> Table | None:
        return None

    def table_names(self) -> tuple[str, ...]:
        return ()


def _fetch(package: str, folder: Path) -> None:
    settings = _apt_settings()
    _run(["apt-get", *settings, "download", package], folder)
    _run(["apt-get", *settings, "source", "--download-only", package], folder)
    _run(["dpkg-deb", "-x", str(next(folder.glob("*.deb"))), "binary"], folder)
    for packed in folder.glob("*.orig*.tar.*"):
        if packed.suffix != ".asc":
            with tarfile.open(packed) as opened:
                opened.extractall(folder / "source", filter="data")
    for used in (*folder.glob("*.deb"), *folder.glob("*.tar.*")):
        used.unlink()


def _apt_settings() -> list[str]:
    """Options that give apt a list with sources, and folders of its own."""
    state, cache = FOLDER / "state", FOLDER / "cache"
    settings = [
        *("-o", f"Dir::Etc::sourcelist={FOLDER / 'sources.list'}", "-o", "Dir::Etc::sourceparts=-"),
        *("-o", f"Dir::State={state}", "-o", f"Dir::Cache={cache}", "-o", "Acquire::Retries=2"),
    ]
    if not (FOLDER / "ready").is_file():
        for inside in (state / "lists" / "partial", cache / "archives" / "partial"):
            inside.mkdir(parents=True, exist_ok=True)
        (FOLDER / "sources.list").write_text(_mirror(), encoding="utf-8")
        _run(["apt-get", *settings, "update"], FOLDER)
        (FOLDER / "ready").touch()
    return settings


def _mirror() -> str:
    """The lists that this machine's apt has, with sources beside the packages."""
    asked = ["--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages", "Origin: Debian"]
    found = dict.fromkeys(_run(["apt-get", "indextargets", *asked], FOLDER).split("\n"))
    lines = [f"{kind} {line}\n" for line in found if line.strip() for kind in ("deb", "deb-src")]
    if not lines:
        raise NotThere("apt knows no list of Debian's packages: apt-get update")
    return "".join(lines)


def _run(command: Sequence[str], folder: Path) -> str:
    if shutil.which(command[0]) is None:
        raise NotThere(f"{command[0]} is not there: this benchmark needs Debian or one of its heirs")
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise NotThere(f"{' '.join(command[:1])} had no answer for {_SECONDS} s") from late
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotThere(f"{command[0]} cannot fetch Debian's sources: {said[-1] if said else 'no reason given'}")
    return done.stdout


def _jars(folder: Path) -> list[Path]:
    """Each JAR once: the packages hold many names for one."""
    found = {path.resolve() for path in folder.rglob("*.jar")}
    return sorted(path for path in found if path.is_file() and path.is_relative_to(FOLDER.resolve()))


def _sources(folder: Path, inside: Collection[str]) -> Iterator[Path]:
    """Each file of which the type of its name is in the JARs; of several for one type the first."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.java")):
        package = _PACKAGE.search(path.read_text(encoding="utf-8", errors="replace"))
        name = f"{package[1].replace('.', '/')}/{path.stem}.class" if package else ""
        is_variant = "android" in path.parts  # Guava has all its files twice, and builds its JAR from the others
        if name in inside and name not in seen and not is_variant and path.stem not in ("package-info", "module-info"):
            seen.add(name)
            yield path

"""A hand-made miniature of the framework, compiled by real javac: its types, and a compiler over it."""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.compilers.javac import JavacCompiler
from agents.compilers.jdk import Jdk
from indexers.jar import read_class_path
from knowledge.symbols import MemorySymbols, SymbolTable

STUBS = Path(__file__).parents[1] / "fixtures" / "ormb_stubs.java.txt"


def stub_sources() -> Iterator[tuple[str, str]]:
    """Path and text of each type; a ``////`` line names the package of the types below it, one a line."""
    package = ""
    for line in STUBS.read_text(encoding="utf-8").splitlines():
        if line.startswith("////"):
            package = line.removeprefix("////").strip()
        elif line:
            words = line.partition("{")[0].replace("<", " ").split()
            name = words[next(i for i, word in enumerate(words) if word in ("class", "interface")) + 1]
            yield f"{package.replace('.', '/')}/{name}.java", f"package {package};\n{line}\n"


@pytest.fixture(scope="session")
def framework(jdk: Jdk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("framework")
    sources = []
    for path, text in stub_sources():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        sources.append(str(target))
    command = [str(jdk.java), "-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-nowarn", "-d"]
    done = subprocess.run([*command, str(folder / "classes"), *sources], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    jar = folder / "framework.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        for file in sorted((folder / "classes").rglob("*.class")):
            archive.write(file, file.relative_to(folder / "classes").as_posix())
    return jar


@pytest.fixture(scope="session")
def types(framework: Path) -> SymbolTable:
    return SymbolTable(MemorySymbols(read_class_path([framework])))


@pytest.fixture(scope="session")
def compiler(jdk: Jdk, framework: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavacCompiler]:
    opened = JavacCompiler(jdk, [framework], cache=tmp_path_factory.mktemp("compiler"), deadline=60)
    yield opened
    opened.close()

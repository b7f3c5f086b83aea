"""A compiler that is not Spotsmith's: one plain javac process over files on disk, as a site's own build runs it."""

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from agents.compilers.jdk import Jdk
from knowledge.records import SourceFile
from serving.settings import Workspace

PlainJavac = Callable[[Iterable[SourceFile], Path], str]


@pytest.fixture(scope="session")
def plain_javac(jdk: Jdk, sample_site: Workspace) -> PlainJavac:
    """Writes the files below a folder and compiles them together against the SDK; gives what javac said."""
    jars = sorted((sample_site.root / "lib").glob("*.jar"))

    def compile_all(files: Iterable[SourceFile], folder: Path) -> str:
        paths = []
        for file in files:
            target = folder / "source" / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
            paths.append(f'"{target.as_posix()}"')
        (folder / "sources.txt").write_text("\n".join(paths), encoding="utf-8")
        command = [str(jdk.java), "-m", "jdk.compiler/com.sun.tools.javac.Main", "-encoding", "UTF-8", "-proc:none"]
        command += ["--release", "8", "-Xlint:-options", "-Xmaxerrs", "1000", "-implicit:none"]
        command += ["-cp", os.pathsep.join(map(str, jars)), "-d", str(folder / "classes"), f"@{folder / 'sources.txt'}"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
        said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith(("Note:", "Picked up")))
        return said if said or done.returncode == 0 else f"javac ended with {done.returncode}"

    return compile_all

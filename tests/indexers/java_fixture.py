"""Compiles small Java sources for tests with the javac of this machine; without one the test is skipped, visibly."""

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest


def java_home() -> Path:
    javac = shutil.which("javac")
    if javac is None:
        pytest.skip("no javac on PATH: install a JDK 17, for example openjdk-17-jdk-headless")
    return Path(javac).resolve().parents[1]


def compile_classes(folder: Path, sources: Mapping[str, str], *flags: str) -> Path:
    """The folder of the class files of these sources, given by path: ``{"a/B.java": "package a; ..."}``."""
    javac = java_home() / "bin" / "javac"
    classes = folder / "classes"
    classes.mkdir(parents=True)
    files = []
    for name, text in sources.items():
        file = folder / "src" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    command = [str(javac), "-nowarn", "-encoding", "UTF-8", *flags, "-d", str(classes), *files]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return classes


def pack(classes: Path, jar: Path) -> Path:
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(classes.rglob("*.class")):
            archive.write(file, file.relative_to(classes).as_posix())
    return jar


def compile_jar(folder: Path, sources: Mapping[str, str], *flags: str) -> Path:
    """A JAR of the class files of these sources, ``<folder>.jar``."""
    return pack(compile_classes(folder, sources, *flags), folder.with_suffix(".jar"))

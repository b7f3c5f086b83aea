"""One function chooses, and a machine without a compiler says so in every answer."""

from pathlib import Path

import pytest

from agents.compilers.choose import open_compiler
from agents.compilers.ecj import EcjCompiler
from agents.compilers.javac import JavacCompiler
from agents.compilers.jdk import JavaSearch, Jdk
from agents.compilers.protocol import Compilation, CompilerError
from knowledge.records import SourceFile


def test_javac_is_the_first_choice(jdk: Jdk, library: Path) -> None:
    compiler = open_compiler([library], java_home=jdk.home)
    assert isinstance(compiler, JavacCompiler)
    compiler.close()


def test_without_javac_the_eclipse_compiler_is_taken_when_there_is_one(jdk: Jdk, ecj: Path, library: Path) -> None:
    search = JavaSearch(None, jdk, "no compiler")
    assert isinstance(open_compiler([library], ecj=ecj, search=search), EcjCompiler)


def test_without_any_compiler_every_answer_says_why() -> None:
    compiler = open_compiler(search=JavaSearch(None, None, "no Java was found"))
    answer = compiler.compile([SourceFile("A.java", "class A {")])
    compiler.close()
    assert answer == Compilation(unchecked=("compile: no Java was found",))


def test_an_ecj_setting_that_is_something_else_is_refused(jdk: Jdk, library: Path, tmp_path: Path) -> None:
    search = JavaSearch(None, jdk, "no compiler")
    with pytest.raises(CompilerError, match="is not the Eclipse compiler"):
        open_compiler(ecj=library, search=search)
    with pytest.raises(CompilerError, match="is not the Eclipse compiler"):
        open_compiler(ecj=tmp_path / "missing.jar", search=search)

"""The one place where a compiler is chosen: javac, else ECJ, else none."""

from collections.abc import Sequence
from pathlib import Path

from agents.compilers.javac import JavacCompiler, javac_options
from agents.compilers.jdk import find_java
from agents.compilers.none import NoCompiler
from agents.compilers.protocol import Compiler


def open_compiler(
    class_path: Sequence[Path] = (),
    *,
    java_home: Path | None = None,
    release: str = "8",
    platform_api: bool = False,
    deadline: float = 10.0,
    cache: Path | None = None,
) -> Compiler:
    """The best compiler of this machine for these settings; raises CompilerError for a class path that is wrong."""
    search = find_java(java_home)
    if search.compiler is not None:
        options = javac_options(release, platform_api=platform_api)
        return JavacCompiler(search.compiler, class_path, options=options, deadline=deadline, cache=cache)
    return NoCompiler(search.problem)

"""The one place where a compiler is chosen: javac, else the Eclipse compiler, else none."""

from collections.abc import Sequence
from pathlib import Path

from agents.compilers.ecj import EcjCompiler
from agents.compilers.javac import JavacCompiler, javac_options
from agents.compilers.jdk import JavaSearch, find_java
from agents.compilers.none import NoCompiler
from agents.compilers.protocol import Compiler


def open_compiler(
    class_path: Sequence[Path] = (),
    *,
    java_home: Path | None = None,
    ecj: Path | None = None,
    release: str = "8",
    platform_api: bool = False,
    deadline: float = 10.0,
    cache: Path | None = None,
    search: JavaSearch | None = None,
) -> Compiler:
    """The best compiler of this machine for these settings.

    ``release`` is the site's Java; ``platform_api`` holds sources to that release's JDK classes as well;
    ``deadline`` is in seconds for one check; ``cache`` is a folder that makes starts quicker; ``search`` is a search
    for Java already made. Raises CompilerError for a class path or an ECJ that a person must correct.
    """
    search = search or find_java(java_home)
    if search.compiler is not None:
        options = javac_options(release, platform_api=platform_api)
        return JavacCompiler(search.compiler, class_path, options=options, deadline=deadline, cache=cache)
    if search.runtime is not None and ecj is not None:
        return EcjCompiler(
            search.runtime, ecj, class_path, release=release, platform_api=platform_api, deadline=deadline
        )
    return NoCompiler(search.problem)

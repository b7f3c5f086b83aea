"""What is generated for hand-written files, and what real javac finds in all of them together."""

from collections.abc import Callable, Sequence

import pytest

from agents.compilers.javac import JavacCompiler
from knowledge.pack import Generated
from knowledge.packs.ormb.artefacts import generate
from knowledge.records import SourceFile
from knowledge.symbols import SymbolTable
from tests.packs.artefacts.material import TABLES

Run = Callable[..., Generated]


@pytest.fixture
def run(types: SymbolTable) -> Run:
    def run(*files: SourceFile, existing: Sequence[str] = ()) -> Generated:
        return generate(files, types, TABLES, existing)

    return run


@pytest.fixture
def errors(run: Run, compiler: JavacCompiler) -> Callable[..., list[tuple[str, int, str]]]:
    """What javac and the generator find in these hand-written files and all that is generated for them."""

    def errors(*files: SourceFile, existing: Sequence[SourceFile] = ()) -> list[tuple[str, int, str]]:
        names = [f.path.removesuffix(".java").replace("/", ".") for f in existing]
        made = run(*files, existing=names)
        verdict = compiler.compile([*files, *made.files, *existing])
        assert not verdict.unchecked
        found = [*made.diagnostics, *(d for d in verdict.diagnostics if d.severity == "error")]
        return [(d.path, d.line, d.code) for d in found]

    return errors

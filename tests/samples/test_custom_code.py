"""The code of the sample site: there is enough of each kind, all of it passes ``check``, and a plain javac takes it."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from knowledge.records import Diagnostic, Exemplar, SourceFile
from serving.app import App

ROOT = Path(__file__).parents[2] / "samples" / "ormb" / "java" / "source" / "cm"
PATHS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.java"))

PlainJavac = Callable[[Iterable[SourceFile], Path], str]


def source(path: str) -> SourceFile:
    return SourceFile(path, (ROOT / path).read_text(encoding="utf-8"))


def said(diagnostics: Iterable[Diagnostic]) -> str:
    return "\n".join(f"{d.path}:{d.line}: {d.severity} {d.code}: {d.message}" for d in diagnostics)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: Path(path).stem)
def test_a_source_of_the_site_passes_the_check_alone(app: App, path: str) -> None:
    review = app.check([source(path)])
    assert review.status == "ok", said(review.diagnostics) + "".join(note.text for note in review.unchecked)
    assert not [d for d in review.diagnostics if d.severity == "warning"], said(review.diagnostics)


def test_all_sources_of_the_site_pass_the_check_together(app: App) -> None:
    review = app.check([source(path) for path in PATHS])
    assert review.status == "ok", said(review.diagnostics) + "".join(note.text for note in review.unchecked)


def test_each_external_symbol_of_a_source_is_grounded(app: App) -> None:
    path = "com/splwg/cm/domain/admin/customerClass/algorithm/CmHoldSmallBillAlgComp_Impl.java"
    sources = {grounding.symbol: grounding.source.kind for grounding in app.check([source(path)]).sources}
    assert sources["com.splwg.ccb.domain.customerinfo.account.Account"] == "jar"
    assert sources["com.splwg.cm.domain.common.CmMessageRepository"] == "source"
    assert sources["java.util.List"] == "platform"
    assert any(kind == "generated" for kind in sources.values())


def test_a_plain_javac_compiles_all_sources_beside_what_is_generated_for_them(
    app: App, plain_javac: PlainJavac, tmp_path: Path
) -> None:
    files = [source(path) for path in PATHS]
    generated = app.front_end.generate(files, app.parts.types, app.parts.store)
    assert not generated.diagnostics, said(generated.diagnostics)
    assert plain_javac([*files, *generated.files], tmp_path) == ""
    classes = {path.stem for path in (tmp_path / "classes").rglob("*.class")}
    assert {Path(path).stem for path in PATHS} <= classes


def test_the_index_knows_enough_exemplars_of_each_kind(app: App) -> None:
    store = app.parts.store
    exemplars = store.get_many(Exemplar, store.names(Exemplar))
    kinds = Counter(exemplar.artefact for exemplar in exemplars)
    assert kinds["algorithm"] >= 40
    assert kinds["batch"] >= 6
    assert kinds["component"] >= 4
    assert kinds["entity"] >= 3
    assert kinds["change-handler"] >= 2
    assert kinds["messages"] >= 2
    assert sum(kinds.values()) == len(PATHS)


def test_the_algorithms_stand_for_many_spots(app: App) -> None:
    store = app.parts.store
    algorithms = [e for e in store.get_many(Exemplar, store.names(Exemplar)) if e.artefact == "algorithm"]
    assert len({algorithm.spot for algorithm in algorithms}) >= 20
    assert [algorithm.name for algorithm in algorithms if not algorithm.spot] == []
    assert [algorithm.name for algorithm in algorithms if not algorithm.summary] == []

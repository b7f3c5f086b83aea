"""The 30 requests of the sample site: each gives a class that a plain javac compiles, and resolves as expected."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.state import Resolution, Result, Task
from knowledge.records import SourceFile
from serving.app import App

SITE = Path(__file__).parents[2] / "samples" / "ormb"
SOURCES = SITE / "java" / "source" / "cm"
REQUESTS: list[dict[str, Any]] = yaml.safe_load((SITE / "requests.yaml").read_text(encoding="utf-8"))
IDS = [request["id"] for request in REQUESTS]
BARE = REQUESTS[0]
ENOUGH = 27

PlainJavac = Callable[[Iterable[SourceFile], Path], str]


@pytest.fixture(scope="module")
def results(app: App) -> dict[str, Result]:
    return {request["id"]: app.generate(Task(request["request"])) for request in REQUESTS}


def test_there_are_30_requests() -> None:
    assert len(set(IDS)) == len(REQUESTS) == 30


@pytest.mark.parametrize("name", IDS)
def test_a_request_delivers_a_class_that_passes_all_checks(results: dict[str, Result], name: str) -> None:
    result = results[name]
    said = [f"{d.line}: {d.code}: {d.message}" for d in result.review.diagnostics]
    assert result.status == "ok", "\n".join([*said, *(note.text for note in result.review.unchecked)])
    assert result.rounds == 1
    assert not result.draft.unfilled
    assert result.review.sources


def test_a_plain_javac_compiles_all_results_beside_the_code_of_the_site(
    app: App, results: dict[str, Result], plain_javac: PlainJavac, tmp_path: Path
) -> None:
    existing = [
        SourceFile(path.relative_to(SOURCES).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCES.rglob("*.java"))
    ]
    written = _with_distinct_names(app, results, {file.path for file in existing})
    files = [*existing, *written]
    generated = app.front_end.generate(files, app.parts.types, app.parts.store)
    assert plain_javac([*files, *generated.files], tmp_path) == ""
    for file in written:
        assert (tmp_path / "classes" / file.path).with_suffix(".class").is_file()


def _with_distinct_names(app: App, results: Mapping[str, Result], taken: set[str]) -> list[SourceFile]:
    """Two requests may be given one class name when nobody sees the other; then the second one is told its name."""
    files = []
    for number, request in enumerate(REQUESTS):
        file = results[request["id"]].draft.file
        if file.path in taken:
            file = app.generate(Task(request["request"], class_name=f"CmRequest{number}AlgComp_Impl")).draft.file
        taken.add(file.path)
        files.append(file)
    return files


def test_the_spot_is_right_for_at_least_27_requests(results: dict[str, Result]) -> None:
    wrong = []
    for request in REQUESTS:
        expect = request["expect"]
        chosen = results[request["id"]].resolution.spot.name.rpartition(".")[2]
        if chosen not in (expect["spot"], *expect.get("alternatives", ())):
            wrong.append(f"{request['id']}: {chosen} instead of {expect['spot']}")
    assert len(REQUESTS) - len(wrong) >= ENOUGH, "\n".join(wrong)


def test_the_tables_are_found_for_at_least_27_requests(results: dict[str, Result]) -> None:
    wrong = []
    for request in REQUESTS:
        found = [table.name for table in results[request["id"]].resolution.tables]
        missing = [name for name in request["expect"]["tables"] if name not in found]
        if missing:
            wrong.append(f"{request['id']}: {', '.join(missing)} not in {', '.join(found)}")
    assert len(REQUESTS) - len(wrong) >= ENOUGH, "\n".join(wrong)


def test_the_soft_parameters_are_right_for_at_least_27_requests(results: dict[str, Result]) -> None:
    wrong = []
    for request in REQUESTS:
        expected = [
            (soft["name"], soft["type"], soft.get("entity", ""), soft["required"])
            for soft in request["expect"]["soft_parameters"]
        ]
        found = [astuple(soft) for soft in results[request["id"]].resolution.soft_parameters]
        if found != expected:
            wrong.append(f"{request['id']}: {found} instead of {expected}")
    assert len(REQUESTS) - len(wrong) >= ENOUGH, "\n".join(wrong)


def test_the_bare_request_takes_the_likeliest_spot_and_says_so(results: dict[str, Result]) -> None:
    resolution = results[BARE["id"]].resolution
    assert resolution.spot.name.rpartition(".")[2] == BARE["expect"]["spot"]
    assert any(resolution.spot.name.rpartition(".")[2] in doubt and "--spot" in doubt for doubt in resolution.doubts)


def test_the_bare_request_offers_other_billing_spots_with_a_sentence_each(results: dict[str, Result]) -> None:
    resolution = results[BARE["id"]].resolution
    offered = {candidate.name.rpartition(".")[2] for candidate in resolution.alternatives}
    assert len(offered) >= 4
    assert len(offered & set(BARE["expect"]["alternatives"])) >= 3
    for candidate in (resolution.spot, *resolution.alternatives):
        assert candidate.summary.endswith("."), candidate.name
        assert len(candidate.summary.split()) >= 5


@pytest.mark.parametrize("name", IDS)
def test_what_a_request_resolves_to_has_reasons_and_sources(results: dict[str, Result], name: str) -> None:
    resolution: Resolution = results[name].resolution
    assert resolution.spot.why
    assert resolution.types[0].name == resolution.spot.name
    for piece in (*resolution.types, *resolution.tables, *resolution.exemplars):
        assert piece.why, piece.name
        assert piece.source.path, piece.name

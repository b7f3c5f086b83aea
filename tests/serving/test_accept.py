"""What is accepted teaches later requests, at once and after a new index; what is wrong does not."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agents.state import Task
from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.accept import Accepted, accept, offered, offered_by_run
from serving.app import App
from serving.deliver import deliver
from serving.index import index_workspace
from serving.settings import find_workspace
from serving.shapes import accepted_json

TASK = Task("late payment fee as a percentage parameter of the overdue balance", class_name="CmFeeAlgComp_Impl")
NAME = "com.splwg.cm.domain.adjustment.algorithm.CmFeeAlgComp_Impl"
Open = Callable[[], App]


@pytest.fixture
def opening(other_site: Path) -> Iterator[Open]:
    """Opens a site of our own; all that were opened are closed."""
    opened: list[App] = []

    def one() -> App:
        opened.append(App(find_workspace(other_site)))
        return opened[-1]

    yield one
    for each in opened:
        each.close()


def accepted(app: App, corrected: SourceFile | None = None, force: bool = False) -> Accepted:
    return accept(app, offered(TASK, app.generate(TASK)), corrected, force)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def shown(app: App) -> list[str]:
    return [exemplar.name for exemplar in app.resolve(Task("late payment fee of the overdue balance")).exemplars]


def test_an_accepted_file_is_an_exemplar_at_once_and_for_those_that_open_the_site_later(opening: Open) -> None:
    app = opening()
    assert NAME not in shown(app)
    kept = accepted(app)
    assert kept.path
    assert kept.path == app.workspace.accepted / f"{NAME.replace('.', '/')}.java"
    assert kept.path.read_text(encoding="utf-8") == app.generate(TASK).draft.file.text
    assert (kept.kept, kept.again, kept.training, kept.class_name) == (True, False, False, "CmFeeAlgComp_Impl")
    assert NAME in shown(app)
    assert NAME in shown(opening())
    (line,) = lines(app.workspace.accepted / "accepted.jsonl")
    assert (line["request"], line["class"], line["verdict"], line["corrected"]) == (
        TASK.request,
        "CmFeeAlgComp_Impl",
        "ok",
        False,
    )


def test_accepting_twice_changes_nothing(opening: Open) -> None:
    app = opening()
    first, second = accepted(app), accepted(app)
    assert (first.again, second.again, second.kept) == (False, True, True)
    assert len(lines(app.workspace.accepted / "accepted.jsonl")) == 1
    assert not (app.workspace.hidden / "training.jsonl").exists(), "the site has not opted in"


def test_a_corrected_file_lies_where_its_package_says_whatever_it_is_called(opening: Open, tmp_path: Path) -> None:
    app = opening()
    text = app.generate(TASK).draft.file.text.replace("CmFeeAlgComp", "CmBetterAlgComp")
    kept = accepted(app, SourceFile(str(tmp_path / "copy of mine.java"), text))
    assert kept.path and kept.path.as_posix().endswith("/adjustment/algorithm/CmBetterAlgComp_Impl.java")
    assert lines(app.workspace.accepted / "accepted.jsonl")[0]["corrected"] is True
    assert NAME.replace("CmFee", "CmBetter") in shown(app)


def test_a_file_that_does_not_pass_is_kept_by_force_alone(opening: Open) -> None:
    app = opening()
    text = app.generate(TASK).draft.file.text.replace("getPercentage()", "getNothing()")
    wrong = SourceFile("mine.java", text)
    refused = accepted(app, wrong)
    assert (refused.kept, refused.path) == (False, None)
    assert refused.said.startswith("CmFeeAlgComp_Impl is not kept: the check found ")
    assert {d.path for d in refused.review.errors} == {"mine.java"}
    assert not app.workspace.accepted.exists()
    forced = accepted(app, wrong, force=True)
    assert forced.kept and "although the check found" in forced.said
    assert lines(app.workspace.accepted / "accepted.jsonl")[0]["verdict"] == "failed"


def test_a_file_without_a_class_is_a_sentence(opening: Open) -> None:
    with pytest.raises(SpotsmithError, match=r"notes\.txt: no class is declared there; nothing was kept"):
        accepted(opening(), SourceFile("notes.txt", "remember the milk"))


def test_a_site_that_opts_in_gets_training_records(other_site: Path, opening: Open) -> None:
    with (other_site / "spotsmith.toml").open("a", encoding="utf-8") as settings:
        settings.write('[accept]\ntraining = true\nfolder = "taught"\n')
    app = opening()
    draft = app.generate(TASK).draft.file
    mine = SourceFile("mine.java", draft.text.replace("// Hard parameters", "// What we are given"))
    kept = accepted(app, mine)
    accepted(app, mine)
    assert kept.training and kept.path and kept.path.is_relative_to(other_site / "taught")
    (record,) = lines(app.workspace.hidden / "training.jsonl")
    assert (record["instruction"], record["output"], record["draft"]) == (TASK.request, mine.text, draft.text)
    assert (record["verdict"], record["class"], record["coder"]) == ("ok", "CmFeeAlgComp_Impl", "scaffold")
    assert record["context"]["spot"][0].endswith(".AdjustmentTypeGenerateAdjustmentAlgorithmSpot")
    assert "CI_FT" in record["context"]["tables"]


def test_a_run_that_was_kept_can_be_accepted_later(opening: Open) -> None:
    app = opening()
    made = deliver(app, TASK)
    runs = app.workspace.hidden / "runs"
    assert offered_by_run(runs, Path(made.run).name) == offered(TASK, made.result)
    for name in ("no-such-run", "../runs", "..", "/etc", ""):
        with pytest.raises(SpotsmithError, match="there is no such run"):
            offered_by_run(runs, name)


def test_the_json_of_an_acceptance_says_what_was_found(opening: Open) -> None:
    app = opening()
    found = accepted_json(accepted(app, SourceFile("mine.java", "class Wrong { Missing a; }")))
    assert (found["kept"], found["class"], found["status"], found["path"]) == (False, "Wrong", "failed", "")
    assert found["diagnostics"][0]["symbol"] == "Missing"


def test_a_new_index_holds_what_was_accepted_and_the_sites_own_version_wins(own_site: Path) -> None:
    app = App(find_workspace(own_site))
    text = app.generate(TASK).draft.file.text
    accepted(app)
    app.close()
    index_workspace(find_workspace(own_site), lambda stage, done, total: None)
    app = App(find_workspace(own_site))
    assert NAME in shown(app)
    found = app.parts.resolver.exemplar(NAME)
    assert found.text == text
    again = app.generate(TASK)
    assert again.status == "ok", "the class is in the index now, and is made anew all the same"
    app.close()

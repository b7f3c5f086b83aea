"""Changes that people made: commits of a real repository, and results that developers accepted."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from finetune.dataset import git
from finetune.dataset.build import Built, gather
from finetune.dataset.plan import BuildPlan
from finetune.judge import Judge
from finetune.records import Record
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar

SIMPLE = "CmHoldSmallBillAlgComp_Impl"
NAME = f"com.splwg.cm.domain.admin.customerClass.algorithm.{SIMPLE}"
PATH = f"src/{NAME.replace('.', '/')}.java"
WRONG = ("billAmount.abs().compareTo(getMinimumBillAmount())", "billAmount.absolute().isLess(getMinimumBillAmount())")
RULE = ("return daysWithoutBill > getMaximumHoldDays()", "return daysWithoutBill >= getMaximumHoldDays()")
PLAN = BuildPlan(only=(SIMPLE,), kinds=("fix",), faults=0)


@pytest.fixture(scope="module")
def right(site: OpenSite) -> str:
    exemplar = site.store.get(Exemplar, NAME)
    assert exemplar is not None
    return exemplar.text


@pytest.fixture
def repository(tmp_path: Path, site: OpenSite, right: str) -> OpenSite:
    """The class as it was: wrong, then compiling with another rule, then as it is now."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path, right.replace(*RULE).replace(*WRONG), "Initial version", "2024-01-10")
    _commit(tmp_path, right.replace(*RULE), "Compile against release 4", "2024-03-05")
    _commit(tmp_path, right, "A bill is held one day longer\n\nTicket 17", "2025-02-01")
    _commit(tmp_path, f"{right}\n// the end\n", "Comment", "2025-03-01")
    return replace(site, root=tmp_path, sources=(tmp_path / "src",))


def test_a_commit_that_makes_a_file_compile_is_a_lesson_in_mending(repository: OpenSite) -> None:
    mending, _ = _history(gather(repository, PLAN))
    assert "compiler.err.cant.resolve" in mending.extra["found"][0]
    assert "absolute" in mending.user
    assert "billAmount.abs().compareTo(" in mending.output
    assert (mending.date, mending.source.partition("@")[0]) == ("2024-03-05", PATH)
    assert Judge(repository).judge(mending, mending.output).clean


def test_a_commit_from_right_to_right_is_a_change_in_the_words_of_its_message(repository: OpenSite) -> None:
    _, change = _history(gather(repository, PLAN))
    assert "A bill is held one day longer" in change.user
    assert "What the user wants changed in it now:" in change.user
    assert "daysWithoutBill >= getMaximumHoldDays()" in change.user
    assert change.output.startswith("```java hole=3\n")
    assert Judge(repository).judge(change, change.output).clean


def test_dates_of_last_changes_come_from_git(repository: OpenSite) -> None:
    found = git.commits(repository.root, repository.sources, 10)
    assert [commit.subject for commit in found] == [
        "Comment",
        "A bill is held one day longer",
        "Compile against release 4",
        "Initial version",
    ]
    assert git.dates(found) == {PATH: "2025-03-01"}
    assert len(git.commits(repository.root, repository.sources, 2)) == 2


def test_a_site_in_no_repository_is_built_and_a_note_says_so(site: OpenSite) -> None:
    built = gather(site, PLAN)
    assert _history(built) == []
    assert built.notes == ("no git history was read: the sources lie in no repository, or git is not there",)


def test_no_program_that_a_repository_names_is_run(repository: OpenSite) -> None:
    root = repository.root
    flag = root / "ran"
    (root / ".gitattributes").write_text("*.java diff=odd filter=odd\n", encoding="utf-8")
    for key in ("diff.odd.textconv", "filter.odd.smudge", "diff.external", "core.fsmonitor", "core.pager"):
        _git(root, "config", key, f"touch '{flag}'; cat")
    assert len(_history(gather(repository, PLAN))) == 2
    assert not flag.exists()


def test_an_accepted_result_is_learned_from_with_the_request_that_it_answers(site: OpenSite, right: str) -> None:
    built = _accepted(site, {"output": right})
    (record,) = [record for record in built.records if record.origin == "accepted"]
    assert (record.kind, record.instruction) == ("component", "hold small bills, please")
    assert record.task is not None
    assert record.task.request == "hold small bills, please"
    assert (record.source, record.date) == (".spotsmith/training.jsonl:1", "2026-05-04")


def test_a_corrected_draft_is_a_lesson_too(site: OpenSite, right: str) -> None:
    built = _accepted(site, {"output": right, "draft": right.replace(*WRONG)})
    (fix,) = [r for r in built.records if r.origin == "accepted" and r.kind == "fix"]
    assert "absolute" in fix.user
    assert "billAmount.abs().compareTo(" in fix.output


def test_a_draft_that_was_right_and_still_corrected_is_read_as_a_reviewer_reads_it(site: OpenSite, right: str) -> None:
    built = _accepted(site, {"output": right, "draft": right.replace(*RULE)})
    (fix,) = [r for r in built.records if r.origin == "accepted" and r.kind == "fix"]
    assert "You review this draft." in fix.user
    assert "daysWithoutBill > getMaximumHoldDays()" in fix.output


def test_what_was_accepted_by_force_or_does_not_pass_any_more_is_left_out(site: OpenSite, right: str) -> None:
    forced = _accepted(site, {"output": right, "verdict": "failed"})
    assert [each.why for each in forced.left_out] == ["it was accepted by force: it did not pass the checks"]
    old = _accepted(site, {"output": right.replace(*WRONG)})
    assert old.left_out[0].why.startswith("it does not pass the checks any more: line ")


def test_a_line_that_is_no_accepted_result_is_named(site: OpenSite) -> None:
    with pytest.raises(SpotsmithError, match=r"training\.jsonl:1: not a record of an accepted result"):
        _accepted(site, {"output": 3})


def _accepted(site: OpenSite, fields: dict[str, Any]) -> Built:
    line = {"instruction": "hold small bills, please", "class": SIMPLE, "draft": "", "verdict": "ok"}
    with tempfile.TemporaryDirectory() as folder:
        hidden = Path(folder) / ".spotsmith"
        hidden.mkdir()
        text = json.dumps({**line, "when": "2026-05-04T10:00:00Z", **fields})
        (hidden / "training.jsonl").write_text(f"{text}\n", encoding="utf-8")
        return gather(replace(site, root=Path(folder)), replace(PLAN, history=0))


def _history(built: Built) -> list[Record]:
    return [record for record in built.records if record.origin == "history"]


def _commit(root: Path, text: str, message: str, date: str) -> None:
    file = root / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    _git(root, "add", ".")
    person = ("-c", "user.name=A Developer", "-c", "user.email=developer@example.org")
    _git(root, *person, "commit", "--quiet", f"--date={date}T12:00:00+00:00", "-m", message)


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)

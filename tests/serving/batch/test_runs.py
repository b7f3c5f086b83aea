"""Batches that run, run again, change, stop and go on: only what is new or changed is made."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agents.coders.protocol import Answer, Ask
from agents.coders.scripted import ScriptedModel
from agents.state import Context
from knowledge.blueprint import Skeleton
from knowledge.errors import SpotsmithError
from serving.app import App
from serving.batch.manifest import Manifest, folder_of
from serving.batch.plan import Choice
from serving.batch.progress import Lines
from serving.batch.run import Outcome, Wanted, run_batch
from tests.serving.batch.conftest import THREE, Batch, report, tree
from tests.serving.command_line import COMMAND, Spotsmith

States = Callable[[Outcome], dict[str, str]]


def test_each_item_is_made_proven_written_and_told(batch: Batch, tmp_path: Path) -> None:
    outcome = batch(out=tmp_path / "out")
    assert (outcome.head.counts["ok"], outcome.head.made) == (3, 3)
    files = tree(tmp_path / "out")
    assert sorted(files) == [f"com/acme/bill/{name}_Impl.java" for name in ("CmDueDate", "CmLateFee", "CmSmallBill")]
    told = report(outcome)
    assert [item["id"] for item in told["items"]] == ["due", "small", "late"], "in the order of the spec"
    for item in told["items"]:
        assert item["status"] == "ok" and item["file"] in files and item["spot"]
    assert b"minimumAmount" in files["com/acme/bill/CmSmallBill_Impl.java"]


def test_the_same_task_gives_the_same_file_as_generate(batch: Batch, tmp_path: Path, app: App) -> None:
    batch(out=tmp_path / "out")
    item = batch.plan().steps[2].item
    result = app.generate(item.task)
    assert (tmp_path / "out" / result.draft.file.path).read_text(encoding="utf-8") == result.draft.file.text


def test_a_second_run_makes_nothing_and_writes_what_is_missing(batch: Batch, tmp_path: Path, states: States) -> None:
    first = batch(out=tmp_path / "out")
    files = tree(tmp_path / "out")
    manifest = (first.folder / "manifest.jsonl").read_bytes()
    (tmp_path / "out" / "com/acme/bill/CmDueDate_Impl.java").unlink()
    second = batch(out=tmp_path / "out")
    assert second.head.made == 0
    assert set(states(second).values()) == {"unchanged"}
    assert tree(tmp_path / "out") == files
    assert (second.folder / "manifest.jsonl").read_bytes() == manifest


def test_changed_and_new_items_are_made_and_removed_ones_told(batch: Batch, tmp_path: Path, states: States) -> None:
    batch(out=tmp_path / "out")
    text = THREE.replace("id: late", "id: other").replace("minimumAmount", "smallestAmount")
    outcome = batch(text, out=tmp_path / "out", force=True)
    assert states(outcome) == {"due": "unchanged", "small": "changed", "other": "new"}
    assert outcome.head.removed == ("late",)
    assert b"smallestAmount" in tree(tmp_path / "out")["com/acme/bill/CmSmallBill_Impl.java"]


def test_other_settings_are_another_result(batch: Batch, tmp_path: Path, app: App, states: States) -> None:
    batch()
    settings = app.workspace.settings
    changed = settings.model_copy(update={"limits": settings.limits.model_copy(update={"rounds": 1})})
    other = App(type(app.workspace)(app.workspace.root, changed), compiler=app.compiler, resumable=False)
    assert set(states(run_batch(other, batch.wanted(THREE, None), Lines())).values()) == {"changed"}
    other.parts.store.close()


def test_limit_makes_some_items_and_the_others_wait(batch: Batch, states: States) -> None:
    assert states(batch(choice=Choice(limit=2))) == {"due": "new", "small": "new", "late": "waiting"}
    second = batch(choice=Choice(limit=2))
    assert states(second) == {"due": "unchanged", "small": "unchanged", "late": "new"}
    assert second.head.counts["waiting"] == 0


def test_only_chooses_by_the_last_status_and_by_what_is_new(batch: Batch, states: States) -> None:
    batch(choice=Choice(limit=1))
    assert states(batch(choice=Choice(only=["failed"]))) == {"due": "unchanged", "small": "waiting", "late": "waiting"}
    assert states(batch(choice=Choice(only=["ok"], limit=1)))["due"] == "again"
    assert states(batch(choice=Choice(only=["new"]))) == {"due": "unchanged", "small": "new", "late": "new"}
    assert set(states(batch(choice=Choice(again=True))).values()) == {"again"}


def test_a_plan_says_what_would_be_made_and_writes_nothing(batch: Batch, app: App) -> None:
    plan = batch.plan()
    assert [(step.item.id, step.state) for step in plan.steps] == [("due", "new"), ("small", "new"), ("late", "new")]
    assert next(step.planned.path for step in plan.steps if step.planned) == "com/acme/bill/CmDueDate_Impl.java"
    assert not folder_of(app.workspace.hidden, batch.folder / "spec.yaml").exists()


def test_what_cannot_be_resolved_is_said_for_all_items_before_anything_is_made(batch: Batch, app: App) -> None:
    text = (
        "items:\n- {request: hold bills, spot: CustomerClasPreBillCompletionAlgorithmSpot}\n"
        "- {request: hold bills, artefact: poem}\n- request: hold small bills until the next cycle\n"
        "- {id: a, request: hold small bills until the next cycle}\n"
    )
    with pytest.raises(SpotsmithError) as raised:
        batch(text)
    lines = str(raised.value).replace(f"{batch.folder}/", "").split("\n  ")
    assert lines[0] == "spec.yaml: 3 mistakes; nothing was made"
    assert lines[1].startswith(
        "spec.yaml:2: there is no spot 'CustomerClasPreBillCompletionAlgorithmSpot' in the index;"
    )
    assert lines[2].startswith("spec.yaml:3: there is no artefact 'poem'; known: ")
    assert lines[3].startswith("spec.yaml:5: would write ") and lines[3].endswith(
        ", as would the item on spec.yaml:4; give one of them another class_name or out"
    )
    assert not Manifest.read(folder_of(app.workspace.hidden, batch.folder / "spec.yaml")).records


def test_a_result_that_was_damaged_is_made_again(batch: Batch, tmp_path: Path, states: States) -> None:
    outcome = batch(out=tmp_path / "out")
    files = tree(tmp_path / "out")
    first, second, _ = sorted((outcome.folder / "results").iterdir())
    first.write_text("{", encoding="utf-8")
    second.unlink()
    assert batch(out=tmp_path / "out").head.counts["waiting"] == 1, "the damaged one is found when it is read"
    assert batch(out=tmp_path / "out").head.counts["ok"] == 3
    assert tree(tmp_path / "out") == files


def test_a_torn_line_of_the_manifest_is_cut_off(batch: Batch, states: States) -> None:
    outcome = batch()
    path = outcome.folder / "manifest.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    again = batch()
    assert sorted(states(again).values()) == ["new", "unchanged", "unchanged"]
    assert all(json.loads(line) for line in path.read_bytes().splitlines())


def test_a_second_process_is_refused_while_a_batch_runs(batch: Batch, spotsmith: Spotsmith, app: App) -> None:
    from serving.batch.manifest import opened

    folder = folder_of(app.workspace.hidden, batch.folder / "spec.yaml")
    with opened(folder), pytest.raises(SpotsmithError) as raised:
        batch()
    assert (
        str(raised.value) == f"{folder}: process {os.getpid()} runs this batch already. Wait until it ends, or end it."
    )


def test_a_coder_that_breaks_ends_its_item_and_not_the_batch(app: App, tmp_path: Path) -> None:
    class Broken(ScriptedModel):
        def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
            if "late" in context.blueprint.request:
                raise ZeroDivisionError("a mistake of ours")
            return super().fill(context, skeleton, ask)

    coder = Broken([{}])
    broken = App(app.workspace, coder=coder, compiler=app.compiler, resumable=False)
    spec = tmp_path / "spec.yaml"
    spec.write_text(THREE, encoding="utf-8")
    outcome = run_batch(broken, Wanted(spec, out=tmp_path / "out"), Lines())
    told = {item["id"]: item for item in report(outcome)["items"]}
    assert outcome.head.counts == {"ok": 0, "partial": 2, "failed": 0, "error": 1, "waiting": 0}
    assert told["late"]["problem"].startswith("internal error: ZeroDivisionError: a mistake of ours. Details are in ")
    again = run_batch(broken, Wanted(spec, out=tmp_path / "out"), Lines())
    assert [item["state"] for item in report(again)["items"]] == ["unchanged", "unchanged", "again"]
    broken.parts.store.close()


def test_a_full_disk_ends_the_batch_with_a_sentence_and_loses_nothing(
    other_site: Path, tmp_path: Path, spotsmith: Spotsmith
) -> None:
    import resource

    spec = tmp_path / "spec.yaml"
    spec.write_text(THREE, encoding="utf-8")

    def small_files() -> None:  # as a disk that has no room for more
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500, 1_500))

    done = subprocess.run(
        [COMMAND, "batch", spec, "-w", other_site, "--workers", "1"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written: File too large. 0 of 3 items are done and kept; make room, and run" in done.stderr
    ran = spotsmith("batch", spec, "-w", other_site, "--json")
    assert (ran.code, ran.json["batch"]["counts"]["ok"]) == (0, 3)


def test_nobody_reads_the_index_any_more_when_a_batch_has_ended_with_a_full_disk(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Manifest, "add", full)
    with pytest.raises(SpotsmithError, match="No space left on device"):
        batch(workers=1)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("batch-")] == []


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    other_site: Path, tmp_path: Path, spotsmith: Spotsmith
) -> None:
    spec = tmp_path / "spec.csv"
    request = "hold small bills until the next cycle part"
    spec.write_text(
        "id,request,class_name\n" + "".join(f"i{n},{request} {n},CmPart{n}\n" for n in range(400)), encoding="utf-8"
    )
    process = subprocess.Popen(
        [COMMAND, "batch", spec, "-w", other_site], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    manifest = folder_of(other_site / ".spotsmith", spec) / "manifest.jsonl"
    while not (manifest.exists() and b'"record"' in manifest.read_bytes()):
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended too early: {process.wait(0.02)}")
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert [line for line in said.splitlines() if line.startswith("stopping; ")]
    assert said.endswith("spotsmith: stopped; what was made is kept. Run the same command again to go on\n")
    done = len(Manifest.read(manifest.parent).records)
    assert 0 < done < 400
    ran = spotsmith("batch", spec, "-w", other_site, "--limit", "1", "--json")
    assert ran.json["batch"]["counts"]["ok"] == done + 1


def test_an_item_may_name_its_own_coder(batch: Batch, spotsmith: Spotsmith) -> None:
    text = THREE.replace("  - id: late\n", "  - id: late\n    coder: scaffold\n")
    outcome = batch(text)
    assert {item["coder"] for item in report(outcome)["items"]} == {"scaffold"}
    with pytest.raises(SpotsmithError, match=r"coder.url is not set"):
        batch(text.replace("coder: scaffold", "coder: openai"))


@pytest.mark.parametrize(
    ("policy", "status", "code"),
    [("failed", "failed", 1), ("failed", "error", 1), ("failed", "partial", 0), ("partial", "partial", 3),
     ("partial", "failed", 1), ("never", "failed", 0), ("failed", "ok", 0), ("partial", "waiting", 0)],
)  # fmt: skip
def test_the_exit_code_follows_the_policy(policy: str, status: str, code: int) -> None:
    from typing import cast

    from serving.batch.told import FailOn, counted, exit_code

    assert exit_code(counted([status, "ok"]), cast(FailOn, policy)) == code


def test_the_command_tells_the_plan_and_the_result_and_refuses_what_it_does_not_know(
    other_site: Path, tmp_path: Path, spotsmith: Spotsmith
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(THREE, encoding="utf-8")
    planned = spotsmith("batch", spec, "-w", other_site, "--dry-run")
    assert planned.code == 0
    assert planned.out.splitlines()[0] == "new       due" and planned.out.endswith("3 of 3 items would be made\n")
    ran = spotsmith("batch", spec, "-w", other_site, "--report", tmp_path / "r" / "all.html")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[0] == "3 items: 3 ok"
    assert ran.err.splitlines()[-1] == f"report: {tmp_path}/r/all.html"
    assert spotsmith("batch", spec, "-w", other_site, "--dry-run", "--json").json["items"][0]["state"] == "unchanged"
    for more, said in (
        (("--only", "bad"), "--only 'bad': it takes ok, partial, failed, error, new, changed"),
        (("--fail-on", "x"), "--fail-on 'x': it takes failed, partial, never"),
        (("--report", "a.pdf"), "a.pdf: a report ends in .html, .json, .xml, .sarif (.xml is JUnit's)"),
    ):
        assert spotsmith("batch", spec, "-w", other_site, *more).sentence == said

"""Of a model's own answers those are kept that pass all checks and say something new; the control is as large."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agents.coders.protocol import Coder
from agents.coders.scripted import ScriptedModel
from agents.prompt import Prompts
from finetune.dataset.reference import Reference
from finetune.distill import Distilled, DistillPlan, distill, write_distilled
from finetune.evaluate.arms import Arm
from finetune.records import Record, read_records
from finetune.site import OpenSite
from finetune.split import SplitPlan, Splits, read_split
from knowledge.blueprint import Fill
from knowledge.errors import SpotsmithError

NEW = "\t\tint counted = 0;\n\t\tfor (int i = 0; i < 7; i++) {\n\t\t\tcounted += i * 3;\n\t\t}\n"
OTHER = '\t\tString said = "";\n\t\twhile (said.length() < 12) {\n\t\t\tsaid = said.concat("ab").trim();\n\t\t}\n'


class Subject:
    name = "scripted"
    runs = 1

    def __init__(self, fills: list[dict[str, Fill]]) -> None:
        self._fills = fills

    def coder(self, arm: Arm, prompts: Prompts, seed: int) -> Coder:
        return ScriptedModel(self._fills)


@pytest.fixture(scope="module")
def answers(references: list[Reference]) -> list[dict[str, Fill]]:
    """The reference itself, two new passes, one of them again, one that does not build, and nothing."""
    own = references[0].fills

    def body(code: str) -> dict[str, Fill]:
        return {"invoke": Fill(code, ())}

    return [{**own}, body(NEW), body(OTHER), body(NEW.replace("counted", "counted ")), body("\t\tmagic();\n"), {}]


@pytest.fixture(scope="module")
def found(site: OpenSite, records: list[Record], answers: list[dict[str, Fill]]) -> Distilled:
    return distill(site, records[:1], Subject(answers), DistillPlan(samples=6, keep=3))


def test_only_new_passes_are_kept(found: Distilled, records: list[Record]) -> None:
    assert {key: found.counts[key] for key in ("drawn", "built", "clean", "distinct", "kept", "control")} == {
        "drawn": 6,
        "built": 4,
        "clean": 4,
        "distinct": 2,
        "kept": 2,
        "control": 2,
    }
    assert ["counted += i" in found.records[0].output, "said.concat" in found.records[1].output] == [True, True]
    for record in found.records:
        assert (record.origin, record.verdict, record.user) == ("distilled", "compiled", records[0].user)
        assert record.source.endswith(records[0].id) and record.id != records[0].id


def test_the_control_is_as_large_and_unfiltered(found: Distilled, records: list[Record]) -> None:
    """The first answers as they came, the reference's own text among them."""
    assert len(found.control) == len(found.records)
    assert found.control[0].output == records[0].output
    assert all(record.extra["control"] and not record.verdict for record in found.control)


def test_answers_near_what_is_evaluated_with_are_dropped(
    site: OpenSite, records: list[Record], answers: list[dict[str, Fill]], found: Distilled
) -> None:
    """The new pass and its copy: neither is taken."""
    guarded = [replace(records[1], output=found.records[0].output)]
    again = distill(site, records[:1], Subject(answers), DistillPlan(samples=6), guarded)
    assert (again.counts["kept"], again.counts["near what is evaluated with"]) == (1, 2)


def test_fewer_are_kept_of_a_prompt_when_asked(
    site: OpenSite, records: list[Record], answers: list[dict[str, Fill]]
) -> None:
    assert len(distill(site, records[:1], Subject(answers), DistillPlan(samples=6, keep=1)).records) == 1


def test_both_sets_become_splits_with_the_same_test_part(
    found: Distilled, records: list[Record], tmp_path: Path
) -> None:
    splits = Splits((records[0],), (), (records[1],), plan=SplitPlan())
    write_distilled(tmp_path, found, DistillPlan(), splits)
    for name in ("distilled", "control"):
        made = read_split(tmp_path / name)
        assert (len(made.train), made.test) == (3, (records[1],))
        assert len(list(read_records(tmp_path / f"{name}.jsonl"))) == 2
    said = json.loads((tmp_path / "distill.json").read_text(encoding="utf-8"))
    assert "taken as they came" in said["why"] and said["counts"]["kept"] == 2


def test_records_that_hold_no_component_are_told(site: OpenSite, records: list[Record]) -> None:
    with pytest.raises(SpotsmithError, match="nothing to draw answers for"):
        distill(site, [replace(records[0], kind="text")], Subject([{}]))

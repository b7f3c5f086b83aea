"""What is measured of drafts whose faults are known: a scripted coder in the place of the model, all else real."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from agents.coders.protocol import Coder
from agents.coders.scripted import ScriptedModel
from agents.prompt import Prompts
from finetune.dataset.reference import Reference
from finetune.evaluate.arms import Arm, arm_of
from finetune.evaluate.figures import ArmFigures
from finetune.evaluate.run import Compiled, evaluate
from finetune.evaluate.samples import Amount
from finetune.records import Record
from finetune.site import OpenSite
from knowledge.blueprint import Fill
from knowledge.errors import SpotsmithError

ONE = Amount(samples=1, seeds=(1,))


class Scripts:
    """A scripted coder for each arm, in the place of the models."""

    name = "scripted"
    runs = 1

    def __init__(self, scripts: Mapping[str, Sequence[Mapping[str, Fill]]]) -> None:
        self._scripts = scripts
        self.asked: list[tuple[str, int]] = []

    def coder(self, arm: Arm, prompts: Prompts, seed: int, fim: bool = False) -> Coder:
        self.asked.append((arm.name, seed))
        return ScriptedModel(self._scripts[arm.name])


def arm(found: Compiled, name: str) -> ArmFigures:
    return next(each for each in found.arms if each.arm == name)


def values(figures: ArmFigures) -> dict[str, float]:
    return {name: interval.value for name, interval in figures.rates.items()}


def spoilt(reference: Reference, old: str, new: str) -> dict[str, Fill]:
    fills = {name: Fill(fill.code.replace(old, new), fill.imports) for name, fill in reference.fills.items()}
    assert fills != dict(reference.fills)
    return fills


def test_the_reference_is_good_and_an_empty_answer_is_not(
    site: OpenSite, references: list[Reference], records: list[Record]
) -> None:
    nothing = {hole.name: Fill("// to be done\n") for hole in references[0].skeleton.holes if hole.placeholder}
    scripts = Scripts({"base": [nothing], "tuned": [references[0].fills]})
    found = evaluate(site, records[:1], scripts, ["base", "tuned"], ONE)
    assert found.left_out == {}
    base, tuned = arm(found, "base"), arm(found, "tuned")
    assert values(base)["build@1"] == 0.0
    assert values(base)["empty"] == 1.0
    assert values(tuned) == {
        "build@1": 1.0,
        "clean@1": 1.0,
        "empty": 0.0,
        "parsed": 1.0,
        "invented": 0.0,
        "house rules": 0.0,
        "dependency recall": 1.0,
    }
    assert values(base)["dependency recall"] == 0.0
    assert found.pairs[0].paired.verdict == "not claimed: 1 of 3 seeds"


def test_mistakes_are_told_by_kind(site: OpenSite, references: list[Reference], records: list[Record]) -> None:
    by_name = {reference.name.rpartition(".")[2]: reference for reference in references}
    reference = by_name["CmHoldSmallBillAlgComp_Impl"]
    record = next(r for r in records if r.component == reference.name)
    body = reference.fills["invoke"].code
    broken = {
        "missing symbol": Fill(f"{body}\t\tthis.conjureTheBill();\n"),
        "type": Fill(f"{body}\t\tint number = true;\n"),
        "missing import": Fill(f"{body}\t\tPattern unused = null;\n"),
        "wrong signature": Fill(f"{body}\t\tString.valueOf(1, 2, 3, 4, 5);\n"),
        "syntax": Fill(f"{body}\t\tint = ;\n"),
    }
    for kind, fill in broken.items():
        fills = {**reference.fills, "invoke": Fill(fill.code, reference.fills["invoke"].imports)}
        found = evaluate(site, [record], Scripts({"base": [fills]}), ["base"], ONE)
        seen = {name for name, share in arm(found, "base").kinds.items() if share.value}
        assert kind in seen, (kind, seen)
        assert values(arm(found, "base"))["build@1"] == 0.0


def test_repair_starts_from_the_first_draft_and_asks_for_edits(
    site: OpenSite, references: list[Reference], records: list[Record]
) -> None:
    body = references[0].fills["invoke"]
    wrong = {**references[0].fills, "invoke": Fill(f"{body.code}\t\tthis.conjureTheBill();\n", body.imports)}
    scripts = Scripts({"tuned": [wrong], "tuned + repair": [{"invoke": body}]})
    found = evaluate(site, records[:1], scripts, ["tuned", "tuned + repair"], ONE)
    assert values(arm(found, "tuned"))["build@1"] == 0.0
    assert values(arm(found, "tuned"))["invented"] == 1.0
    assert values(arm(found, "tuned + repair"))["build@1"] == 1.0
    assert found.pairs[0].paired.only_second == 1


def test_a_repair_that_fails_is_not_saved_by_emptying_holes(
    site: OpenSite, references: list[Reference], records: list[Record]
) -> None:
    body = references[0].fills["invoke"]
    wrong = {**references[0].fills, "invoke": Fill(f"{body.code}\t\tthis.conjureTheBill();\n", body.imports)}
    scripts = Scripts({"tuned": [wrong], "tuned + repair": [wrong]})
    found = evaluate(site, records[:1], scripts, ["tuned", "tuned + repair"], ONE)
    assert values(arm(found, "tuned + repair"))["build@1"] == 0.0


def test_build_at_five_is_estimated_over_all_samples_and_seeds(
    site: OpenSite, references: list[Reference], records: list[Record]
) -> None:
    """Each call draws anew from the start of the script: two seeds with one good draft of five each."""

    class Five(Scripts):
        def coder(self, arm: Arm, prompts: Prompts, seed: int, fim: bool = False) -> Coder:
            nothing: dict[str, Fill] = {}
            return ScriptedModel([references[0].fills, *[nothing] * 4])

    found = evaluate(site, records[:1], Five({}), ["base"], Amount(samples=5, seeds=(1, 2)))
    figures = arm(found, "base")
    assert (figures.samples, figures.rates["build@1"].value) == (10, pytest.approx(0.2))
    assert figures.rates["build@5"].value == pytest.approx(1 - 56 / 252)  # C(8,5) / C(10,5)


@pytest.mark.parametrize(("temperature", "said"), [(0.4, "gain"), (0.0, "not claimed: 1 of 3 seeds")])
def test_seeds_without_chance_in_the_drawing_are_one(
    site: OpenSite, references: list[Reference], records: list[Record], temperature: float, said: str
) -> None:
    scripts = Scripts({"base": [{}], "tuned": [references[0].fills]})
    two = [replace(records[0], id=str(number), cluster=str(number)) for number in range(2)]
    amount = Amount(samples=1, seeds=(1, 2, 3), temperature=temperature)
    found = evaluate(site, two, scripts, ["base", "tuned"], amount)
    assert found.pairs[0].paired.verdict == said


def test_the_answer_is_not_among_what_is_shown(
    site: OpenSite, references: list[Reference], records: list[Record]
) -> None:
    asked: list[str] = []

    class Watching(Scripts):
        def coder(self, arm: Arm, prompts: Prompts, seed: int, fim: bool = False) -> Coder:
            self.made = ScriptedModel([{}])
            return self.made

    watching = Watching({})
    evaluate(site, records[:1], watching, ["base"], ONE)
    asked = [piece.title for piece in watching.made.requests[0].pieces]
    assert records[0].component not in asked
    assert any(piece.kind == "spot" for piece in watching.made.requests[0].pieces)


def test_records_that_cannot_be_asked_for_are_named_with_the_reason(
    site: OpenSite, references: list[Reference], records: list[Record]
) -> None:
    text = replace(records[1], kind="text", id="0")
    broken = replace(records[2], output="```java hole 1\nnonsense(\n```", id="1")
    found = evaluate(site, [records[0], text, broken], Scripts({"base": [references[0].fills]}), ["base"], ONE)
    assert found.records == 1
    assert "text record" in found.left_out["0"]
    assert found.left_out["1"].startswith("its own answer does not build here")
    with pytest.raises(SpotsmithError, match="none of the 1 records can be asked for"):
        evaluate(site, [text], Scripts({}), ["base"], ONE)


def test_an_unknown_way_of_working_is_a_sentence() -> None:
    assert arm_of("tuned + members-only + repair") == Arm("tuned", True, True)
    with pytest.raises(SpotsmithError, match="'tuned \\+ magic' is no way of working"):
        arm_of("tuned + magic")

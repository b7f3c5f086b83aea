"""The noisy coder itself: its answers are the sample's own but for the mistakes that were put in."""

import random

import pytest

from agents.coders.protocol import Ask
from agents.generate import draft_of
from finetune.dataset.reference import Reference, reference_of
from finetune.dataset.slips import Slip, Slips, applied
from knowledge.packs.ormb.mistakes import KINDS, MIX
from knowledge.records import Exemplar
from serving.app import App
from serving.finetuning import open_site
from tests.benchmarks.noisy_coder import Noise, NoisyCoder, is_as_written, mistakes_in

NAME = "com.splwg.cm.domain.admin.customerClass.algorithm.CmHoldSmallBillAlgComp_Impl"


@pytest.fixture(scope="module")
def reference(app: App) -> Reference:
    exemplar = app.parts.store.get(Exemplar, NAME)
    assert exemplar is not None
    made = reference_of(open_site(app), exemplar, "CmDraftHoldSmallBillAlgComp_Impl")
    assert made is not None
    return made


@pytest.fixture(scope="module")
def slips(app: App, reference: Reference) -> Slips:
    def shows(slip: Slip) -> bool:
        draft = draft_of(reference.skeleton, applied(reference.fills, [slip]), "noisy", app.front_end)
        return bool(draft.refused or app.check([draft.file]).errors)

    return Slips(reference.skeleton, reference.fills, app.front_end.mistakes(), shows)


def test_the_author_s_bodies_are_proven_in_the_skeleton(app: App, reference: Reference) -> None:
    assert app.check([reference.file]).status == "ok"
    assert "class CmDraftHoldSmallBillAlgComp_Impl" in reference.file.text
    assert "retrieveLastBillDate" in reference.fills["helpers"].code
    assert "\n\t\tif (isExemptAccount()" in reference.fills["invoke"].code


def test_shares_add_up_to_one() -> None:
    for shares in (MIX, *KINDS.values()):
        assert sum(shares.values()) == pytest.approx(1)


def test_a_mistake_changes_one_line_and_is_found(app: App, reference: Reference, slips: Slips) -> None:
    rng = random.Random(1)
    for _ in range(12):
        slip = slips.draw(rng, ())
        assert slip is not None
        fills = applied(reference.fills, [slip])
        assert len(list(mistakes_in(fills, reference.fills))) == 1
        draft = draft_of(reference.skeleton, fills, "noisy", app.front_end)
        assert draft.refused or app.check([draft.file]).errors


def test_samples_differ_and_the_same_seed_gives_the_same_ones(reference: Reference, slips: Slips) -> None:
    def drawn(seed: int) -> list[str]:
        coder = NoisyCoder(reference, slips, seed, Noise(mistakes=20))
        answers = [coder.fill(reference.context, reference.skeleton, Ask(drawn=n))[0] for n in range(3)]
        return [repr(answer.fills) for answer in answers]

    assert len(set(drawn(1))) == 3
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_a_coder_that_always_mends_ends_where_the_author_did(app: App, reference: Reference, slips: Slips) -> None:
    coder = NoisyCoder(reference, slips, 3, Noise(mistakes=4, mends=1, mends_named=1, adds=0))
    fills = coder.fill(reference.context, reference.skeleton, Ask())[0].fills
    assert not is_as_written(fills, reference.fills)
    for _ in range(4):
        draft = draft_of(reference.skeleton, fills, "noisy", app.front_end)
        found = [*app.check([draft.file]).errors, *draft.refused]
        fills = {**fills, **coder.edit(reference.context, draft, found, Ask()).fills}
    assert is_as_written(fills, reference.fills)


def test_a_coder_that_never_mends_says_nothing_or_something_else_that_is_wrong(
    app: App, reference: Reference, slips: Slips
) -> None:
    coder = NoisyCoder(reference, slips, 3, Noise(mistakes=4, mends=0, mends_named=0, adds=0))
    fills = coder.fill(reference.context, reference.skeleton, Ask())[0].fills
    draft = draft_of(reference.skeleton, fills, "noisy", app.front_end)
    found = [*app.check([draft.file]).errors, *draft.refused]
    edited = {**fills, **coder.edit(reference.context, draft, found, Ask()).fills}
    assert len(list(mistakes_in(edited, reference.fills))) >= len(list(mistakes_in(fills, reference.fills)))

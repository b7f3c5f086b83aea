"""The sample site as fine-tuning is given it, and some of its algorithms as held-out records."""

import pytest

from finetune.dataset.answer import answer_text
from finetune.dataset.reference import Reference, reference_of
from finetune.records import Frame, Record, record_id
from finetune.site import OpenSite
from knowledge.records import Exemplar
from serving.app import App
from serving.finetuning import open_site

WANTED = ("CmHoldSmallBillAlgComp_Impl", "CmLatePaymentFeeAlgComp_Impl", "CmRoundBillTotalAlgComp_Impl")


@pytest.fixture(scope="session")
def site(app: App) -> OpenSite:
    return open_site(app)


@pytest.fixture(scope="session")
def references(site: OpenSite) -> list[Reference]:
    found = []
    for name in sorted(site.store.names(Exemplar)):
        exemplar = site.store.get(Exemplar, name)
        simple = name.rpartition(".")[2]
        if exemplar and simple in WANTED:
            made = reference_of(site, exemplar, simple.replace("Cm", "CmDraft", 1))
            assert made is not None
            found.append(made)
    assert len(found) == len(WANTED)
    return found


@pytest.fixture(scope="session")
def records(site: OpenSite, references: list[Reference]) -> list[Record]:
    return [record_of(site, reference) for reference in references]


def record_of(site: OpenSite, reference: Reference) -> Record:
    prompt = site.prompts.fill(reference.context, reference.skeleton)
    output = answer_text(reference.skeleton, reference.fills)
    return Record(
        record_id("component", prompt.user, output),
        "component",
        "business_logic",
        reference.task.request,
        output,
        system=prompt.system,
        user=prompt.user,
        task=reference.task,
        frame=Frame(reference.skeleton),
        component=reference.name,
        spot=reference.task.spot,
    )

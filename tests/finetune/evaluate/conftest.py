"""Some algorithms of the sample site as held-out records, and a tiny model with adapters."""

from pathlib import Path

import pytest

from finetune.dataset.answer import answer_text
from finetune.dataset.reference import Reference, reference_of
from finetune.records import Frame, Record, record_id
from finetune.site import OpenSite
from knowledge.records import Exemplar

WANTED = ("CmHoldSmallBillAlgComp_Impl", "CmLatePaymentFeeAlgComp_Impl", "CmRoundBillTotalAlgComp_Impl")


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


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``base`` and adapters for it: ``one`` and ``two`` of rank 4, ``wide`` of rank 8; alpha is the rank."""
    import torch
    from peft import LoraConfig, get_peft_model

    from tests.fixtures.tiny_models import model, save, site_texts, tokenizer

    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("models")
    words = tokenizer("qwen3", site_texts()[:10], 1_000)
    save(root / "base", model("qwen3", len(words)), words)
    for seed, (name, rank) in enumerate((("one", 4), ("two", 4), ("wide", 8))):
        bare = model("qwen3", len(words))
        torch.manual_seed(seed)
        config = LoraConfig(r=rank, lora_alpha=rank, target_modules=["q_proj", "down_proj"], init_lora_weights=False)
        get_peft_model(bare, config).save_pretrained(root / name)
    return root


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

"""The adapter alone, for a server that has the base: a folder of PEFT's, with the form of prompts it was trained on."""

import json
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

from finetune import manifest
from finetune.export import vllm
from finetune.export.job import Job, Made, Wanted
from finetune.export.loaded import as_trained
from finetune.export.merge import save_tokenizer
from finetune.export.names import served_name
from finetune.export.staging import room_for, size_of
from finetune.export.to_merged import to_merged
from finetune.export.trained import Trained
from knowledge.errors import SpotsmithError

AGREEMENT = 0.995
"""It is the same model; only the order of additions may differ."""
_KEPT = ("adapter_model.safetensors",)


def ready(trained: Trained, wanted: Wanted) -> None:
    if trained.adapter is None:
        raise SpotsmithError(f"{trained.run} trained all weights, so there is no adapter: export it --to merged")


def ready_for_vllm(trained: Trained, wanted: Wanted) -> None:
    if trained.adapter is None:
        room_for(wanted.out or trained.run, int(1.1 * size_of(trained.model)))
    else:
        vllm.check(vllm.adapter_settings(trained.adapter))


def to_adapter(job: Job) -> Made:
    copied(job.trained, job.folder)
    with as_trained(job.trained, job.folder) as model:
        save_tokenizer(model, job.folder)
    with as_trained(job.trained, job.folder) as model:
        found = job.prove(model, AGREEMENT)
    settings = f'[coder] folder = "{job.trained.base.name}", adapters = {{ tuned = "{job.out.name}" }}'
    four_bit = ", four_bit = true" if job.trained.recipe.weights == "nf4" else ""
    return Made(found, {"weights of the base": job.trained.recipe.weights}, (f"spotsmith.toml: {settings}{four_bit}",))


def copied(trained: Trained, folder: Path) -> None:
    """The adapter's files; of the path of its base, which names this machine, only the digest stays."""
    assert trained.adapter is not None
    for name in _KEPT:
        shutil.copyfile(trained.adapter / name, folder / name)
    settings = vllm.adapter_settings(trained.adapter)
    settings["base_model_name_or_path"] = trained.base.name
    (folder / "adapter_config.json").write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def to_vllm(job: Job) -> Made:
    """The adapter, or the whole model, with a script that starts vLLM on it."""
    trained = job.trained
    name = served_name(trained.name, trained.family)
    context = trained.context
    if trained.adapter is None:
        made = to_merged(job)
        words = vllm.whole(name, context)
    else:
        settings = vllm.adapter_settings(trained.adapter)
        made = to_adapter(job)
        words = vllm.command(manifest.beside(trained.base, job.out), name, settings, context)
    (job.folder / "serve.sh").write_text(vllm.script(words), encoding="utf-8")
    (job.folder / "serve.sh").chmod(0o755)
    said = "vLLM itself was not asked: the weights and the tokenizer it will load were"
    found = made.proof
    if found.status != "failed":
        found = replace(found, status="unproven", unproven=(*found.unproven, said))
    return Made(found, {**made.config, "name": name}, (f"sh {shlex.quote(str(job.out / 'serve.sh'))}",))

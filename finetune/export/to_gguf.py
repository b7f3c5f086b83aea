"""A GGUF file for llama.cpp and Ollama, through the user's llama.cpp, and asked by its server before it is kept."""

import json
import math
import shlex
import shutil
from pathlib import Path
from typing import Any

from finetune.export import merge, modelfile, vllm
from finetune.export.job import Job, Made, Wanted
from finetune.export.llama_cpp import LlamaCpp, find_llama_cpp
from finetune.export.loaded import saved
from finetune.export.names import served_name
from finetune.export.parity import Proof
from finetune.export.pre_tokenizer import known_split
from finetune.export.served import NO_SERVER, Plan, find_server, serving
from finetune.export.staging import room_for, size_of
from finetune.export.to_adapter import copied
from finetune.export.to_merged import merged_into
from finetune.export.trained import Trained
from knowledge.errors import SpotsmithError

AGREEMENT = {"q8_0": 0.93}
_LEAST = 0.95
_HALF = ".model"
"""The model that is converted, until it is."""
_ADAPTER = "adapter.gguf"


def ready(trained: Trained, wanted: Wanted) -> None:
    find_llama_cpp(wanted.llama_cpp)
    room_for(wanted.out or trained.run, int((2.2 if wanted.kind != "f32" else 3.3) * size_of(trained.model)))
    if wanted.lora:
        if trained.adapter is None:
            said = f"{trained.run} trained all weights, so there is no adapter to keep apart: leave out --lora"
            raise SpotsmithError(said)
        _plain_scale(vllm.adapter_settings(trained.adapter))


def ready_for_ollama(trained: Trained, wanted: Wanted) -> None:
    ready(trained, wanted)
    if wanted.create:
        modelfile.program()


def to_gguf(job: Job) -> Made:
    made, file = _converted(job)
    return Made(made.proof, made.config, (f"spotsmith model-server {shlex.quote(str(job.out / file))}",))


def to_ollama(job: Job) -> Made:
    made, _ = _converted(job)
    name = job.wanted.create or str(made.config["name"])
    lines = [shlex.join(modelfile.command(job.out, name))]
    if job.wanted.create and made.proof.status != "failed":
        lines = [f"ollama took it in as {name}: {modelfile.create(job.folder, name)}"]
    return Made(made.proof, made.config, tuple(lines))


def _converted(job: Job) -> tuple[Made, str]:
    llama_cpp = find_llama_cpp(job.wanted.llama_cpp)
    trained = job.trained
    half = job.folder / _HALF
    half.mkdir()
    name = served_name(trained.name, trained.family)
    file = f"{name}.gguf"
    config = _whole_base(job, half) if job.wanted.lora else merged_into(job, half)
    job.told("converting")
    llama_cpp.convert(half, job.folder / file, job.wanted.kind, known_split(trained.base, half))
    adapter = _lora(job, llama_cpp, half) if job.wanted.lora else ""
    with saved(half, trained.family) as model:
        text = modelfile.modelfile(model, file, adapter)
    (job.folder / modelfile.NAME).write_text(text, encoding="utf-8")
    shutil.rmtree(half)
    loras = (job.folder / adapter,) if adapter else ()
    server = find_server(llama_cpp.folder)
    found = _proof(job, server, Plan(job.folder / file, name, job.room, loras))
    more = {"name": name, "type": job.wanted.kind, "llama.cpp": llama_cpp.version(), "server": Path(server).name}
    return Made(found, {**config, **more}), file


def _proof(job: Job, server: str, plan: Plan) -> Proof:
    if not server:
        return Proof("unproven", unproven=(NO_SERVER,))
    with serving(server, plan) as model:
        return job.prove(model, AGREEMENT.get(job.wanted.kind, _LEAST))


def _whole_base(job: Job, folder: Path) -> dict[str, object]:
    """The base as it is, with the trained form of prompts."""
    trained = job.trained
    if trained.adapter is None:
        raise SpotsmithError(
            f"{trained.run} trained all weights, so there is no adapter to keep apart: leave out --lora"
        )
    with saved(trained.base, trained.family) as model:
        merge.save(model, folder, merge.dtype_of(trained.base))
    return {"merged onto": "nothing: the adapter is a file of its own"}


def _lora(job: Job, llama_cpp: LlamaCpp, base: Path) -> str:
    folder = job.folder / ".adapter"
    folder.mkdir()
    copied(job.trained, folder)
    settings = _plain_scale(vllm.adapter_settings(folder))
    (folder / "adapter_config.json").write_text(json.dumps(settings), encoding="utf-8")
    llama_cpp.convert_lora(folder, base, job.folder / _ADAPTER)
    shutil.rmtree(folder)
    return _ADAPTER


def _plain_scale(settings: dict[str, Any]) -> dict[str, Any]:
    """llama.cpp scales by alpha / rank and knows nothing else: what else PEFT can do is rewritten or refused."""
    if settings.get("use_dora"):
        raise SpotsmithError("llama.cpp knows no DoRA adapters: leave out --lora, so that it is merged")
    if settings.get("rank_pattern") or settings.get("alpha_pattern"):
        raise SpotsmithError(
            "llama.cpp knows one rank and alpha for an adapter: leave out --lora, so that it is merged"
        )
    if not settings.get("use_rslora"):
        return settings
    return {**settings, "use_rslora": False, "lora_alpha": settings["lora_alpha"] * math.sqrt(settings["r"])}


def served_files(model: Path) -> tuple[Path, tuple[Path, ...]]:
    """The model and the adapters of an export, or a GGUF file alone. Raises SpotsmithError."""
    if model.is_file():
        return model, ()
    if not model.exists():
        raise SpotsmithError(f"{model}: there is no such file or folder; name an export, or a GGUF file")
    files = sorted(model.glob("*.gguf"))
    models = [file for file in files if file.name != _ADAPTER]
    if len(models) != 1:
        raise SpotsmithError(f"{model} holds {len(models)} models as GGUF: name the folder of an export, or one file")
    return models[0], tuple(file for file in files if file.name == _ADAPTER)

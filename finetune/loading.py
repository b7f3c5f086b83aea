"""A base model, loaded to be trained or measured, and the adapter that is put on it.

The folder is looked at before anything is read from it; nothing is fetched, and no code that comes with a model runs.
The vocabulary is never resized: servers refuse adapters that bring rows of it.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from agents.coders.families import Family, family_of
from agents.coders.transformers_backend import TOKENIZERS
from finetune.quiet import hush
from knowledge.errors import SpotsmithError

Weights = Literal["nf4", "int8", "bf16", "fp32"]
NEEDED = ("torch", "transformers", "tokenizers", "safetensors", "peft", "accelerate")
INSTALL = "install the extra: pip install 'spotsmith[train]'"
_LLAMA = (("q_proj", "k_proj", "v_proj", "o_proj"), ("gate_proj", "up_proj", "down_proj"))
_FUSED = (("query_key_value", "attention.dense"), ("dense_h_to_4h", "dense_4h_to_h"))
MODULES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(("llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3_text", "olmo2"), _LLAMA),
    "starcoder2": (("q_proj", "k_proj", "v_proj", "o_proj"), ("mlp.c_fc", "mlp.c_proj")),
    "gpt2": (("attn.c_attn", "attn.c_proj"), ("mlp.c_fc", "mlp.c_proj")),
    "gpt_bigcode": (("attn.c_attn", "attn.c_proj"), ("mlp.c_fc", "mlp.c_proj")),
    "phi": (("q_proj", "k_proj", "v_proj", "dense"), ("fc1", "fc2")),
    "phi3": (("qkv_proj", "o_proj"), ("gate_up_proj", "down_proj")),
    "gpt_neox": _FUSED,
}
"""Linear layers of attention and of the MLP by model type, as suffixes: tiny and real models of a family then give the
same shape of adapter (PEFT keeps full names of "all-linear" on small ones, which vLLM does not take)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    model: Any
    tokenizer: Any
    family: Family
    folder: Path
    device: str
    weights: Weights


def load_base(folder: Path, weights: Weights = "nf4", device: str = "") -> Loaded:
    """A base with its tokenizer, on a GPU where there is one. Raises SpotsmithError that says what is missing."""
    check_base(folder, weights)
    hush()
    import torch
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    place = device_of(device)
    settings: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False, "use_safetensors": True}
    dtype = dtype_of(weights, place)
    try:
        model = AutoModelForCausalLM.from_pretrained(
            str(folder), dtype=dtype, device_map=_map(place), **_quantized(weights, dtype), **settings
        )
    except torch.OutOfMemoryError as error:
        raise SpotsmithError(f"{folder}: the model does not fit on {place}; --plan says what it needs") from error
    except Exception as error:  # whatever is wrong with a folder, the libraries have an exception of their own for it
        raise SpotsmithError(f"{folder}: the model cannot be loaded: {_line(error)}") from error
    keep_gradients(model)
    return Loaded(model, load_tokenizer(folder), named_family(folder), folder, place, weights)


def load_tokenizer(folder: Path) -> Any:
    """Raises SpotsmithError."""
    hush()
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    except Exception as error:
        raise SpotsmithError(f"{folder}: the tokenizer cannot be loaded: {_line(error)}") from error


def named_family(folder: Path) -> Family:
    """As serving finds it: by the folder's name and the model's type."""
    return family_of(f"{folder.name} {model_type(folder)}")


def model_type(folder: Path) -> str:
    import json

    try:
        return str(json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type", ""))
    except (OSError, ValueError, AttributeError) as error:
        raise SpotsmithError(f"{folder / 'config.json'} cannot be read: {_line(error)}") from error


def keep_gradients(model: Any) -> None:
    """Keep gradients flowing through frozen 4-bit layers on a CPU.

    bitsandbytes 0.50 repacks such a layer on the first forward without gradients on a CPU with AVX512-BF16; from then
    on the gradient of its input is lost without a word (17.4 -> None), so that layers below learn nothing. Generation
    between steps is such a forward. GPUs are not concerned.
    """
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            module.support_avx512bf16_for_cpu = False


def with_adapter(model: Any, config: Any, checkpointing: bool = False) -> Any:
    """The base frozen, with a new adapter on it. ``config``: of PEFT, see ``lora``."""
    from peft import get_peft_model

    for parameter in model.parameters():
        parameter.requires_grad_(False)
    made = get_peft_model(model, config)
    if checkpointing:
        model.enable_input_require_grads()  # else a checkpointed layer sees no input that wants a gradient
    return made


def lora(
    model: Any,
    r: int = 16,
    alpha: int = 32,
    dropout: float = 0.05,
    targets: str | Sequence[str] = "all",
    dora: bool = False,
    rslora: bool = False,
) -> Any:
    """The configuration of an adapter for this model. Raises SpotsmithError when the model has no such modules."""
    from peft import LoraConfig

    kind = str(model.config.model_type)
    return LoraConfig(
        task_type="CAUSAL_LM",
        r=r,
        lora_alpha=alpha,
        lora_dropout=dropout,
        bias="none",
        target_modules=list(modules_of(model, targets)),
        use_dora=dora,
        use_rslora=rslora,
        fan_in_fan_out=kind in ("gpt2", "gpt_bigcode") and _has_conv1d(model),
    )


def modules_of(model: Any, targets: str | Sequence[str]) -> tuple[str, ...]:
    """Suffixes of the modules that an adapter changes. Raises SpotsmithError."""
    kind = str(model.config.model_type)
    if not isinstance(targets, str):
        found = tuple(targets)
    elif kind in MODULES:
        attention, mlp = MODULES[kind]
        found = {"all": attention + mlp, "attention": attention, "mlp": mlp}[targets]
    else:
        found = _linear(model)
        if targets == "mlp":
            found = tuple(name for name in found if not any(part in name for part in ("attn", "attention", "q_", "k_")))
    names = [name for name, _ in model.named_modules()]
    for suffix in found:
        if not any(name.endswith(f".{suffix}") for name in names):
            there = ", ".join(_linear(model)) or "no linear layers"
            raise SpotsmithError(f"the model of type {kind} has no module {suffix!r}; it has {there}")
    if not found:
        raise SpotsmithError(f"the model of type {kind} has no modules for adapter.targets: {targets}")
    return found


def check_installed(weights: Weights = "bf16") -> None:
    """Raises SpotsmithError that says what is missing."""
    needed = (*NEEDED, "bitsandbytes") if weights in ("nf4", "int8") else NEEDED
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise SpotsmithError(f"training needs {', '.join(missing)}; {INSTALL}")


def check_base(folder: Path, weights: Weights = "bf16") -> None:
    """What can be seen without loading anything. Raises SpotsmithError that says what is missing."""
    check_installed(weights)
    if not folder.is_dir():
        raise SpotsmithError(f"{folder}: there is no such folder; a base is a folder with config.json")
    if not (folder / "config.json").is_file():
        raise SpotsmithError(f"{folder}: there is no config.json, so this is no model of transformers")
    if not any(folder.glob("*.safetensors")):
        raise SpotsmithError(
            f"{folder}: there are no weights as *.safetensors; other formats can run code and are refused"
        )
    if not any((folder / name).is_file() for name in TOKENIZERS):
        raise SpotsmithError(
            f"{folder}: there is no tokenizer ({', '.join(TOKENIZERS)}); copy it from the model's source"
        )


def device_of(name: str = "") -> str:
    """``cpu`` or ``cuda:N``; of several processes each has its own GPU. Raises SpotsmithError."""
    import torch

    if not name:
        name = f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if torch.cuda.is_available() else "cpu"
    if name == "cpu":
        return name
    if not name.startswith("cuda"):
        raise SpotsmithError(f"there is no device {name!r}; it is cpu, cuda, cuda:1 ...")
    number = name.partition(":")[2] or "0"
    if not torch.cuda.is_available():
        raise SpotsmithError(f"the device {name} is not there: torch {torch.__version__} finds no GPU; take cpu")
    if not number.isdigit() or int(number) >= torch.cuda.device_count():
        raise SpotsmithError(f"there is no device {name!r}; GPUs here: {torch.cuda.device_count()}")
    return f"cuda:{number}"


def dtype_of(weights: Weights, device: str) -> Any:
    """In which weights that are not quantised are kept, and quantised ones are computed."""
    import torch

    if device == "cpu" or weights == "fp32" or not torch.cuda.is_bf16_supported():
        return torch.float32
    return torch.bfloat16


def _quantized(weights: Weights, dtype: Any) -> dict[str, Any]:
    if weights not in ("nf4", "int8"):
        return {}
    from transformers import BitsAndBytesConfig

    if weights == "int8":
        return {"quantization_config": BitsAndBytesConfig(load_in_8bit=True)}
    storage = {"bnb_4bit_quant_storage": dtype} if in_shards() else {}  # FSDP cuts tensors of one type alone
    return {
        "quantization_config": BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=dtype,
            **storage,
        )
    }


def _map(device: str) -> dict[str, str] | None:
    """All on one device; under FSDP and DeepSpeed accelerate puts them where they belong."""
    return None if in_shards() else {"": device}


def in_shards() -> bool:
    """Whether accelerate spreads one model over several processes: none of them can write with it alone."""
    return any(os.environ.get(f"ACCELERATE_USE_{name}", "").lower() == "true" for name in ("FSDP", "DEEPSPEED"))


def _linear(model: Any) -> tuple[str, ...]:
    """Last parts of the names of all linear layers but the head."""
    import torch

    head = model.get_output_embeddings()
    found = [name for name, each in model.named_modules() if isinstance(each, torch.nn.Linear) and each is not head]
    return tuple(dict.fromkeys(name.rpartition(".")[2] for name in found))


def _has_conv1d(model: Any) -> bool:
    return any(type(module).__name__ == "Conv1D" for module in model.modules())


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__

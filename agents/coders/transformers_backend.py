"""A model in a local folder, in this process: ``transformers`` on a GPU or a CPU, 4-bit and adapters if asked for.

Nothing is fetched and nothing is sent: the folder holds the weights as safetensors and the tokenizer, and code that
comes with a model is never run. What to ask the model is the business of ``local.py``.
"""

import codecs
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from agents.coders.families import Family, family_of
from agents.coders.members.tokens import token_bytes
from agents.coders.members.trie import Vocabulary
from agents.coders.members.usage import Usage
from agents.coders.rendering import chat_ids, end_ids, fills_in_the_middle, raw_ids
from knowledge.completion import Cursor
from knowledge.errors import SpotsmithError

NEEDED = ("torch", "transformers", "tokenizers", "safetensors")
TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json")
INSTALL = "install the extra: pip install 'spotsmith[transformers]'"
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
_WRAPPED = "base_model.model."
_COLDEST = 0.01
"""Divides scores so far apart that a sample is the likeliest text."""


class OutOfMemory(Exception):
    """The model and its answers did not fit; fewer samples or a shorter prompt may."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How texts are drawn. One temperature for each text."""

    temperatures: Sequence[float]
    tokens: int = 1_024
    seconds: float = 300.0
    stop: Sequence[str] = ()
    seed: int = 0
    top_p: float = 0.95
    on_text: Callable[[str], None] | None = None
    """Hears the first text while it is written."""


@dataclass(frozen=True, slots=True)
class Sample:
    text: str
    ended: Literal["stop", "length", "slow"]
    tokens: int


class LocalModel:
    """A model and its tokenizer, loaded. Not for several threads at once."""

    def __init__(self, folder: Path, model: Any, tokenizer: Any) -> None:
        self.name = folder.name
        self._model = model
        self._tokenizer = tokenizer
        kind = getattr(model.config, "model_type", "")
        self.family: Family = family_of(f"{folder.name} {kind}")
        self._pieces = token_bytes(tokenizer)
        self._masks: Any = None
        self._adapters: tuple[str, ...] = ()
        self._in_use: tuple[str, ...] = ()

    @property
    def context(self) -> int:
        """Tokens that the model can read and write at once."""
        own = getattr(self._model.config, "max_position_embeddings", None)
        return min(own or self.family.context, max(self.family.context, 1))

    @property
    def fills_in_the_middle(self) -> bool:
        """Whether the tokenizer knows the family's marks, each as one token."""
        return fills_in_the_middle(self._tokenizer, self.family)

    def chat(self, system: str, user: str) -> list[int]:
        """The tokens of a prompt in the model's own form; plain text where it has none."""
        return chat_ids(self._tokenizer, self.family, system, user)

    def raw(self, text: str) -> list[int]:
        """The tokens of a text, with what the family puts before every text."""
        return raw_ids(self._tokenizer, text)

    def add_adapter(self, name: str, folder: Path) -> None:
        """Load a PEFT adapter under a name; it works from ``use`` on. Raises SpotsmithError."""
        _check_adapter(name, folder)
        from peft import PeftModel

        try:
            strange = _strange_modules(folder, self._model)
            if strange:
                raise ValueError(f"it was trained for a model with {strange}")
            if self._adapters:
                self._model.load_adapter(str(folder), adapter_name=name, is_trainable=False)
            else:
                self._model = PeftModel.from_pretrained(self._model, str(folder), adapter_name=name).eval()
        except Exception as error:  # PEFT raises what torch raises
            raise SpotsmithError(f"{folder}: the adapter does not fit {self.name}: {_line(error)}") from error
        self._adapters += (name,)
        self.use(*self._in_use)

    def use(self, *names: str) -> None:
        """Work with these adapters together; with none, as the model alone. Raises SpotsmithError."""
        unknown = [name for name in names if name not in self._adapters]
        if unknown:
            known = ", ".join(self._adapters) or "none"
            raise SpotsmithError(f"there is no adapter {unknown[0]!r}; loaded: {known}")
        self._in_use = names
        if not self._adapters:
            return
        if names:
            self._model.base_model.enable_adapter_layers()
            self._model.base_model.set_adapter(list(names))
        else:
            self._model.base_model.disable_adapter_layers()

    def write(
        self, prompt: Sequence[int], drawing: Drawing, cursors: Sequence[Cursor | None] = ()
    ) -> tuple[list[Sample], Usage]:
        """Texts that follow the prompt, one for each temperature, in one batch.

        ``cursors``: one for each text, to write real names alone; none to write freely. Raises OutOfMemory.
        """
        import torch

        rows = len(drawing.temperatures)
        watch = _Watch(self._pieces, rows, drawing, self._ends())
        processors: list[Any] = []
        members = self._members(cursors) if any(cursors) else None
        if members:
            processors.append(members)
        warm = any(temperature > 0 for temperature in drawing.temperatures)
        if warm:
            processors.append(_Temperatures(drawing.temperatures))
        devices = [self._model.device] if self._model.device.type == "cuda" else []
        with torch.inference_mode(), torch.random.fork_rng(devices=devices):
            torch.manual_seed(drawing.seed)
            ids = torch.tensor([list(prompt)] * rows, device=self._model.device)
            try:
                self._generate(ids, drawing, processors, watch, warm)
            except torch.OutOfMemoryError as error:
                raise OutOfMemory(f"{rows} texts behind {len(prompt)} tokens do not fit into memory") from error
        return watch.samples(), members.usage if members else Usage()

    def surprise(self, ids: Sequence[int], start: int = 1) -> tuple[float, int]:
        """Negative log-likelihood, in nats, of the tokens from ``start`` on, summed; and how many they are.

        What lies beyond the model's context is left out."""
        import torch

        ids = list(ids)[: self.context]
        start = max(start, 1)
        if start >= len(ids):
            return 0.0, 0
        with torch.inference_mode():
            row = torch.tensor([ids], device=self._model.device)
            scores = self._model(input_ids=row, use_cache=False).logits[0, start - 1 : -1].float()
            loss = torch.nn.functional.cross_entropy(scores, row[0, start:], reduction="sum")
        return float(loss), len(ids) - start

    def _generate(self, ids: Any, drawing: Drawing, processors: list[Any], watch: "_Watch", warm: bool) -> None:
        import torch
        from transformers import GenerationConfig
        from transformers.generation import LogitsProcessorList, StoppingCriteriaList

        ends = self._ends()
        sampling = {"do_sample": True, "top_p": drawing.top_p, "top_k": 0, "temperature": 1.0} if warm else {}
        settings = GenerationConfig(
            max_new_tokens=drawing.tokens,
            eos_token_id=sorted(ends) or None,
            pad_token_id=self._padding(),
            **sampling,
        )
        self._model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            generation_config=settings,
            logits_processor=LogitsProcessorList(processors),
            stopping_criteria=StoppingCriteriaList([watch]),
        )

    def _members(self, cursors: Sequence[Cursor | None]) -> Any:
        from agents.coders.members.processor import Masks, MembersOnly
        from agents.coders.members.tokens import texts

        if self._masks is None:
            width = self._model.get_output_embeddings().weight.shape[0]
            self._masks = Masks(Vocabulary(texts(self._pieces)), width)
        return MembersOnly(self._masks, self._pieces, cursors, self._ends())

    def _ends(self) -> frozenset[int]:
        own = getattr(self._model.generation_config, "eos_token_id", None)
        return end_ids(self._tokenizer, self.family, own)

    def _padding(self) -> int:
        padding = self._tokenizer.pad_token_id
        return padding if padding is not None else next(iter(sorted(self._ends())), 0)


def open_model(
    folder: Path, *, four_bit: bool = False, adapters: Mapping[str, Path] | None = None, device: str = ""
) -> LocalModel:
    """Load a model folder, onto a GPU where there is one and ``device`` names no other. Raises SpotsmithError that
    says what is missing."""
    check_model(folder, four_bit=four_bit, adapters=adapters)
    os.environ.update(OFFLINE)
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    settings: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    place = _place(torch, device)
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), **settings)
        model = AutoModelForCausalLM.from_pretrained(
            str(folder), dtype=_dtype(torch, place), use_safetensors=True, **settings, **_quantized(four_bit, place)
        )
    except Exception as error:  # whatever is wrong with a folder, the libraries have an exception of their own for it
        raise SpotsmithError(f"{folder}: the model cannot be loaded: {_line(error)}") from error
    if not four_bit:
        model = model.to(place)
    opened = LocalModel(folder, model.eval(), tokenizer)
    for name, path in (adapters or {}).items():
        opened.add_adapter(name, path)
    return opened


def check_model(folder: Path, *, four_bit: bool = False, adapters: Mapping[str, Path] | None = None) -> None:
    """What can be seen without loading anything. Raises SpotsmithError that says what is missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SpotsmithError(f"models in a local folder need {', '.join(missing)}; {INSTALL}")
    if four_bit and find_spec("bitsandbytes") is None:
        raise SpotsmithError("4-bit weights need bitsandbytes: pip install bitsandbytes, or load the model without")
    _check(folder)
    for name, path in (adapters or {}).items():
        _check_adapter(name, path)


def _check_adapter(name: str, folder: Path) -> None:
    if find_spec("peft") is None:
        raise SpotsmithError(f"the adapter {name} needs peft; {INSTALL}")
    if not all((folder / file).is_file() for file in ("adapter_config.json", "adapter_model.safetensors")):
        what = "no adapter_config.json with adapter_model.safetensors"
        raise SpotsmithError(f"{folder}: there is {what}, so this is no PEFT adapter")


def _strange_modules(folder: Path, model: Any) -> str:
    """A module that the adapter changes and the model has not; PEFT leaves such weights out without a word."""
    from safetensors import safe_open

    modules = {name.removeprefix(_WRAPPED).replace(".base_layer", "") for name, _ in model.named_modules()}
    with safe_open(str(folder / "adapter_model.safetensors"), framework="pt") as weights:
        keys = list(weights.keys())
    names = [key.partition(".lora_")[0].removeprefix(_WRAPPED) for key in keys if ".lora_" in key]
    return next((name for name in names if name not in modules), "")


def _check(folder: Path) -> None:
    if not folder.is_dir():
        raise SpotsmithError(f"{folder}: there is no such folder; a local model is a folder with config.json")
    if not (folder / "config.json").is_file():
        raise SpotsmithError(f"{folder}: there is no config.json, so this is no model of transformers")
    if not list(folder.glob("*.safetensors")):
        raise SpotsmithError(
            f"{folder}: there are no weights as *.safetensors; other formats can run code and are refused"
        )
    if not any((folder / name).is_file() for name in TOKENIZERS):
        raise SpotsmithError(
            f"{folder}: there is no tokenizer ({', '.join(TOKENIZERS)}); copy its files from the model's source"
        )


def _place(torch: Any, device: str) -> str:
    name = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise SpotsmithError(f"the device {name} is not there: torch {torch.__version__} finds no GPU; take cpu")
    try:
        torch.empty(0, device=name)
    except (RuntimeError, AssertionError) as error:
        raise SpotsmithError(f"there is no device {device!r}: {_line(error)}; it is cpu, cuda, cuda:1 ...") from error
    return name


def _dtype(torch: Any, place: str) -> Any:
    """As the weights are on a GPU; a CPU computes 16 bits slowly."""
    return torch.float32 if place == "cpu" else "auto"


def _quantized(four_bit: bool, place: str) -> dict[str, Any]:
    if not four_bit:
        return {}
    import torch
    from transformers import BitsAndBytesConfig

    compute = torch.float32 if place == "cpu" else torch.bfloat16
    settings = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=compute)
    return {"quantization_config": settings, "device_map": {"": place}}


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


class _Temperatures:
    """Rows of their own temperatures: the first sample may be cold and the others warm."""

    def __init__(self, temperatures: Sequence[float]) -> None:
        self._divisors = [max(temperature, _COLDEST) for temperature in temperatures]

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        return scores / scores.new_tensor(self._divisors)[:, None]


class _Watch:
    """Reads what is written, ends a text at a stop text, and all of them when the time is up."""

    def __init__(self, pieces: Sequence[bytes | None], rows: int, drawing: Drawing, ends: frozenset[int]) -> None:
        self._pieces = pieces
        self._drawing = drawing
        self._ends = ends
        self._until = time.monotonic() + drawing.seconds
        self._decoders = [codecs.getincrementaldecoder("utf-8")("replace") for _ in range(rows)]
        self._texts = [""] * rows
        self._counts = [0] * rows
        self._ended: list[Literal["stop", "slow"] | None] = [None] * rows

    def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
        import torch

        late = time.monotonic() > self._until
        for row, number in enumerate(input_ids[:, -1].tolist()):
            if self._ended[row] is None:
                self._add(row, number)
                if late and self._ended[row] is None:
                    self._ended[row] = "slow"
        return torch.tensor([ended is not None for ended in self._ended], device=input_ids.device)

    def samples(self) -> list[Sample]:
        return [
            Sample(text, ended or "length", count)
            for text, ended, count in zip(self._texts, self._ended, self._counts, strict=True)
        ]

    def _add(self, row: int, number: int) -> None:
        self._counts[row] += 1
        if number in self._ends:
            self._ended[row] = "stop"
            return
        piece = self._pieces[number] if number < len(self._pieces) else None
        added = self._decoders[row].decode(piece or b"")
        text = self._texts[row] + added
        longest = max((len(stop) for stop in self._drawing.stop), default=0)
        recent = len(text) - len(added) - longest
        cuts = [at for stop in self._drawing.stop if (at := text.find(stop, max(recent, 0))) >= 0]
        if cuts:
            self._ended[row] = "stop"
            added, text = "", text[: min(cuts)]
        self._texts[row] = text
        if row == 0 and added and self._drawing.on_text:
            self._drawing.on_text(added)

"""A small model learns Java from nothing, on a CPU if need be: by steps or by minutes, and on again after a kill.

FOLDER becomes an ordinary model folder of transformers. ``FOLDER/pretraining`` holds the plan, ``log.jsonl`` and, until
it is done, the last checkpoint. Nothing here is meant to be a good model: it is a base that is small enough to show
what tuning does, and to rehearse the whole chain where there is no GPU and nothing can be fetched.
"""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from agents.coders.families import families, family_of
from finetune.loading import check_installed
from finetune.manifest import Manifest, write_manifest
from finetune.pretrain.corpus import read_corpus
from finetune.pretrain.renaming import word_list
from finetune.pretrain.scratch import SHAPES, Shape, Size, check_width, new_model, new_tokenizer
from finetune.pretrain.sequences import Mix, batch
from finetune.quiet import hush
from knowledge.errors import SpotsmithError

INSIDE = "pretraining"
_STAGES = ((0.0, 4), (0.25, 2), (0.6, 1))
"""(share of the run, divisor of the length): short sequences first, they are many and copying is learned from them."""
_WARM, _FALL = 0.02, 0.65
"""Shares of the run: the rate rises until the first and falls in a line to a twentieth from the second on."""
OPTIMIZERS = ("muon", "adamw")
_WORDS_FROM = 3_000  # texts that a tokenizer is trained on; more changes no merge that counts


@dataclass(frozen=True, slots=True)
class PretrainPlan:
    shape: Shape = "qwen3"
    size: Size = field(default_factory=Size)
    minutes: float = 0.0
    """Of training, over all its runs. 0: ``steps`` decides."""
    steps: int = 0
    """0: ``minutes`` decides."""
    length: int = 1_024
    """Tokens of the longest sequences."""
    tokens: int = 4_096
    """In a step."""
    rate: float = 3e-3
    optimizer: str = "muon"
    """``muon`` (matrices by Muon, the rest by AdamW) or ``adamw``."""
    seed: int = 42
    megabytes: float = 60.0
    """Of Java that is read, at most."""
    threads: int = 0
    """0: as torch thinks best."""
    every: float = 120.0
    """Seconds between checkpoints."""


@dataclass(frozen=True, slots=True)
class Pretrained:
    folder: Path
    parameters: int
    steps: int
    tokens: int
    seconds: float
    loss: float
    """Mean over the last tenth of the steps."""


Told = Callable[[str], None]


def pretrain(
    folder: Path,
    places: Sequence[Path],
    plan: PretrainPlan,
    names: Sequence[Path] = (),
    on_told: Told = print,
    command: str = "",
) -> Pretrained:
    """``names``: more folders whose Java the tokenizer sees, so that the site's names are few tokens; the model does
    not learn from it. Raises SpotsmithError."""
    _check(folder, plan)
    check_installed("fp32")
    hush(folder)
    inside = folder / INSIDE
    inside.mkdir(parents=True, exist_ok=True)
    _same_plan(inside, plan)
    texts = read_corpus(places, plan.megabytes)
    tokenizer = _tokenizer(folder, plan, texts, names)
    family = family_of(plan.shape)
    mix = Mix(texts, word_list(texts[:_WORDS_FROM]), family.fim, tokenizer.convert_tokens_to_ids("<|endoftext|>"))
    learner = _Learner(folder, plan, mix, tokenizer)
    on_told(f"{len(texts)} texts, {len(tokenizer)} tokens in the vocabulary, {learner.parameters:,} parameters")
    learner.learn(on_told)
    made = learner.saved()
    _sign(made, plan, texts, command)
    return made


def _sign(made: Pretrained, plan: PretrainPlan, texts: Sequence[str], command: str) -> None:
    read = hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()
    metrics = {name: getattr(made, name) for name in ("parameters", "steps", "tokens", "seconds", "loss")}
    data = {"digests": {"texts": read}, "counts": {"texts": len(texts), "characters": sum(map(len, texts))}}
    manifest = Manifest("pretraining", command=command, data=data, config=asdict(plan), metrics=metrics, seed=plan.seed)
    write_manifest(made.folder, manifest)


def _check(folder: Path, plan: PretrainPlan) -> None:
    if plan.shape not in SHAPES:
        raise SpotsmithError(f"there is no shape {plan.shape!r}; there are {', '.join(SHAPES)}")
    if plan.optimizer not in OPTIMIZERS:
        raise SpotsmithError(f"there is no optimizer {plan.optimizer!r}; there are {' and '.join(OPTIMIZERS)}")
    check_width(plan.size)
    if bool(plan.minutes) == bool(plan.steps):
        raise SpotsmithError("say how long it may take: either --minutes or --steps")
    if (folder / "model.safetensors").is_file():
        raise SpotsmithError(f"{folder} holds a model already: name another folder, or remove this one")
    kind = {"qwen2.5-coder": "qwen2"}.get(plan.shape, plan.shape)
    if family_of(f"{folder.name} {kind}").name != plan.shape:
        known = next(family for family in families() if family.name == plan.shape)
        raise SpotsmithError(
            f"a model of this shape is known by the name of its folder: let it contain {known.match[0]!r}, "
            f"for instance {folder.with_name(f'{known.match[0]}-{folder.name}')}"
        )


def _same_plan(inside: Path, plan: PretrainPlan) -> None:
    """A run goes on only as it began; how long it may take can be changed."""
    path = inside / "plan.json"
    said = asdict(replace(plan, threads=0, every=0.0))
    if path.is_file():
        before = json.loads(path.read_text(encoding="utf-8"))
        other = [name for name in said if name not in ("minutes", "steps") and before.get(name) != said[name]]
        if other:
            raise SpotsmithError(
                f"{inside.parent} was begun with another {other[0]} ({before.get(other[0])}, now {said[other[0]]}): "
                "go on with the same settings, or name another folder"
            )
    path.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def _tokenizer(folder: Path, plan: PretrainPlan, texts: list[str], names: Sequence[Path]) -> Any:
    from transformers import PreTrainedTokenizerFast

    if (folder / "tokenizer.json").is_file():
        return PreTrainedTokenizerFast.from_pretrained(folder)
    step = max(len(texts) // _WORDS_FROM, 1)
    own = [part for text in read_corpus(names) for part in (text,) * 3] if names else []
    made = new_tokenizer(plan.shape, [*(text[:8_000] for text in texts[::step]), *own], plan.size.vocabulary)
    made.save_pretrained(folder)
    return made


class _Learner:
    """Model, optimizers and where the run is."""

    def __init__(self, folder: Path, plan: PretrainPlan, mix: Mix, tokenizer: Any) -> None:
        import torch

        self._folder, self._plan, self._mix, self._tokenizer = folder, plan, mix, tokenizer
        if plan.threads:
            torch.set_num_threads(plan.threads)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = new_model(plan.shape, plan.size, len(tokenizer), plan.seed).to(self._device)
        self._optimizer = _optimizer(self._model, plan)
        self.parameters = sum(each.numel() for each in self._model.parameters())
        self._step, self._tokens, self._seconds = 0, 0, 0.0
        self._losses: list[float] = []
        self._last = folder / INSIDE / "last.pt"
        if self._last.is_file():
            self._load()

    @property
    def _done(self) -> float:
        """Share of the run that is over."""
        if self._plan.steps:
            return self._step / self._plan.steps
        return self._seconds / (self._plan.minutes * 60)

    def learn(self, on_told: Told) -> None:
        kept = time.monotonic()
        with (self._folder / INSIDE / "log.jsonl").open("a", encoding="utf-8") as log:
            while self._done < 1:
                began = time.monotonic()
                loss, length = self._one()
                self._seconds += time.monotonic() - began
                self._losses.append(loss)
                if self._step % 20 == 0 or self._done >= 1:
                    self._tell(log, length, on_told)
                if time.monotonic() - kept > self._plan.every:
                    self._keep()
                    kept = time.monotonic()

    def _one(self) -> tuple[float, int]:
        import torch

        done = self._done
        length = self._plan.length // next(by for start, by in reversed(_STAGES) if done >= start)
        rows = batch(self._mix, self._encode, max(self._plan.tokens // length, 1), length, self._seed())
        ids = torch.tensor(rows, device=self._device)
        with torch.autocast(self._device, dtype=torch.bfloat16):
            loss = self._model(input_ids=ids, labels=ids, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        for group in self._optimizer.param_groups:
            group["lr"] = group["initial_lr"] * _rate(done)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._step += 1
        self._tokens += ids.numel()
        return loss.detach().item(), length

    def _seed(self) -> str:
        return f"{self._plan.seed}-{self._step}"

    def _encode(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False)
        return found

    def _tell(self, log: Any, length: int, on_told: Told) -> None:
        recent = self._losses[-20:]
        said = {
            "step": self._step,
            "tokens": self._tokens,
            "seconds": round(self._seconds, 1),
            "length": length,
            "loss": round(sum(recent) / len(recent), 4),
        }
        log.write(json.dumps(said) + "\n")
        log.flush()
        if self._step % 100 == 0 or self._done >= 1:
            speed = self._tokens / max(self._seconds, 1e-9)
            on_told(f"step {self._step}  loss {said['loss']:.3f}  {speed:,.0f} tokens/s  {min(self._done, 1):.0%}")

    def _keep(self) -> None:
        """The old checkpoint stays until the new one is whole."""
        import torch

        half = self._last.with_suffix(".part")
        torch.save(
            {
                "model": self._model.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "at": (self._step, self._tokens, self._seconds),
                "losses": self._losses,
            },
            half,
        )
        half.replace(self._last)

    def _load(self) -> None:
        import torch

        kept = torch.load(self._last, map_location=self._device, weights_only=True)
        self._model.load_state_dict(kept["model"])
        self._optimizer.load_state_dict(kept["optimizer"])
        self._step, self._tokens, self._seconds = kept["at"]
        self._losses = list(kept["losses"])

    def saved(self) -> Pretrained:
        ends = self._model.generation_config
        ends.eos_token_id, ends.pad_token_id = self._ends(), self._tokenizer.pad_token_id
        from transformers.utils import logging

        logging.disable_progress_bar()
        self._model.save_pretrained(self._folder)
        self._last.unlink(missing_ok=True)
        tail = self._losses[-max(len(self._losses) // 10, 1) :]
        loss = round(sum(tail) / len(tail), 4)
        return Pretrained(self._folder, self.parameters, self._step, self._tokens, round(self._seconds, 1), loss)

    def _ends(self) -> list[int]:
        """After a turn of a chat, and after a text or a middle."""
        return sorted({self._tokenizer.eos_token_id, self._mix.end})


def _rate(done: float) -> float:
    if done < _WARM:
        return max(done / _WARM, 0.05)
    return 1.0 if done < _FALL else 1.0 - 0.95 * min((done - _FALL) / (1 - _FALL), 1.0)


def _optimizer(model: Any, plan: PretrainPlan) -> Any:
    import torch

    from finetune.muon import MuonWithAdamW

    if plan.optimizer == "muon":
        found: Any = MuonWithAdamW(model, plan.rate)
    else:
        found = torch.optim.AdamW(model.parameters(), lr=plan.rate, betas=(0.9, 0.95), weight_decay=0.01)
    for group in found.param_groups:
        group["initial_lr"] = group["lr"]
    return found

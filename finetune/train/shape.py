"""What a base is made of, read from its ``config.json`` and the headers of its weights: no weight is loaded."""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from finetune.loading import MODULES
from knowledge.errors import SpotsmithError

_LOOKED_UP = ("embed", "wte", "wpe", "lm_head", "embed_out")
_HEADER_MOST = 100 * 2**20  # as the format allows


@dataclass(frozen=True, slots=True)
class Shape:
    kind: str
    hidden: int
    inner: int
    """Width of the MLP."""
    layers: int
    cache: int
    """Numbers that one token leaves in the cache of one layer."""
    vocabulary: int
    """Rows of the embeddings."""
    positions: int
    matrices: Mapping[str, tuple[int, int]]
    """Linear layers by name, with their two sides; these are quantised."""
    others: int
    """Weights of embeddings, head and norms."""

    @property
    def linear(self) -> int:
        return sum(prod(sides) for sides in self.matrices.values())

    @property
    def parameters(self) -> int:
        return self.linear + self.others

    def adapted(self, targets: str | Sequence[str]) -> list[tuple[int, int]]:
        """Sides of the layers that an adapter changes."""
        if targets == "all" or (isinstance(targets, str) and self.kind not in MODULES):
            suffixes: Sequence[str] = ("",)
        elif isinstance(targets, str):
            attention, mlp = MODULES[self.kind]
            suffixes = attention if targets == "attention" else mlp
        else:
            suffixes = targets
        return [sides for name, sides in self.matrices.items() if any(name.endswith(suffix) for suffix in suffixes)]


def shape_of(folder: Path) -> Shape:
    """Raises SpotsmithError, also when a file of weights is not whole."""
    config = _config(folder)
    tensors: dict[str, list[int]] = {}
    for path in sorted(folder.glob("*.safetensors")):
        tensors |= _header(path)
    if not tensors:
        raise SpotsmithError(f"{folder}: there are no weights as *.safetensors")
    matrices = {
        name.removesuffix(".weight"): (sides[0], sides[1])
        for name, sides in tensors.items()
        if len(sides) == 2 and name.endswith(".weight") and not any(part in name for part in _LOOKED_UP)
    }
    whole = sum(prod(sides) for sides in tensors.values())
    rows = next(
        (s[0] for n, s in tensors.items() if n.endswith(("embed_tokens.weight", "wte.weight", "embed_in.weight"))), 0
    )
    hidden = int(_first(config, "hidden_size", "n_embd") or 0)
    heads = int(_first(config, "num_attention_heads", "n_head") or 1)
    head = int(config.get("head_dim") or hidden // heads)
    return Shape(
        kind=str(config.get("model_type", "")),
        hidden=hidden,
        inner=int(_first(config, "intermediate_size", "n_inner") or 4 * hidden),
        layers=int(_first(config, "num_hidden_layers", "n_layer") or 1),
        cache=2 * head * int(config.get("num_key_value_heads") or heads),
        vocabulary=rows or int(config.get("vocab_size") or 0),
        positions=int(_first(config, "max_position_embeddings", "n_positions") or 0),
        matrices=matrices,
        others=whole - sum(prod(sides) for sides in matrices.values()),
    )


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SpotsmithError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise SpotsmithError(f"{path} is no configuration of a model")
    return found


def _header(path: Path) -> dict[str, list[int]]:
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _HEADER_MOST:
                raise ValueError("its header is too long")
            header = json.loads(file.read(length))
        header.pop("__metadata__", None)
        end = max((int(each["data_offsets"][1]) for each in header.values()), default=0)
        sides = {str(name): [int(side) for side in each["shape"]] for name, each in header.items()}
    except (OSError, ValueError, struct.error, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SpotsmithError(f"{path} is no file of weights: {' '.join(str(error).split())}; copy it again") from error
    if path.stat().st_size < 8 + length + end:
        raise SpotsmithError(
            f"{path} is not whole: it has {path.stat().st_size:,} of {8 + length + end:,} bytes; copy it again"
        )
    return sides


def _first(config: Mapping[str, Any], *names: str) -> Any:
    return next((config[name] for name in names if config.get(name)), None)

"""The files of a split folder."""

from collections.abc import Mapping

SPLIT_FILES: Mapping[str, str] = {
    "train": "train.jsonl",
    "validation": "validation.jsonl",
    "test": "test.jsonl",
    "held_out": "held-out.jsonl",
}
HEAD = "split.json"

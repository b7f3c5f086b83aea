"""The records of a run, chosen and encoded: what is learned, what is measured on, what was left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import fills_in_the_middle, mark_ids
from finetune.records import Record, read_records
from finetune.split import Splits, read_split
from finetune.train.examples import Encoded, Example, encode_all
from finetune.train.memory import Sizes
from finetune.train.order import chosen, replayed
from finetune.train.recipes import Recipe
from finetune.train.template import give_template
from knowledge.errors import SpotsmithError

_LEAST_KNOWN = 0.75
"""Share of a model's rows that its own tokenizer fills at least: 0.98 of Phi-2, 0.99 of Qwen3 and DeepSeek Coder."""


@dataclass(frozen=True, slots=True)
class Material:
    train: Encoded
    validation: Encoded
    replay: int = 0
    """Records of general code among those that are learned."""
    notes: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def sizes(self) -> Sizes:
        return sizes_of(
            (*self.train.examples, *self.validation.examples), len(self.train.examples), self.train.examples
        )


def material_of(recipe: Recipe, folder: Path, tokenizer: Any, family: Family, most: int) -> Material:
    """Reads a split, which is refused when it was tampered with. Raises SpotsmithError, also when nothing is left."""
    splits = read_split(folder)
    data = recipe.data
    learned = chosen(splits.train, data.verdicts, data.kinds, data.limit)
    if not learned:
        raise SpotsmithError(f"{folder}: {_nothing(splits)}")
    general, said = _general(recipe, splits)
    replay = replayed(general, len(learned), data.replay, recipe.seed)
    train = encode_all([*learned, *replay], tokenizer, family, most)
    if not train.examples:
        why = "; ".join(f"{count:,} left out: {reason}" for reason, count in train.left_out.items())
        raise SpotsmithError(f"{folder}: no record can be learned from with this base: {why}")
    measured = chosen(splits.validation, data.verdicts, data.kinds, 0)
    validation = encode_all(measured, tokenizer, family, most)
    notes = [*said, *(f"train: {each}" for each in train.sentences())]
    notes += [f"validation: {each}" for each in validation.sentences()]
    failed = len(splits.train) - len(learned) - sum(r.origin == "general" for r in splits.train)
    if failed and not data.limit:
        notes.append(f"train: {failed:,} of {len(splits.train):,} records are not of data.kinds and data.verdicts")
    if not validation.examples:
        notes.append("there are no validation records: nothing is measured while it learns, and the last state is kept")
    counts = {"train": len(splits.train), "learned": len(train.examples), "validation": len(validation.examples)}
    return Material(train, validation, len(replay), tuple(notes), counts)


def tokenizer_problems(tokenizer: Any, family: Family, rows: int) -> list[str]:
    """Why a tokenizer cannot be that of a model with so many rows of embeddings."""
    known = len(tokenizer)
    if known > rows:
        return [
            f"the tokenizer knows {known:,} tokens and the model has {rows:,} rows: it is not the model's own. The "
            "vocabulary is never resized; copy the tokenizer from where the model comes from"
        ]
    if known < _LEAST_KNOWN * rows:
        return [
            f"the tokenizer knows {known:,} tokens and the model has {rows:,} rows: it is another model's; copy the "
            "tokenizer from where the model comes from"
        ]
    if tokenizer.eos_token_id is None:
        return ["the tokenizer has no token that ends a text (eos_token): a model trained with it would never stop"]
    return []


def tokenizer_notes(tokenizer: Any, family: Family) -> list[str]:
    """What a person should know of a tokenizer; gives it a template when it has none."""
    notes = []
    if family.fim and not fills_in_the_middle(tokenizer, family):
        marks = ", ".join((family.fim.prefix.strip(), family.fim.suffix.strip(), family.fim.middle.strip()))
        notes.append(f"the tokenizer does not know {marks} of {family.name} as one token each: it learns no middles")
    strange = [stop for stop in family.stop if len(mark_ids(tokenizer, stop)) != 1]
    if family.stop and len(strange) == len(family.stop):
        notes.append(f"the tokenizer does not know {' or '.join(strange)}, by which {family.name} ends an answer")
    had = bool(getattr(tokenizer, "chat_template", None))
    if not had and give_template(tokenizer, family):
        notes.append("the base has no chat template: one that says what serving says is kept with the adapter")
    elif not had:
        notes.append("the base has no chat template, and plain text is trained: other servers must send plain text too")
    return notes


def sizes_of(examples: Sequence[Example], records: int, learned: Sequence[Example]) -> Sizes:
    return Sizes(
        records=records,
        tokens=sum(len(each.ids) for each in learned),
        answered=sum(each.answered for each in learned),
        longest=max(len(each.ids) for each in examples),
        longest_answer=max(len(each.ids) - each.labels.index(_first_label(each)) + 1 for each in examples),
    )


def _first_label(example: Example) -> int:
    return next(label for label in example.labels if label >= 0)


def _general(recipe: Recipe, splits: Splits) -> tuple[Sequence[Record], list[str]]:
    if not recipe.data.replay:
        return (), []
    if recipe.data.replay_from:
        found = [r for r in read_records(Path(recipe.data.replay_from)) if r.kind == "text"]
    else:
        found = [r for r in splits.train if r.origin == "general"]
    if found:
        return found, []
    where = recipe.data.replay_from or "the split"
    said = f"{where} holds no general code, so none is replayed; name a file of it with --set data.replay_from=FILE"
    return (), [said]


def _nothing(splits: Splits) -> str:
    if not splits.train:
        return "there are no records to learn from; build a dataset with `spotsmith dataset build` and split it"
    verdicts = ", ".join(sorted({record.verdict or "none" for record in splits.train}))
    return f"none of {len(splits.train):,} records is of data.kinds and data.verdicts; their verdicts are {verdicts}"

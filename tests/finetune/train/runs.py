"""A split on disk, a recipe for it, and a judge that needs no compiler."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from finetune.judge import Judgement
from finetune.records import Frame, Record
from finetune.split import Splits, write_split
from finetune.train.recipes import Recipe, recipe_of
from tests.finetune.train.material import SKELETON, component, middle, plain


def split_in(folder: Path, train: int = 12, validation: int = 3) -> Path:
    def framed(number: int) -> Record:
        user = f"Write the code that holds bill {number}."
        return replace(component(number), system="You write Java.", user=user, frame=Frame(SKELETON))

    general = [plain(number) for number in range(4)]
    learned = [*(framed(number) for number in range(train)), *general, replace(middle(), id="fim1")]
    measured = tuple(framed(100 + number) for number in range(validation))
    write_split(folder, Splits(train=tuple(learned), validation=measured, test=()))
    return folder


def recipe(base: Path, **changed: Any) -> Recipe:
    """Four steps an epoch, two epochs, evaluated and kept after every second step."""
    said: dict[str, Any] = {
        "name": "test",
        "base": str(base),
        "weights": "fp32",
        "adapter": {"r": 4, "alpha": 8, "dropout": 0.1},
        "batch": {"size": 4, "micro": 2},
        "data": {"tokens": 1500, "replay": 0.1},
        "order": {"by": ["length"], "epochs": 1},
        "judging": {"every": 2, "records": 2, "samples": 2, "k": [1, 2], "tokens": 16, "best": "score"},
        "checkpointing": False,
        "options": {"num_train_epochs": 2, "learning_rate": 2e-2, "logging_steps": 1, "optim": "adamw_torch"},
        "monitor": 0,
    }
    return recipe_of({**said, **changed}, "the recipe of the test")


class Semicolons:
    """Says that an answer builds when it holds a semicolon; so often as it is asked, it counts."""

    def __init__(self) -> None:
        self.asked = 0

    def judge(self, record: Record, answer: str) -> Judgement:
        self.asked += 1
        built = ";" in answer
        return Judgement(built, built, invented=0 if built else 1, empty=not answer.strip())

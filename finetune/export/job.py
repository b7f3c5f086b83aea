"""What every form of an export is given, and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finetune.export.parity import Expected, Proof, Speaker, proof
from finetune.export.trained import Trained
from finetune.records import Record


@dataclass(frozen=True, slots=True)
class Wanted:
    out: Path | None = None
    """None: below the run."""
    force: bool = False
    llama_cpp: Path | None = None
    kind: str = "auto"
    """Of the numbers of a GGUF file."""
    lora: bool = False
    """Whether a GGUF export keeps base and adapter in files of their own."""
    optimum: str = ""
    """Path of ``optimum-cli``."""
    prompts: int = 20
    tokens: int = 512
    """Most of one answer."""
    agreement: float | None = None
    """Least token agreement; None: that of the form."""
    create: str = ""
    """Name under which Ollama is to take the export in."""
    evaluations: tuple[Path, ...] = ()
    """Folders of evaluations whose results belong into the card."""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    trained: Trained
    wanted: Wanted
    folder: Path
    """To write into."""
    out: Path
    """Where that folder will be."""
    expected: Expected
    likelihoods: Sequence[Sequence[float]]
    """Of what the trained model said: see ``merge.likelihoods_of``."""
    builds: Callable[[Record, str], bool] | None
    told: Callable[[str], None]

    def prove(self, exported: Speaker, wanted: float) -> Proof:
        self.told("asking the export")
        least = self.wanted.agreement if self.wanted.agreement is not None else wanted
        return proof(self.expected, exported, least, self.builds, self.wanted.tokens)

    def covers(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    @property
    def room(self) -> int:
        """Tokens of the longest prompt with its answer."""
        return max(len(question.ids) for question in self.expected.questions) + self.wanted.tokens


@dataclass(frozen=True, slots=True)
class Made:
    proof: Proof
    config: Mapping[str, Any] = field(default_factory=dict)
    """For the manifest."""
    lines: tuple[str, ...] = ()
    """What to run next."""

"""Ways of working that are compared: the base or the tuned model, alone, with real names only, with repair."""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from agents.coders.local import LocalCoder, LocalManner
from agents.coders.protocol import Coder
from agents.coders.transformers_backend import LocalModel
from agents.prompt import Prompts
from knowledge.completion import Completion
from knowledge.errors import SpotsmithError

Who = Literal["base", "tuned", "served"]
MEMBERS, REPAIR = "members-only", "repair"
LOCAL = ("base", "tuned", "tuned + repair", "tuned + members-only", "tuned + members-only + repair")
SERVED = ("served", "served + repair")


@dataclass(frozen=True, slots=True)
class Arm:
    who: Who
    members: bool = False
    """Whether it may write only names that exist, where the pack knows them."""
    repair: bool = False
    """Whether its first draft goes through the engine's certain fixes and edit rounds."""

    @property
    def name(self) -> str:
        return " + ".join((self.who, *[MEMBERS] * self.members, *[REPAIR] * self.repair))

    @property
    def plain(self) -> "Arm":
        """The same without repair: whose first drafts are repaired."""
        return Arm(self.who, self.members)


def arm_of(text: str) -> Arm:
    """``tuned + members-only + repair``. Raises SpotsmithError."""
    who, *more = [part.strip() for part in text.split("+")]
    strange = [part for part in more if part not in (MEMBERS, REPAIR)]
    if who not in get_args(Who) or strange:
        raise SpotsmithError(
            f"{text!r} is no way of working: it is base, tuned or served, each with + {MEMBERS} and + {REPAIR} or not"
        )
    return Arm(who, MEMBERS in more, REPAIR in more)  # type: ignore[arg-type]


class Subject(Protocol):
    """The models under test."""

    @property
    def name(self) -> str: ...

    @property
    def runs(self) -> int:
        """Trainings that are under test together."""

    def coder(self, arm: Arm, prompts: Prompts, seed: int, fim: bool = False) -> Coder:
        """Who writes for an arm; of several trained models the one of this seed's number. Good until the next call.
        ``fim``: by fill-in-the-middle."""


class LocalSubject:
    """A base model and what was trained on it, in one load: without its adapters it is the base, bit for bit."""

    def __init__(
        self,
        model: LocalModel,
        trained: tuple[tuple[str, ...], ...],
        completion: Completion | None,
        temperature: float,
        whole: LocalModel | None = None,
    ) -> None:
        """``trained``: names of adapters that work together, one group for each training run. ``whole``: a model that
        was trained without adapters."""
        self._model, self._trained, self._whole = model, trained, whole
        self._completion, self._temperature = completion, temperature

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def runs(self) -> int:
        return 1 if self._whole else max(len(self._trained), 1)

    def model(self, who: Who, number: int = 0) -> LocalModel:
        """The loaded model, switched."""
        if who == "tuned" and self._whole:
            return self._whole
        if who == "tuned" and not self._trained:
            raise SpotsmithError("there is no trained model to evaluate: name a run or the folder of an adapter")
        self._model.use(*(self._trained[number % len(self._trained)] if who == "tuned" else ()))
        return self._model

    def coder(self, arm: Arm, prompts: Prompts, seed: int, fim: bool = False) -> Coder:
        manner = LocalManner(self._temperature, fim, members_only=arm.members, warmer=0.0)
        return LocalCoder(self.model(arm.who, seed), prompts, self._completion, manner)


class ServedSubject:
    """A model behind a server, as it is served: its own temperatures, one way of working."""

    runs = 1

    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    @property
    def name(self) -> str:
        return self._coder.name

    def coder(self, arm: Arm, prompts: Prompts, seed: int, fim: bool = False) -> Coder:
        if arm.who != "served" or arm.members:
            raise SpotsmithError(f"a served model cannot be asked as {arm.name!r}: take {' or '.join(SERVED)}")
        return self._coder

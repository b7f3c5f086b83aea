"""How much of what a build makes."""

from collections.abc import Sequence
from dataclasses import dataclass

from finetune.records import Kind
from knowledge.errors import SpotsmithError

BUILT: tuple[Kind, ...] = ("component", "hole", "fim", "fix", "sql")


def kinds_named(names: Sequence[str]) -> tuple[Kind, ...]:
    """Those that a person names; all where none is. Raises SpotsmithError for a name that is none."""
    unknown = [name for name in names if name not in BUILT]
    if unknown:
        raise SpotsmithError(f"there is no kind {unknown[0]!r} of records to build; known: {', '.join(BUILT)}")
    return tuple(kind for kind in BUILT if kind in names) or BUILT


@dataclass(frozen=True, slots=True)
class BuildPlan:
    seed: int = 42
    kinds: tuple[Kind, ...] = BUILT
    phrasings: int = 3
    """Records of one whole class, each asked for in other words."""
    faults: int = 4
    """Broken drafts of one class."""
    mistakes: int = 2
    """Most that are put into one draft."""
    spans: int = 6
    """Places of one file to be filled in, on average: where they are taken follows the target shares."""
    none: float = 0.10
    """Share of records that are shown no context, so that a model learns to do without."""
    distracting: float = 0.10
    """Share that is shown the context of another spot, so that it learns to look."""
    context_tokens: int = 0
    """Of a whole class; 0: as the workspace says. Parts get a quarter to all of it."""
    half_life: float = 5.0
    """Years after which code counts half; 0: all code counts the same."""
    history: int = 200
    """Commits that are read for changes of the site's code; 0: none."""
    only: tuple[str, ...] = ()
    """Classes by qualified or simple name; empty: all."""

    def wants(self, name: str) -> bool:
        """Whether a class, by its qualified name, is among those that are asked for."""
        return not self.only or name in self.only or name.rpartition(".")[2] in self.only

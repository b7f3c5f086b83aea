"""What fine-tuning is given of an open site: the parts that answers are made and checked with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.prompt import Prompts
from agents.resolve import Resolver
from agents.review import Reviewer
from agents.state import Review
from knowledge.front_end import FrontEnd
from knowledge.records import SourceFile
from knowledge.store import Store
from knowledge.symbols import SymbolTable


@dataclass(frozen=True, slots=True)
class OpenSite:
    root: Path
    """Of the workspace."""
    sources: tuple[Path, ...]
    """Folders of the site's own code."""
    front_end: FrontEnd
    resolver: Resolver
    types: SymbolTable
    store: Store
    prompts: Prompts
    review: Callable[[Sequence[SourceFile]], Review]
    """Compiles files together and checks them as a result is checked."""
    context_tokens: int
    index: str
    """Digest of the index that answers come from."""
    reviewer: Reviewer | None = None
    """The same checks as ``review``, as the engine takes them; None where no engine is run."""
    pack: Path | None = None
    """The pack's folder, for data files of its own; None: plain words are used."""

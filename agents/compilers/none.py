"""The compiler of a machine without one: it checks nothing and says so."""

from collections.abc import Collection, Sequence

from agents.compilers.protocol import Compilation
from knowledge.records import SourceFile


class NoCompiler:
    """Answers every request with the reason why nothing was compiled."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def compile(self, files: Sequence[SourceFile], *, report: Collection[str] | None = None) -> Compilation:
        return Compilation(unchecked=(f"compile: {self.reason}",))

    def start(self) -> None:
        """Nothing runs."""

    def close(self) -> None:
        """Nothing runs."""

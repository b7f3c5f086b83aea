"""The last step of every answer: what the client may not see is taken out, the rest is made to fit, and audited."""

from typing import TypeVar

from serving.mcp.answers import Answer
from serving.mcp.asker import Asker
from serving.mcp.audit import Audit
from serving.mcp.budget import as_json, fitted
from serving.mcp.disclosure import Level, disclosed, names_in

A = TypeVar("A", bound=Answer)
WITHHELD: dict[Level, str] = {
    "names": "Signatures, comments and code are withheld from this client.",
    "signatures": "Code is withheld from this client.",
    "full": "",
}


class Release:
    def __init__(self, audit: Audit, tokens: int) -> None:
        self._audit = audit
        self._tokens = tokens

    def __call__(self, what: str, answer: A, asker: Asker) -> A:
        """What this client is told; ``what`` is the tool or the resource that it asked for."""
        small = fitted(disclosed(answer, asker.level), self._tokens)
        names = list(dict.fromkeys(names_in(small)))
        self._audit.note(asker.client, asker.token, what, names, asker.level, len(as_json(small)))
        said = (answer.note, WITHHELD[asker.level], self._cut(small), self._audit.broken)
        return small.model_copy(update={"disclosure": asker.level, "note": " ".join(each for each in said if each)})

    def _cut(self, answer: Answer) -> str:
        if not answer.cut:
            return ""
        parts = ", ".join(f"{count} of {name}" for name, count in answer.cut.items())
        return f"Left out to fit {self._tokens} tokens: {parts}."

"""Conversations of clients that send their whole history with each question, remembered by the digest of what was said.

Losing it costs time and nothing else: a history that is not remembered is read again, without writing its code again.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

from serving.conversation.state import State

KEPT = 200  # a state holds what was made, about 50 KB a turn


class Memory:
    """The newest conversations. Safe for threads; nobody is given what another owner has said."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._states: OrderedDict[str, State] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, said: Sequence[str], state: State, owner: str = "") -> None:
        """The state after these turns of the user."""
        key = _digest(said, owner)
        with self._lock:
            self._states[key] = state
            self._states.move_to_end(key)
            while len(self._states) > self._kept:
                self._states.popitem(last=False)

    def find(self, said: Sequence[str], owner: str = "") -> tuple[State, int]:
        """The state after the longest remembered part of these turns, and how many turns that is."""
        keys = [_digest(said[:length], owner) for length in range(len(said), 0, -1)]
        with self._lock:
            for length, key in zip(range(len(said), 0, -1), keys, strict=True):
                if key in self._states:
                    self._states.move_to_end(key)
                    return self._states[key], length
        return State(), 0

    def __len__(self) -> int:
        return len(self._states)


def _digest(said: Sequence[str], owner: str) -> str:
    made = hashlib.sha256()
    for text in (owner, *said):
        data = text.strip().encode("utf-8", "surrogatepass")
        made.update(f"{len(data)}:".encode() + data)
    return made.hexdigest()

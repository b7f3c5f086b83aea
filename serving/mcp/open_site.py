"""The workspace as a server holds it: opened when first needed, and again when `spotsmith index` made another index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from serving.settings import Workspace

if TYPE_CHECKING:
    from serving.app import App


@dataclass
class _Held:
    """An open workspace and how many use it now."""

    app: "App"
    index: str
    users: int = 0
    old: bool = False


class OpenSite:
    """Lends the open workspace to any number of threads. An index that was replaced is closed when nobody reads it."""

    def __init__(self, workspace: Workspace, opening: "Callable[[Workspace], App] | None" = None) -> None:
        """``opening``: how a workspace is opened; as ``App`` does, which is imported when it is needed."""
        self.workspace = workspace
        self._opening = opening
        self._held: _Held | None = None
        self._lock = Lock()

    @contextmanager
    def app(self) -> "Iterator[App]":
        """Raises SpotsmithError where there is no index, or no pack."""
        held = self._taken()
        try:
            yield held.app
        finally:
            self._given_back(held)

    def warm(self) -> None:
        """What the first call would wait for: the compiler, the index, the engine."""
        with self.app() as app:
            app.compiler.start()
            app.parts.resolver  # noqa: B018 - made by being asked for
            app.engine  # noqa: B018

    def close(self) -> None:
        """At once where nobody uses it, else by the last one who does: the engine must not lose its index."""
        with self._lock:
            self._retire()
            self._held = None

    def _taken(self) -> _Held:
        from serving.site_index import serving_index

        serving = serving_index(self.workspace)  # may ask a server: not while others wait for the lock
        with self._lock:
            if self._held is None or self._held.index != serving:
                opened = self._opened(serving)
                self._retire()
                self._held = opened
            self._held.users += 1
            return self._held

    def _opened(self, serving: str) -> _Held:
        from serving.app import App  # 0.25 s, which a client does not wait for when it says hello

        app = (self._opening or App)(self.workspace)
        app.parts  # noqa: B018 - opened here, by one thread, for all
        return _Held(app, serving)

    def _retire(self) -> None:
        if self._held is None:
            return
        self._held.old = True
        if not self._held.users:
            self._held.app.close()

    def _given_back(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            unused = held.old and not held.users
        if unused:
            held.app.close()

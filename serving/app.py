"""The one place where the parts are joined: a workspace becomes an engine that resolves, generates and checks."""

import hashlib
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.coders.protocol import Coder, OnText, unheard
from agents.coders.scaffold import ScaffoldCoder
from agents.compilers.choose import open_compiler
from agents.compilers.protocol import Compiler
from agents.resolve import Resolver
from agents.review import Reviewer
from agents.site import Site
from agents.state import Resolution, Result, Review, Task, Unchecked
from knowledge.completion import Completion
from knowledge.encoding import encode, shape
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.pack_data import FILE, PACKS, PackData
from knowledge.records import Exemplar, Passage, SourceFile, Symbol, Table
from knowledge.store import Store, StoredSymbols
from knowledge.symbols import SymbolTable
from serving.claims import claimed
from serving.settings import Workspace, with_coder
from serving.site_index import open_index
from serving.site_pack import site_pack

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.checkpoint.sqlite import SqliteSaver

    from agents.checkpoints_postgres import PostgresCheckpoints
    from agents.graph import Engine
    from agents.planner import Planner
    from serving.coders import Served
    from serving.roles import Beside

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal or turns the direction of text; a request is shown, and stands in comments of the code."""
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


def open_pack(workspace: Workspace) -> tuple[PackData, Path, FrontEnd]:
    """The workspace's pack, by name or folder, with its folder; the only installed one when it names none."""
    data, folder = site_pack(workspace)
    module_name, _, function = data.front_end.partition(":")
    opening: Callable[[PackData], FrontEnd] | None = getattr(_module(folder, module_name), function, None)
    if opening is None:
        raise SpotsmithError(f"{folder / module_name}.py has no function {function}, which {FILE} names")
    front_end = opening(data)
    return data, folder, front_end


@dataclass(frozen=True)
class Parts:
    """What answers need, opened once for each index."""

    pack: PackData
    front_end: FrontEnd
    store: Store
    types: SymbolTable
    reviewer: Reviewer
    generated: frozenset[str]
    """Types that the site's own generator made: they are used, and not shown as exemplars."""
    workspace: Workspace

    @cached_property
    def resolver(self) -> Resolver:
        """Made when it is asked for: a check of existing code does without it."""
        store = self.store
        from serving.accept import with_accepted

        written = [name for name in store.names(Exemplar) if name not in self.generated]
        indexed = store.get_many(Exemplar, written)
        return Resolver(
            self.pack,
            self.front_end,
            self.types,
            spots=store.where(Symbol, "role", "spot"),
            tables=store.get_many(Table, store.table_names()),
            exemplars=with_accepted(self.workspace, self.pack, self.front_end, self.types, indexed),
            passages=store.get_many(Passage, store.names(Passage)),
        )


class App:
    """A workspace, open. Parts are made when first asked for; ``close`` ends the compiler's process."""

    def __init__(
        self,
        workspace: Workspace,
        coder: Coder | None = None,
        compiler: Compiler | None = None,
        resumable: bool = True,
    ) -> None:
        """``resumable``: whether a killed run of one task goes on after its last step; costs 10 ms a run."""
        self.workspace = workspace
        self._resumable = resumable
        self._coder = coder
        self._compiler = compiler

    @cached_property
    def _pack(self) -> tuple[PackData, Path, FrontEnd]:
        return open_pack(self.workspace)

    @property
    def pack(self) -> PackData:
        return self._pack[0]

    @property
    def front_end(self) -> FrontEnd:
        return self._pack[2]

    @property
    def prompts(self) -> Path:
        """The folder of the pack's prompts."""
        return self._pack[1] / "prompts"

    @cached_property
    def compiler(self) -> Compiler:
        if self._compiler:
            return self._compiler
        settings = self.workspace.settings
        return open_compiler(
            self.workspace.files(settings.class_path),
            java_home=self.workspace.path(settings.java.home) if settings.java.home else None,
            ecj=self.workspace.path(settings.java.ecj) if settings.java.ecj else None,
            release=settings.java.release,
            deadline=settings.limits.compile_seconds,
            cache=self.workspace.hidden / "cache",
        )

    @cached_property
    def parts(self) -> Parts:
        store = open_index(self.workspace)
        types = SymbolTable(StoredSymbols(store))
        site = Site(store, types, self.front_end)
        generated = self._generated(store)
        levels = self.workspace.settings.rules
        reviewer = Reviewer(self.front_end, types, store, site, self.compiler, levels, generated)
        return Parts(self.pack, self.front_end, store, types, reviewer, generated, self.workspace)

    def _generated(self, store: Store) -> frozenset[str]:
        roots = self.workspace.files(self.workspace.settings.generated)
        if not roots:
            return frozenset()
        found = store.get_many(Exemplar, store.names(Exemplar))
        lies_in = {each.name: self.workspace.root / each.source.path for each in found}
        return frozenset(name for name, path in lies_in.items() if any(path.is_relative_to(root) for root in roots))

    @cached_property
    def engine(self) -> "Engine":
        from agents.graph import Engine  # 0.6 s that only generation pays, while the compiler starts
        from agents.limits import Limits

        parts, limits, asked = self.parts, self.workspace.settings.limits, self.workspace.settings.coder
        return Engine(
            parts.resolver,
            self.front_end,
            parts.types,
            self.coder,
            parts.reviewer,
            checkpoints=self.checkpoints,
            limits=Limits(
                rounds=limits.rounds,
                samples=asked.samples,
                context_tokens=limits.context_tokens,
                answer_tokens=asked.answer_tokens,
                answer_seconds=asked.answer_seconds,
                run_tokens=asked.run_tokens,
                run_seconds=asked.run_seconds,
                planner_calls=asked.planner_calls,
                review_rounds=asked.reviewer.rounds,
            ),
            planner=self._planner(),
            architect=self.beside.coder if self.beside else None,
        )

    @cached_property
    def coder(self) -> Coder:
        """The coder that the settings name; raises SpotsmithError where they cannot be followed."""
        served = self.served.coder if self.served else None
        return self._coder or served or ScaffoldCoder(self.front_end, self.parts.types, self.parts.store)

    @cached_property
    def served(self) -> "Served | None":
        """The model that answers, and what there is to say about it; nothing is asked where no model is set."""
        settings = self.workspace.settings.coder
        if self._coder or not settings.names_a_model:
            return None
        from serving.coders import Around, open_served  # 0.1 s for the HTTP client that the scaffold does without

        around = Around(self.prompts, self.workspace.path, self._completion)
        return open_served(settings, around, os.environ)

    @cached_property
    def beside(self) -> "Beside | None":
        """The model that reviews drafts, where one is set and a model writes them."""
        settings = self.workspace.settings.coder
        if self._coder or not (settings.reviewer.url or settings.reviewer.model):
            return None
        from serving.roles import open_reviewer

        return open_reviewer(settings, self.prompts, os.environ)

    def _planner(self) -> "Planner | None":
        if self._coder or self.served is None:
            return None
        from serving.roles import planner_of

        settings, prompts = self.workspace.settings.coder, self.prompts
        return planner_of(settings, self.served, prompts, self.parts.store, self.parts.types)

    def _completion(self) -> Completion | None:
        store = self.parts.store
        return self.front_end.completion(self.parts.types, store, store.names(Symbol))

    @cached_property
    def shared_checkpoints(self) -> "PostgresCheckpoints | None":
        """Those that the settings name. Raises SpotsmithError when they cannot be used: who asked for them counts on
        them."""
        variable = self.workspace.settings.checkpoints.postgres_env
        if not variable or not self._resumable:
            return None
        from serving.shared_checkpoints import shared_checkpoints

        return shared_checkpoints(variable, os.environ)

    @cached_property
    def checkpoints(self) -> "BaseCheckpointSaver[Any] | None":
        """None where they cannot be kept: a run that is killed there starts over."""
        if not self._resumable:
            return None
        return self.shared_checkpoints.saver if self.shared_checkpoints else self._own_checkpoints

    @cached_property
    def _own_checkpoints(self) -> "SqliteSaver | None":
        from agents.checkpoints import open_checkpoints

        try:
            return open_checkpoints(self.workspace.hidden / "checkpoints.sqlite")
        except (OSError, sqlite3.Error):
            return None

    def resolve(self, task: Task) -> Resolution:
        return self.parts.resolver.resolve(checked(task))

    def generate(self, task: Task, on_step: Callable[[str], None] | None = None, on_text: OnText = unheard) -> Result:
        """From request to result. A run of the same task on the same index that was killed goes on where it was."""
        task = checked(task)
        self.compiler.start()
        with self._claimed(self._run_id(task)) as run_id:
            return self.engine.run(task, run_id, on_step, on_text)

    def revise(
        self,
        task: Task,
        previous: Result,
        asked: str,
        on_step: Callable[[str], None] | None = None,
        on_text: OnText = unheard,
    ) -> Result:
        """``previous`` changed as ``asked``; ``task`` is the whole request as it now stands."""
        task, asked = checked(task), _CONTROL.sub(" ", asked)
        self.compiler.start()
        run_id = self._run_id(task, f"{previous.draft.file.text}\0{asked}")
        with self._claimed(run_id) as run_id:
            return self.engine.revise(task, previous, asked, run_id, on_step, on_text)

    def renew(self) -> None:
        """Has what was learned since the index was opened looked up from now on."""
        if "parts" in self.__dict__:
            self.parts.__dict__.pop("resolver", None)
        self.__dict__.pop("engine", None)

    def use_coder(self, kind: str, model: str) -> None:
        """Has another coder write from now on. Raises SpotsmithError, and changes nothing, when it is not there."""
        other = App(with_coder(self.workspace, kind, model))
        other.__dict__.update(_pack=self._pack, parts=self.parts)
        served, coder = other.served, other.coder
        if self.__dict__.get("served"):
            self.__dict__["served"].close()
        self.workspace, self._coder = other.workspace, None
        self.__dict__.update(served=served, coder=coder)
        self.__dict__.pop("engine", None)

    def check(self, files: Sequence[SourceFile], skipped: Sequence[Unchecked] = ()) -> Review:
        """All files together; what was skipped counts as unchecked."""
        self.compiler.start()
        review = self.parts.reviewer.review(files)
        return replace(review, unchecked=(*review.unchecked, *skipped))

    def _run_id(self, task: Task, more: str = "") -> str:
        settings = self.workspace.settings.coder.model_dump_json()
        said = f"{self.parts.store.place} {shape(Result)} {self.coder.name} {settings} {encode(task)}{more}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    def _claimed(self, run_id: str) -> AbstractContextManager[str]:
        """The same request may run twice at a time, in this process or another; only one may use what is kept of it."""
        if self.checkpoints is None:
            return nullcontext(run_id)
        if self.shared_checkpoints:
            return self.shared_checkpoints.claimed(run_id)
        return claimed(self.workspace.hidden / "running", run_id)

    def close(self) -> None:
        if self.__dict__.get("shared_checkpoints"):
            self.__dict__["shared_checkpoints"].close()
        if self.__dict__.get("_own_checkpoints"):
            self.__dict__["_own_checkpoints"].conn.close()
        if "served" in self.__dict__ and self.served:
            self.served.close()
        if "beside" in self.__dict__ and self.beside:
            self.beside.close()
        if "compiler" in self.__dict__:
            self.compiler.close()
        if "parts" in self.__dict__:
            self.parts.store.close()


def checked(task: Task) -> Task:
    """The task, if its names are names; a path in their place must not reach the file system."""
    task = replace(task, request=_CONTROL.sub(" ", task.request).strip())
    if not task.request:
        raise SpotsmithError("the request is empty; say what the code is for")
    if not all(map(_is_text, (task.request, task.spot))):
        raise SpotsmithError("the request is not text: its bytes are not UTF-8; check the terminal's encoding")
    if task.class_name and not _IDENTIFIER.fullmatch(task.class_name):
        raise SpotsmithError(f"class name {task.class_name!r} is not an identifier (letters, digits, _ and $)")
    if task.package and not all(_IDENTIFIER.fullmatch(part) for part in task.package.split(".")):
        raise SpotsmithError(f"package {task.package!r} is not a dotted name")
    return task


def _is_text(said: str) -> bool:
    """Bytes of the command line that are not UTF-8 arrive as lone surrogates, which nothing can store."""
    return not any("\ud800" <= character <= "\udfff" for character in said)


def _module(folder: Path, name: str) -> object:
    """A module of a pack by its file, under a name that cannot clash with another pack's."""
    if folder.parent == PACKS:
        from importlib import import_module

        return import_module(f"knowledge.packs.{folder.name}.{name}")
    file = folder / f"{name}.py"
    spec = spec_from_file_location(f"spotsmith_pack_{folder.name}.{name}", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise SpotsmithError(f"{folder / FILE}: front_end names {name}.py, which is not there")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module

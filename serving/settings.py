"""Settings of a workspace: one typed object. Order: defaults, spotsmith.toml, SPOTSMITH_* variables, command line."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import SpotsmithError
from knowledge.nearest import nearest

FILE = "spotsmith.toml"
HIDDEN = ".spotsmith"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Java(_Strict):
    home: str = Field("", description="Folder of the JDK that checks code; empty: searched on this machine.")
    release: str = Field("8", description="Language level of the site's code, as `javac -source` takes it.")
    ecj: str = Field("", description="Path of an Eclipse compiler JAR, used when there is Java but no javac.")


class Limits(_Strict):
    rounds: int = Field(2, ge=0, le=3, description="Repair rounds after the first draft.")
    compile_seconds: float = Field(10.0, gt=0, description="Deadline of one compile check.")
    context_tokens: int = Field(6000, ge=500, description="Budget of the context that a model is shown.")


class Reviewer(_Strict):
    """A second model, mostly a stronger one, that is asked what to change in a draft; nobody while it names none."""

    kind: Literal["auto", "openai", "ollama"] = Field("auto", description="auto: whatever the server at url speaks.")
    url: str = Field("", description="Its server; empty: that of the coder.")
    model: str = Field("", description="Its name; empty: the only model of its server.")
    api_key_env: str = Field("", description="Variable that holds its server's key; empty: the coder's, on its server.")
    temperature: float = Field(0.2, ge=0, le=2, description="Of its answers.")
    rounds: int = Field(1, ge=1, le=3, description="Times that it is asked, while it changes something.")


NO_URL = "coder.url is not set; it looks like http://127.0.0.1:8000/v1"
NO_FOLDER = f"coder.folder is not set in {FILE}; it is the folder of a model of transformers"


class Coder(_Strict):
    """Who writes the code. No connection is opened but to ``url``."""

    kind: Literal["auto", "scaffold", "openai", "ollama", "transformers"] = Field(
        "auto",
        description="auto: the model in folder, or the one at url if it answers, else the scaffold, which needs none.",
    )
    url: str = Field("", description="Server of the model, as http://127.0.0.1:8000/v1 (ollama: without /v1).")
    model: str = Field("", description="Name of the model, as its server calls it; empty: the only one that it has.")
    api_key_env: str = Field("SPOTSMITH_API_KEY", description="Environment variable that holds the server's key.")
    temperature: float = Field(0.2, ge=0, le=2, description="Of the first sample; later ones are warmer.")
    samples: int = Field(3, ge=1, le=20, description="First drafts, drawn until one is clean.")
    fim: bool = Field(False, description="Ask for each body alone, by fill-in-the-middle, where the model can.")
    stream: bool = Field(True, description="Whether the server is asked to send its answer while it is written.")
    answer_tokens: int = Field(2048, ge=64, description="Budget of one answer of the model.")
    answer_seconds: float = Field(300.0, gt=0, description="Deadline of one answer of the model.")
    first_seconds: float = Field(120.0, gt=0, description="Deadline of the first piece of an answer, and of each next.")
    connect_seconds: float = Field(5.0, gt=0, description="Deadline of a connection to the server.")
    run_tokens: int = Field(40000, ge=0, description="Budget of all answers of one run.")
    run_seconds: float = Field(900.0, gt=0, description="After this the model is not asked again in a run.")
    keep_alive: str = Field("30m", description="How long Ollama keeps the model in memory.")
    grammar: Literal["auto", "off", "outline", "names"] = Field(
        "auto",
        description="What a server that takes a grammar holds the model to: the outline of an answer (auto), "
        "and with names the members of what a hole has in scope too.",
    )
    folder: str = Field("", description="Local model: folder with config.json, *.safetensors and the tokenizer.")
    adapters: dict[str, str] = Field(
        {}, description="PEFT adapters of the local model by name: folders, or name@version of the registry."
    )
    registry: str = Field("", description="Folder of `spotsmith adapters`, where adapters may be named without path.")
    adapters_for: dict[str, list[str]] = Field(
        {},
        description="Which adapters work together, by artefact; edit: for repairs, default: for the rest. "
        "Without it all of them do.",
    )
    four_bit: bool = Field(False, description="Load the local model with 4-bit weights (needs bitsandbytes).")
    device: str = Field("", description="Where the local model computes, as cpu or cuda:1; empty: a GPU if there is.")
    members_only: bool = Field(True, description="Let the local model write only names that exist, where known.")

    planner: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether the model may look names up and add to what it is shown; auto: if its family takes tools.",
    )
    planner_calls: int = Field(6, ge=1, le=20, description="Most look-ups of the planner in one run.")
    reviewer: Reviewer = Field(default_factory=lambda: Reviewer.model_validate({}))

    @property
    def names_a_model(self) -> bool:
        """Without one nothing is asked and nothing is loaded."""
        named = self.url or self.model or self.folder
        return self.kind in ("openai", "ollama", "transformers") or (self.kind == "auto" and bool(named))

    @property
    def lacks(self) -> str:
        """The setting without which a coder of this kind is nowhere, in a sentence; empty: it is there."""
        nowhere = {"openai": "" if self.url else NO_URL, "transformers": "" if self.folder else NO_FOLDER}
        return nowhere.get(self.kind, "")


class McpToken(_Strict):
    """A client of `spotsmith mcp --http`, by the secret that it sends."""

    env: str = Field(description="Environment variable that holds the token.")
    disclosure: Literal["names", "signatures", "full"] = Field(
        "signatures", description="Most that this token is shown."
    )


class Mcp(_Strict):
    """What `spotsmith mcp` tells an IDE's agent, and how much of it."""

    disclosure: Literal["names", "signatures", "full"] = Field(
        "full", description="Most that clients are shown; IDEs with a hosted model send on what they are shown."
    )
    clients: dict[str, Literal["names", "signatures", "full"]] = Field(
        {}, description="Another level for a client, by the name that it gives (the audit log has it)."
    )
    tokens: dict[str, McpToken] = Field({}, description="Tokens of --http by name; none: a fresh one at each start.")
    answer_tokens: int = Field(4000, ge=500, description="Budget of one answer; code is never cut.")
    wait_seconds: float = Field(25.0, gt=0, le=45, description="A call that takes longer answers with a job id.")
    workers: int = Field(2, ge=1, le=32, description="Generations and checks at a time.")
    waiting: int = Field(8, ge=0, le=1000, description="Those that may wait; more are refused.")
    write_to: str = Field("", description="Source root that generate_code writes new files into; empty: it never does.")


class ServeToken(_Strict):
    """A client of `spotsmith serve`, by the secret that it sends; `spotsmith serve --new-token NAME` makes one."""

    env: str = Field("", description="Environment variable that holds the token.")
    sha256: str = Field("", pattern="^([0-9a-f]{64})?$", description="Instead of env: the token's SHA-256, in hex.")
    scopes: list[Literal["read", "generate", "accept", "admin"]] = Field(
        ["read", "generate"],
        description="read: look things up, see runs; generate: have code written and checked; "
        "accept: keep code as an example; admin: metrics.",
    )


class Serve(_Strict):
    """``spotsmith serve``: the API and the page."""

    host: str = Field("127.0.0.1", description="Address to listen on; other than loopback only with tokens.")
    port: int = Field(8642, ge=0, le=65535, description="Port to listen on; 0: any free one.")
    hosts: list[str] = Field([], description="Names under which clients reach this server, beside localhost.")
    tokens: dict[str, ServeToken] = Field({}, description="Clients by name; on loopback a fresh token is printed too.")
    workers: int = Field(2, ge=1, le=64, description="Requests that are worked on at a time, in each process.")
    waiting: int = Field(64, ge=0, le=10_000, description="Requests that may wait; more are refused with a time.")
    keep_jobs: int = Field(200, ge=1, le=100_000, description="Finished jobs that can still be asked for.")
    body_bytes: int = Field(4_000_000, ge=1_000, description="Largest request, in bytes.")
    request_chars: int = Field(8_000, ge=10, description="Longest request for code, in characters.")
    check_files: int = Field(200, ge=1, description="Most files of one check.")
    connections: int = Field(1_000, ge=1, description="Most connections at a time, in each process.")
    grace_seconds: float = Field(30.0, ge=0, description="Time to finish what has begun when the server is stopped.")
    log_text: bool = Field(False, description="Whether the log holds what was asked, which may be confidential.")


class Checkpoints(_Strict):
    """Where the steps of runs are kept until they end, so that a run that was killed goes on where it was."""

    postgres_env: str = Field(
        "",
        description="Environment variable that holds postgresql://USER:PASSWORD@HOST:5432/DATABASE, for workers that "
        "share a database (needs the extra postgres); empty: a file of the workspace.",
    )


class Index(_Strict):
    """Where the index serves."""

    qdrant: str = Field(
        "",
        description="Qdrant server that several machines share, as http://HOST:6333 (needs the extra qdrant): "
        "`spotsmith index` publishes to it, all else reads from it. Empty: a folder of the workspace.",
    )
    site: str = Field(
        "",
        pattern="^[A-Za-z0-9_-]*$",
        description="Name of this site on the server; all machines of the site use it, and no other site.",
    )
    qdrant_key_env: str = Field("SPOTSMITH_QDRANT_KEY", description="Variable that holds the server's API key, if any.")


class Chat(_Strict):
    """``spotsmith chat``."""

    ask: bool = Field(True, description="Whether the chat asks back where a request may mean several spots.")
    sessions: int = Field(50, ge=1, description="Sessions that are kept for --continue.")


class Accept(_Strict):
    """What becomes of code that a developer accepts."""

    folder: str = Field("", description="Source root that accepted files are kept in; empty: .spotsmith/accepted.")
    training: bool = Field(False, description="Whether each accepted file also becomes a training record.")


class Batch(_Strict):
    """How `spotsmith batch` works."""

    workers: int = Field(2, ge=1, le=64, description="Items that are made at once; a model's server may take more.")
    fail_on: Literal["failed", "partial", "never"] = Field("failed", description="What makes the exit code not 0.")
    write_failed: bool = Field(False, description="Whether files with errors are written too, not only kept.")


SECTIONS: dict[str, type[BaseModel]] = {
    "java": Java,
    "index": Index,
    "limits": Limits,
    "coder": Coder,
    "mcp": Mcp,
    "serve": Serve,
    "checkpoints": Checkpoints,
    "chat": Chat,
    "accept": Accept,
    "batch": Batch,
}


class Settings(_Strict):
    """What ``spotsmith.toml`` may hold. Paths are relative to the workspace; ``*`` and ``**`` work in all of them."""

    pack: str = Field("", description="Name of an installed pack, or the folder of one; empty: the only one installed.")
    class_path: list[str] = Field([], description="The framework's and the site's JARs, in class-path order.")
    sources: list[str] = Field([], description="Source roots of the site's own code.")
    generated: list[str] = Field(
        [], description="Roots of sources that the site's own generator made, if it keeps them."
    )
    schema_files: list[str] = Field([], alias="schema", description="DDL scripts of the database.")
    documents: list[str] = Field([], description="Markdown or text: guides, dictionaries, business documents.")
    java: Java = Field(default_factory=lambda: Java.model_validate({}))
    index: Index = Field(default_factory=lambda: Index.model_validate({}))
    limits: Limits = Field(default_factory=lambda: Limits.model_validate({}))
    coder: Coder = Field(default_factory=lambda: Coder.model_validate({}))
    chat: Chat = Field(default_factory=lambda: Chat.model_validate({}))
    accept: Accept = Field(default_factory=lambda: Accept.model_validate({}))
    mcp: Mcp = Field(default_factory=lambda: Mcp.model_validate({}))
    serve: Serve = Field(default_factory=lambda: Serve.model_validate({}))
    checkpoints: Checkpoints = Field(default_factory=lambda: Checkpoints.model_validate({}))
    batch: Batch = Field(default_factory=lambda: Batch.model_validate({}))
    rules: dict[str, Literal["error", "warning", "info", "off"]] = Field(
        {}, description="House rules by id with another level than the pack's, or off."
    )

    @property
    def inputs(self) -> dict[str, list[str]]:
        """What the index is made of, by key."""
        given = (self.class_path, self.sources, self.generated, self.schema_files, self.documents)
        return dict(zip(("class_path", "sources", "generated", "schema", "documents"), given, strict=True))


class Workspace:
    """A folder with ``spotsmith.toml`` and ``.spotsmith/`` (index, caches, runs, log)."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings

    @property
    def hidden(self) -> Path:
        return self.root / HIDDEN

    @property
    def index(self) -> Path:
        return self.hidden / "index"

    @property
    def accepted(self) -> Path:
        """Source root of accepted code; it may not be there."""
        folder = self.settings.accept.folder
        return self.path(folder) if folder else self.hidden / "accepted"

    @property
    def has_index(self) -> bool:
        return (self.index / "current").is_file()

    def files(self, patterns: list[str]) -> tuple[Path, ...]:
        """Existing paths that the patterns name, each pattern's in sorted order; a plain path stays even if missing."""
        found: list[Path] = []
        for pattern in patterns:
            path = self.path(pattern)
            if not is_pattern(pattern):
                found.append(path)
            elif path.is_relative_to(self.root):
                found += _matching(self.root, path)
            else:
                found += _matching(Path(path.anchor), path)
        return tuple(dict.fromkeys(found))

    def missing(self, patterns: list[str]) -> list[str]:
        """The patterns that name nothing that exists."""
        return [pattern for pattern in patterns if not any(file.exists() for file in self.files([pattern]))]

    def path(self, text: str) -> Path:
        """A path of the settings: below the workspace unless it is absolute or starts with ``~``."""
        return self.root / Path(text).expanduser()


def with_coder(workspace: Workspace, kind: str, model: str) -> Workspace:
    """The workspace with what the command line says of the coder; empty words change nothing."""
    known = get_args(Coder.model_fields["kind"].annotation)
    if kind and kind not in known:
        raise SpotsmithError(f"there is no coder {kind!r}; --coder takes {', '.join(known)}")
    coder = workspace.settings.coder
    names = "folder" if (kind or coder.kind) == "transformers" else "model"
    given = {key: value for key, value in (("kind", kind), (names, model)) if value}
    coder = coder.model_copy(update=given)
    return Workspace(workspace.root, workspace.settings.model_copy(update={"coder": coder}))


def with_serve(workspace: Workspace, host: str, port: int) -> Workspace:
    """The workspace with what the command line says of the server; an empty host and port -1 change nothing."""
    given = {"host": host or None, "port": port if port >= 0 else None}
    changed = {
        **workspace.settings.serve.model_dump(),
        **{key: value for key, value in given.items() if value is not None},
    }
    try:
        serve = Serve.model_validate(changed)
    except ValidationError as error:
        raise SpotsmithError(f"--port {port}: {error.errors()[0]['msg']}") from error
    return Workspace(workspace.root, workspace.settings.model_copy(update={"serve": serve}))


def is_pattern(text: str) -> bool:
    return any(mark in text for mark in "*?[")


def _matching(root: Path, pattern: Path) -> list[Path]:
    try:
        return sorted(root.glob(str(pattern.relative_to(root))))
    except ValueError as error:
        raise SpotsmithError(f"{pattern}: not a pattern of paths: {error}. Correct it in {FILE}") from error


def find_workspace(start: Path) -> Workspace:
    """The workspace of ``start`` or of the nearest folder above it."""
    if not start.exists():
        raise SpotsmithError(f"{start}: there is no such folder; --workspace takes the folder of a {FILE}")
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return Workspace(folder, read_settings(folder / FILE, os.environ))
    if not start.is_dir():
        raise SpotsmithError(
            f"{start}: this is a file, and no {FILE} is beside it or above; --workspace takes the folder of one, and "
            "`spotsmith init` makes one"
        )
    raise SpotsmithError(f"no {FILE} in {start.resolve()} or above; run `spotsmith init` there, or pass --workspace")


def read_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """Raises SpotsmithError that names the file, the key and what it may be."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: not valid TOML: {error}") from error
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read: {error.strerror}") from error
    _overlay(data, environment)
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise SpotsmithError(_explained(path, environment, error)) from error


def _overlay(data: dict[str, Any], environment: Mapping[str, str]) -> None:
    """``SPOTSMITH_PACK``, ``SPOTSMITH_JAVA_HOME``, ``SPOTSMITH_LIMITS_ROUNDS`` ...: single values only."""
    if "SPOTSMITH_PACK" in environment:
        data["pack"] = environment["SPOTSMITH_PACK"]
    for section, model in SECTIONS.items():
        for name in model.model_fields:
            value = environment.get(f"SPOTSMITH_{section.upper()}_{name.upper()}")
            if value is not None and isinstance(data.setdefault(section, {}), dict):
                data[section][name] = value


def _explained(path: Path, environment: Mapping[str, str], error: ValidationError) -> str:
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    variable = f"SPOTSMITH_{'_'.join(place).upper()}"
    if first["type"] != "extra_forbidden":
        where = variable if variable in environment else f"{path}: {'.'.join(place)}"
        return f"{where}: {first['msg'][0].lower()}{first['msg'][1:]}"
    model = SECTIONS.get(place[0], Settings) if len(place) > 1 else Settings
    known = [field.alias or name for name, field in model.model_fields.items()]
    near = nearest(known, place[-1], 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{path}: unknown key {'.'.join(place)!r}; {hint}known keys: {', '.join(known)}"

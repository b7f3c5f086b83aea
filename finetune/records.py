"""A training record: what a model is asked, what it should answer, where both come from, and what was found about it.

Records live in JSON Lines files, one a line. ``instruction``, ``input`` and ``output`` are what other tools read; the
prompt that is trained on is ``system`` and ``user`` (or ``text`` where a model continues plain text), rendered by the
builder that serving uses, so that both agree token for token.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from agents.state import Task
from knowledge.blueprint import Hole, Skeleton
from knowledge.errors import SpotsmithError
from knowledge.records import Parameter, SoftParameter

Kind = Literal["component", "hole", "fim", "fix", "sql", "text", "chat"]
"""All holes of a skeleton; one of them; one by fill-in-the-middle; edits for findings; a query; plain text that is
continued (replay of general code); a conversation of another tool."""
Category = Literal["scaffolding", "business_logic", "integration", "utility"]
Origin = Literal["site", "history", "injected", "accepted", "imported", "synthetic", "distilled", "general"]
ContextUse = Literal["used", "none", "distracting", ""]
Verdict = Literal["compiled", "compiled with generated artefacts", "parsed", "failed", ""]
"""Empty: not looked at yet."""

KINDS: tuple[Kind, ...] = get_args(Kind)
CATEGORIES: tuple[Category, ...] = get_args(Category)
TARGET_SHARES: Mapping[Category, float] = {
    "scaffolding": 0.30,
    "business_logic": 0.40,
    "integration": 0.20,
    "utility": 0.10,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The file that an answer belongs in: answers are placed there to be compiled."""

    skeleton: Skeleton
    fills: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Code and imports of the holes that are filled already (before an edit, or around a single hole)."""
    hole: str = ""
    """The only hole that is asked for; empty: all of them."""


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    """Digest of what is asked and answered; see ``record_id``."""
    kind: Kind
    category: Category
    instruction: str
    """The request in words."""
    output: str
    """The answer, as the model is to write it."""
    input: str = ""
    """What was known and shown: the pieces of the context, as text."""
    system: str = ""
    user: str = ""
    """The prompt as a chat; both empty where ``prefix`` is the prompt."""
    prefix: str = ""
    suffix: str = ""
    """The prompt of fill-in-the-middle: the text around the hole, without the family's own tokens. For ``text`` the
    prefix is what comes before, mostly empty."""
    task: Task | None = None
    """What the engine is asked for to get this answer, for evaluation."""
    frame: Frame | None = None
    component: str = ""
    """Qualified name of the type that the answer is of; for evaluation it is left out of the context."""
    spot: str = ""
    """Qualified name; empty where there is none."""
    origin: Origin = "site"
    source: str = ""
    """Path inside the site (and ``@commit``), or what else it comes from."""
    date: str = ""
    """ISO date of the last change, where it is known."""
    context_use: ContextUse = ""
    weight: float = 1.0
    """Of the loss of this record's answer."""
    verdict: Verdict = ""
    findings: tuple[str, ...] = ()
    """Codes and sentences of what the checks found about the answer."""
    cluster: str = ""
    """Records of one cluster (near-duplicates, one inheritance family) stay on one side of a split."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields of other tools and frameworks (``framework_patterns``, ``constraints``, ``messages``), kept as read."""


def record_id(kind: Kind, asked: str, output: str) -> str:
    """Sixteen hexadecimal digits of SHA-256 over what is asked (system, user, prefix, suffix) and answered."""
    said = json.dumps([kind, asked, output], ensure_ascii=False).encode("utf-8", "replace")
    return hashlib.sha256(said).hexdigest()[:16]


def write_records(path: Path, records: Iterable[Record]) -> str:
    """Writes a JSON Lines file whole or not at all. Returns the SHA-256 of its bytes."""
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.part")
    with half.open("wb") as file:
        for record in records:
            line = (
                json.dumps(record_json(record), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace") + b"\n"
            )
            digest.update(line)
            file.write(line)
    half.replace(path)
    return digest.hexdigest()


def read_records(path: Path) -> Iterator[Record]:
    """Raises SpotsmithError with file, line and what is wrong there."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _read(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: the records cannot be read: {error}") from error


def _read(line: str, place: str) -> Record:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise SpotsmithError(f"{place}: not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(data, dict):
        raise SpotsmithError(f"{place}: a record is a JSON object, this is a {type(data).__name__}")
    try:
        return record_of(data)
    except (KeyError, TypeError, ValueError) as error:
        raise SpotsmithError(
            f"{place}: not a record of Spotsmith ({error}); `spotsmith dataset import` reads the formats of other tools"
        ) from error


def record_json(record: Record) -> dict[str, Any]:
    """Fields that hold their default are left out."""
    found: dict[str, Any] = {}
    for each in fields(Record):
        value = getattr(record, each.name)
        if each.name in ("task", "frame"):
            value = asdict(value) if value is not None else None
        if value not in (None, "", (), {}) or each.name in ("instruction", "output"):
            found[each.name] = value
    if record.frame:
        found["frame"]["skeleton"]["parts"] = [
            part if isinstance(part, str) else asdict(part) for part in record.frame.skeleton.parts
        ]
    return found


def record_of(data: Mapping[str, Any]) -> Record:
    """Raises KeyError, TypeError or ValueError where the data is not a record."""
    unknown = data.keys() - {each.name for each in fields(Record)}
    if unknown:
        raise ValueError(f"unknown field {sorted(unknown)[0]!r}")
    if data.get("kind") not in KINDS:
        raise ValueError(f"kind is {data.get('kind')!r}, not one of {', '.join(KINDS)}")
    if data.get("category") not in CATEGORIES:
        raise ValueError(f"category is {data.get('category')!r}, not one of {', '.join(CATEGORIES)}")
    for name in ("id", "instruction", "output"):
        if not isinstance(data.get(name), str):
            raise ValueError(f"{name} is not a text")
    values = dict(data)
    if values.get("task"):
        task = dict(values["task"])
        task["soft_parameters"] = tuple(SoftParameter(**soft) for soft in task.get("soft_parameters", ()))
        values["task"] = Task(**task)
    if values.get("frame"):
        values["frame"] = _frame(values["frame"])
    values["findings"] = tuple(values.get("findings", ()))
    return Record(**values)


def _frame(data: Mapping[str, Any]) -> Frame:
    skeleton = dict(data["skeleton"])
    parts = tuple(part if isinstance(part, str) else _hole(part) for part in skeleton.pop("parts"))
    for name in ("imports", "import_groups"):
        skeleton[name] = tuple(skeleton.get(name, ()))
    fills = {name: (code, tuple(imports)) for name, (code, imports) in data.get("fills", {}).items()}
    return Frame(Skeleton(parts=parts, **skeleton), fills, data.get("hole", ""))


def _hole(data: Mapping[str, Any]) -> Hole:
    return Hole(**{**data, "scope": tuple(Parameter(**each) for each in data.get("scope", ()))})


def prompt_text(record: Record) -> str:
    """Everything that is asked, as one text: for sizes and digests."""
    return "\0".join((record.system, record.user, record.prefix, record.suffix))


def digest_of(records: Sequence[Record]) -> str:
    """SHA-256 over the ids, whatever their order."""
    return hashlib.sha256("\n".join(sorted(record.id for record in records)).encode()).hexdigest()

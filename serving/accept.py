"""What a developer accepts, or corrects and then accepts, is kept with its request: later requests learn from it.

The file goes into a source root of its own (``[accept] folder``), which every ``index`` reads and every resolver that
is opened before the next ``index`` reads too. ``accepted.jsonl`` beside the sources says which request each file
answers. A site that opts in (``[accept] training = true``) also gets a line in ``.spotsmith/training.jsonl``:
``instruction`` (the request), ``context`` (names of what was resolved for it), ``output`` (the accepted file),
``draft`` (what Spotsmith had written, where it was corrected), ``verdict`` (of the check: ok, partial, failed),
``class``, ``coder``, ``digest`` and ``when`` (UTC). Secrets are not masked here: who trains on it does that.
"""

import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.state import Result, Review, Status, Task
from indexers.reading import read_text, shown
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.pack import Types
from knowledge.pack_data import PackData
from knowledge.records import Exemplar, SourceFile
from serving.output import write_files
from serving.settings import Workspace

if TYPE_CHECKING:
    from serving.app import App

LOG = "accepted.jsonl"
TRAINING = "training.jsonl"


@dataclass(frozen=True, slots=True)
class Offer:
    """A result that may be accepted."""

    request: str
    file: SourceFile
    coder: str = ""
    unwritten: tuple[str, ...] = ()
    """Parts of the file that hold a placeholder."""
    context: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it. ``kept`` is False when the file does not pass the check."""

    kept: bool
    said: str
    """For a person, in a sentence."""
    class_name: str
    review: Review
    path: Path | None = None
    again: bool = False
    """The same file was accepted for the same request before."""
    training: bool = False
    """Whether a training record is kept of it."""


def offered(task: Task, result: Result) -> Offer:
    draft, resolution = result.draft, result.resolution
    context = {
        "spot": [resolution.spot.name],
        "types": [each.name for each in resolution.types],
        "tables": [each.name for each in resolution.tables],
        "soft_parameters": [each.name for each in resolution.soft_parameters],
        "exemplars": [each.name for each in resolution.exemplars],
    }
    return Offer(task.request, draft.file, draft.coder, draft.unfilled, context)


def offered_by_run(folder: Path, run: str) -> Offer:
    """The same of a run that is kept below ``folder``. Raises SpotsmithError when there is none of this name."""
    kept = folder / run
    try:
        if not re.fullmatch(r"[\w$][\w.$-]*", run):
            raise FileNotFoundError(run)
        task = json.loads((kept / "task.json").read_text(encoding="utf-8"))
        result = json.loads((kept / "result.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise SpotsmithError(f"{run}: there is no such run; the newest are kept in {folder}") from error
    found = result["resolution"]
    names = {key: [each["name"] for each in found[key]] for key in ("types", "tables", "soft_parameters", "exemplars")}
    (file,) = result["files"]
    unwritten = tuple(item[len(_BODY) :] for item in result["todo"] if item.startswith(_BODY))
    context = {"spot": [found["spot"]["name"]], **names}
    return Offer(task["request"], SourceFile(file["path"], file["content"]), result["coder"], unwritten, context)


_BODY = "write the body of "


def accept(app: "App", offer: Offer, corrected: SourceFile | None = None, force: bool = False) -> Accepted:
    """Checks the file, and keeps it when it passes or ``force`` says so. Accepting it again changes nothing.

    Raises SpotsmithError for a file that declares no class, and when it cannot be written.
    """
    file = _placed(app, corrected) if corrected else offer.file
    name = Path(file.path).stem
    review = _as_named(app.check([file]), file.path, corrected)
    problem = _problem(review, offer if corrected is None else replace(offer, unwritten=()))
    if problem and not force:
        return Accepted(False, f"{name} is not kept: {problem}. Correct it, or accept it by force", name, review)
    folder = app.workspace.accepted
    digest = hashlib.sha256(f"{offer.request}\0{file.text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    line = {"request": offer.request, "class": name, "path": file.path, "verdict": review.status, "digest": digest}
    (path,) = write_files([file], folder, force=True)
    again = not _appended(folder / LOG, {**line, "corrected": corrected is not None, "when": _now()})
    trained = app.workspace.settings.accept.training
    if trained:
        _appended(app.workspace.hidden / TRAINING, _training(offer, file, corrected is not None, review.status, digest))
    app.renew()
    return Accepted(True, _said(name, path, problem, again, trained), name, review, path, again, trained)


def with_accepted(
    workspace: Workspace, pack: PackData, front_end: FrontEnd, types: Types, indexed: Sequence[Exemplar]
) -> tuple[Exemplar, ...]:
    """``indexed``, with what was accepted since then. The site's own sources win over accepted ones."""
    folder = workspace.accepted
    by_name = {exemplar.name: exemplar for exemplar in indexed}
    for path in sorted(f for s in pack.file_suffixes for f in folder.rglob(f"*{s}")) if folder.is_dir() else ():
        file = SourceFile(shown(path, workspace.root), read_text(path))
        exemplar = front_end.exemplar(file, types)
        old = by_name.get(exemplar.name) if exemplar else None
        if exemplar and (old is None or old.source.path == file.path):
            by_name[exemplar.name] = exemplar
    return tuple(by_name.values())


def _placed(app: "App", corrected: SourceFile) -> SourceFile:
    """The file under the path that its package and its class ask for, whatever the developer's copy is called."""
    found = app.front_end.exemplar(corrected, app.parts.types)
    if found is None:
        raise SpotsmithError(f"{corrected.path}: no class is declared there; nothing was kept")
    suffix = next((s for s in app.pack.file_suffixes if corrected.path.endswith(s)), app.pack.file_suffixes[0])
    if not re.fullmatch(r"[\w$]+(?:\.[\w$]+)*", found.name):
        raise SpotsmithError(f"{corrected.path}: {found.name!r} is not a class name; nothing was kept")
    return SourceFile(found.name.replace(".", "/") + suffix, corrected.text)


def _as_named(review: Review, path: str, corrected: SourceFile | None) -> Review:
    """Findings at the place that the developer named."""
    if corrected is None:
        return review
    named = tuple(replace(d, path=corrected.path) if d.path == path else d for d in review.diagnostics)
    return replace(review, diagnostics=named)


def _problem(review: Review, offer: Offer) -> str:
    errors = len(review.errors)
    if errors:
        return f"the check found {errors} error{'s' * (errors != 1)}"
    return f"{', '.join(offer.unwritten)} is not written" if offer.unwritten else ""


def _said(name: str, path: Path, problem: str, again: bool, trained: bool) -> str:
    if again:
        return f"{name} has been accepted before: {path}"
    by_force = f", although {problem}" if problem else ""
    return f"{name} is kept as an exemplar for later requests{by_force}: {path}" + (
        "; a training record is kept too" if trained else ""
    )


def _training(offer: Offer, file: SourceFile, is_corrected: bool, verdict: Status, digest: str) -> dict[str, Any]:
    return {
        "instruction": offer.request,
        "context": dict(offer.context or {}),
        "output": file.text,
        "draft": offer.file.text if is_corrected else "",
        "verdict": verdict,
        "class": Path(file.path).stem,
        "coder": offer.coder,
        "digest": digest,
        "when": _now(),
    }


def _appended(path: Path, line: Mapping[str, Any]) -> bool:
    """Whether the line was new: the last one of its class has another digest."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="utf-8") as file:
            file.seek(0)
            if any(json.loads(old)["digest"] == line["digest"] for old in file if old.strip().endswith("}")):
                return False
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            return True
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be written: {error.strerror}") from error


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

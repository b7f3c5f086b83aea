"""One manifest from code to served model: what a folder was made from, with which settings, and what was measured.

Every step writes ``manifest.json`` into its folder. The manifests of the steps before are kept whole inside it
(``parents``), so that the last one alone says where a served model comes from: digests of the data, the base and its
revision, the settings, the environment, the metrics. The model card is written from it. Folders are named relative to
the manifest or to the home folder; names of hosts and users, and values of keys that look like secrets, stay out.
"""

import getpass
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from finetune.environment import environment as environment
from knowledge.errors import SpotsmithError

Kind = Literal["dataset", "split", "pretraining", "training", "evaluation", "export"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAME = "manifest.json"
_SECRET = re.compile(r"(?i)(password|passwd|secret|api_?key|auth_?token|access_?token|hf_?token|credential)")
_AT_ONCE = 4  # SHA-256 is bound by the processor: 1.5 GB/s with one thread, 3.1 GB/s with two on two cores


@dataclass(frozen=True, slots=True)
class Manifest:
    kind: Kind
    created: str = ""
    """ISO time in UTC; set when it is written."""
    command: str = ""
    """What a person ran."""
    recipe: str = ""
    base: Mapping[str, Any] = field(default_factory=dict)
    """``path``, ``digest``, ``revision`` of the model that was started from; see ``base_of``."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """``folder``, ``digests`` (by file), ``counts``; see ``data_of``."""
    config: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    """A rate is ``{"value": 0.41, "n": 120, "low": 0.33, "high": 0.5}``; other numbers stand alone."""
    seed: int | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 by path inside the folder; set when it is written."""
    parents: tuple["Manifest", ...] = ()
    path: str = ""
    """Where the folder of this manifest was, seen from the folder of the one that holds it."""


def write_manifest(folder: Path, manifest: Manifest, covers: Sequence[str] = ()) -> Path:
    """Whole or not at all. ``covers``: files and folders inside, whose digests are kept; empty: everything there."""
    digests: dict[str, str] = {}
    for name in covers or [each.name for each in sorted(folder.iterdir())]:
        part = folder / name
        found = digests_of(part)
        digests |= {f"{name}/{inner}": digest for inner, digest in found.items()} if part.is_dir() else found
    digests.pop(NAME, None)
    return _write(folder / NAME, manifest, digests)


def sign_file(file: Path, manifest: Manifest) -> Path:
    """The manifest of one file that has no folder of its own: it stands beside it."""
    return _write(beside_file(file), manifest, digests_of(file))


def beside_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.{NAME}")


def _write(target: Path, manifest: Manifest, digests: Mapping[str, str]) -> Path:
    made = replace(
        manifest,
        created=manifest.created or datetime.now(UTC).isoformat(timespec="seconds"),
        environment=manifest.environment or environment(),
        files=digests,
    )
    half = target.with_name(f".{target.name}.part")
    said = json.dumps(_cleaned(_json(made), _private()), indent=2, ensure_ascii=False, sort_keys=True, default=str)
    half.write_text(said + "\n", encoding="utf-8")
    half.replace(target)
    return target


def read_manifest(folder: Path) -> Manifest:
    """Of a folder (or the file itself). Raises SpotsmithError with what is wrong and what to do."""
    path = folder if folder.name.endswith(NAME) else folder / NAME
    if not path.is_file():
        raise SpotsmithError(
            f"{folder} has no {NAME}: it was not made by Spotsmith, or the step that makes it was stopped"
        )
    try:
        return _manifest(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SpotsmithError(f"{path} is no manifest of Spotsmith: {error}") from error


def parent(folder: Path, child: Path) -> Manifest:
    """The manifest of a step before, as it is kept in the manifest of ``child``."""
    return replace(read_manifest(folder), path=beside(folder, child))


def parents_of(path: Path, child: Path) -> tuple[Manifest, ...]:
    """The manifest that a folder or a file of records came with, where there is one."""
    for place in (path / NAME, beside_file(path), path.parent / NAME):
        if place.is_file() and (
            path.is_dir() or place != path.parent / NAME or path.name in read_manifest(place).files
        ):
            return (replace(read_manifest(place), path=beside(path, child)),)
    return ()


def changed(folder: Path, manifest: Manifest | None = None) -> tuple[str, ...]:
    """A sentence for each file that is no longer what the manifest says."""
    known = manifest or read_manifest(folder)
    said = []
    for name, digest in known.files.items():
        path = folder / name
        if not path.is_file():
            said.append(f"{path} is gone")
        elif digest_of_file(path) != digest:
            said.append(f"{path} has changed since {known.created or 'it was made'}")
    return tuple(said)


def intact(folder: Path) -> Manifest:
    """The manifest of a folder whose files are those that it names; SpotsmithError otherwise."""
    manifest = read_manifest(folder)
    said = changed(folder, manifest)
    if said:
        more = f" and {len(said) - 1} more" if len(said) > 1 else ""
        raise SpotsmithError(f"{said[0]}{more}: run the step that made {folder} again")
    return manifest


def base_of(folder: Path, near: Path) -> dict[str, Any]:
    """``base`` of a manifest in ``near``: the model in ``folder``, its digest and its revision."""
    return {"path": beside(folder, near), "digest": digest_of_folder(folder), "revision": revision_of(folder)}


def data_of(folder: Path, near: Path, counts: Mapping[str, int]) -> dict[str, Any]:
    """``data`` of a manifest in ``near``: the record files of ``folder``."""
    digests = {path.name: digest_of_file(path) for path in sorted(folder.glob("*.jsonl"))}
    return {"folder": beside(folder, near), "digests": digests, "counts": dict(counts)}


def digest_of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SpotsmithError(f"{path} cannot be read: {error.strerror}") from error


def digests_of(path: Path) -> dict[str, str]:
    """SHA-256 by path inside a folder (or of one file, by its name); half-written and hidden files are left out."""
    if path.is_file():
        return {path.name: digest_of_file(path)}
    if not path.is_dir():
        raise SpotsmithError(f"{path} is not there")
    files = sorted(_files(path))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = list(pool.map(digest_of_file, files))
    return {each.relative_to(path).as_posix(): digest for each, digest in zip(files, found, strict=True)}


def digest_of_folder(path: Path) -> str:
    """One SHA-256 over the names and contents of all files, wherever the folder lies."""
    lines = (f"{name}\0{digest}\n" for name, digest in sorted(digests_of(path).items()) if name != NAME)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def revision_of(folder: Path) -> str:
    """The commit of a model in a cache of the Hub (``snapshots/COMMIT``); empty where it is not told."""
    real = folder.resolve()
    return real.name if real.parent.name == "snapshots" else ""


def beside(path: Path, near: Path) -> str:
    """``path`` as it is seen from the folder ``near``."""
    return Path(os.path.relpath(path.resolve(), near.resolve())).as_posix()


def rate(hits: int, n: int) -> dict[str, float | int]:
    """A rate as metrics keep it, with Wilson's interval of 95 %."""
    if n == 0:
        return {"value": 0.0, "n": 0, "low": 0.0, "high": 1.0}
    z, share = 1.96, hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * ((share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return {"value": round(share, 4), "n": n, "low": round(low, 4), "high": round(high, 4)}


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part.endswith(".part") for part in inner):
            yield path


def _json(manifest: Manifest) -> dict[str, Any]:
    found = {key: value for key, value in asdict(manifest).items() if value not in ("", None, {}, ())}
    if manifest.parents:
        found["parents"] = [_json(each) for each in manifest.parents]
    return found


def _manifest(data: Mapping[str, Any]) -> Manifest:
    known = {each.name for each in fields(Manifest)}
    if unknown := sorted(data.keys() - known):
        raise ValueError(f"unknown field {unknown[0]!r}")
    if data.get("kind") not in KINDS:
        raise ValueError(f"kind is {data.get('kind')!r}, not one of {', '.join(KINDS)}")
    return Manifest(**{**data, "parents": tuple(_manifest(each) for each in data.get("parents", ()))})


def _private() -> tuple[tuple[str, str], ...]:
    """What is not said of this machine, and what stands there instead."""
    home = str(Path.home())
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    pairs = [(home, "~")] if home not in ("/", "") else []
    return (*pairs, (f"/home/{user}", "~"), (f"/Users/{user}", "~")) if user else tuple(pairs)


def _cleaned(value: Any, private: Sequence[tuple[str, str]]) -> Any:
    if isinstance(value, Mapping):
        return {
            str(key): "(left out)" if _SECRET.search(str(key)) and isinstance(each, str) else _cleaned(each, private)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_cleaned(each, private) for each in value]
    if isinstance(value, Path | str):
        said = str(value)
        for found, instead in private:
            said = said.replace(found, instead)
        return said
    return value

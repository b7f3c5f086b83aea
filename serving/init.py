"""``spotsmith init``: looks at a folder and writes its spotsmith.toml, with a comment on every key."""

import glob
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.pack_data import installed_packs, read_pack
from serving.settings import FILE, HIDDEN

SKIPPED = {HIDDEN, ".git", ".svn", "node_modules", "__pycache__", ".venv", "build", "target", "out"}
MOST_FOLDERS = 5_000  # a home folder given by mistake must not be walked for minutes
_PACKAGE = re.compile(r"^package\s+([\w.]+)", re.MULTILINE)
KEYS = {
    "class_path": (".jar", "The framework's and the site's JARs, in class-path order (read for signatures only)."),
    "sources": ("", "Source roots of the site's own code."),
    "schema": (".sql", "DDL scripts of the database."),
    "documents": (".md", "Guides, data dictionaries and business documents, Markdown or text."),
}


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    found: Mapping[str, list[str]]
    whole: bool = True
    """Whether the folder was small enough to be looked at as a whole."""


def make_workspace(folder: Path, pack: str, given: Mapping[str, Sequence[str]], force: bool) -> Made:
    """Raises SpotsmithError when the folder is missing or has a spotsmith.toml already."""
    if not folder.is_dir():
        raise SpotsmithError(f"{folder} is not a folder")
    path = folder / FILE
    if path.exists() and not force:
        raise SpotsmithError(f"{path} exists already; edit it, or pass --force to replace it")
    data, pack_folder = read_pack(pack or _only_pack())
    name = data.name if data.name in installed_packs() else str(pack_folder.resolve())
    try:
        found, whole = _look(folder, data.file_suffixes)
        values = {key: list(given.get(key, found[key])) for key in KEYS}
        path.write_text(_text(name, values), encoding="utf-8")
    except OSError as error:
        raise SpotsmithError(f"{error.filename or path}: {error.strerror}; correct its permissions") from error
    return Made(path, values, whole)


def _only_pack() -> str:
    names = list(installed_packs())
    if len(names) != 1:
        raise SpotsmithError(f"say which pack with --pack; installed: {', '.join(names) or 'none'}")
    return names[0]


def _look(folder: Path, suffixes: tuple[str, ...]) -> tuple[dict[str, list[str]], bool]:
    """Patterns for the folders that hold JARs, DDL and documents, and the roots of packages; whether all were seen."""
    patterns: dict[str, dict[str, None]] = {key: {} for key in KEYS}
    for number, (here, folders, files) in enumerate(os.walk(folder)):
        if number == MOST_FOLDERS:
            return {key: list(found) for key, found in patterns.items()}, False
        folders[:] = sorted(name for name in folders if _wanted(name))
        place = Path(here).relative_to(folder)
        for key in ("class_path", "schema", "documents"):
            suffix = KEYS[key][0]
            if any(file.endswith(suffix) for file in files) and not _readme_only(files, suffix):
                patterns[key][(Path(_escaped(place)) / f"*{suffix}").as_posix()] = None
        sources = sorted(file for file in files if file.endswith(suffixes))
        if sources:
            patterns["sources"][_escaped(_source_root(folder, place, sources))] = None
    return {key: list(found) for key, found in patterns.items()}, True


def _wanted(name: str) -> bool:
    """No build results, nothing hidden, no name that a settings file cannot hold (bytes that are no text)."""
    return name not in SKIPPED and not name.startswith(".") and name.isprintable()


def _escaped(place: Path) -> str:
    """As the settings take it: a folder's own ``[`` must not be read as a pattern."""
    return glob.escape(place.as_posix())


def _readme_only(files: Sequence[str], suffix: str) -> bool:
    named = [file for file in files if file.endswith(suffix)]
    return suffix == ".md" and all(file.upper().startswith(("README", "CHANGELOG", "LICENSE")) for file in named)


def _source_root(folder: Path, place: Path, sources: Sequence[str]) -> Path:
    """The folder above the package's first part: the package statement of any file says how deep it lies."""
    for name in sources:
        text = (folder / place / name).read_text(encoding="utf-8", errors="replace")
        found = _PACKAGE.search(text)
        if found:
            depth = found[1].count(".") + 1
            return Path(*place.parts[: len(place.parts) - depth]) if depth <= len(place.parts) else place
    return place


def _text(pack: str, values: Mapping[str, Sequence[str]]) -> str:
    lines = [
        "# Spotsmith workspace. Paths are relative to this folder; * and ** work. `spotsmith doctor` checks them.",
        f"pack = {json.dumps(pack, ensure_ascii=False)}",
    ]
    for key, (_, comment) in KEYS.items():
        listed = ", ".join(json.dumps(value, ensure_ascii=False) for value in values[key])
        lines += ["", f"# {comment}", f"{key} = [{listed}]"]
    lines += [
        "",
        "[java]",
        '# home = "/usr/lib/jvm/java-17-openjdk-amd64"  # searched on this machine when not set',
        '# release = "8"                                 # language level of the site\'s code',
        "",
        "[coder]",
        "# Without a url no model is asked and no connection is opened: the scaffold writes.",
        '# url = "http://127.0.0.1:11434"  # your Ollama, or an OpenAI-compatible server with its /v1',
        '# model = "qwen2.5-coder:7b"',
        "",
        "[rules]",
        "# House rules with another level than the pack's: error, warning, info or off.",
        '# no-system-out = "error"',
    ]
    return "\n".join(lines) + "\n"

"""``spotsmith init``: looks at a folder and writes its spotsmith.toml, with a comment on every key."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.pack_data import installed_packs, read_pack
from serving.settings import FILE, HIDDEN

SKIPPED = {HIDDEN, ".git", ".svn", "node_modules", "__pycache__", ".venv", "build", "target", "out"}
MOST_FOLDERS = 5_000  # a home folder given by mistake must not be walked for minutes
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


def make_workspace(folder: Path, pack: str, given: Mapping[str, Sequence[str]], force: bool) -> Made:
    """Raises SpotsmithError when the folder is missing or has a spotsmith.toml already."""
    if not folder.is_dir():
        raise SpotsmithError(f"{folder} is not a folder")
    path = folder / FILE
    if path.exists() and not force:
        raise SpotsmithError(f"{path} exists already; edit it, or pass --force to replace it")
    name = pack or next(iter(installed_packs()))
    data, _ = read_pack(name)
    found = _look(folder, data.file_suffixes)
    values = {key: list(given.get(key, found[key])) for key in KEYS}
    try:
        path.write_text(_text(name, values), encoding="utf-8")
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be written: {error.strerror}") from error
    return Made(path, values)


def _look(folder: Path, suffixes: Sequence[str]) -> dict[str, list[str]]:
    """Patterns for the folders that hold JARs, DDL and documents, and the roots of packages."""
    patterns: dict[str, dict[str, None]] = {key: {} for key in KEYS}
    for number, (here, folders, files) in enumerate(os.walk(folder)):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and not name.startswith("."))
        if number >= MOST_FOLDERS:
            break
        place = Path(here).relative_to(folder)
        for key in ("class_path", "schema", "documents"):
            suffix = KEYS[key][0]
            if any(file.endswith(suffix) for file in files) and not _readme_only(files, suffix):
                patterns[key][(place / f"*{suffix}").as_posix()] = None
        if any(file.endswith(tuple(suffixes)) for file in files):
            patterns["sources"][_source_root(folder, place).as_posix()] = None
    return {key: list(found) for key, found in patterns.items()}


def _readme_only(files: Sequence[str], suffix: str) -> bool:
    named = [file for file in files if file.endswith(suffix)]
    return suffix == ".md" and all(file.upper().startswith(("README", "CHANGELOG", "LICENSE")) for file in named)


def _source_root(folder: Path, place: Path) -> Path:
    """The folder above the package's first part: the package statement of any file says how deep it lies."""
    for file in sorted((folder / place).iterdir()):
        if not file.is_file():
            continue
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()[:200]:
            if line.startswith("package "):
                depth = line.removeprefix("package ").rstrip("; ").count(".") + 1
                return Path(*place.parts[: len(place.parts) - depth]) if depth <= len(place.parts) else place
    return place


def _text(pack: str, values: Mapping[str, Sequence[str]]) -> str:
    lines = [
        "# Spotsmith workspace. Paths are relative to this folder; * and ** work. `spotsmith doctor` checks them.",
        f'pack = "{pack}"',
    ]
    for key, (_, comment) in KEYS.items():
        listed = ", ".join(f'"{value}"' for value in values[key])
        lines += ["", f"# {comment}", f"{key} = [{listed}]"]
    lines += [
        "",
        "[java]",
        '# home = "/usr/lib/jvm/java-17-openjdk-amd64"  # searched on this machine when not set',
        '# release = "8"                                 # language level of the site\'s code',
        "",
        "[rules]",
        "# House rules with another level than the pack's: error, warning, info or off.",
        '# no-system-out = "error"',
    ]
    return "\n".join(lines) + "\n"

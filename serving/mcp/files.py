"""Which files a client means: inside the workspace in fact, or a text that it hands over."""

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.files import MOST_BYTES, Sources, read_sources
from serving.settings import HIDDEN

if TYPE_CHECKING:
    from serving.app import App

MOST_FILES = 500


def named_files(root: Path, path: str, text: str, app: "App") -> Sources:
    """Raises SpotsmithError for a path outside ``root``, whatever ``..``, links or absolute paths make of it."""
    if text:
        return Sources((SourceFile(_name(path, text, app), text),), ())
    if not path.strip():
        raise SpotsmithError("say what to check: a path inside the workspace, or text")
    target = _inside(root, path)
    if not target.is_dir():
        return _shown_below(root, read_sources([target], app.pack.file_suffixes))
    suffixes = app.pack.file_suffixes
    files = sorted(file for suffix in suffixes for file in target.rglob(f"*{suffix}") if file.is_file())
    kept = [file for file in files if file.resolve().is_relative_to(root.resolve()) and HIDDEN not in file.parts]
    if not kept:
        raise SpotsmithError(f"{path}: no {' or '.join(suffixes)} file below this folder")
    if len(kept) > MOST_FILES:
        raise SpotsmithError(f"{path}: {len(kept)} files; check at most {MOST_FILES} at once, a smaller folder each")
    return _shown_below(root, read_sources(kept, suffixes))


def _inside(root: Path, path: str) -> Path:
    """An ordinary file or folder: a pipe or device would keep its reader for ever."""
    try:
        target = (root / path).resolve()
        below = target.relative_to(root.resolve()).parts
    except (OSError, RuntimeError, ValueError):
        raise SpotsmithError(f"{path!r} lies outside the workspace; only files inside it are read") from None
    if HIDDEN in below or not target.exists():
        raise SpotsmithError(f"{path!r}: there is no such file in the workspace")
    if not (target.is_file() or target.is_dir()):
        raise SpotsmithError(f"{path!r} is no ordinary file")
    return target


def _shown_below(root: Path, sources: Sources) -> Sources:
    """Paths as the client knows them."""
    start = f"{root.resolve()}/"
    files = tuple(SourceFile(file.path.removeprefix(start), file.text) for file in sources.files)
    return Sources(files, sources.skipped)


def _name(path: str, text: str, app: "App") -> str:
    """The name of a text that is nowhere on disk: compilers want the one that its type asks for."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise SpotsmithError(f"the text is larger than {MOST_BYTES // 1_000_000} MB, which no source file is")
    suffix = app.pack.file_suffixes[0]
    if path.strip():
        return path.strip()
    declared = app.front_end.exemplar(SourceFile(f"Unnamed{suffix}", text), app.parts.types)
    return (declared.name.replace(".", "/") if declared else "Unnamed") + suffix

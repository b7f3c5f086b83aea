"""Java that a machine has, as texts to learn from: files below folders and in archives, each once, nothing run."""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.errors import SpotsmithError

ARCHIVES = (".jar", ".zip")
SUFFIX = ".java"
SMALLEST, LARGEST = 400, 200_000  # characters: below is package-info, above are tables that generators wrote
_BLOCK = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_LONG = 240
"""Characters of a comment that is kept: licences and long javadoc teach no code."""


def read_corpus(places: Sequence[Path], most_megabytes: float = 100.0) -> list[str]:
    """Texts in a fixed order, without long comments, until the limit. Raises SpotsmithError for a place that is not
    there or when there is no Java at all."""
    texts: list[str] = []
    seen: set[bytes] = set()
    left = int(most_megabytes * 1_000_000)
    for raw in _files(places):
        text = _BLOCK.sub(lambda found: found[0] if len(found[0]) < _LONG else "", raw.replace("\r\n", "\n")).strip()
        digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        if digest in seen or not SMALLEST <= len(text) <= LARGEST:
            continue
        seen.add(digest)
        texts.append(text + "\n")
        left -= len(text)
        if left <= 0:
            break
    if not texts:
        said = ", ".join(str(place) for place in places)
        raise SpotsmithError(
            f"no Java to learn from in {said}: give folders or JARs of sources, for instance of Debian's "
            "source packages"
        )
    return texts


def _files(places: Sequence[Path]) -> Iterator[str]:
    for place in places:
        if place.is_dir():
            for path in sorted(place.rglob(f"*{SUFFIX}")):
                yield path.read_text(encoding="utf-8", errors="replace")
        elif place.is_file() and place.suffix in ARCHIVES:
            yield from _packed(place)
        else:
            raise SpotsmithError(f"{place} is neither a folder nor a JAR or ZIP of sources")


def _packed(place: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(place) as archive:
            for entry in sorted(archive.infolist(), key=lambda each: each.filename):
                if entry.filename.endswith(SUFFIX) and entry.file_size <= LARGEST * 4:
                    yield archive.read(entry).decode("utf-8", "replace")
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise SpotsmithError(f"{place} cannot be read as an archive: {error}") from error

"""Text files of unknown encoding, and paths as people know them."""

import codecs
from pathlib import Path

from knowledge.errors import SpotsmithError


def read_text(path: Path) -> str:
    """A file as text; a missing or unreadable file is a ``SpotsmithError``."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read ({error.strerror}). Check the path in the settings.") from error


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else ISO-8859-1, which reads anything; line ends become ``\\n``."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("iso-8859-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(path: Path, root: Path) -> str:
    """The path relative to the workspace where it lies inside, with forward slashes."""
    absolute, base = path.absolute(), root.absolute()
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else absolute).as_posix()

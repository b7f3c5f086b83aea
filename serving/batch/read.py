"""A spec file -> ``Spec``: by its ending, as UTF-8 or UTF-16 text, or as a workbook. Nothing is judged but its form."""

import codecs
from pathlib import Path

from knowledge.errors import SpotsmithError
from serving.batch.nodes import Spec

MOST_BYTES = 200_000_000
KINDS = ".yaml, .yml, .json, .jsonl, .ndjson, .csv, .tsv and .xlsx"


def read_spec(path: Path) -> Spec:
    """Raises SpotsmithError for a file that cannot be read at all; mistakes inside it are in the spec."""
    suffix = path.suffix.lower()
    data = _bytes(path)
    if suffix == ".xlsx":
        from serving.batch.read_xlsx import read_xlsx  # 0.2 s for a library that other files do without

        return read_xlsx(str(path), data)
    if suffix in (".yaml", ".yml", ".json"):
        from serving.batch.read_yaml import read_yaml

        return read_yaml(str(path), _text(path, data))
    if suffix in (".jsonl", ".ndjson"):
        from serving.batch.read_lines import read_lines

        return read_lines(str(path), _text(path, data))
    if suffix in (".csv", ".tsv"):
        from serving.batch.read_csv import read_csv

        return read_csv(str(path), _text(path, data))
    raise SpotsmithError(f"{path}: the ending {suffix or 'is missing and'} says no format; known are {KINDS}")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SpotsmithError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB; split it into several files")
        data = path.read_bytes()
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read: {error.strerror}") from error
    if not data.strip():
        raise SpotsmithError(f"{path}: the file is empty; it needs items, each with a request")
    return data


def _text(path: Path, data: bytes) -> str:
    """Text with ``\\n`` at the ends of lines and no byte order mark; another encoding is refused, never guessed."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f" (byte 0x{data[error.start]:02X})" if error.start < len(data) else ""
        raise SpotsmithError(f"{path}:{line}: not UTF-8 text{byte}; save the file as UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SpotsmithError(f"{path}:{line}: a binary file, or text in an encoding that is not UTF-8")
    return text

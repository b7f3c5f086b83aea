"""CSV -> ``Spec``: a header, then one item a record. Lines that begin with ``#`` between records are comments.

Commas, semicolons (as Excel writes in half of Europe) and tabs separate fields; the header tells which.
"""

import csv
import re
from collections.abc import Iterator, Sequence

from serving.batch.nodes import Fields, Node, Spec, Text


def read_csv(name: str, text: str) -> Spec:
    lines = text.split("\n")
    records = _records(lines, ",")
    head = next((lines[number - 1] for number, _ in records), "")
    delimiter = max(",;\t", key=head.count)
    header: list[str] | None = None
    items: list[Fields] = []
    mistakes: list[str] = []
    for number, record in _records(lines, delimiter):
        place = f"{name}:{number}"
        if isinstance(record, csv.Error):
            mistakes.append(f"{place}: not CSV: {record}; a field that holds a quote is quoted, and the quote doubled")
        elif header is None:
            header = [column_name(cell) for cell in record]
            mistakes += header_mistakes(header, place)
        elif len(record) > len(header) and any(cell.strip() for cell in record[len(header) :]):
            mistakes.append(
                f"{place}: {len(record)} fields where the header has {len(header)}; quote a field that holds "
                f"{'a tab' if delimiter == chr(9) else delimiter!r}"
            )
        elif any(cell.strip() for cell in record):
            items.append(row(header, record, place))
    if header is None:
        mistakes.append(f"{name}: there is no header; the first line names the columns, among them request")
    return Spec(name, tuple(items), None, tuple(mistakes))


def column_name(cell: str) -> str:
    """``Class Name`` -> ``class_name``."""
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def header_mistakes(header: Sequence[str], place: str) -> list[str]:
    doubled = sorted({name for name in header if name and list(header).count(name) > 1})
    return [f"{place}: two columns are called {name!r}" for name in doubled]


def row(header: Sequence[str], cells: Sequence[str], place: str) -> Fields:
    """A record by the names of its columns; columns without a name are notes of the author."""
    found: dict[str, Node] = {}
    for key, cell in zip(header, cells, strict=False):
        if key:
            found.setdefault(key, Text(cell.strip() or None, place))
    return Fields(found, place)


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, "list[str] | csv.Error"]]:
    """Each record with the line on which it begins; after a broken one reading goes on with the next line."""
    at = 0
    while at < len(lines):
        if not lines[at].strip() or lines[at].startswith("#"):
            at += 1
            continue
        rest = (f"{lines[i]}\n" for i in range(at, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        try:
            record: list[str] | csv.Error = next(reader)
        except csv.Error as error:
            record = error
        yield at + 1, record
        at += max(reader.line_num, 1) if isinstance(record, list) else 1

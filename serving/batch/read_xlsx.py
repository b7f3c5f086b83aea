"""A workbook -> ``Spec``: the sheet ``items`` (else the first), and ``defaults`` (key, value) where there is one.

Formulas are never evaluated: a cell that holds one is a mistake, since what it shows is not in the file for sure.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from knowledge.errors import SpotsmithError
from serving.batch.nodes import Fields, Node, Spec, Text
from serving.batch.read_csv import column_name, header_mistakes, row

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED = 500_000_000
MOST_COLUMNS = 100


def read_xlsx(name: str, data: bytes) -> Spec:
    book = _opened(name, data)
    try:
        sheets = {str(title).strip().lower(): title for title in book.sheetnames}
        wanted = sheets.get("items") or next((t for key, t in sheets.items() if key != "defaults"), None)
        if wanted is None:
            return Spec(name, (), mistakes=(f"{name}: there is no sheet of items",))
        mistakes: list[str] = []
        defaults = _defaults(name, book[sheets["defaults"]], mistakes) if "defaults" in sheets else None
        items = _items(name, book[wanted], mistakes)
        return Spec(name, tuple(items), defaults, tuple(mistakes))
    except (ValueError, KeyError, zipfile.BadZipFile, SyntaxError) as error:  # SyntaxError: of its XML
        raise SpotsmithError(f"{name}: the workbook is damaged: {error}") from error
    finally:
        book.close()


def _opened(name: str, data: bytes) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise SpotsmithError(f"{name}: unpacks to more than {MOST_UNPACKED // 1_000_000} MB; split it")
        return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError) as error:
        raise SpotsmithError(
            f"{name}: not a workbook ({error}); save it as .xlsx without a password, or as CSV"
        ) from error


def _items(name: str, sheet: Any, mistakes: list[str]) -> Iterable[Fields]:
    header: list[str] | None = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        place = f"{name}: sheet {sheet.title}, row {number}"
        texts = _texts(cells, place, mistakes)
        if not any(texts) or texts[0].startswith("#"):
            continue
        if header is None:
            header = [column_name(text) for text in texts]
            mistakes += header_mistakes(header, place)
        else:
            yield row(header, texts, place)
    if header is None:
        mistakes.append(
            f"{name}: sheet {sheet.title}: there is no header row; it names the columns, among them request"
        )


def _defaults(name: str, sheet: Any, mistakes: list[str]) -> Fields:
    found: dict[str, Node] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=2), 1):
        place = f"{name}: sheet {sheet.title}, row {number}"
        key, value = (*_texts(cells, place, mistakes), "", "")[:2]
        if key and not (number == 1 and column_name(key) == "key"):
            found[column_name(key)] = Text(value or None, place)
    return Fields(found, f"{name}: sheet {sheet.title}")


def _texts(cells: Sequence[Any], place: str, mistakes: list[str]) -> list[str]:
    """What the cells hold, as text: whole numbers without a decimal point, truth as true and false."""
    texts = []
    for cell in cells:
        value = cell.value
        if cell.data_type == "f":
            mistakes.append(f"{place}, column {cell.column}: a formula; put the value itself into the cell")
            value = None
        if isinstance(value, bool):
            value = str(value).lower()
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        texts.append("" if value is None else str(value).strip())
    return texts

"""Spec files: four formats say the same, and everything that is wrong is said at once, with its place."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agents.state import Task
from knowledge.errors import SpotsmithError
from knowledge.records import SoftParameter
from serving.batch.items import Item, items_of
from serving.batch.read import read_spec
from serving.settings import Workspace

COLUMNS = ("id", "request", "class_name", "package", "soft_parameters", "out")
ROWS = (
    ("a", "hold the bill, then wait", "CmA", "com.acme", "limit (decimal, required); kind (lookup billStatus)", "x/y"),
    ("0110", 'say "no"\nin two lines', "", "com.acme", "", ""),
)
SOFT = [
    {"name": "limit", "type": "decimal", "required": True},
    {"name": "kind", "type": "lookup", "lookup": "billStatus"},
]
YAML = """# a comment
defaults:
  package: com.acme
items:
  - {id: a, request: "hold the bill, then wait", class_name: CmA, out: x/y, soft_parameters: &p [
      {name: limit, type: decimal, required: yes}, {name: kind, type: lookup, lookup: billStatus}]}
  - id: 0110
    request: |-
      say "no"
      in two lines
    class_name: ~
"""


def written(folder: Path, suffix: str) -> Path:
    path = folder / f"spec{suffix}"
    if suffix == ".yaml":
        path.write_text(YAML, encoding="utf-8")
    elif suffix == ".jsonl":
        lines: list[dict[str, Any]] = [{"defaults": {"package": "com.acme"}}]
        lines += [{"id": "a", "request": ROWS[0][1], "class_name": "CmA", "out": "x/y", "soft_parameters": SOFT}]
        lines += [{"id": "0110", "request": ROWS[1][1], "class_name": None}]
        path.write_text("\n\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    elif suffix == ".csv":
        quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS]
        path.write_text("\n".join(["# notes", ",".join(COLUMNS), quoted[0], "# more", quoted[1]]), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        assert book.active
        book.active.title = "Notes"
        sheet = book.create_sheet("Items")
        sheet.append([name.replace("_", " ").title() for name in COLUMNS])
        for row in ROWS:
            sheet.append(row)
        book.save(path)
    return path


def read(path: Path, site: Workspace) -> tuple[Item, ...]:
    return items_of(read_spec(path), site)


def mistakes(path: Path, site: Workspace) -> list[str]:
    """What is said about a spec, without the folder that it lies in."""
    with pytest.raises(SpotsmithError) as raised:
        read(path, site)
    return str(raised.value).replace(f"{path.parent}/", "").split("\n  ")


@pytest.mark.parametrize("suffix", [".yaml", ".jsonl", ".csv", ".xlsx"])
def test_all_formats_say_the_same(suffix: str, tmp_path: Path, sample_site: Workspace) -> None:
    soft = (SoftParameter("limit", "decimal", "", True), SoftParameter("kind", "lookup", "billStatus", False))
    first, second = read(written(tmp_path, suffix), sample_site)
    assert first.task == Task(ROWS[0][1], class_name="CmA", package="com.acme", soft_parameters=soft)
    assert (first.id, first.out) == ("a", "x/y")
    assert (second.id, second.task) == ("0110", Task(ROWS[1][1], package="com.acme"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bom.csv", "\ufeffid,request\r\nü,hold the bill\r\n".encode()),
        ("semicolons.csv", "id;request\nü;hold the bill\n".encode()),
        ("tabs.tsv", "id\trequest\nü\thold the bill\n".encode()),
        ("wide.csv", "id,request\r\nü,hold the bill\r\n".encode("utf-16")),
        ("bom.yaml", "\ufeffitems:\r\n- id: ü\r\n  request: hold the bill\r\n".encode()),
        ("list.json", b'[{"id": "\\u00fc", "request": "hold the bill"}]'),
        ("bom.jsonl", '\ufeff{"id": "ü", "request": "hold the bill"}\r\n'.encode()),
        ("old.csv", "request,id\rhold the bill,ü\r".encode()),
    ],
)
def test_marks_line_ends_and_separators_of_other_systems_are_read(
    name: str, data: bytes, tmp_path: Path, sample_site: Workspace
) -> None:
    (tmp_path / name).write_bytes(data)
    (item,) = read(tmp_path / name, sample_site)
    assert (item.id, item.task) == ("ü", Task("hold the bill"))


def test_every_mistake_of_a_yaml_file_is_said_with_its_own_line(tmp_path: Path, sample_site: Workspace) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        "default: {}\n"
        "items:\n"
        "  - id: a\n"
        "    requst: hold it\n"
        "    class_name: 1st\n"
        "  - id: a\n"
        "    request: hold it\n"
        "    out: ../elsewhere\n"
        "    package: no way\n"
        "  - request: [a, b]\n"
        "    coder: pilot\n"
        "  - hold it\n"
        "  - request: hold it\n"
        "    request: hold it\n"
        "    soft_parameters:\n"
        "      - {name: x, type: dezimal}\n"
        "      - {nam: y, type: lookup, required: maybe}\n"
        "  - request: the same\n"
        "  - request: the same\n"
        "  - {id: b, request: hold, class_name: CmX}\n"
        "  - {id: c, request: hold, class_name: CmX}\n",
        encoding="utf-8",
    )
    keys = "id, request, spot, class_name, package, artefact, soft_parameters, out, coder, model"
    assert mistakes(path, sample_site) == [
        "spec.yaml: 18 mistakes; nothing was made",
        "spec.yaml:14: 'request' is given twice; the first is on spec.yaml:13",
        "spec.yaml:1: unknown key 'default'; did you mean defaults? a spec has defaults and items",
        "spec.yaml:12: an item must be a mapping, not a text",
        f"spec.yaml:4: unknown key 'requst' in an item; did you mean request? known keys: {keys}",
        "spec.yaml:3: the item has no request; say what the class is for",
        "spec.yaml:5: class name '1st' is not an identifier (letters, digits, _ and $)",
        "spec.yaml:9: package 'no way' is not a dotted name",
        "spec.yaml:8: out '../elsewhere' must be a folder below the output, without ..",
        "spec.yaml:10: request must be a text, not a list",
        "spec.yaml:11: there is no coder 'pilot'; --coder takes " + ", ".join(coders()),
        "spec.yaml:16: soft parameter x: there is no type 'dezimal'; did you mean decimal? types: string, entity, "
        "lookup, decimal, integer, boolean, date",
        "spec.yaml:17: unknown key 'nam' in a soft parameter; did you mean name?",
        "spec.yaml:17: required is true or false, not 'maybe'",
        "spec.yaml:17: a soft parameter needs a name of letters and digits, not ''",
        "spec.yaml:17: soft parameter : say which lookup",
        "spec.yaml:6: id 'a' is taken by the one on spec.yaml:3",
        "spec.yaml:19: this item says the same as the one on spec.yaml:18",
        "spec.yaml:21: class name 'CmX' is taken by the item on spec.yaml:20",
    ]


def coders() -> tuple[str, ...]:
    from typing import get_args

    from serving.settings import Coder

    return get_args(Coder.model_fields["kind"].annotation)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "{}: the file is empty; it needs items, each with a request"),
        ("a.yaml", b"\n \n", "{}: the file is empty; it needs items, each with a request"),
        ("a.txt", b"x", "{}: the ending .txt says no format; known are .yaml, .yml, .json, .jsonl, .ndjson, .csv, .tsv "
         "and .xlsx"),
        ("a.csv", "id,request\na,Gebühr\n".encode("iso-8859-1"), "{}:2: not UTF-8 text (byte 0xFC); save the file as "
         "UTF-8"),
        ("a.jsonl", b'{"id": "a\0"}', "{}:1: a binary file, or text in an encoding that is not UTF-8"),
        ("a.xlsx", b"PK, but not really", "{}: not a workbook (File is not a zip file); save it as .xlsx without a "
         "password, or as CSV"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_spec_is_refused_with_a_sentence(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SpotsmithError) as raised:
        read_spec(tmp_path / name)
    assert str(raised.value) == said.format(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "items: [", "a.yaml:2: not YAML: did not find expected node content"),
        ("a.yaml", "items:\n- a: " + "[" * 200_000, "a.yaml:2: nested more than 12 deep, which no spec is"),
        ("a.yaml", "items: 3", "a.yaml:1: items must be a list of mappings"),
        ("a.yaml", "items:\n- request: *who", "a.yaml:2: there is no anchor &who"),
        ("a.yaml", "items: []", "a.yaml: there are no items; each needs a request"),
        ("a.yaml", "items:\n- request: !!python/object:os.system x",
         "a.yaml:2: the tag tag:yaml.org,2002:python/object:os.system is refused; values are plain"),
        ("a.yaml", "items: []\n---\nitems: []", "a.yaml:2: a second document begins here; a spec is one"),
        ("a.jsonl", '{"request": "x"}\n{"a": }', "a.jsonl:2:7: not JSON: Expecting value; each line is one object"),
        ("a.jsonl", '{"request": "x", "request": "y"}', "a.jsonl:1: 'request' is given twice"),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1: nested too deep, which no item is"),
        ("a.jsonl", '"hold it"', "a.jsonl:1: each line must be one object in braces"),
        ("a.csv", "id,request\na,hold,b\n", "a.csv:2: 3 fields where the header has 2; quote a field that holds ','"),
        ("a.csv", 'id,request\na,"hold\n', "a.csv:2: not CSV: unexpected end of data; a field that holds a quote is "
         "quoted, and the quote doubled"),
        ("a.csv", "id,id,request\na,b,hold\n", "a.csv:1: two columns are called 'id'"),
        ("a.csv", "request,soft_parameters\nhold,limit decimal\n", "a.csv:2: soft_parameters 'limit decimal': each is "
         "written as name (type, required), with ; between them"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_line(
    name: str, text: str, said: str, tmp_path: Path, sample_site: Workspace
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert said in mistakes(tmp_path / name, sample_site)


def test_a_mistake_in_a_workbook_is_said_with_sheet_and_row_and_no_formula_is_evaluated(
    tmp_path: Path, sample_site: Workspace
) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["id", "request", "colour"])
    book.active.append([1, '=CONCAT("hold ","it")', None])
    book.active.append([2, "hold it", "red"])
    book.create_sheet("Defaults").append(["packge", "com.acme"])
    book.save(tmp_path / "a.xlsx")
    said = [line.partition(";")[0] for line in mistakes(tmp_path / "a.xlsx", sample_site)]
    assert said == [
        "a.xlsx: 5 mistakes",
        "a.xlsx: sheet Sheet, row 2, column 2: a formula",
        "a.xlsx: sheet Defaults, row 1: unknown key 'packge' in defaults",
        "a.xlsx: sheet Sheet, row 2: unknown key 'colour' in an item",
        "a.xlsx: sheet Sheet, row 2: the item has no request",
        "a.xlsx: sheet Sheet, row 3: unknown key 'colour' in an item",
    ]


def test_an_item_without_an_id_has_one_of_its_content_wherever_it_stands(
    tmp_path: Path, sample_site: Workspace
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("items:\n- request: one\n- request: two\n", encoding="utf-8")
    one, two = read(path, sample_site)
    path.write_text("items:\n- request: two\n- {request: one, package: com.acme}\n- request: one\n", encoding="utf-8")
    other, changed, same = read(path, sample_site)
    assert (two.id, one.id) == (other.id, same.id)
    assert len({one.id, two.id, changed.id}) == 3


def test_anchors_and_merges_of_yaml_are_followed(tmp_path: Path, sample_site: Workspace) -> None:
    path = tmp_path / "a.yaml"
    text = "items:\n- &first {id: a, request: hold, package: com.acme}\n- <<: *first\n  id: b\n  request: wait\n"
    path.write_text(text, encoding="utf-8")
    assert [item.task for item in read(path, sample_site)] == [
        Task("hold", package="com.acme"),
        Task("wait", package="com.acme"),
    ]


def test_ten_thousand_rows_with_a_mistake_in_each_are_read_to_the_end(tmp_path: Path, sample_site: Workspace) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,request\n" + "".join(f"i{n},\n" for n in range(10_000)), encoding="utf-8")
    said = mistakes(path, sample_site)
    assert (said[0], said[-1]) == ("a.csv: 10000 mistakes; nothing was made", "... and 9960 more")


def test_the_batches_of_the_sample_site_are_right(sample_site: Workspace) -> None:
    assert len(read(sample_site.root / "batch" / "billing.yaml", sample_site)) == 10
    assert len(read(sample_site.root / "batch" / "migration.csv", sample_site)) == 12

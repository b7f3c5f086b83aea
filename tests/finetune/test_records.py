"""Records survive their file, and a file that holds none is told by a sentence."""

from pathlib import Path

import pytest

from agents.state import Task
from finetune.records import Frame, Record, read_records, record_id, write_records
from knowledge.blueprint import IMPORTS, Hole, Skeleton
from knowledge.errors import SpotsmithError
from knowledge.records import Parameter, SoftParameter

SKELETON = Skeleton(
    "a/B.java",
    "B",
    "a",
    ("package a;\n", IMPORTS, Hole("invoke", "void invoke()", "does it", "", (Parameter("bill", "a.Bill"),)), "}\n"),
    ("a.C",),
    import_groups=("java.",),
)
RECORD = Record(
    record_id("component", "asked", "answered"),
    "component",
    "business_logic",
    "hold the bill",
    "```java hole=1\nx();\n```\n",
    input="type a.Bill",
    system="You write",
    user="The request",
    task=Task("hold the bill", spot="a.Spot", soft_parameters=(SoftParameter("limit", "decimal"),)),
    frame=Frame(SKELETON, {"helpers": ("int x;\n", ("a.D",))}, "invoke"),
    extra={"constraints": ["no SQL"]},
    findings=("compiler.err.x",),
)


def test_a_record_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    digest = write_records(tmp_path / "r.jsonl", [RECORD, RECORD])
    assert list(read_records(tmp_path / "r.jsonl")) == [RECORD, RECORD]
    assert write_records(tmp_path / "again.jsonl", [RECORD, RECORD]) == digest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "r.jsonl:1: not JSON"),
        ("[1]", "a record is a JSON object"),
        ('{"instruction": "x", "output": "y"}', "dataset import"),
        (
            '{"id": "1", "kind": "fim", "category": "utility", "instruction": "x", "output": "y", "colour": 1}',
            "'colour'",
        ),
        ('{"id": "1", "kind": "fim", "category": "magic", "instruction": "x", "output": "y"}', "'magic'"),
        ('{"id": "1", "kind": "fim", "category": "utility", "instruction": 7, "output": "y"}', "instruction"),
    ],
)
def test_a_line_that_is_no_record_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "r.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(SpotsmithError, match=r"r\.jsonl:1") as told:
        list(read_records(tmp_path / "r.jsonl"))
    assert said in str(told.value)

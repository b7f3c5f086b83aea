"""Code that builds because it does nothing is no success."""

import pytest

from finetune.judge import Judge
from finetune.records import Record
from finetune.site import OpenSite


def answered(record: Record, code: str) -> str:
    assert record.frame
    number = next(n for n, hole in enumerate(record.frame.skeleton.holes, 1) if hole.name == "invoke")
    return f"```java hole={number}\n{code}\n```\n"


@pytest.mark.parametrize("code", ["", "// later", "/* a;\n b; */", ";", "this.FIELD = FIELD;", "FIELD = this.FIELD;;"])
def test_code_that_does_nothing_is_told(site: OpenSite, records: list[Record], code: str) -> None:
    judged = Judge(site).judge(records[0], answered(records[0], code.replace("FIELD", field(records[0]))))
    assert judged.built and judged.empty and not judged.good


@pytest.mark.parametrize("code", ["FIELD = null;", "FIELD = FIELD2;", "Object it = FIELD;", "if (FIELD == FIELD) {}"])
def test_code_that_does_something_is_not(site: OpenSite, records: list[Record], code: str) -> None:
    judged = Judge(site).judge(records[0], answered(records[0], code.replace("FIELD", field(records[0]))))
    assert not judged.empty


def field(record: Record) -> str:
    """A variable of the class that the body can see."""
    assert record.frame
    hole = next(hole for hole in record.frame.skeleton.holes if hole.name == "invoke")
    return hole.scope[0].name

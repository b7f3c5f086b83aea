"""An answer of a model, put where it belongs: the record's file with the answer in its holes."""

from collections.abc import Mapping

from agents.answer import fill_of, parse_answer
from agents.generate import draft_of
from agents.state import Draft
from finetune.records import Frame, Record
from knowledge.blueprint import Fill
from knowledge.front_end import FrontEnd


def placed(record: Record, answer: str, front_end: FrontEnd, coder: str = "") -> Draft | None:
    """The file as serving would deliver it; nothing for records without a frame."""
    if record.frame is None:
        return None
    given = fills_of(record.frame)
    return draft_of(record.frame.skeleton, {**given, **_answered(record, record.frame, answer)}, coder, front_end)


def fills_of(frame: Frame) -> dict[str, Fill]:
    return {name: Fill(code, imports) for name, (code, imports) in frame.fills.items()}


def _answered(record: Record, frame: Frame, answer: str) -> Mapping[str, Fill]:
    if record.kind == "fim":
        return {frame.hole: fill_of(answer, frame.skeleton)}
    found = parse_answer(answer, frame.skeleton)
    if frame.hole:
        return {name: fill for name, fill in found.items() if name == frame.hole}
    if record.kind == "fix":
        return {name: fill for name, fill in found.items() if fill.code}
    return found

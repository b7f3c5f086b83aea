"""Files of other tools: each format as records, each bad line with its number."""

import json
from pathlib import Path
from typing import Any

import pytest

from finetune.dataset.readers import read_foreign
from finetune.dataset.wording import read_wording
from finetune.records import Record, record_json, record_of
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError


def lines(path: Path, *items: Any) -> Path:
    path.write_text("".join(f"{json.dumps(item)}\n" for item in items), encoding="utf-8")
    return path


def only(path: Path) -> Record:
    (record,) = read_foreign(path).records
    assert record_of(record_json(record)) == record
    return record


def test_instruction_input_and_output(tmp_path: Path) -> None:
    item = {"instruction": "Sum it up.", "input": "1 2", "output": "3", "category": "utility", "tags": ["a"]}
    record = only(lines(tmp_path / "a.jsonl", item))
    assert (record.instruction, record.input, record.output) == ("Sum it up.", "1 2", "3")
    assert record.user == "Sum it up.\n\n1 2"
    assert (record.kind, record.category, record.extra) == ("chat", "utility", {"tags": ["a"]})
    assert (record.origin, record.source) == ("imported", "a.jsonl:1")


@pytest.mark.parametrize(
    ("question", "answer"),
    [("instruction", "response"), ("prompt", "completion"), ("instruction", "output"), ("question", "answer")],
)
def test_pairs(tmp_path: Path, question: str, answer: str) -> None:
    record = only(lines(tmp_path / "a.jsonl", {question: "q", answer: "a", "input": ""}))
    assert (record.user, record.output, record.input) == ("q", "a", "")


def test_messages_of_a_chat(tmp_path: Path) -> None:
    talk = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "hello"}]},
        {"role": "assistant", "content": "hi"},
    ]
    record = only(lines(tmp_path / "a.jsonl", {"messages": talk}))
    assert (record.system, record.user, record.output) == ("Be brief.", "hello", "hi")


def test_a_longer_conversation_is_what_leads_to_its_last_answer(tmp_path: Path) -> None:
    said = [("human", "one"), ("gpt", "two"), ("human", "three"), ("gpt", "four")]
    record = only(lines(tmp_path / "a.jsonl", {"conversations": [{"from": w, "value": v} for w, v in said]}))
    assert record.user == "User: one\n\nAssistant: two\n\nUser: three"
    assert (record.instruction, record.output) == ("three", "four")


def test_plain_text_and_records_of_our_own(tmp_path: Path) -> None:
    own = Record("1" * 16, "sql", "integration", "all bills", "SELECT 1", user="all bills")
    found = read_foreign(lines(tmp_path / "a.jsonl", {"text": "class A {}"}, record_json(own)))
    assert [record.kind for record in found.records] == ["text", "sql"]
    assert found.records[0].output == "class A {}"
    assert found.formats == {"text": 1, "spotsmith": 1}


def test_a_json_array_is_read_with_the_lines_of_its_items(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[\n {"prompt": "q",\n "completion": "a"},\n\n 7,\n {"prompt": "q"}\n]\n', encoding="utf-8-sig")
    found = read_foreign(path)
    assert len(found.records) == 1
    assert found.problems == (
        f"{path}:5: an item must be a JSON object, this is a int",
        f"{path}:6: fields prompt: no known format (instruction/output, instruction/response, prompt/completion, "
        "messages, text)",
    )


BAD = [
    ('{"instruction": "x", "output": ""}', "output is empty"),
    ('{"instruction": 3, "output": "y"}', "instruction is not a text"),
    ('{"instruction": "x", "outp', "not JSON: Unterminated string"),
    ('{"messages": []}', "the messages are not a list with something in it"),
    ('{"messages": [{"role": "user", "content": "x"}]}', "the conversation does not end with an answer"),
    ('{"messages": [{"role": "pirate", "content": "x"}]}', "message 1 has the role 'pirate', which nobody has"),
    ('{"messages": [{"role": "assistant", "content": "x"}]}', "the conversation does not begin with the user"),
    ('{"messages": [{"role": "user", "content": " "}]}', "message 1 (user) holds no text"),
    ('{"messages": ["x"]}', "message 1 is not an object"),
    ('{"kind": "sql", "id": "1"}', "not a whole record of Spotsmith: category is None"),
    ("{}", "fields none: no known format"),
    ('"x"', "an item must be a JSON object"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_a_bad_line_is_named_and_the_others_are_kept(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"prompt": "q", "completion": "a"}}\n\n{line}\n', encoding="utf-8")
    found = read_foreign(path)
    assert len(found.records) == 1
    (problem,) = found.problems
    assert problem.startswith(f"{path}:3: {said}")


def test_two_turns_of_one_side_are_refused(tmp_path: Path) -> None:
    talk = [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}, {"role": "assistant", "content": "c"}]
    with pytest.raises(SpotsmithError, match="two turns of the user follow each other"):
        read_foreign(lines(tmp_path / "a.jsonl", {"messages": talk}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"\xff\xfe\x00", "cannot be read as UTF-8 text"),
        (b'[{"prompt": "q", "completion": "a"}', "the array has no end"),
        (b'[{"prompt": "q", "completion": }]', ":1: not JSON from here on"),
        (b"[" * 100_000, "not JSON from here on|the array has no end"),
        (b'{"a": 1}\n' * 3, "the first of 3"),
    ],
)
def test_a_file_without_records_is_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    with pytest.raises(SpotsmithError, match=said):
        read_foreign(tmp_path / "a.jsonl")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="cannot be read"):
        read_foreign(tmp_path / "nowhere.jsonl")


def test_the_same_item_twice_is_one_record(tmp_path: Path) -> None:
    item = {"prompt": "q", "completion": "a"}
    assert len(read_foreign(lines(tmp_path / "a.jsonl", item, item)).records) == 1


def test_a_pack_says_what_an_imported_answer_is_about(tmp_path: Path, site: OpenSite) -> None:
    code = 'ps = createPreparedStatement("SELECT A FROM B", "x");\nps.close();'
    path = lines(tmp_path / "a.jsonl", {"prompt": "q", "completion": code})
    (record,) = read_foreign(path, read_wording(site.pack)).records
    assert record.category == "integration"
    assert record.extra["framework_patterns"] == ["prepared statement"]

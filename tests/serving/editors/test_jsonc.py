"""One value set in a file that people edit: what they wrote stays, byte for byte."""

import json
import random
import re
from typing import Any

import pytest

from knowledge.errors import SpotsmithError
from serving.editors.jsonc import with_value

KEYS = ("servers", "spotsmith")


def test_a_file_that_is_missing_or_empty_becomes_a_whole_one() -> None:
    for text in ("", "\n", "// only this\n"):
        made = with_value(text, KEYS, {"a": 1})
        assert made.startswith(text)
        assert json.loads(made.removeprefix(text)) == {"servers": {"spotsmith": {"a": 1}}}


def test_comments_commas_and_indentation_stay() -> None:
    before = '// mine\n{\n\t"servers": {\n\t\t"a": {"x": [1, 2,]}, // note, with } and "\n\t\t/* last */\n\t},\n}\n'
    after = '// mine\n{\n\t"servers": {\n\t\t"a": {"x": [1, 2,]}, // note, with } and "\n\t\t/* last */\n'
    after += '\t\t"spotsmith": {\n\t\t\t"a": 1\n\t\t}\n\t},\n}\n'
    assert with_value(before, KEYS, {"a": 1}) == after


def test_a_comma_is_put_before_the_comment_that_follows_the_last_member() -> None:
    before = '{\n  "servers": {\n    "a": 1 // the first\n  }\n}'
    assert with_value(before, KEYS, 2) == ('{\n  "servers": {\n    "a": 1, // the first\n    "spotsmith": 2\n  }\n}')


@pytest.mark.parametrize("before", ["{}", '{"servers": {}}', '{"servers": {"a": 1}}', '{ "other": [] }', "\ufeff{}"])
def test_objects_on_one_line_take_a_new_member(before: str) -> None:
    wanted = json.loads(before.removeprefix("\ufeff"))
    wanted.setdefault("servers", {})["spotsmith"] = {"b": [1, "x"]}
    after = with_value(before, KEYS, {"b": [1, "x"]})
    assert json.loads(after.removeprefix("\ufeff")) == wanted
    assert after.startswith("\ufeff") == before.startswith("\ufeff")


def test_an_entry_that_is_there_is_replaced_and_an_equal_one_left_as_it_is_written() -> None:
    before = '{"servers": {"spotsmith": {"a": 1}, "z": 2}}'
    assert json.loads(with_value(before, KEYS, {"a": 2})) == {"servers": {"spotsmith": {"a": 2}, "z": 2}}
    assert with_value(before, KEYS, {"a": 1}) == before
    odd = '{"servers": {"spotsmith": {"a": /* one */ 1,},}}'
    assert with_value(odd, KEYS, {"a": 1}) == odd


def test_line_ends_of_windows_stay() -> None:
    after = with_value('{\r\n  "servers": {\r\n  }\r\n}\r\n', KEYS, {"a": 1})
    assert after.count("\n") == after.count("\r\n")
    assert json.loads(after) == {"servers": {"spotsmith": {"a": 1}}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "not a JSON object"),
        ('{"servers": 3}', "an object was expected"),
        ('{"a" 1}', "line 1: not JSON"),
        ('{"a": 1}\n{', "not a JSON object"),
        ('{\n"a": 1\n"b": 2}', "line 3: not JSON: a comma"),
        ('{"a": nope}', "a value was expected"),
        ("[" * 5000, "not JSON|nested too deeply"),
        ('{"a": "x', "not JSON"),
    ],
)
def test_what_is_no_json_object_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SpotsmithError, match=said):
        with_value(text, KEYS, 1)


def test_any_file_keeps_all_its_data_and_gains_the_entry() -> None:
    dice = random.Random(3)
    for _ in range(400):
        data = {f"k{n}": _value(dice, 3) for n in range(dice.randrange(4))}
        if dice.random() < 0.5:
            data["servers"] = {f"s{n}": _value(dice, 2) for n in range(dice.randrange(3))}
        text = _commented(dice, json.dumps(data, indent=dice.choice((None, 1, 2, 4, "\t"))))
        entry = {"command": "x", "args": ["//", "/* */", '"']}
        after = with_value(text, KEYS, entry)
        wanted = {**data, "servers": {**data.get("servers", {}), "spotsmith": entry}}
        assert json.loads(_bare(after)) == wanted, text
        assert re.findall(r"/\*c\d+\*/", after) == re.findall(r"/\*c\d+\*/", text)
        assert with_value(after, KEYS, entry) == after


def _value(dice: random.Random, depth: int) -> Any:
    kind = dice.randrange(6 if depth else 4)
    if kind < 4:
        return (1.5, "a // b /* c */ {", None, True)[kind]
    if kind == 4:
        return [_value(dice, depth - 1) for _ in range(dice.randrange(3))]
    return {f"m{n}": _value(dice, depth - 1) for n in range(dice.randrange(3))}


def _commented(dice: random.Random, text: str) -> str:
    """Comments and trailing commas where JSONC allows them: around brackets, outside of strings."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(
            r"[{}\[\]]",
            lambda found: _near(dice, found.group()) if dice.random() < 0.3 else found.group(),
            parts[index],
        )
    return "".join(parts)


def _near(dice: random.Random, bracket: str) -> str:
    note = f"/*c{dice.randrange(10_000)}*/"
    return f"{note}{bracket}" if bracket in "}]" else f"{bracket}{note}"


def _bare(text: str) -> str:
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(part if index % 2 else re.sub(r"/\*.*?\*/", "", part) for index, part in enumerate(parts))

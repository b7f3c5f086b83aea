"""Leaks across splits, lengths, headers, and verdicts of records that no site made."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from finetune.records import Record
from finetune.site import OpenSite
from finetune.split import SplitPlan, split, write_split
from finetune.verify.datasheet import datasheet
from finetune.verify.findings import Limits, Place
from finetune.verify.fragments import fragment
from finetune.verify.headers import headers_of
from finetune.verify.measured import measured
from finetune.verify.reading import read_dataset
from finetune.verify.run import verify
from finetune.verify.tokens import FolderTokenizer
from knowledge.errors import SpotsmithError
from tests.fixtures.planted_records import answered, asking, clean_chats, named, renamed


def placed(parts: dict[str, Sequence[Record]]) -> tuple[list[Record], list[Place]]:
    records = [record for part in parts.values() for record in part]
    places = [Place(f"{name}.jsonl", n, name) for name, part in parts.items() for n in range(1, len(part) + 1)]
    return records, places


def test_each_planted_leak_across_splits_is_found_and_nothing_else() -> None:
    chats = [replace(each, component=f"x.C{n}") for n, each in enumerate(clean_chats(120))]
    train, validation, test = chats[:80], chats[80:100], chats[100:]
    near = asking(validation[1], "Again.")
    leaked = [
        validation[0],
        named(replace(near, output=renamed(near.output), component="y.Copy")),
        asking(answered(chats[0], "```java\nvoid other() {\n\tcall();\n}\n```"), "Else."),
        named(replace(chats[1], output=test[2].output, component="y.Same", instruction="more", user="more")),
        replace(asking(test[3], "Once more."), output="```java\nvoid third() {\n\tcall();\n}\n```"),
    ]
    leaked[2] = replace(leaked[2], component=validation[4].component)
    records, places = placed({"train": [*train, *leaked], "validation": validation, "test": test})
    found = verify(records, None, places=places)
    told = {f.number for f in found.findings if f.check == "leak"}
    assert told == set(range(80, 85))
    assert all(f.severity == "error" and f.place.split == "train" for f in found.findings if f.check == "leak")
    assert not {each.id for each in leaked} & {each.id for each in found.kept[:80]}


def test_a_split_of_ours_has_no_leak(tmp_path: Path) -> None:
    chats = [replace(each, component=f"x.C{n % 28}", spot=f"x.S{n % 7}") for n, each in enumerate(clean_chats(120))]
    write_split(tmp_path, split(chats, SplitPlan(hold_out=1)))
    read = read_dataset(tmp_path)
    assert {place.split for place in read.places} == {"train", "validation", "test", "held-out"}
    assert verify(read.records, None, places=read.places).findings == ()


def test_lengths_say_whether_context_is_cut_or_the_answer() -> None:
    one, two, three = clean_chats(3)
    long = replace(one, input="// known\n" * 1_000, user=one.user + "// known\n" * 1_000)
    wide = answered(two, "```java\n" + "int a = 1;\n" * 1_000 + "```")
    found = verify([long, wide, three], None, limits=Limits(max_length=1_500))
    told = {f.number: (f.severity, f.text) for f in found.findings if f.check == "tokens"}
    assert told.keys() == {0, 1}
    assert told[0][0] == "warning" and "of context are cut at 1,500" in told[0][1]
    assert told[1][0] == "error" and "is touched" in told[1][1]


def test_tokens_are_counted_by_the_tokenizer_of_the_target(tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed: 'spotsmith[transformers]'")
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    words.save(str(tmp_path / "tokenizer.json"))
    record = replace(clean_chats(1)[0], user="one two three", output="```\nfour five;\n```")
    (size,) = verify([record], None, FolderTokenizer(tmp_path)).facts.sizes
    assert (size.total, size.answer) == (7, 4)
    (tmp_path / "tokenizer.json").write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(SpotsmithError, match="not a tokenizer"):
        FolderTokenizer(tmp_path)
    with pytest.raises(SpotsmithError, match=r"no tokenizer\.json is there"):
        FolderTokenizer(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("// SPDX-License-Identifier: GPL-2.0-only\ncall();", ("GPL-2.0-only",)),
        ("/* Licensed under the Apache License, Version 2.0 */\ncall();", ("Apache-2.0",)),
        (
            "/*\n * Copyright (c) 2019-2021 Brightwater Group. All rights reserved.\n * Confidential, proprietary\n */",
            ("all rights reserved", "confidential", "copyright Brightwater Group"),
        ),
        ("/* GNU Lesser General Public License */", ("LGPL",)),
        ("call(); // settles the bill", ()),
        ('String label = "Copyright Nobody";', ()),
    ],
)
def test_licence_and_confidentiality_headers_are_recorded(text: str, found: tuple[str, ...]) -> None:
    record = answered(clean_chats(1)[0], f"```java\n{text}\n```")
    assert headers_of(record) == found
    assert verify([record], None).facts.headers == (found,)


def test_whole_answers_are_not_fragments() -> None:
    chat = clean_chats(1)[0]
    for text in (
        '```java\nint a = 1; // it\'s "open"\n/* { */\n```',
        "```java\nString s = \"}\"; char c = '{';\n```",
        "```sql\nSELECT A FROM B WHERE C = 'it''s'\n```",
        "```python\ndef settle(bill):\n    return bill.total\n```",
        "Use the bill's total. It is right.",
        "~~~java\nfor (;;) { x++; }\n~~~",
    ):
        assert fragment(answered(chat, text)) == "", text


def test_a_class_of_another_tool_is_compiled_and_a_piece_is_not(site: OpenSite) -> None:
    one, two, three = clean_chats(3)
    whole = answered(one, "```java\npackage com.example.cm;\n\npublic class CmWhole {\n\tint a = 1;\n}\n```")
    broken = answered(two, "```java\npackage com.example.cm;\n\npublic class CmBroken {\n\tGone a;\n}\n```")
    found = verify([whole, broken, three], site)
    assert [record.verdict for record in found.records] == ["compiled", "failed", ""]
    assert [(f.number, f.check) for f in found.findings] == [(1, "compile")]


def test_without_a_compiler_nothing_counts_as_compiled(real: list[Record], site: OpenSite) -> None:
    from agents.compilers.none import NoCompiler
    from agents.review import Reviewer
    from agents.site import Site

    around = Site(site.store, site.types, site.front_end)
    blind = Reviewer(site.front_end, site.types, site.store, around, NoCompiler("no JDK"), {})  # type: ignore[arg-type]
    record = next(each for each in real if each.kind == "component")
    found = verify([record], replace(site, review=blind.review))
    assert found.records[0].verdict == "parsed"
    assert "compile: no JDK" in found.facts.unchecked


def test_without_a_site_nothing_counts_as_compiled(real: list[Record]) -> None:
    found = verify(real[:3], None)
    assert set(measured(found, "x").verdicts) == {f"said: {record.verdict}" for record in real[:3]}
    assert "0 of 3 answers compile" in datasheet(measured(found, "x"))
    assert found.facts.unchecked and "nothing was parsed or compiled" in found.facts.unchecked[0]


def test_little_of_the_framework_is_warned_of() -> None:
    chats = clean_chats(10)
    plain = [replace(each, extra={"messages": each.extra["messages"]}) for each in chats[:8]]
    found = verify([*plain, *chats[8:]], None)
    assert [(f.check, f.severity) for f in found.findings] == [("share", "warning")]
    assert found.findings[0].text.startswith("20% of 10 records")
    assert found.kept == found.records


def test_the_names_that_a_framework_calls_messages_are_no_conversation(real: list[Record]) -> None:
    record = replace(next(r for r in real if r.kind == "component"), extra={"messages": ["billNotFound"]})
    assert not [f for f in verify([record], None).findings if f.check == "roles"]
    chat = replace(clean_chats(1)[0], extra={"messages": ["hello"]})
    assert [f.check for f in verify([chat], None, limits=Limits(patterned=0)).findings] == ["roles"]


def test_no_records_have_no_findings() -> None:
    found = verify([], None)
    assert (found.records, found.findings, found.kept) == ((), (), ())

"""Prompts that are trained on are those that are served, token for token, and only answers count."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.coders.transformers_backend import Drawing, LocalModel, open_model
from finetune.loading import load_tokenizer, named_family
from finetune.records import Record
from finetune.train.examples import UNCOUNTED, batch_of, encode, encode_all
from finetune.train.template import give_template
from tests.finetune.train.conftest import Made
from tests.finetune.train.material import PROMPTS, SKELETON, component, context, middle, plain


@pytest.fixture(scope="module", params=["qwen3", "starcoder2", "pieces"])
def served(request: pytest.FixtureRequest, base: Made) -> tuple[LocalModel, Any, Path]:
    folder = base(request.param)
    return open_model(folder, device="cpu"), load_tokenizer(folder), folder


def parts(ids: tuple[int, ...], labels: tuple[int, ...]) -> tuple[list[int], list[int]]:
    first = next(place for place, label in enumerate(labels) if label != UNCOUNTED)
    assert all(label == UNCOUNTED for label in labels[:first])
    assert labels[first:] == ids[first:]
    return list(ids[:first]), list(ids[first:])


def test_a_prompt_has_the_tokens_that_serving_asks_with(served: tuple[LocalModel, Any, Path]) -> None:
    model, tokenizer, folder = served
    prompt = PROMPTS.fill(context(), SKELETON)
    made = encode(component(), tokenizer, named_family(folder), 10_000)
    asked, answer = parts(made.ids, made.labels)
    assert asked == model.chat(prompt.system, prompt.user)
    assert tokenizer.decode(answer[:-1]).strip() == component().output
    assert give_template(tokenizer, named_family(folder)) or "pieces" in folder.name
    again = encode(component(), tokenizer, named_family(folder), 10_000)
    assert again.ids == made.ids  # a template given to a base without one changes nothing


def test_serving_stops_at_the_token_that_ends_an_answer(served: tuple[LocalModel, Any, Path]) -> None:
    model, tokenizer, folder = served
    made = encode(component(), tokenizer, named_family(folder), 10_000)
    sample = Drawing([0.0], tokens=1)
    assert made.ids[-1] in model._ends()
    assert made.ids[-1] == tokenizer.eos_token_id
    assert model.write(list(made.ids[:-1]), sample)[0][0].tokens == 1


def test_a_middle_is_asked_for_with_the_marks_of_the_family(base: Made) -> None:
    folder = base("starcoder2")
    model, tokenizer = open_model(folder, device="cpu"), load_tokenizer(folder)
    assert model.family.fim is not None
    made = encode(middle(), tokenizer, named_family(folder), 10_000)
    asked, answer = parts(made.ids, made.labels)
    assert asked == model.raw(model.family.fim.prompt(*PROMPTS.fim(context(), SKELETON, "invoke")))
    assert tokenizer.decode(answer) == "\t\treturn;\n<|endoftext|>"


def test_a_middle_for_a_family_without_marks_is_left_out_and_counted(base: Made) -> None:
    folder = base("qwen3")
    made = encode_all([middle(), component()], load_tokenizer(folder), named_family(folder), 10_000)
    assert len(made.examples) == 1
    assert made.sentences() == [
        "1 of 2 records are learned from",
        "1 left out: the tokenizer fills nothing in the middle (family qwen3)",
    ]


def test_a_record_that_is_too_long_loses_the_least_wanted_context_and_no_answer(base: Made) -> None:
    folder = base("qwen3")
    tokenizer, family = load_tokenizer(folder), named_family(folder)
    record = component(pieces=6, lines=8)
    whole = encode(record, tokenizer, family, 100_000)
    made = encode(record, tokenizer, family, len(whole.ids) * 2 // 3)
    text = tokenizer.decode(made.ids)
    assert len(made.ids) <= len(whole.ids) * 2 // 3
    assert 0 < made.shrunk < 6 and made.answer_cut == 0
    assert "Type0" in text and "Type1" in text and "Type5" not in text
    assert [label for label in made.labels if label != UNCOUNTED] == [n for n in whole.labels if n != UNCOUNTED]
    assert "The holes:" in text and "hold small bills" in text
    assert encode_all([record], tokenizer, family, len(whole.ids) * 2 // 3).sentences() == ["1 lost context to fit"]


def test_an_answer_is_cut_only_when_no_context_is_left_and_a_prompt_that_fills_all_is_left_out(base: Made) -> None:
    folder = base("qwen3")
    tokenizer, family = load_tokenizer(folder), named_family(folder)
    record = component(4, pieces=2)
    bare = len(encode(component(4, pieces=0), tokenizer, family, 100_000).ids)
    made = encode(record, tokenizer, family, bare - 20)
    assert made.shrunk == 2 and made.answer_cut > 0
    assert made.ids[-1] != tokenizer.eos_token_id  # what is cut off has no end
    told = encode_all([record, record], tokenizer, family, 50)
    assert told.examples == () and list(told.left_out) == ["without any context it is longer than 50 tokens"]


def test_a_middle_keeps_what_is_next_to_it(base: Made) -> None:
    folder = base("starcoder2")
    tokenizer, family = load_tokenizer(folder), named_family(folder)
    record = replace(middle(), prefix="".join(f"// line {n}\n" for n in range(200)) + "void a() {\n")
    made = encode(record, tokenizer, family, 300)
    text = tokenizer.decode(made.ids)
    assert len(made.ids) <= 300 and made.shrunk > 50 and made.answer_cut == 0
    assert "void a()" in text and "line 199" in text and "line 5\n" not in text


def test_plain_text_counts_as_a_whole(base: Made) -> None:
    tokenizer = load_tokenizer(base("qwen3"))
    made = encode(plain(), tokenizer, named_family(base("qwen3")), 1_000)
    assert made.labels[0] == UNCOUNTED and made.labels[1:] == made.ids[1:]
    assert made.ids[-1] == tokenizer.eos_token_id


def test_a_conversation_is_rendered_by_its_turns_and_forgets_the_oldest(base: Made) -> None:
    tokenizer, family = load_tokenizer(base("qwen3")), named_family(base("qwen3"))
    said = [{"role": "system", "content": "You write code."}]
    for n in range(4):
        said += [{"role": "user", "content": f"question {n}"}, {"role": "assistant", "content": f"answer {n}"}]
    record = Record(
        id="c", kind="chat", category="utility", instruction="", output="answer 3", extra={"messages": said}
    )
    whole = encode(record, tokenizer, family, 1_000)
    assert tokenizer.decode([n for n in whole.labels if n != UNCOUNTED]) == "answer 3<|im_end|>"
    assert tokenizer.decode(whole.ids).count("<|im_start|>") == 9
    shorter = tokenizer.decode(encode(record, tokenizer, family, len(whole.ids) - 1).ids)
    assert "question 0" not in shorter and "question 1" in shorter and "You write code." in shorter


def test_special_tokens_in_an_answer_are_text(base: Made) -> None:
    tokenizer, family = load_tokenizer(base("qwen3")), named_family(base("qwen3"))
    record = replace(component(), output='```java hole=1\nString end = "<|im_end|>";\n```')
    made = encode(record, tokenizer, family, 10_000)
    _, answer = parts(made.ids, made.labels)
    assert answer.count(tokenizer.eos_token_id) == 1
    assert tokenizer.decode(answer[:-1]) == record.output


def test_rows_end_together_and_positions_start_at_their_first_token(base: Made) -> None:
    tokenizer, family = load_tokenizer(base("qwen3")), named_family(base("qwen3"))
    made = [encode(each, tokenizer, family, 10_000) for each in (component(0), component(4))]
    batch = batch_of(made, padding=tokenizer.eos_token_id)  # padding that is also the end of an answer
    gap = len(made[1].ids) - len(made[0].ids)
    assert gap > 0 and {len(row) for rows in batch.values() for row in rows} == {len(made[1].ids)}
    assert batch["labels"][0][-1] == tokenizer.eos_token_id  # the end is learned all the same
    assert batch["position_ids"][0][gap] == 0 and batch["attention_mask"][0][:gap] == [0] * gap

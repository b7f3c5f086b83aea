"""Replies as Markdown: complete, and what was retrieved is never markup."""

from dataclasses import replace

from knowledge.records import SourceFile
from serving.app import App
from serving.conversation import Conversation, Reply, markdown
from serving.conversation.markdown import fenced, plain
from serving.shapes import reply_json

FEE = "late payment fee as a percentage parameter of the overdue balance"


def test_a_result_has_its_verdict_its_code_and_what_is_left_to_do(app: App) -> None:
    reply = Conversation(app).say(FEE)
    assert reply.result
    text = markdown(reply, "java")
    assert text.startswith(f"**ok** {plain(reply.text)}\n\n```java\n/*\n")
    assert reply.result.draft.file.text.rstrip() in text
    assert "- spot: AdjustmentTypeGenerateAdjustmentAlgorithmSpot (its name shares adjustment)" in text
    assert "- soft parameter: percentage (decimal)" in text
    assert text.count("- left to do: ") == len(reply.result.draft.todo) > 0


def test_a_question_lists_its_options_with_numbers(app: App) -> None:
    text = markdown(Conversation(app).say("generate a billing algorithm"), "java")
    assert text.startswith("Several spots may be meant. Which one?\n\n1. **CustomerClassPreBillCompletion")
    assert text.endswith("Answer by number, by name or in words.")


def test_no_line_of_the_code_ends_its_block() -> None:
    assert fenced("a\n```\nb\n", "java") == "````java\na\n```\nb\n````"


def test_names_and_sentences_are_shown_as_they_are() -> None:
    assert plain("<script>x</script> [a](b) `c`\n# d \x1b[2J") == (
        "\\<script\\>x\\</script\\> \\[a\\](b) \\`c\\` \\# d \\[2J"
    )
    assert markdown(Reply("told", "<b>x</b>"), "java") == "\\<b\\>x\\</b\\>"


def test_the_code_is_the_same_to_the_letter(app: App) -> None:
    reply = Conversation(app).say(FEE)
    assert reply.result
    file = SourceFile("A.java", 'class A { String s = "<b>`\'*_"; }')
    other = replace(reply, result=replace(reply.result, draft=replace(reply.result.draft, file=file)))
    assert f"```java\n{file.text}\n```" in markdown(other, "java")


def test_the_json_of_a_reply_has_all_keys_whatever_it_is(app: App) -> None:
    conversation = Conversation(app)
    keys = {"kind", "text", "notes", "question", "result", "before", "run"}
    question = reply_json(conversation.say("generate a billing algorithm"))
    result = reply_json(conversation.say("1"))
    told = reply_json(conversation.say("thanks"))
    assert set(question) == set(result) == set(told) == keys
    assert set(question["question"]["options"][0]) == {"name", "score", "why", "summary"}
    assert (question["result"], told["question"], told["kind"]) == (None, None, "told")
    assert result["result"]["class"].endswith(result["run"].rpartition("-")[2])

"""Questions with checkable answers: right names, and only right ones, count."""

from collections import Counter
from pathlib import Path

import pytest

from finetune.evaluate.answers import Tell, code_of, name_of
from finetune.evaluate.asking import ask_facts, ask_tasks, general_tasks, is_right
from finetune.evaluate.facts import Question, generated, written
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from serving.app import App

QUESTION = Question("1", "method", "?", ("getBill", "getOtherBill"))


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("getBill", True),
        (" `getBill()`. ", True),
        ("```java\ngetBill(String id)\n```", True),
        ("<think>getBill? no</think>\ngetOtherBill", True),
        ("getbill", False),
        ("It is getBill", False),
        ("getBillId", False),
        ("", False),
        ("``` ```", False),
    ],
)
def test_an_answer_is_right_when_it_is_one_of_the_right_names(answer: str, found: bool) -> None:
    assert is_right(QUESTION, answer) is found


def test_capitals_make_no_difference_where_it_is_said() -> None:
    assert is_right(Question("1", "column", "?", ("CI_BILL",), folded=True), "ci_bill;")
    assert name_of("java.util.List< String >") == "java.util.List<String>"


def test_generated_questions_are_the_same_for_the_same_seed_and_true_in_the_index(site: OpenSite) -> None:
    questions = generated(site, 5, seed=3)
    assert questions == generated(site, 5, seed=3)
    assert questions != generated(site, 5, seed=4)
    assert Counter(question.format for question in questions) == {
        "setter": 5,
        "result": 5,
        "method": 5,
        "superclass": 5,
        "choose method": 5,
        "column": 5,
        "choose column": 5,
    }
    for question in questions:
        if question.format == "column":
            column = question.text.partition("the column ")[2].partition("?")[0]
            for name in question.answers:
                table = site.store.table(name)
                assert table and column in {each.name for each in table.columns}
        if question.format == "choose method":
            name, _, offered = question.text.removeprefix("Which of these methods does ").partition(" have: ")
            own = {found.member.name for found in site.types.members(name)}
            names = {each.strip() for each in offered.partition("?")[0].split(",")}
            assert (names & own, len(names)) == ({*question.answers}, 4)


def test_the_questions_of_the_pack_are_about_what_the_sample_site_has(site: OpenSite, app: App) -> None:
    questions = written(app.prompts.parent / "facts.yaml", site)
    assert len(questions) == 22
    assert all(question.answers for question in questions)


def test_a_question_about_what_a_site_lacks_is_left_out(site: OpenSite, tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("facts:\n- {ask: Which?, answers: [x], about: [NO_SUCH_TABLE]}\n- {ask: What?, answers: [y]}\n")
    assert [question.text for question in written(file, site)] == ["What? Answer with the name alone."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- x", "there is no list `facts`"),
        ("facts: [{ask: x}]", "question 1: it needs ask and answers"),
        ("facts: [{ask: x, answers: y}]", "answers is not a list"),
        ("facts: [{ask: x, answers: [y], colour: red}]", "nothing else"),
    ],
)
def test_a_file_of_questions_that_cannot_be_read_is_told(site: OpenSite, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SpotsmithError, match=said):
        written(file, site)


def test_two_models_are_asked_the_same_questions(site: OpenSite) -> None:
    questions = generated(site, 5, seed=1)
    answers = {question.text: question.answers[0] for question in questions}

    def knowing() -> Tell:
        return lambda system, user, tokens: answers[user]

    def guessing() -> Tell:
        return lambda system, user, tokens: "getId"

    found = ask_facts(questions, {"base": guessing, "tuned": knowing}, "the framework", seeds=3)
    base, tuned = found.answered
    assert (tuned.rates["all"].value, tuned.rates["all"].n, tuned.rates["setter"].n) == (1.0, 35, 5)
    assert base.rates["all"].value < 0.2
    assert base.chance == pytest.approx(10 / 4 / 35)
    assert found.pair and found.pair.verdict == "gain" and found.pair.only_first == 0


def test_general_tasks_are_compiled(site: OpenSite) -> None:
    tasks = general_tasks("java")
    assert tasks and len(tasks.tasks) == 14
    assert general_tasks("klingon") is None

    def right() -> Tell:
        def tell(system: str, user: str, tokens: int) -> str:
            declared = user.split("`")[1]
            result = {"int": "return 0;", "long": "return 0;", "boolean": "return true;", "void": ""}
            body = result.get(declared.split()[0], "return null;")
            return f"Here it is:\n```java\nstatic {declared} {{ {body} }}\n```"

        return tell

    def wrong() -> Tell:
        return lambda system, user, tokens: "static int other() { return 0; }"

    def broken() -> Tell:
        return lambda system, user, tokens: f"static {user.split('`')[1]} {{ return nothing; }}"

    found = ask_tasks(tasks, {"right": right, "wrong": wrong, "broken": broken}, site, ".java")
    rates = {each.who: (each.rates["all"].value, each.rates["parsed"].value) for each in found.answered}
    assert rates == {"right": (1.0, 1.0), "wrong": (0.0, 0.0), "broken": (0.0, 1.0)}


def test_code_is_taken_out_of_its_block() -> None:
    assert code_of("so:\n```java\nint x;\n```\nthat is it") == "int x;"
    assert code_of("int x;") == "int x;"

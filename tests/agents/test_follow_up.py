"""A follow-up on the sample site: what stays as it was settled, and what the text changes."""

import pytest

from agents.follow_up import FollowUp, Settled, follow_up, settle, settled
from agents.state import Task
from knowledge.errors import SpotsmithError
from knowledge.records import SoftParameter
from serving.app import App

SAID = Task("late payment fee as a percentage parameter of the overdue balance")
PERCENTAGE = SoftParameter("percentage", "decimal", "", True)


def last(app: App, task: Task = SAID) -> Settled:
    resolver = app.parts.resolver
    return settle(task, resolver.resolve(task), resolver, app.front_end)


def said(app: App, text: str, task: Task = SAID) -> FollowUp:
    return follow_up(task, last(app, task), text, app.parts.resolver, app.pack)


def test_what_is_settled_before_anything_is_written_is_what_the_result_says(app: App) -> None:
    assert last(app) == settled(app.generate(SAID))


def test_words_are_added_to_the_request_and_all_else_stays(app: App) -> None:
    before, found = last(app), said(app, "use the account's currency")
    assert found.said == Task(
        f"{SAID.request}. Use the account's currency.", artefact="algorithm", soft_parameters=(PERCENTAGE,)
    )
    assert (found.task.spot, found.task.class_name, found.task.package) == (
        before.spot,
        before.class_name,
        before.package,
    )
    assert found.change == "use the account's currency"


def test_a_parameter_is_added_to_those_that_there_are(app: App) -> None:
    found = said(app, "add a soft parameter for the threshold")
    assert found.task.soft_parameters == (PERCENTAGE, SoftParameter("threshold", "decimal", "", True))
    assert (found.task.request, found.task.class_name) == (SAID.request, last(app).class_name)
    assert found.change == "use the new soft parameter threshold"
    assert found.notes == ("soft parameters: percentage (decimal, required), threshold (decimal, required)",)


def test_the_last_parameter_can_be_taken_away(app: App) -> None:
    task = said(app, "remove the percentage parameter").task
    assert app.resolve(task).soft_parameters == ()
    assert task.request == "late payment fee as a percentage constant of the overdue balance"


def test_names_are_changed_without_a_word_for_the_coder(app: App) -> None:
    found = said(app, "call it CmFeeAlgComp_Impl and put it in package com.splwg.cm.fees")
    assert (found.task.class_name, found.task.package) == ("CmFeeAlgComp_Impl", "com.splwg.cm.fees")
    assert (found.task.spot, found.task.request, found.change) == (last(app).spot, SAID.request, "")


def test_another_spot_takes_its_own_name_and_place(app: App) -> None:
    found = said(app, "use the other spot")
    assert found.task.spot == last(app).others[0]
    assert (found.task.class_name, found.task.package) == ("", "")


def test_a_name_that_a_person_chose_stays_with_another_spot(app: App) -> None:
    named = said(app, "call it CmFeeAlgComp_Impl")
    before = last(app, named.task)
    found = follow_up(named.said, before, "use the other spot", app.parts.resolver, app.pack)
    assert (found.task.spot, found.task.class_name) == (before.others[0], "CmFeeAlgComp_Impl")


def test_a_spot_is_found_by_words_of_its_name(app: App) -> None:
    assert said(app, "use the customer class ft freeze spot").task.spot.endswith(".CustomerClassFtFreezeAlgorithmSpot")
    assert said(app, "use CustomerClassPayFreezeAlgorithmSpot instead").notes == (
        "spot CustomerClassPayFreezeAlgorithmSpot",
    )


def test_what_was_meant_decides_the_spot_anew(app: App) -> None:
    found = said(app, "no, I meant payments")
    assert found.task.spot.endswith(".CustomerClassPayFreezeAlgorithmSpot")
    assert found.task.class_name == ""
    assert found.task.request == f"{SAID.request}. Payments."


def test_a_word_that_was_not_meant_is_exchanged(app: App) -> None:
    task = Task("hold bills until the next cycle. The bill waits")
    assert said(app, "I meant payments, not bills", task).task.request == (
        "hold payments until the next cycle. The payments waits"
    )


def test_a_correction_that_is_not_about_the_spot_leaves_it(app: App) -> None:
    found = said(app, "I meant the due date of the bill")
    assert (found.task.spot, found.task.class_name) == (last(app).spot, last(app).class_name)


def test_a_place_beyond_the_list_is_a_sentence(app: App) -> None:
    with pytest.raises(SpotsmithError, match=r"there is no spot number 9: 6 would fit the request"):
        said(app, "spot 9")


def test_changes_add_up(app: App) -> None:
    first = said(app, "add a soft parameter for the threshold")
    before = last(app, first.task)
    second = follow_up(first.said, before, "call it CmFee", app.parts.resolver, app.pack)
    before = last(app, second.task)
    third = follow_up(second.said, before, "round to two decimals", app.parts.resolver, app.pack)
    assert [soft.name for soft in third.task.soft_parameters] == ["percentage", "threshold"]
    assert third.task.class_name == "CmFee"
    assert third.task.request.endswith("balance. Round to two decimals.")

"""The look-ups that a model or an editor may ask for, over the sample site."""

import re

import pytest

from agents.known import Detail, NotKnown, ShownTable, ShownType, Uses
from agents.lookup import find_symbol, show_table, show_type, who_uses
from knowledge.encoding import decode, encode
from serving.app import App

BILL = "com.splwg.ccb.domain.billing.bill.Bill"


def tokens(answer: object) -> float:
    return len(encode(answer)) / 3.5


def shown(app: App, name: str, **wanted: object) -> ShownType:
    answer = show_type(app.parts.store, app.parts.types, name, **wanted)  # type: ignore[arg-type]
    assert isinstance(answer, ShownType)
    return answer


def used(app: App, name: str, limit: int = 1_000) -> dict[str, str]:
    answer = who_uses(app.parts.store, app.parts.types, name, limit, tokens=100_000)
    assert isinstance(answer, Uses)
    return {use.name: use.how for use in answer.uses}


def test_a_name_finds_its_type_first_and_says_why(app: App) -> None:
    first = find_symbol(app.parts.store, "Bill_Id", 5).hits[0]
    assert (first.name, first.kind, first.role) == (f"{BILL}_Id", "class", "id")
    assert first.why.startswith("exact")
    assert first.source.endswith("lib/spl-ccb.jar!com/splwg/ccb/domain/billing/bill/Bill_Id.class")
    assert first.signature.startswith(f"public class {BILL}_Id ")


def test_a_member_finds_the_types_that_have_it_with_its_signature(app: App) -> None:
    hits = find_symbol(app.parts.store, "fetchBillCycleSchedule", kinds=("symbol",)).hits
    assert any("BillCycleSchedule fetchBillCycleSchedule()" in hit.signature for hit in hits)


def test_words_find_tables_and_existing_code_and_no_more_than_asked_for(app: App) -> None:
    found = find_symbol(app.parts.store, "bills that are below a threshold", 6)
    assert len(found.hits) == 6
    assert {hit.kind for hit in found.hits} > {"exemplar"}
    assert {hit.kind for hit in find_symbol(app.parts.store, "bill", 5, kinds=("passage",)).hits} == {"passage"}
    assert find_symbol(app.parts.store, "  ").hits == ()


def test_a_type_is_shown_with_what_it_inherits_and_its_type_arguments_filled_in(app: App) -> None:
    members = {member.name: member for member in shown(app, f"java.util.List<{BILL}>", tokens=50_000).members}
    assert members["get"].signature == f"{BILL} get(int index)"
    inherited = {member.name: member for member in shown(app, "Bill", tokens=50_000).members}["getClass"]
    assert inherited.declared_in == "java.lang.Object"


@pytest.mark.parametrize("detail", ["full", "signatures", "names"])
def test_a_type_shrinks_instead_of_being_cut(app: App, detail: Detail) -> None:
    whole = shown(app, "Bill", tokens=100_000)
    for budget in (3_000, 1_000, 250):
        small = shown(app, "Bill", detail=detail, tokens=budget)
        assert tokens(small) <= budget
        assert len(small.members) + small.left_out == len(whole.members)
        for member in small.members:
            assert member.signature in ("", *(each.signature for each in whole.members))
    assert shown(app, "Bill", tokens=1_000).detail == "names"


def test_members_like_a_word_are_those_that_speak_of_it_or_are_nearest(app: App) -> None:
    assert {m.name for m in shown(app, "Bill", members_like="cycle schedule").members} >= {"fetchBillCycleSchedule"}
    assert all(
        "ycle" in m.name or "chedule" in m.name for m in shown(app, "Bill", members_like="cycle schedule").members
    )
    assert shown(app, "Bill", members_like="getAcount").members[0].name == "getAccount"


def test_namesakes_and_supertypes_that_are_not_known_are_said(app: App) -> None:
    assert shown(app, "Bill").namesakes == ("com.splwg.ccb.domain.billing.bill.entity.Bill",)
    assert shown(app, "Bill").unknown_supertypes == ()


def test_names_that_do_not_exist_are_answered_with_the_nearest(app: App) -> None:
    store, types = app.parts.store, app.parts.types
    for answer in (show_type(store, types, "Bil"), who_uses(store, types, "Bil")):
        assert isinstance(answer, NotKnown) and answer.nearest[0] == BILL
    table = show_table(store, "CI_BIL")
    assert isinstance(table, NotKnown) and table.nearest[0] == "CI_BILL"
    assert show_type(store, types, "") == NotKnown("", ())


def test_a_table_is_shown_with_its_keys_and_the_tables_that_they_join(app: App) -> None:
    answer = show_table(app.parts.store, "ci_bill", tokens=50_000)
    assert isinstance(answer, ShownTable)
    assert (answer.name, answer.primary_key, answer.detail) == ("CI_BILL", ("BILL_ID",), "full")
    assert answer.columns[0].name == "BILL_ID" and answer.columns[0].type.endswith("NOT NULL")
    related = {each.name: each.how for each in answer.related}
    assert related["CI_ACCT"].startswith("ACCT_ID -> CI_ACCT")
    assert related["CI_BSEG"] == "refers to it by BILL_ID"
    small = show_table(app.parts.store, "CI_BILL", tokens=700)
    assert isinstance(small, ShownTable) and small.detail == "names"
    assert len(small.columns) + small.left_out == len(answer.columns)


def test_users_of_a_type_are_existing_code_and_the_types_that_take_return_or_extend_it(app: App) -> None:
    uses = used(app, "Bill")
    assert "existing code that uses it" in uses.values()
    assert re.search(rf"returns it: {BILL} getEntity\(\)", uses[f"{BILL}_Id"])
    spot = "com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot"
    assert f"takes it: void setBill({BILL} bill)" in uses[spot]
    assert any(how.startswith("existing code that implements it") for how in used(app, spot).values())
    assert used(app, "com.splwg.base.api.datatypes.Lookup")["com.splwg.ccb.api.lookup.BillStatusLookup"] == "extends it"


def test_users_of_a_table_are_the_code_that_reads_it_and_the_tables_that_refer_to_it(app: App) -> None:
    uses = used(app, "CI_BILL")
    assert uses["CI_BSEG"] == "refers to it by BILL_ID"
    assert "existing code that reads or writes it" in uses.values()
    few = who_uses(app.parts.store, app.parts.types, "CI_BILL", 2)
    assert isinstance(few, Uses) and len(few.uses) == 2 and few.left_out == len(uses) - 2


def test_every_answer_comes_back_from_json_as_it_was(app: App) -> None:
    store, types = app.parts.store, app.parts.types
    answers = (
        find_symbol(store, "bill"),
        show_type(store, types, "Bill"),
        show_table(store, "CI_BILL"),
        who_uses(store, types, "Bill"),
        show_type(store, types, "Bil"),
    )
    for answer in answers:
        assert decode(type(answer), encode(answer)) == answer

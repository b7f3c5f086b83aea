"""Made-up bodies: what is said and what is written belong together; other names change nothing else."""

import random

import pytest

from knowledge.blueprint import Fill
from knowledge.packs.ormb import compose_clauses as clauses
from knowledge.packs.ormb.compose import JavaComposer
from knowledge.packs.ormb.compose_terms import Term, spoken
from knowledge.packs.ormb.contract import read_contract
from knowledge.packs.ormb.rewrite import rewritten
from knowledge.records import SoftParameter, Symbol
from serving.app import App

MONEY = Term("payment.getAmount()", "com.splwg.base.api.datatypes.Money", "the amount of the payment")
LIMIT = Term("getUpperLimit()", "com.ibm.icu.math.BigDecimal", "the configured upper limit")


def test_names_are_spoken_as_words() -> None:
    assert spoken("billCycleId") == "bill cycle id"
    assert spoken("SADistributionOverrideData") == "sa distribution override data"


def test_only_what_can_be_compared_is_compared() -> None:
    rng = random.Random(1)
    said = {clauses.condition(MONEY, [LIMIT], rng).code for _ in range(60)}  # type: ignore[union-attr]
    assert "payment.getAmount().getAmount().compareTo(getUpperLimit()) > 0" in said
    texts = Term("name", "java.lang.String", "the name")
    assert not any(
        "compareTo" in clauses.condition(texts, [LIMIT], rng).code  # type: ignore[union-attr]
        for _ in range(60)
    )


def test_a_guard_says_what_it_does() -> None:
    when = clauses.Said("payment.getAmount().isZero()", "the amount of the payment is zero")
    guard = clauses.stop(when, random.Random(2))
    assert guard.code == "\t\tif (payment.getAmount().isZero()) {\n\t\t\treturn;\n\t\t}\n"
    assert "the amount of the payment is zero" in guard.words


def test_getters_of_soft_parameters_and_variables_get_other_names_and_texts_stay() -> None:
    code = (
        "\t\tBigDecimal overdue = retrieveOverdue();\n"
        '\t\tLOGGER.debug("overdue " + overdue.multiply(getFeePercent()) + bill.getFeePercent());\n'
    )
    softs = [SoftParameter("feePercent", "decimal")]
    for seed in range(40):
        made, new = rewritten({"invoke": Fill(code)}, softs, lambda rng: "shareOfBill", random.Random(seed))
        text = made["invoke"].code
        assert '"overdue "' in text and "retrieveOverdue()" in text and "bill.getFeePercent()" in text
        if new[0].name == "shareOfBill" and "overdue.multiply" not in text:
            assert "multiply(getShareOfBill())" in text
            return
    pytest.fail("no seed replaced both names")


def test_tasks_speak_of_what_the_spot_hands_in_and_call_what_there_is(app: App) -> None:
    store, types = app.parts.store, app.parts.types
    symbols = tuple(store.get_many(Symbol, sorted(store.names(Symbol))))
    composer = JavaComposer(types, symbols)
    spot = next(each for each in symbols if each.name.endswith("SaTypePreBillCompletionAlgorithmSpot"))
    hard = {prop.name for prop in read_contract(spot, types).properties}
    rng = random.Random(3)
    made = [found for _ in range(60) if (found := composer.compose(spot, rng))]
    assert len(made) > 50
    assert any(name in each.code for each in made for name in hard)
    for each in made:
        for receiver, member in each.used:
            assert types.methods_named(receiver, member), (receiver, member)
            assert f".{member}()" in each.code

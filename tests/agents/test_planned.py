"""What of a planner's wishes is granted: names that exist, removals with a reason, never the spot."""

import pytest

from agents.planned import ADDED, Wish, read_wishes, with_wishes
from agents.state import Resolution, Task
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")


@pytest.fixture(scope="module")
def resolution(app: App) -> Resolution:
    return app.resolve(TASK)


def wished(app: App, resolution: Resolution, text: str) -> tuple[Resolution, tuple[str, ...]]:
    return with_wishes(resolution, text, app.parts.store, app.parts.types)


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("ADD com.acme.Order_Id: the key of an order", Wish(True, "com.acme.Order_Id", "the key of an order")),
        ("- add type `Order` - it is read", Wish(True, "Order", "it is read")),
        ("**REMOVE** table SHOP_LOG: nothing is logged here", Wish(False, "SHOP_LOG", "nothing is logged here")),
        ("1. Add: Order", Wish(True, "Order", "")),
    ],
)
def test_wishes_are_read_in_the_forms_that_models_give_them(line: str, wish: Wish) -> None:
    assert list(read_wishes(f"Here it is:\n{line}\nDone.")) == [wish]


def test_what_is_no_wish_is_not_read_as_one() -> None:
    assert list(read_wishes("NONE\nAdditional types are not needed.\nI would not remove anything")) == []


def test_a_type_and_a_table_that_exist_are_added_with_their_reason_and_source(app: App, resolution: Resolution) -> None:
    text = "ADD BillCycleSchedule: the window of the next cycle\nADD ci_txn_detail: the feed is counted"
    made, notes = wished(app, resolution, text)
    assert len(made.types) == len(resolution.types) + 1
    assert made.types[0] == resolution.types[0]
    added = made.types[1]
    assert added.name == "com.splwg.ccb.domain.admin.billCycle.BillCycleSchedule"
    assert added.why == "asked for by the model: the window of the next cycle"
    assert added.source.kind == "jar"
    table = made.tables[-1]
    assert (table.name, table.source.kind) == ("CI_TXN_DETAIL", "schema")
    assert table.columns[0] == "TXN_DETAIL_ID"
    assert notes[0] == "BillCycleSchedule was asked for by the model: the window of the next cycle"


def test_a_name_that_does_not_exist_is_not_added_and_is_said(app: App, resolution: Resolution) -> None:
    made, notes = wished(app, resolution, "ADD com.acme.Frobnicator: it frobnicates")
    assert made == resolution
    assert notes == ("the model asked for com.acme.Frobnicator, which the index does not hold",)


def test_what_is_there_already_and_what_every_model_knows_is_not_added(app: App, resolution: Resolution) -> None:
    text = f"ADD {resolution.types[1].name}: again\nADD java.util.List: lists\nADD {resolution.tables[0].name}"
    assert wished(app, resolution, text) == (resolution, ())


def test_a_removal_needs_a_reason_and_is_said(app: App, resolution: Resolution) -> None:
    name = resolution.tables[-1].name
    made, notes = wished(app, resolution, f"REMOVE {name}: no")
    assert made == resolution
    assert notes == (f"the model wanted {name} to be left out without a reason: it stays",)
    made, notes = wished(app, resolution, f"REMOVE {name}: the request does not read it")
    assert [table.name for table in made.tables] == [table.name for table in resolution.tables[:-1]]
    assert notes == (f"{name} was left out; the model says: the request does not read it",)


def test_the_spot_is_never_removed(app: App, resolution: Resolution) -> None:
    made, notes = wished(app, resolution, f"REMOVE {resolution.spot.name}: it is not needed at all")
    assert made == resolution
    assert notes == ("the model wanted the spot to be left out, which is never done",)


def test_additions_have_a_limit(app: App, resolution: Resolution) -> None:
    names = [name for name in app.parts.store.table_names() if name not in {t.name for t in resolution.tables}]
    made, notes = wished(app, resolution, "\n".join(f"ADD {name}: all of them" for name in names[: ADDED + 1]))
    assert len(made.tables) == len(resolution.tables) + ADDED
    assert notes[-1] == f"the model asked for {names[ADDED]} too: {ADDED} additions are the limit"

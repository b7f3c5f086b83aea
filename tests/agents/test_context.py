"""What a coder is shown: within a budget, never cut, each piece with its source."""

import re

import pytest

from agents.context import BUDGET, assemble, describe, make_blueprint
from agents.state import Context, Task
from serving.app import App

TASK = Task("hold bills below a threshold amount parameter", spot="CustomerClassPreBillCompletionAlgorithmSpot")
SIZES = ("names", "signatures", "full")


def context(app: App, budget: int = BUDGET, task: Task = TASK) -> Context:
    parts = app.parts
    return assemble(task, parts.resolver.resolve(task), parts.resolver, app.front_end, parts.types, budget)


def test_the_most_wanted_pieces_come_first(app: App) -> None:
    kinds = [piece.kind for piece in context(app).pieces]
    first = [kind for at, kind in enumerate(kinds) if kind not in kinds[:at]]
    assert first == ["spot", "table", "exemplar", "passage", "type"]
    assert kinds[:4] == ["spot", "table", "table", "exemplar"]


def test_one_example_of_the_same_spot_is_shown_whole_before_types_are(app: App) -> None:
    pieces = context(app).pieces
    (example,) = (piece for piece in pieces if piece.kind == "exemplar" and piece.detail == "full")
    assert f"implements {TASK.spot}" in example.text or TASK.spot in example.text
    assert any(piece.kind == "type" and piece.detail == "signatures" for piece in pieces)


def test_of_a_type_that_does_not_fit_the_members_that_are_spoken_of_keep_their_signatures(app: App) -> None:
    bill = next(piece for piece in context(app).pieces if piece.title.endswith("billing.bill.Bill"))
    assert "\n  also: " in bill.text
    whole = next(piece for piece in context(app, 100_000).pieces if piece.title == bill.title)
    signatures = [line for line in bill.text.splitlines()[1:] if not line.startswith("  also: ")]
    assert signatures and all(line in whole.text.splitlines() for line in signatures)
    named = bill.text.rpartition("  also: ")[2].split(", ")
    assert all(re.search(rf"\b{re.escape(name)}\b", whole.text) for name in named)


def test_types_of_members_stand_with_simple_names_unless_two_types_have_that_name(app: App) -> None:
    pieces = {piece.title: piece.text for piece in context(app, 100_000).pieces}
    bill = pieces["com.splwg.ccb.domain.billing.bill.Bill"]
    assert "\n  String getSeqBillNumber()\n" in bill
    for name in re.findall(r"(?<![\w.])[A-Z]\w+(?= \w+\()", bill):
        assert len(app.parts.types.named(name)) == 1, name


@pytest.mark.parametrize("budget", [400, 1_500, 6_000, 30_000])
def test_the_budget_holds(app: App, budget: int) -> None:
    made = context(app, budget)
    assert 0 < made.tokens <= budget
    assert made.tokens == pytest.approx(sum(len(piece.text) for piece in made.pieces) / 3.5, rel=0.05)


def test_a_smaller_budget_shrinks_pieces_and_cuts_none(app: App) -> None:
    large = {piece.title: piece for piece in context(app, 100_000).pieces}
    small = context(app, 1_000).pieces
    assert any(SIZES.index(piece.detail) < SIZES.index(large[piece.title].detail) for piece in small)
    for piece in small:
        whole = large[piece.title]
        words = [word for word in piece.text.replace(":", " ").replace(",", " ").split() if len(word) > 3]
        assert not piece.text.endswith(("...", "…"))
        if piece.detail == whole.detail:
            assert piece.text == whole.text
        elif piece.kind != "exemplar" and piece.text != piece.title:
            assert [word for word in words if word not in whole.text] == []


def test_what_is_most_wanted_keeps_most(app: App) -> None:
    pieces = context(app, 2_500).pieces
    assert pieces[0].detail == "signatures"
    assert any(piece.detail == "names" for piece in pieces[1:])
    assert "setBill(com.splwg.ccb.domain.billing.bill.Bill" in pieces[0].text


def test_with_no_budget_at_all_the_spot_is_still_named(app: App) -> None:
    (only,) = context(app, 1).pieces
    assert (only.kind, only.detail) == ("spot", "names")
    assert only.text.endswith("CustomerClassPreBillCompletionAlgorithmSpot")


def test_each_piece_says_where_it_comes_from(app: App) -> None:
    made = context(app)
    kinds = {"spot": "jar", "table": "schema", "exemplar": "source", "passage": "document"}
    for piece in made.pieces:
        assert piece.source.path, piece.title
        assert piece.source.kind == kinds.get(piece.kind, piece.source.kind)
    shown = describe(made.pieces)
    assert all(f"## {piece.kind} {piece.title} ({piece.source})\n{piece.text}" in shown for piece in made.pieces)


def test_the_class_lies_where_the_site_keeps_such_code(app: App) -> None:
    blueprint = context(app).blueprint
    assert blueprint.package == "com.splwg.cm.domain.admin.customerClass.algorithm"
    assert blueprint.class_name == "CmHoldBillsThresholdAmountAlgComp_Impl"


def test_names_that_the_task_decides_stand(app: App) -> None:
    task = Task(TASK.request, spot=TASK.spot, class_name="CmMineAlgComp_Impl", package="com.splwg.cm.domain.mine")
    resolver = app.parts.resolver
    blueprint = make_blueprint(task, resolver.resolve(task), resolver, app.front_end)
    assert blueprint.qualified_name == "com.splwg.cm.domain.mine.CmMineAlgComp_Impl"

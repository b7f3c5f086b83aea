"""What a coder is shown: within a budget, never cut, each piece with its source."""

import pytest

from agents.context import BUDGET, assemble, describe, make_blueprint
from agents.state import Context, Task
from serving.app import App

TASK = Task("hold bills below a threshold amount parameter", spot="CustomerClassPreBillCompletionAlgorithmSpot")
SIZES = ("names", "signatures", "full")


def context(app: App, budget: int = BUDGET, task: Task = TASK) -> Context:
    parts = app.parts
    return assemble(task, parts.resolver.resolve(task), parts.resolver, app.front_end, parts.types, budget)


def test_the_spot_comes_first_and_tables_before_exemplars(app: App) -> None:
    kinds = [piece.kind for piece in context(app).pieces]
    assert kinds[0] == "spot"
    assert kinds == sorted(kinds, key=["spot", "table", "type", "exemplar"].index)
    assert set(kinds) == {"spot", "table", "type", "exemplar"}


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
        elif piece.kind != "exemplar":
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
    kinds = {"spot": "jar", "table": "schema", "exemplar": "source"}
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

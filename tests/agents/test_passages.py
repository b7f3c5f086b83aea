"""Which passages of the site's documents a coder is shown, and that it matters."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from agents.context import assemble
from agents.passages import PassageIndex
from agents.resolve import Resolver
from agents.state import Context, ResolvedPassage, Task
from knowledge.bm25 import stem
from knowledge.records import Exemplar, Passage, Source, Symbol, Table
from knowledge.words import words
from serving.app import App
from serving.settings import Workspace

LATE = "calculate the late payment charge when the adjustment is generated: a percentage of the overdue balance"
RULES = {
    "hold-disputed-bills": "Checks before completion",
    "delete-small-bills": "Minimum bill",
    "shift-due-date": "Dates and numbers",
    "merchant-rebate-segment": "Minimum, maximum and rebates",
    "einvoice-extract": "Sending bills",
    "customer-unit-price": "Which price wins",
    "gallons-to-cubic-metres": "Energy and water",
    "cross-border-product": "Transactions",
    "stop-dunning-when-paid": "Payments and collection",
    "upload-by-bill-number": "Payments and collection",
    "late-payment-charge": "Late payment charge",
    "price-approval": "Agreeing and approving prices",
    "refer-to-agency": "Payments and collection",
    "alert-expiring-price": "Agreeing and approving prices",
    "leave-review-status": "Disputes",
}
"""Sample requests, and the heading below which the site's business documents state the rule."""


def passage(title: str, text: str, *about: str) -> Passage:
    return Passage(f"guide.md#{title}", title, text, Source("document", "guide.md", title), about)


GUIDE = (
    passage("WeighSpot", "Called when a parcel is weighed.", "WeighSpot"),
    passage("LabelSpot", "Called when a parcel gets its label; the weight of the parcel is known."),
    passage("Parcels (PARCEL)", "The weight of a parcel in grams.", "PARCEL"),
    passage("Depots (DEPOT)", "A depot weighs parcels.", "DEPOT"),
    passage("Overweight", "A parcel above 31.5 kilograms is overweight: its weight is checked twice."),
    passage("Holidays", "Nothing is delivered on holidays."),
)


def ranked(request: str) -> list[tuple[str, str]]:
    stems = {stem(word): 1.0 for word in words(request)}
    named = ("WeighSpot", "LabelSpot", "PARCEL", "DEPOT")
    found = PassageIndex(GUIDE).rank(stems, "WeighSpot", ["WeighSpot", "PARCEL"], named)
    assert all(isinstance(each, ResolvedPassage) and each.source.kind == "document" for each in found)
    return [(each.title, each.why) for each in found]


def test_the_guide_of_the_spot_comes_first_then_the_matter_then_tables_at_hand() -> None:
    assert ranked("check the weight of a parcel") == [
        ("WeighSpot", "what is written about WeighSpot"),
        ("Overweight", "its words match the request"),
        ("Parcels (PARCEL)", "its words match the request"),
    ]


def test_the_guide_of_the_spot_is_shown_whatever_the_request_says() -> None:
    assert ranked("xyzzy") == [("WeighSpot", "what is written about WeighSpot")]


def test_without_documents_there_are_no_passages() -> None:
    assert PassageIndex(()).rank({"bill": 1.0}, "WeighSpot", [], []) == ()


def test_the_rule_that_a_request_is_about_is_found(app: App, sample_site: Workspace) -> None:
    """14 of these 15 on 2026-11-21; two of some 30 business headings drawn at random would be right once."""
    requests: list[Any] = yaml.safe_load((sample_site.root / "requests.yaml").read_text("utf-8"))
    texts = {request["id"]: request["request"] for request in requests}
    found = [
        name
        for name, heading in RULES.items()
        if any(p.title.rpartition(" / ")[2] == heading for p in app.resolve(Task(texts[name])).passages)
    ]
    assert len(found) >= 13, set(RULES) - set(found)


def shown(app: App, with_documents: bool, budget: int = 6_000) -> Context:
    parts, task = app.parts, Task(LATE)
    store = parts.store
    passages = store.get_many(Passage, store.names(Passage)) if with_documents else ()
    resolver = Resolver(
        app.pack,
        app.front_end,
        parts.types,
        spots=store.where(Symbol, "role", "spot"),
        tables=store.get_many(Table, store.table_names()),
        exemplars=store.get_many(Exemplar, store.names(Exemplar)),
        passages=passages,
    )
    resolution = replace(app.resolve(task), passages=resolver.resolve(task).passages)
    return assemble(task, resolution, resolver, app.front_end, parts.types, budget)


def test_figures_that_only_documents_know_reach_the_coder(app: App) -> None:
    """At least 2.00 and at most 75.00: the request does not say so, and no code or schema does."""
    without = "\n".join(piece.text for piece in shown(app, with_documents=False).pieces)
    assert "75.00" not in without
    pieces = shown(app, with_documents=True).pieces
    (rule,) = (piece for piece in pieces if piece.title.endswith("Late payment charge"))
    assert (rule.kind, rule.detail, str(rule.source)) == ("passage", "full", "docs/billing.md!Late payment charge")
    assert "at least 2.00 and at most 75.00" in rule.text


@pytest.mark.parametrize("budget", [600, 2_000, 6_000])
def test_passages_shrink_to_a_sentence_or_their_title_and_keep_the_budget(app: App, budget: int) -> None:
    context = shown(app, with_documents=True, budget=budget)
    assert context.tokens <= budget
    whole = {p.title: p.text for p in shown(app, with_documents=True, budget=50_000).pieces if p.kind == "passage"}
    for piece in context.pieces:
        if piece.kind == "passage":
            text = " ".join(whole[piece.title].split())
            assert piece.text in (whole[piece.title], piece.title) or text.startswith(piece.text)

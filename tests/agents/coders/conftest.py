"""A context of the sample site, and endpoints that ask a stand-in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agents.context import assemble
from agents.state import Context, Task
from knowledge.blueprint import Skeleton
from serving.app import App
from tests.agents.coders.asker import Asker

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")


@pytest.fixture(scope="session")
def context(app: App) -> Context:
    parts = app.parts
    return assemble(TASK, parts.resolver.resolve(TASK), parts.resolver, app.front_end, parts.types)


@pytest.fixture(scope="session")
def skeleton(app: App, context: Context) -> Skeleton:
    """Holes 1 to 3 of the spot: validations, invoke, helpers."""
    made = app.front_end.skeleton(context.blueprint, app.parts.types)
    assert [hole.name for hole in made.holes] == ["validations", "invoke", "helpers"]
    return made


@pytest.fixture
def small_context(context: Context) -> Context:
    """The spot alone."""
    return replace(context, pieces=context.pieces[:1])


@pytest.fixture
def ask() -> Iterator[Asker]:
    asker = Asker()
    yield asker
    asker.close()

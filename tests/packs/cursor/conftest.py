"""A cursor in a file of the sample site, and what answers for all of its files."""

import pytest

from knowledge.packs.ormb.cursor import JavaCompletion, JavaCursor
from knowledge.records import Symbol
from serving.app import App
from tests.packs.cursor.material import HEAD, TAIL


@pytest.fixture(scope="session")
def completion(app: App) -> JavaCompletion:
    store = app.parts.store
    return JavaCompletion(app.parts.types, store, store.names(Symbol))


@pytest.fixture
def cursor(completion: JavaCompletion) -> JavaCursor:
    return completion.cursor(HEAD, TAIL)

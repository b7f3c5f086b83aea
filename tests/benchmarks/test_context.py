"""How much of what reference code uses stands in the context, by what the context is made of.

For each algorithm of the sample site, with its own code taken out of the site: its summary is the request. Counted are
the methods of JARs that its code calls (their signature, or a call of them, is shown) and the columns that it reads.
"""

import re
from collections import Counter
from dataclasses import replace

import pytest

from agents.context import assemble
from agents.resolve import Resolver
from agents.state import Context, Resolution, Task
from knowledge.records import Exemplar, Passage, Symbol, Table
from serving.app import App
from tests.benchmarks.bench_record import record

STAGES = ("all", "no documents", "no existing code", "neither")


def used(app: App, exemplar: Exemplar) -> tuple[set[str], set[str]]:
    """Methods of JARs that are called, and columns."""
    store = app.parts.store
    body = re.sub(r"/\*.*?\*/", "", exemplar.text, flags=re.DOTALL)
    columns = {c.name for name in exemplar.tables if (table := store.table(name)) for c in table.columns}
    members = {m.name for name in exemplar.types if (symbol := store.get(Symbol, name)) for m in symbol.members}
    called = set(re.findall(r"\.(\w+)\(", body))
    return called & members, columns & set(re.findall(r"\b[A-Z][A-Z0-9_]{2,}\b", body))


def stage(name: str, resolution: Resolution) -> Resolution:
    if name in ("no documents", "neither"):
        resolution = replace(resolution, passages=())
    return replace(resolution, exemplars=()) if name in ("no existing code", "neither") else resolution


def shown(context: Context, name: str) -> bool:
    texts = (piece.text for piece in context.pieces if piece.kind != "passage")
    return any(re.search(rf"[\w>\].] ?{re.escape(name)}\(", text) for text in texts)


@pytest.mark.benchmark
def test_what_reference_code_uses_stands_in_the_context(app: App) -> None:
    parts, store = app.parts, app.parts.store
    exemplars = store.get_many(Exemplar, store.names(Exemplar))
    tables = store.get_many(Table, store.table_names())
    passages = store.get_many(Passage, store.names(Passage))
    spots = store.where(Symbol, "role", "spot")
    algorithms = [each for each in exemplars if each.spot and each.summary and each.artefact == app.pack.main_artefact]
    found: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    for algorithm in algorithms:
        others = [each for each in exemplars if each.name != algorithm.name]
        resolver = Resolver(app.pack, app.front_end, parts.types, spots, tables, others, passages)
        task = Task(algorithm.summary, spot=algorithm.spot)
        resolution = resolver.resolve(task)
        calls, columns = used(app, algorithm)
        total.update({"calls": len(calls), "columns": len(columns)})
        for name in STAGES:
            context = assemble(task, stage(name, resolution), resolver, app.front_end, parts.types)
            text = "\n".join(piece.text for piece in context.pieces)
            found[name, "calls"] += sum(shown(context, call) for call in calls)
            found[name, "columns"] += sum(bool(re.search(rf"\b{column}\b", text)) for column in columns)
            found[name, "tokens"] += context.tokens
    n = len(algorithms)
    print(f"\nof {total['calls']} calls and {total['columns']} columns in {n} algorithms, shown within 6,000 tokens")
    for name in STAGES:
        calls_share, columns_share = (found[name, kind] / total[kind] for kind in ("calls", "columns"))
        print(
            f"  {name:17} calls {calls_share:.3f}  columns {columns_share:.3f}  tokens {found[name, 'tokens'] / n:.0f}"
        )
        record("context", **{f"calls_shown_{name.replace(' ', '_')}": calls_share})
    assert found["all", "calls"] > found["neither", "calls"]

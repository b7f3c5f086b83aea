"""Every table and column that a query of the sample site names is misspelt once, and each time found at its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.packs.ormb.query_sql import read_sql
from knowledge.packs.ormb.sql import check_queries, queries_of
from knowledge.records import SourceFile
from serving.app import App

ROOT = Path(__file__).parents[2] / "samples" / "ormb" / "java" / "source" / "cm"
FILES = [
    path for path in sorted(ROOT.rglob("*.java")) if "createPreparedStatement(" in path.read_text(encoding="utf-8")
]


def names(app: App, file: SourceFile) -> Iterator[tuple[int, int, str]]:
    """Line, column and name of all that the file's queries name."""
    for query in queries_of(file, app.parts.types):
        for scope in read_sql(query.text).scopes if query.language == "sql" else ():
            for use in (*scope.tables, *scope.columns):
                yield (*query.place(use.start), use.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_misspelt_name_of_a_query_is_found_at_its_place(app: App, path: Path) -> None:
    file = SourceFile(path.name, path.read_text(encoding="utf-8"))
    store, types = app.parts.store, app.parts.types
    assert check_queries(file, store, types)[0] == ()
    missed = []
    for line, column, name in names(app, file):
        lines = file.text.split("\n")
        at, end = column - 1, column - 1 + len(name)
        assert lines[line - 1][at:end].upper() == name
        wrong = f"{name[:-2]}Q{name[-2:]}"
        lines[line - 1] = lines[line - 1][:at] + wrong + lines[line - 1][end:]
        found, _ = check_queries(SourceFile(file.path, "\n".join(lines)), store, types)
        if (line, column, wrong) not in {(d.line, d.column, d.symbol) for d in found}:
            missed.append((line, column, name))
    assert missed == []

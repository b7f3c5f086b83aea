"""House rules over a Java file. The rules are data in ``rules.yaml``; ``rule_checks`` has what queries cannot say."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter
from tree_sitter import Node, Query, QueryCursor, QueryError

from knowledge.errors import SpotsmithError
from knowledge.nearest import nearest
from knowledge.pack_data import read_yaml
from knowledge.packs.ormb.declaration import Lines
from knowledge.packs.ormb.java_source import JAVA, parse
from knowledge.packs.ormb.rule_checks import CHECKS
from knowledge.records import Diagnostic, Severity, SourceFile

Level = Literal["error", "warning", "info", "off"]
LEVEL: TypeAdapter[Level] = TypeAdapter(Level)
RULES = Path(__file__).with_name("rules.yaml")


class Check(BaseModel):
    """Exactly one of the two."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: str = ""
    python: str = ""


class Rule(BaseModel):
    """A house rule. ``good`` and ``bad`` are its tests and examples for people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    level: Severity
    title: str
    why: str
    check: Check
    good: str
    bad: str


def check_rules(file: SourceFile, levels: Mapping[str, str] | None = None) -> tuple[Diagnostic, ...]:
    """What breaks a house rule, by place. ``levels`` re-levels rules by id, or switches them ``off``."""
    chosen = _levels(levels or {})
    root = parse(file.text).root_node
    found = [
        _diagnostic(rule, level, file, node)
        for rule in house_rules()
        if (level := chosen[rule.id]) != "off"
        for node in _findings(rule, root)
    ]
    return tuple(sorted(found, key=lambda d: (d.line, d.column, d.code)))


@lru_cache(maxsize=1)
def house_rules() -> tuple[Rule, ...]:
    rules = TypeAdapter(tuple[Rule, ...]).validate_python(read_yaml(RULES))
    for rule in rules:
        if bool(rule.check.query) == bool(rule.check.python) or rule.check.python not in ("", *CHECKS):
            raise SpotsmithError(f"{RULES}: rule {rule.id} needs a query, or one of {', '.join(CHECKS)}")
    return rules


def _levels(levels: Mapping[str, str]) -> dict[str, Level]:
    known: dict[str, Level] = {rule.id: rule.level for rule in house_rules()}
    for rule_id, level in levels.items():
        if rule_id not in known:
            near = nearest(known, rule_id, limit=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise SpotsmithError(f"no house rule {rule_id!r}. {hint}Known rules: {', '.join(known)}")
        if level not in get_args(Level):
            raise SpotsmithError(f"house rule {rule_id}: level {level!r} is not one of {', '.join(get_args(Level))}")
        known[rule_id] = LEVEL.validate_python(level)
    return known


def _findings(rule: Rule, root: Node) -> Iterable[Node]:
    if rule.check.python:
        return CHECKS[rule.check.python](root)
    captures = QueryCursor(_query(rule)).captures(root)
    return captures.get("found", [])


@lru_cache(maxsize=256)
def _query(rule: Rule) -> Query:
    try:
        return Query(JAVA, rule.check.query)
    except QueryError as error:
        raise SpotsmithError(f"{RULES}: the query of rule {rule.id} is not one for Java: {error}") from error


def _diagnostic(rule: Rule, level: Severity, file: SourceFile, node: Node) -> Diagnostic:
    before = file.text.encode("utf-8", "replace")[: node.start_byte].decode("utf-8", "replace")
    place = Lines(file.text).place(len(before))
    return Diagnostic(
        f"rule.{rule.id}",
        level,
        rule.title,
        path=file.path,
        line=place.line,
        column=place.column,
        rule=rule.id,
    )

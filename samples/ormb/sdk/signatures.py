"""Reads the hand-written signature files: Java declarations without bodies, one member a line, nesting by indent.

    package com.acme.api
    class Money implements Comparable<Money>
      Money(String)
      static final Money ZERO
      <T> T get(Object) throws IOException

Short names are resolved later (see ``resolve.py``), because a file may name types that only the facts bring.
Three shorthands: ``entity Name`` with lines ``Type property`` stands for the whole family of a business entity,
``setup PACKAGE Name`` for the family of a set-up entity in a package of its name, ``lookup Name A B`` for a lookup
with its values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from model import Constructor, Field, JavaType, Method, split_top

MODIFIERS = ("public", "protected", "abstract", "static", "final", "default")


class SignatureError(Exception):
    """A line that a person must mend."""


@dataclass
class EntityNote:
    """What we add to an entity that the facts know little about."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    methods: list[Method] = field(default_factory=list)
    id_parts: list[str] = field(default_factory=list)


@dataclass
class Signatures:
    types: list[JavaType] = field(default_factory=list)
    entities: dict[str, EntityNote] = field(default_factory=dict)
    lookups: dict[str, list[str]] = field(default_factory=dict)

    def entity(self, name: str) -> EntityNote:
        """The note of an entity; several files may add to it."""
        return self.entities.setdefault(name, EntityNote(name))


def read_signatures(files: list[Path]) -> Signatures:
    found = Signatures()
    for path in files:
        _read_file(path, found)
    return found


def _read_file(path: Path, found: Signatures) -> None:
    package = ""
    owners: list[JavaType | EntityNote] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.split("#")[0].rstrip()
        if not text.strip():
            continue
        depth = (len(text) - len(text.lstrip())) // 2
        text = text.strip()
        try:
            if text.startswith("package "):
                package = text.split()[1]
            elif text.startswith("lookup "):
                name, *values = text.split()[1:]
                found.lookups.setdefault(f"{package}.{name}", []).extend(values)
            elif text.startswith("setup "):
                root, *names = text.split()[1:]
                for name in names:
                    found.entity(f"{root}.{name[0].lower()}{name[1:]}.{name}")
            else:
                _read_line(text, depth, package, owners, found)
        except (ValueError, IndexError) as problem:
            raise SignatureError(f"{path.name}:{number}: cannot read {text!r}: {problem}") from problem


def _read_line(text: str, depth: int, package: str, owners: list[JavaType | EntityNote], found: Signatures) -> None:
    if text.startswith("entity "):
        owners[:] = [found.entity(f"{package}.{text.split()[1]}")]
    elif re.match(r"(abstract )?(class|interface) ", text):
        owner = owners[depth - 1] if depth else None
        prefix = owner.name if isinstance(owner, JavaType) else package
        declared = _declaration(text, prefix)
        found.types.append(declared)
        owners[depth:] = [declared]
    else:
        _member(text, owners[depth - 1])


def _declaration(text: str, prefix: str) -> JavaType:
    match = re.match(r"(abstract class|class|interface) (\w+)(<.*?>)?(?= extends| implements|$)", text)
    if match is None:
        raise ValueError("not a type declaration")
    form, name, parameters = match.groups()
    rest = text[match.end() :]
    extends = re.search(r" extends (.*?)(?= implements |$)", rest)
    implements = re.search(r" implements (.*)$", rest)
    return JavaType(
        f"{prefix}.{name}",
        form,  # type: ignore[arg-type]
        (parameters or "")[1:-1],
        split_top(extends[1]) if extends else [],
        split_top(implements[1]) if implements else [],
    )


def _member(text: str, owner: JavaType | EntityNote) -> None:
    if isinstance(owner, EntityNote):
        _entity_member(text, owner)
        return
    words, rest = _modifiers(text)
    if "(" not in rest:
        head, _, value = rest.partition(" = ")
        kind, _, name = head.rpartition(" ")
        owner.fields.append(Field(name, kind, value=value))
        return
    constructor = re.match(rf"{owner.simple}\((.*)\)", rest)
    if constructor:
        owner.constructors.append(Constructor(tuple(split_top(constructor[1])), "protected" in words))
    else:
        owner.methods.append(_method(words, rest))


def _entity_member(text: str, note: EntityNote) -> None:
    if text.startswith("id "):
        note.id_parts = split_top(text[3:])
    elif "(" in text:
        note.methods.append(_method(*_modifiers(text)))
    else:
        kind, _, names = text.partition(" ")
        for name in split_top(names):
            note.properties[name] = kind


def _modifiers(text: str) -> tuple[set[str], str]:
    words: set[str] = set()
    while text.split(" ", 1)[0] in MODIFIERS:
        word, text = text.split(" ", 1)
        words.add(word)
    return words, text


def _method(words: set[str], text: str) -> Method:
    parameters = ""
    if text.startswith("<"):
        end = _closing(text)
        parameters, text = text[1:end], text[end + 1 :].strip()
    match = re.match(r"(.*\S) (\w+)\((.*)\)(?: throws (.*))?$", text)
    if match is None:
        raise ValueError("not a method")
    returns, name, params, throws = match.groups()
    return Method(
        name,
        tuple(split_top(params)),
        returns,
        parameters,
        static="static" in words,
        default="default" in words,
        protected="protected" in words,
        abstract="abstract" in words,
        throws=tuple(split_top(throws or "")),
    )


def _closing(text: str) -> int:
    depth = 0
    for index, char in enumerate(text):
        depth += {"<": 1, ">": -1}.get(char, 0)
        if depth == 0:
            return index
    raise ValueError("angle brackets do not match")

"""Licence and confidentiality headers of the code that records come from: noted, so that a person can decide."""

import re
from collections.abc import Mapping
from typing import Any

from finetune.ancestry import text_of
from finetune.records import Record

_KNOWN: Mapping[str, re.Pattern[str]] = {
    "Apache-2.0": re.compile(r"Apache License,?\s*(?:\*\s*)?Version 2|apache\.org/licenses", re.IGNORECASE),
    "AGPL": re.compile(r"Affero General Public|\bAGPL", re.IGNORECASE),
    "LGPL": re.compile(r"Lesser General Public|\bLGPL", re.IGNORECASE),
    "GPL": re.compile(r"(?<!Lesser )(?<!Affero )General Public Licen[sc]e|\bGPL(?:v|-)?\d", re.IGNORECASE),
    "MIT": re.compile(r"\bMIT License|Permission is hereby granted, free of charge", re.IGNORECASE),
    "BSD": re.compile(r"\bBSD\b[^\n]{0,20}Licen|Redistribution and use in source and binary forms", re.IGNORECASE),
    "MPL": re.compile(r"Mozilla Public Licen", re.IGNORECASE),
    "EPL": re.compile(r"Eclipse Public Licen", re.IGNORECASE),
    "all rights reserved": re.compile(r"all rights reserved", re.IGNORECASE),
    "confidential": re.compile(
        r"\bconfidential\b|\bproprietary\b|trade secret|internal use only|do not (?:distribute|disclose|copy)"
        r"|strictly private|vertraulich",
        re.IGNORECASE,
    ),
}
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([\w.+-]+(?:\s+(?:AND|OR|WITH)\s+[\w.+-]+)*)")
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))\s+(?:\(c\)\s*|©\s*)?(?:\d{4}[\d\s,–-]*)?([A-Z][^\n*]{1,60})", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?\*/|(?:^[ \t]*(?://|#|--)[^\n]*\n?)+", re.DOTALL | re.MULTILINE)


def headers_of(record: Record) -> tuple[str, ...]:
    """Names of licences, ``confidential``, and ``copyright HOLDER``; of comments of the answer's file, and of what
    the importer kept under ``license``."""
    comments = "\n".join(match[0] for match in _COMMENT.finditer(text_of(record)))
    found = dict.fromkeys(match[1] for match in _SPDX.finditer(comments))
    found |= dict.fromkeys(
        name
        for name, pattern in _KNOWN.items()
        if pattern.search(comments) and not any(name in spdx for spdx in found)  # it is named already
    )
    found |= dict.fromkeys(f"copyright {_holder(match[1])}" for match in _COPYRIGHT.finditer(comments))
    return (*found, *_declared(record.extra))


def _holder(text: str) -> str:
    return re.split(r"(?i)[.,;]?\s*(?:all rights|licen[sc]ed|\*/)", " ".join(text.split()))[0].rstrip(" .,;")


def _declared(extra: Mapping[str, Any]) -> list[str]:
    values = (extra.get(name) for name in ("license", "licence", "copyright", "confidentiality"))
    return [value.strip() for value in values if isinstance(value, str) and value.strip()]

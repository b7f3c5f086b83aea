"""Secrets and personal data in a line of text: which, and where in the line. ``masking`` replaces them.

Patterns with proof where there is one: a card has its check digit, an IBAN its remainder, an address its range. Values
that are placeholders already (``example.com``, ``192.0.2.1``, ``changeme`` in angle brackets) are let be.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "password", "key", "private key", "connection", "host", "address", "e-mail", "account", "card", "IBAN", "telephone"
]
PERSONAL: frozenset[Kind] = frozenset(("e-mail", "account", "card", "IBAN", "telephone"))
PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:.*?-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|[^\n\"']*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Kind
    start: int
    end: int


def hits(line: str, public: Sequence[str] = ()) -> tuple[Hit, ...]:
    """Those of a line, from left to right; of two that overlap the one that is looked for first."""
    if not _WORTH.search(line):
        return ()
    found: list[Hit] = []
    for kind, pattern, right in _PATTERNS:
        for match in pattern.finditer(line):
            start, end = match.span("value")
            if right(match, public) and not any(start < other.end and other.start < end for other in found):
                found.append(Hit(kind, start, end))
    return tuple(sorted(found, key=lambda hit: hit.start))


def entropy(text: str) -> float:
    """Bits a character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def looks_random(text: str) -> bool:
    """Whether a text is drawn, not written: words change their case rarely, drawn signs at every second place."""
    if len(text) < 20 or len(set(text)) < 8:
        return False
    if re.fullmatch(r"[0-9a-fA-F]+", text):
        return len(text) >= 32 and entropy(text) > 3.0 and not text.isdigit()
    pieces = _PIECES.findall(text)
    return entropy(text) > 3.5 and len(text) / len(pieces) < 2.9 and any(each.isdigit() for each in text)


_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^A-Za-z0-9]")
_WORTH = re.compile(
    r"\d|@|://|(?i:pass|pwd|secret|token|key|kennwort|credential|identified|host|server|jdbc|local|corp|intra|\.lan\b|priv)"
)
_PLACEHOLDER = re.compile(
    r"[*x.#_-]+|<.*>|\$\{.*\}|%\w+%|\{\{.*\}\}|\{\w*\}|\W+|null|none|true|false|changeme|change-me|your.*|my.*|dummy|test"
    r"|redacted|hidden|masked.*|n/?a|string|value|text|label|name|type",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = r"(?:password|passwd|passwort|kennwort|passphrase|pwd|secret(?:[_-]?key)?|credentials?)"
_TOKENS = r"(?:api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|(?:auth|access|bearer|refresh|api)?[_-]?token)"
_PUBLIC = (
    "apache.org", "w3.org", "xmlsoap.org", "oracle.com", "sun.com", "java.com", "java.net", "ibm.com", "gnu.org",
    "opensource.org", "mozilla.org", "eclipse.org", "springframework.org", "springsource.org", "ietf.org", "iso.org",
    "rfc-editor.org",
    "oasis-open.org",
    "xml.org",
    "exslt.org",
    "iana.org",
    "unicode.org", "jcp.org", "github.com", "gitlab.com", "sourceforge.net", "wikipedia.org", "stackoverflow.com",
    "microsoft.com", "python.org", "spdx.org", "creativecommons.org", "hibernate.org", "junit.org", "npmjs.com",
    "npmjs.org", "schema.org", "json-schema.org", "openxmlformats.org", "purl.org", "google.com", "debian.org",
)  # fmt: skip
_RESERVED = re.compile(
    r"(?:^|\.)(?:invalid|example|test|localhost|localdomain|example\.(?:com|org|net))$", re.IGNORECASE
)


def _always(match: re.Match[str], public: Sequence[str]) -> bool:
    return True


def _is_password(match: re.Match[str], public: Sequence[str]) -> bool:
    value = match["value"]
    return not _PLACEHOLDER.fullmatch(value) and not re.search(r"(?i)pass|pwd|secret|kennwort|credential", value)


def _is_mixed_password(match: re.Match[str], public: Sequence[str]) -> bool:
    """For places where a word may stand as well: a name of a variable, a sentence."""
    value = match["value"]
    mixed = re.search(r"\d", value) and re.search(r"[A-Za-z]", value)
    return bool(mixed or re.search(r"[!#$%^&*?~]", value)) and _is_password(match, public)


def _is_token(match: re.Match[str], public: Sequence[str]) -> bool:
    value = match["value"]
    return len(value) >= 8 and bool(re.search(r"\d", value)) and not _PLACEHOLDER.fullmatch(value)


def _is_random(match: re.Match[str], public: Sequence[str]) -> bool:
    return looks_random(match["value"]) and not match["value"].startswith(("MASKED_", "/", "com/", "org/"))


def _is_host(match: re.Match[str], public: Sequence[str]) -> bool:
    host = match["value"].lower().rstrip(".")
    if _RESERVED.search(host) or re.search(r"[${}%*]", host) or host.replace(".", "").isdigit():
        return False
    return not any(host == known or host.endswith(f".{known}") for known in (*_PUBLIC, *public))


def _is_address(match: re.Match[str], public: Sequence[str]) -> bool:
    parts = [int(part) for part in match["value"].split(".")]
    if max(parts) > 255 or parts[0] in (0, 127, 255) or match["value"] in public:
        return False
    if tuple(parts[:3]) in ((192, 0, 2), (198, 51, 100), (203, 0, 113)) or parts[0] in range(224, 256):
        return False
    if (parts[0], parts[1]) == (192, 168) or (parts[0] == 172 and 16 <= parts[1] < 32):
        return True
    before = match.string[max(0, match.start() - 24) : match.start()]
    return parts[0] >= 10 and not re.search(
        r"(?i)(?:\bv|version|release|build|patch|section|chapter|§)[\s:=\"'._-]*\Z", before
    )


def _is_mail(match: re.Match[str], public: Sequence[str]) -> bool:
    return not _RESERVED.search(match["value"].rpartition("@")[2])


def _is_account(match: re.Match[str], public: Sequence[str]) -> bool:
    value = match["value"]
    return len(set(value)) > 1 and not _NUMBERED.fullmatch(value) and value not in "12345678901234567890"


def _is_card(match: re.Match[str], public: Sequence[str]) -> bool:
    digits = re.sub(r"\D", "", match["value"])
    if (
        not 13 <= len(digits) <= 19
        or len(set(digits)) < 2
        or digits[0] not in "3456"
        or "serialVersion" in match.string
    ):
        return False
    doubled = [int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_iban(match: re.Match[str], public: Sequence[str]) -> bool:
    text = match["value"].replace(" ", "")
    if not 15 <= len(text) <= 34:
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _is_telephone(match: re.Match[str], public: Sequence[str]) -> bool:
    digits = re.sub(r"\D", "", match["value"])
    return 7 <= len(digits) <= 15 and len(set(digits)) > 2


_NUMBERED = re.compile(r"10{4,}\d{1,4}")
"""What masked numbers look like."""
Right = Callable[[re.Match[str], Sequence[str]], bool]
_PATTERNS: tuple[tuple[Kind, re.Pattern[str], Right], ...] = (
    (
        "connection",
        re.compile(r"(?P<value>jdbc:(?!masked)[a-z0-9]+:[^\s\"'<>,;)]{3,}(?:;[\w.]+=[^\s\"'<>;]+)*)"),
        _always,
    ),
    ("password", re.compile(r"://[^\s/:@\"']+:(?P<value>[^\s/@\"']{2,})@"), _is_password),
    (
        "password",
        re.compile(
            rf"(?i){_NAMES}\w{{0,3}}[\"']?\s*\]?\s*(?:=|:|=>|\.equals\s*\()\s*[\"'](?P<value>[^\"'\\\s]{{3,}})[\"']"
        ),
        _is_password,
    ),
    (
        "password",
        re.compile(rf"(?i)set{_NAMES}\w{{0,8}}\(\s*[\"'](?P<value>[^\"'\\\s]{{3,}})[\"']"),
        _is_password,
    ),
    ("password", re.compile(rf"(?i){_NAMES}[\"']\s*,\s*[\"'](?P<value>[^\"'\\\s]{{4,}})[\"']"), _is_mixed_password),
    (
        "password",
        re.compile(
            rf"(?i)\b\w*{_NAMES}\b\s*(?:[:=]|\bis\b|\bist\b)\s*(?P<value>[^\s\"',;(){{}}<>\[\]]{{4,}})(?![\w.]*\s*\()"
        ),
        _is_mixed_password,
    ),
    (
        "password",
        re.compile(r"(?:\bIDENTIFIED\s+BY|(?i:\buser\s+\S+\s+identified\s+by))\s+[\"']?(?P<value>[\w!@#$%^&*]{3,})"),
        _is_password,
    ),
    ("password", re.compile(r"(?i)\b(?:sqlplus|connect)\s+(?:-\w+\s+)?\w+/(?P<value>[^@\s\"']{3,})@"), _is_password),
    (
        "key",
        re.compile(
            r"\b(?P<value>(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}"
            r"|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|[sr]k_(?:live|test)_\w{16,}|sk-[\w-]{20,}|hf_[A-Za-z0-9]{30,}"
            r"|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)"
        ),
        _always,
    ),
    ("key", re.compile(r"(?i)\bbearer\s+(?P<value>[\w.~+/-]{16,}=*)"), _is_token),
    (
        "key",
        re.compile(rf"(?i){_TOKENS}[\"']?\s*\]?\s*(?:=|:|=>|,)\s*[\"']?(?P<value>[\w.~+/-]{{8,}}=*)(?![\w.]*\s*\()"),
        _is_token,
    ),
    ("key", re.compile(r"[\"'](?P<value>[A-Za-z0-9+/_=-]{20,})[\"']"), _is_random),
    ("key", re.compile(r"(?i)\b(?:key|token|secret|signature)\s*[:=]\s*(?P<value>[A-Za-z0-9+/_=-]{20,})"), _is_random),
    ("IBAN", re.compile(r"\b(?P<value>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b"), _is_iban),
    # The id of a fence of the prompt is sixteen hexadecimal digits: one in 18,000 would pass for a card.
    (
        "card",
        re.compile(r"(?<![\d.])(?<!^BEGIN )(?<!^END )(?P<value>\d(?:[ -]?\d){12,18})(?![\d.])", re.MULTILINE),
        _is_card,
    ),
    (
        "e-mail",
        re.compile(r"(?P<value>[A-Za-z0-9][\w.%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,18})\b"),
        _is_mail,
    ),
    (
        "host",
        re.compile(
            r"\b(?:https?|ftps?|sftp|ldaps?|tcp|ssh|wss?|t3s?|amqps?|smb|mongodb|redis)://(?:[^\s/@\"']+@)?(?P<value>[A-Za-z0-9][\w.-]*)"
        ),
        _is_host,
    ),
    (
        "host",
        re.compile(
            r"(?<![\w.@/-])(?P<value>(?:[a-z][a-z0-9-]*\d[a-z0-9-]*|[a-z0-9]+-[a-z0-9-]+|[a-z][a-z0-9-]*(?=\.[a-z0-9-]+\.))"
            r"(?:\.[a-z0-9-]+)*\.(?:local|internal|intra|intranet|corp|lan|priv|private))\b(?!\s*\(|\.\w|\s*=[^=])"
        ),
        _is_host,
    ),
    (
        "host",
        re.compile(
            r"(?<![\w.@/-])(?P<value>[a-z][a-z-]*\d+[a-z0-9-]*(?:\.[a-z0-9-]+)+\.(?:com|net|org|de|eu|io|us|in|uk|fr|ch|at|nl))\b"
            r"(?!\s*\(|\.\w)"
        ),
        _is_host,
    ),
    (
        "host",
        re.compile(
            r"(?i)\b\w*(?:host|hostname|server|servername)[\"']?\s*(?:=|:|,)\s*[\"'](?P<value>[a-z][a-z-]*\d[a-z0-9.-]*)[\"']"
        ),
        _is_host,
    ),
    ("address", re.compile(r"(?<![\w.])(?P<value>(?:\d{1,3}\.){3}\d{1,3})(?![\w]|\.\d)"), _is_address),
    (
        "address",
        re.compile(
            r"(?i)(?<![\w:])(?P<value>(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:fe80|fd[0-9a-f]{2}|fc[0-9a-f]{2}|2[0-9a-f]{3})(?::[0-9a-f]{1,4}){0,6}::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![\w:])"
        ),
        lambda match, public: not match["value"].lower().startswith("2001:db8"),
    ),
    (
        "account",
        re.compile(
            r"(?i)\b\w*(?:acc(?:oun)?t|konto|kto)\w*\b[\w .:#=(\"'-]{0,24}?"
            r"(?<![\w.])(?P<value>\d{8,17})(?=l?(?![\w.]))"
        ),
        _is_account,
    ),
    (
        "telephone",
        re.compile(
            r"(?:(?<=[\s\"'(:;,>])|^)(?P<value>\+\d{1,3}(?:[ /.-]?\(?\d{1,5}\)?)(?:[ /.-]\d{2,8}){1,4}"
            r"|(?<=[\"':])\+\d{9,14})\b"
        ),
        _is_telephone,
    ),
    (
        "telephone",
        re.compile(
            r"(?i)\b(?:tel|telefon|telephone|phone|fax|mobile|mobil|handy)\w*\b[\w .:=(\"']{0,12}?"
            r"(?<![\w.])(?P<value>(?:\(\d{2,5}\)|\d{2,5})(?:[ /.-]\d{2,8}){1,4}|0\d{7,13})\b"
        ),
        _is_telephone,
    ),
    ("telephone", re.compile(r"(?<![\w.])(?P<value>\(\d{3}\) \d{3}-\d{4})\b"), _is_telephone),
)


def private_keys(text: str) -> Iterator[Hit]:
    if "PRIVATE KEY-----" in text:
        for match in PRIVATE_KEY.finditer(text):
            yield Hit("private key", match.start(), match.end())

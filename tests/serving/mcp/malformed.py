"""Messages that no client should send, the same ones for a seed: broken JSON, wrong types, huge and nested values."""

import json
import random
from collections.abc import Iterator
from typing import Any

METHODS = (
    "initialize",
    "tools/list",
    "tools/call",
    "resources/read",
    "resources/list",
    "prompts/get",
    "completion/complete",
    "ping",
    "notifications/cancelled",
    "notifications/initialized",
    "server/discover",
    "logging/setLevel",
    "subscriptions/listen",
    "no/such",
    "",
)
TOOLS = ("find_symbol", "show_type", "show_table", "who_uses", "resolve_request", "check_code", "job_status", "nothing")
WORDS = ("query", "name", "path", "text", "job_id", "request", "uri", "arguments", "_meta", "cursor", "requestId", "id")
TEXTS = (
    "",
    "x",
    "Bill",
    "CI_BILL",
    "../../etc/passwd",
    "file:///etc/passwd",
    "spotsmith://tables/..%2F..%2Fx",
    "spotsmith://spots/%00",
    "\u0000",
    "\u202e",
    "<script>alert(1)</script>",
    "a" * 5000,
    "\U0001f600" * 50,
    "{{7*7}}",
    "'; DROP TABLE x; --",
)


def malformed(count: int, seed: int = 7) -> Iterator[bytes]:
    """``count`` messages, none with a line end inside."""
    dice = random.Random(seed)
    kinds = (_noise, _cut, _wrong_shape, _wrong_call, _nested, _bytes)
    for number in range(count):
        yield dice.choice(kinds)(dice, number).replace(b"\n", b" ").replace(b"\r", b" ")


def _noise(dice: random.Random, number: int) -> bytes:
    return bytes(dice.randrange(256) for _ in range(dice.randrange(1, 200)))


def _cut(dice: random.Random, number: int) -> bytes:
    """A message that is right, cut or with a byte changed."""
    whole = bytearray(_dumped(_message(dice, number, {"name": dice.choice(TOOLS), "arguments": {"query": "Bill"}})))
    if dice.random() < 0.5:
        return bytes(whole[: dice.randrange(len(whole))])
    whole[dice.randrange(len(whole))] = dice.randrange(256)
    return bytes(whole)


def _wrong_shape(dice: random.Random, number: int) -> bytes:
    return _dumped(_value(dice, 3))


def _wrong_call(dice: random.Random, number: int) -> bytes:
    params = {
        "name": dice.choice(TOOLS),
        "arguments": _value(dice, 2),
        "uri": _value(dice, 1),
        "_meta": _value(dice, 1),
    }
    return _dumped(_message(dice, number, params if dice.random() < 0.8 else _value(dice, 2)))


def _nested(dice: random.Random, number: int) -> bytes:
    depth = dice.choice((10, 300, 5000))
    return b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":' + b"[" * depth + b"]" * depth + b"}"


def _bytes(dice: random.Random, number: int) -> bytes:
    """JSON with escapes that are no characters, numbers that are none, keys twice."""
    odd = dice.choice((r'"\ud800"', r'"\udfff\ud800"', "1e999", "-0", "NaN", "9" * 400, '"\\u0000"', '"\xff"', "true"))
    text = f'{{"jsonrpc":"2.0","id":{odd},"method":"tools/call","params":{{"name":{odd},"name":"find_symbol",'
    return f'{text}"arguments":{{"query":{odd},{odd}:1}}}}}}'.encode("latin-1")


def _message(dice: random.Random, number: int, params: Any) -> dict[str, Any]:
    message = {"jsonrpc": "2.0", "id": 1_000_000 + number, "method": dice.choice(METHODS), "params": params}
    for key in ("jsonrpc", "id", "method", "params"):
        if dice.random() < 0.1:
            del message[key]
        elif dice.random() < 0.1:
            message[key] = _value(dice, 1)
    return message


def _value(dice: random.Random, depth: int) -> Any:
    kind = dice.randrange(8 if depth else 5)
    if kind < 3:
        return dice.choice(TEXTS)
    if kind == 3:
        return dice.choice((None, True, False, 0, -1, 2**70, 1.5, -1e300))
    if kind == 4:
        return []
    if kind == 5:
        return [_value(dice, depth - 1) for _ in range(dice.randrange(4))]
    return {dice.choice(WORDS): _value(dice, depth - 1) for _ in range(dice.randrange(5))}


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")

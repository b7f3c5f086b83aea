"""Answers as JSON, whatever their texts hold."""

import json
from typing import Any

import orjson
from fastapi.responses import JSONResponse


def to_json(value: Any) -> bytes:
    """A constant of a class file may hold half a surrogate pair, which UTF-8 cannot carry and an escape can."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


class Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        return to_json(content)

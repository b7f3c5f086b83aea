"""HTTP to the one server that the user configured: the only file of Spotsmith that opens a connection.

What goes wrong becomes a ``Problem`` with a sentence. A question is repeated only while nothing of its answer came.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import httpx

from knowledge.errors import SpotsmithError

Kind = Literal["away", "slow", "dropped", "page", "key", "missing", "busy", "long", "tools", "refused"]
TRIES = 3
BACKOFF = 1.0  # seconds before the second try, doubled for the third; a server's Retry-After comes first
SHOWN, MOST_SAID = 200, 4_000  # characters of a server's own words: in a sentence, and at all
MOST_LINE = 4_000_000  # characters; a longer line is no stream of tokens
_TOO_LONG = re.compile(
    r"context.{0,24}(?:length|size|window)|maximum.{0,12}(?:context|tokens)|n_ctx|prompt is too long|too many tokens",
    re.IGNORECASE,
)
_NO_TOOLS = re.compile(r"tools?\b|function.?call", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


class Problem(Exception):
    """What a server or the way to it did wrong; the text is a sentence for the user."""

    def __init__(self, kind: Kind, text: str, wait: float | None = None, said: str = "") -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        self.said = said
        """The server's own words, at more length than a sentence has room for."""
        self.wait = wait
        """Seconds after which the server wants to be asked again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds."""

    connect: float = 5.0
    first: float = 120.0
    """For the first piece of an answer, and then for each next one."""


class Wire:
    """Questions to one server. ``pause`` waits between tries."""

    def __init__(
        self,
        url: str,
        key: str = "",
        patience: Patience | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises SpotsmithError for a URL that is none."""
        self._key = key
        self._patience = patience or Patience()
        self._pause = pause
        try:
            parsed = httpx.URL(url.rstrip("/") + "/")
        except httpx.InvalidURL as error:
            raise SpotsmithError(f"coder.url: {url!r} is not a URL: {error}") from error
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise SpotsmithError(f"coder.url: {url!r} is not a URL; it looks like http://127.0.0.1:8000/v1")
        self.place = str(parsed.copy_with(username=None, password=None)).rstrip("/")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(base_url=parsed, headers=headers, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        self._client.close()

    def get(self, path: str) -> Any:
        """A JSON answer. Raises Problem."""
        try:
            with self._client.stream("GET", path, timeout=httpx.Timeout(self._patience.connect)) as response:
                self._check(response)
                return json.loads(self._read(response, MOST_LINE))
        except httpx.HTTPError as error:
            raise self._problem(error) from error
        except ValueError as error:
            raise Problem("page", f"{self.place} answers with text that is no JSON; is the URL right?") from error

    def lines(self, path: str, body: Mapping[str, Any], seconds: float) -> Iterator[str]:
        """The lines of a streamed answer, or a whole answer as one line. Raises Problem, also in the middle."""
        deadline = time.monotonic() + seconds
        for number in range(1, TRIES + 1):
            begun = False
            try:
                for line in self._stream(path, body, deadline):
                    begun = True
                    yield line
                return
            except httpx.HTTPError as error:
                problem = self._problem(error, begun)
            except Problem as raised:
                problem = raised
            wait = BACKOFF * 2 ** (number - 1) if problem.wait is None else problem.wait
            again = not begun and problem.kind in ("busy", "dropped") and number < TRIES
            if not again or time.monotonic() + wait > deadline:
                raise problem
            self._pause(wait)

    def _stream(self, path: str, body: Mapping[str, Any], deadline: float) -> Iterator[str]:
        first = max(min(self._patience.first, deadline - time.monotonic()), 0.001)
        timeout = httpx.Timeout(first, connect=self._patience.connect)
        with self._client.stream("POST", path, json=body, timeout=timeout) as response:
            self._check(response, "tools" in body)
            rest = ""
            for text in response.iter_text():
                *whole, rest = (rest + text).split("\n")
                yield from (line.rstrip("\r") for line in whole if line.strip())
                if len(rest) > MOST_LINE:
                    raise Problem("page", f"{self.place} answers with a line without end; it is not the API")
                if time.monotonic() > deadline:
                    raise Problem("slow", f"{self.place} had not finished when the time of an answer was over")
            if rest.strip():
                yield rest

    def _check(self, response: httpx.Response, tools: bool = False) -> None:
        kind = response.headers.get("content-type", "")
        if response.status_code == 200 and "html" not in kind:
            return
        words = self._said(response)
        said = f": {words[:SHOWN].strip()}" if words else ""
        status = response.status_code
        if status in (401, 403):
            hint = "it does not take this key" if self._key else "it wants a key: set the variable of coder.api_key_env"
            raise Problem("key", f"{self.place} refuses us ({status}); {hint}")
        if status in (400, 413, 422, 500) and _TOO_LONG.search(words):
            raise Problem("long", f"the prompt is too long for the model at {self.place}{said}")
        if tools and status != 429 and _NO_TOOLS.search(words):
            raise Problem("tools", f"the model at {self.place} takes no tools ({status}{said})")
        if status == 429 or status >= 500:
            raise Problem("busy", f"{self.place} is busy or failing ({status}{said})", _retry_after(response))
        if "html" in kind:
            raise Problem(
                "page", f"{self.place} answers with a web page ({status}) and not with the API; check the URL"
            )
        if status == 404:
            raise Problem("missing", f"{self.place} does not know what it was asked for (404{said})")
        raise Problem("refused", f"{self.place} refuses the question ({status}{said})", said=words)

    def _said(self, response: httpx.Response) -> str:
        """The server's own words, without the key that it may repeat; nothing for a page."""
        try:
            text = _message(self._read(response, 16 * MOST_SAID))
        except httpx.HTTPError:
            return ""
        return "" if text.startswith("<") else self._clean(text)

    def _read(self, response: httpx.Response, most: int) -> str:
        """The beginning of a text that may have no end, within the time of a connection."""
        text, until = "", time.monotonic() + self._patience.connect
        for part in response.iter_text():
            text += part
            if len(text) > most or time.monotonic() > until:
                break
        return text[:most].strip()

    def _clean(self, text: str) -> str:
        text = text.replace(self._key, "***") if self._key else text
        return _CONTROL.sub(" ", text)[:MOST_SAID].strip()

    def _problem(self, error: httpx.HTTPError, begun: bool = False) -> Problem:
        if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
            return Problem("away", f"nothing answers at {self.place}; is the server running and the URL right?")
        if isinstance(error, httpx.TimeoutException):
            what = "stopped in the middle of its answer" if begun else "did not begin to answer"
            return Problem("slow", f"{self.place} {what}: nothing came in time")
        what = "in the middle of its answer" if begun else "before it answered"
        return Problem("dropped", f"{self.place} broke the connection {what}")

    def broken(self, text: str) -> Problem:
        """For an error that a server reports inside of its answer."""
        kind: Kind = "long" if _TOO_LONG.search(text) else "refused"
        words = self._clean(text)
        return Problem(kind, f"{self.place} reports: {words[:SHOWN].strip()}", said=words)


def _message(text: str) -> str:
    """What an error body says, in the forms that servers use."""
    try:
        data = json.loads(text)
    except ValueError:
        return text
    error = data.get("error", data) if isinstance(data, dict) else data
    if isinstance(error, dict):
        error = error.get("message") or error.get("detail") or error
    return error if isinstance(error, str) else json.dumps(error)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds, given as such or as the date when they are over."""
    text = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,5}(\.\d+)?", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until.tzinfo else None

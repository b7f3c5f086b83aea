"""A STAND-IN for servers of models: it speaks the HTTP of OpenAI's and of Ollama's API and says what it was told to.

No model is behind it. It listens on 127.0.0.1 alone.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class Exchange(BaseHTTPRequestHandler):
    """One question and what is done about it."""

    protocol_version = "HTTP/1.1"
    server: "StandIn"

    def do_GET(self) -> None:
        names = self.server.names
        if self.path == "/v1/models":
            self.json({"object": "list", "data": [{"id": name, "object": "model"} for name in names]})
        elif self.path == "/api/tags":
            self.json({"models": [_listed(name) for name in names]})
        else:
            self.json({"error": "not found"}, 404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(body)
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        script = self.server.script
        script[min(len(self.server.asked), len(script)) - 1](self)

    def json(self, value: object, status: int = 200, **headers: str) -> None:
        self.whole(json.dumps(value), "application/json", status, **headers)

    def whole(self, text: str, kind: str, status: int = 200, **headers: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def drop(self) -> None:
        """Ends the connection without the end of the answer."""
        self.close_connection = True

    def event(self, text: str = "", finish: str | None = None) -> None:
        self.delta(finish, content=text)

    def delta(self, finish: str | None = None, **said: object) -> None:
        choice = {"index": 0, "delta": said, "finish_reason": finish}
        self.chunk(f"data: {json.dumps({'choices': [choice]})}\n\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


Act = Callable[[Exchange], None]


class StandIn(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Sequence[Act], names: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.script = list(script)
        self.names = list(names)
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.over = Event()
        """Set when the test is over: what hangs until then hangs for as long as anybody looks."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is what some tests are about."""


@contextmanager
def standing_in(*script: Act, names: Sequence[str] = ("tiny",)) -> Iterator[StandIn]:
    """The acts of ``script``, one a question; the last one is repeated."""
    server = StandIn(script, names)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(text: str, finish: str = "stop", tokens: int = 0) -> Act:
    """Streams as OpenAI's API does, in pieces of seven characters; it counts ``tokens``, or a fourth of the text."""

    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        for at in range(0, len(text), 7):
            exchange.event(text[at : at + 7])
        exchange.event(finish=finish)
        usage = {"prompt_tokens": 100, "completion_tokens": tokens or len(text) // 4}
        exchange.chunk(f"data: {json.dumps({'choices': [], 'usage': usage})}\n\ndata: [DONE]\n\n")
        exchange.end()

    return act


def says_text(text: str, finish: str = "stop") -> Act:
    """Answers a question without a chat, at once."""
    return lambda exchange: exchange.json({"choices": [{"text": text, "finish_reason": finish}]})


def ollama_says(text: str, reason: str = "stop") -> Act:
    """Answers as Ollama does: a JSON object a line, or one of all where no stream is asked for."""

    def act(exchange: Exchange) -> None:
        body = exchange.server.asked[-1]
        chat = exchange.path == "/api/chat"
        last = {**OLLAMA_LAST, "done_reason": reason}
        if body.get("stream") is False:
            exchange.json({**_said(chat, text), **last})
            return
        exchange.begin("application/x-ndjson")
        for at in range(0, len(text), 7):
            exchange.chunk(json.dumps({**_said(chat, text[at : at + 7]), "done": False}) + "\n")
        exchange.chunk(json.dumps({**_said(chat, ""), **last}) + "\n")
        exchange.end()

    return act


def ollama_pulls(exchange: Exchange) -> None:
    """Fetches a model, as Ollama tells of it."""
    layer = {"status": "pulling 6a0746a1ec1a", "digest": f"sha256:{'6a' * 32}", "total": 40}
    steps = [{"status": "pulling manifest"}, {**layer, "completed": 0}, {**layer, "completed": 40}]
    steps += [{"status": said} for said in ("verifying sha256 digest", "writing manifest", "success")]
    exchange.begin("application/x-ndjson")
    for step in steps:
        exchange.chunk(json.dumps(step) + "\n")
    exchange.end()


OLLAMA_LAST = {
    "done": True,
    "total_duration": 5_000_000,
    "load_duration": 1_000_000,
    "prompt_eval_count": 90,
    "prompt_eval_duration": 1_000_000,
    "eval_count": 9,
    "eval_duration": 2_000_000,
}
NOW = "2026-11-21T12:00:00.000000Z"


def _said(chat: bool, text: str) -> dict[str, Any]:
    said = {"message": {"role": "assistant", "content": text}} if chat else {"response": text}
    return {"model": "tiny", "created_at": NOW, **said}


def _listed(name: str) -> dict[str, Any]:
    details = {"parent_model": "", "format": "gguf", "family": "qwen2", "families": ["qwen2"]}
    details |= {"parameter_size": "1.5B", "quantization_level": "Q4_K_M"}
    return {
        "name": name,
        "model": name,
        "modified_at": NOW,
        "size": 986_061_892,
        "digest": "d7" * 32,
        "details": details,
    }


def fails(status: int, text: str = "", kind: str = "application/json", **headers: str) -> Act:
    return lambda exchange: exchange.whole(text, kind, status, **headers)


def breaks_off(text: str) -> Act:
    """Streams ``text`` and drops the connection."""

    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        exchange.event(text)
        exchange.drop()

    return act


def hangs_up(exchange: Exchange) -> None:
    exchange.drop()


def never_begins(exchange: Exchange) -> None:
    exchange.server.over.wait()


def stops_in_the_middle(text: str) -> Act:
    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        exchange.event(text)
        exchange.server.over.wait()

    return act


def never_ends(text: str) -> Act:
    """Writes ``text`` over and over until the client has gone."""

    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        while not exchange.server.over.is_set():
            exchange.event(text)

    return act

"""What each token of a tokenizer writes: the bytes that it adds to a text, for every common kind of tokenizer."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

_BYTE = 256


class Tokenizer(Protocol):
    """The part of a Hugging Face tokenizer that is used here."""

    all_special_ids: list[int]

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str | None]: ...

    def decode(self, token_ids: list[int]) -> str: ...

    def __len__(self) -> int: ...


def token_bytes(tokenizer: Tokenizer) -> tuple[bytes | None, ...]:
    """By id; None for special tokens and for ids without a token."""
    ids = list(range(len(tokenizer)))
    pieces = tokenizer.convert_ids_to_tokens(ids)
    special = set(tokenizer.all_special_ids)
    kind = _kind(tokenizer)
    added = _added(tokenizer)
    found: list[bytes | None] = []
    for number, piece in zip(ids, pieces, strict=True):
        if piece is None or number in special:
            found.append(None)
        elif number in added:
            found.append(piece.encode("utf-8", "surrogateescape"))
        elif kind == "bytes":
            found.append(_from_byte_letters(piece))
        elif kind == "pieces":
            found.append(_from_piece(piece))
        else:
            found.append(_decoded(tokenizer, number))
    return tuple(found)


def texts(pieces: Sequence[bytes | None]) -> list[str | None]:
    """The bytes as text of one letter for each byte: a token may end in the middle of a character."""
    return [None if piece is None else letters(piece) for piece in pieces]


def letters(written: bytes | str) -> str:
    """A text as tokens write it, byte for byte; ASCII stays as it is."""
    if isinstance(written, str):
        if written.isascii():
            return written
        written = written.encode("utf-8", "surrogatepass")
    return written.decode("latin-1")


def _kind(tokenizer: Tokenizer) -> str:
    """``bytes``: every byte is a letter (GPT-2 and its heirs); ``pieces``: ``▁`` is a space (SentencePiece)."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    decoder = json.dumps(json.loads(backend.to_str()).get("decoder")) if backend is not None else ""
    if '"ByteLevel"' in decoder:
        return "bytes"
    return "pieces" if '"Metaspace"' in decoder or "\\u2581" in decoder else "other"


def _added(tokenizer: Tokenizer) -> frozenset[int]:
    """Tokens that were added to the vocabulary as plain text."""
    return frozenset(getattr(tokenizer, "added_tokens_decoder", {}))


def _from_byte_letters(piece: str) -> bytes:
    table = _byte_letters()
    if all(letter in table for letter in piece):
        return bytes(table[letter] for letter in piece)
    return piece.encode("utf-8", "surrogateescape")


@lru_cache(maxsize=1)
def _byte_letters() -> dict[str, int]:
    """GPT-2's letters for bytes: printable ones for themselves, the others from 256 on."""
    printable = [*range(33, 127), *range(161, 173), *range(174, _BYTE)]
    others = [byte for byte in range(_BYTE) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(_BYTE + n): byte for n, byte in enumerate(others)}


def _from_piece(piece: str) -> bytes:
    if len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">"):
        return bytes([int(piece[3:5], 16)])
    return piece.replace("\u2581", " ").encode("utf-8", "surrogateescape")


def _decoded(tokenizer: Tokenizer, number: int) -> bytes:
    """Behind another token, since the first one of a text may lose its space."""
    first = tokenizer.decode([number])
    both = tokenizer.decode([number, number])
    return (both[len(first) :] if both.startswith(first) else first).encode("utf-8", "surrogateescape")

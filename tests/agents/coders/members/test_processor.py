"""Members-only decoding in ``generate``: tiny models of random weights write real members or nothing else."""

import re
from collections.abc import Sequence
from functools import cache

import pytest

pytest.importorskip("torch", reason="the extra 'transformers' is not installed")
pytest.importorskip("transformers", reason="the extra 'transformers' is not installed")

import torch

from agents.coders.members.processor import Masks, MembersOnly
from agents.coders.members.tokens import texts, token_bytes
from agents.coders.members.trie import Vocabulary
from knowledge.completion import Choice, Cursor, Place
from tests.agents.coders.members.conftest import DEPOT, PARCEL, TYPES, ShopCursor
from tests.fixtures.tiny_models import KINDS, Kind, model, site_texts, tokenizer

BEGINNINGS = (
    "Money fee = parcel.",
    "send( depot.",
    "x = new ",
    "return parcel.getW",
    "x = depot.getParcel().",
    "if ( parcel",
)


@cache
def parts(kind: Kind) -> tuple[object, ...]:
    torch.set_num_threads(1)
    words = tokenizer(
        kind, [*site_texts()[:25], "parcel.getWeight() depot.getParcel().getWeightLimit();\n" * 50], 1_500
    )
    pieces = token_bytes(words)
    vocabulary = Vocabulary(texts(pieces))
    size = len(words) + 5  # heads are often larger than vocabularies
    return words, pieces, Masks(vocabulary, size), model(kind, size), vocabulary


class Behind:
    """A cursor behind a text that is there already."""

    def __init__(self, cursor: Cursor, before: str) -> None:
        self.cursor, self.before = cursor, before

    def at(self, written: str):  # type: ignore[no-untyped-def]
        return self.cursor.at(self.before + written)


def write(kind: Kind, beginnings: Sequence[str], constrained: bool, seed: int = 1, tokens: int = 10) -> list[str]:
    words, pieces, masks, made, _ = parts(kind)
    words.padding_side = "left"
    given = words(list(beginnings), return_tensors="pt", padding=True, add_special_tokens=False)
    cursors = [Behind(ShopCursor(), text) if constrained else None for text in beginnings]
    processor = MembersOnly(masks, pieces, cursors, [words.eos_token_id])
    torch.manual_seed(seed)
    made_ids = made.generate(
        **{key: given[key] for key in ("input_ids", "attention_mask")},
        max_new_tokens=tokens,
        do_sample=True,
        temperature=1.0,
        top_k=0,
        logits_processor=[processor],
        pad_token_id=words.pad_token_id,
    )
    rows = made_ids[:, given["input_ids"].shape[1] :].tolist()
    written = [b"".join(pieces[n] or b"" for n in row if n < len(pieces)).decode("utf-8", "replace") for row in rows]
    return [before + text for before, text in zip(beginnings, written, strict=True)]


def invalid(text: str) -> list[str]:
    """Names of a known kind that are not real; the last one of a text may not be whole."""
    found = []
    for match in re.finditer(r"(?:(?<=[ \n])|^)(parcel\.|depot\.|new )(\w*)|(getParcel\(\)\.)(\w*)", text):
        names = {"parcel.": PARCEL, "depot.": DEPOT, "new ": TYPES}.get(match[1] or "", PARCEL).names
        name = match[2] if match[1] else match[4]
        is_whole = match.end() < len(text)
        follows = text[match.end() : match.end() + 1]
        if (name not in names and (is_whole or not any(n.startswith(name) for n in names))) and follows != "<":
            found.append(match.group())
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_of_a_known_type_is_real(kind: Kind) -> None:
    free = [text for seed in range(4) for text in write(kind, BEGINNINGS, constrained=False, seed=seed)]
    bound = [text for seed in range(4) for text in write(kind, BEGINNINGS, constrained=True, seed=seed)]
    assert sum(map(len, map(invalid, free))) > 12
    assert [found for text in bound for found in invalid(text)] == []


def test_rows_of_a_batch_have_their_own_cursors() -> None:
    texts_ = write("qwen3", ["x = parcel.", "x = depot.", "x = unknown."], constrained=True)
    assert re.match(r"x = parcel\.(get|label|<)", texts_[0])
    assert re.match(r"x = depot\.get(Parcel|Code)", texts_[1])
    assert not texts_[2].startswith(("x = unknown.get", "x = unknown.label"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_without_a_cursor_or_without_knowledge_is_as_without_the_constraint(kind: Kind) -> None:
    _, pieces, masks, _, vocabulary = parts(kind)
    scores = torch.randn(2, vocabulary.size + 5)
    ids = torch.zeros(2, 3, dtype=torch.long)
    processor = MembersOnly(masks, pieces, [None, Behind(ShopCursor(), 'log("')], [])
    assert torch.equal(processor(ids, scores.clone()), scores)
    assert processor.usage.constrained == 0


def test_a_row_that_has_ended_is_left_alone() -> None:
    words, pieces, masks, _, vocabulary = parts("qwen3")
    processor = MembersOnly(masks, pieces, [Behind(ShopCursor(), "x = parcel.")], [words.eos_token_id])
    scores = torch.randn(1, vocabulary.size + 5)
    assert not torch.equal(processor(torch.zeros(1, 1, dtype=torch.long), scores.clone()), scores)
    ended = torch.tensor([[0, words.eos_token_id]])
    assert torch.equal(processor(ended, scores.clone()), scores)


def test_a_name_is_reached_by_every_way_to_write_it() -> None:
    words, pieces, masks, _, vocabulary = parts("starcoder2")
    letters = {piece: number for number, piece in enumerate(pieces) if piece and len(piece) == 1}
    processor = MembersOnly(masks, pieces, [Behind(ShopCursor(), "x = parcel.")], [])
    ids = [0]
    for letter in "getWeightLimit(":
        scores = processor(torch.tensor([ids]), torch.zeros(1, vocabulary.size + 5))
        number = letters[letter.encode()]
        assert scores[0, number] == 0, f"{letter} was ruled out behind {ids}"
        ids.append(number)
    whole = words.encode("getWeightLimit(", add_special_tokens=False)
    assert len(whole) < len("getWeightLimit(")


@pytest.mark.parametrize("kind", KINDS)
def test_all_tokens_that_write_the_same_letters_are_left_together(kind: Kind) -> None:
    """A byte for itself and the letter that it is: what counts is what a token writes."""
    _, pieces, masks, _, vocabulary = parts(kind)
    processor = MembersOnly(masks, pieces, [Behind(ShopCursor(), "x = parcel.")], [])
    scores = processor(torch.zeros(1, 1, dtype=torch.long), torch.zeros(1, vocabulary.size + 5))[0]
    left = {number for number, piece in enumerate(pieces) if piece == b"g" and scores[number] == 0}
    assert left == {number for number, piece in enumerate(pieces) if piece == b"g"}
    assert len(left) == (2 if kind == "pieces" else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_behind_an_unknown_receiver_nothing_is_ruled_out_but_tokens_that_hide_a_dot(kind: Kind) -> None:
    _, pieces, masks, _, vocabulary = parts(kind)
    processor = MembersOnly(masks, pieces, [Behind(ShopCursor(), "x = unknown.")], [])
    scores = processor(torch.zeros(1, 1, dtype=torch.long), torch.zeros(1, vocabulary.size + 5))[0]
    ruled_out = set(torch.isinf(scores).nonzero()[:, 0].tolist())
    others = ruled_out - set(vocabulary.crossing)
    assert all(b"get" in (pieces[number] or b"") for number in others)  # "(getX": a getter of this class


def test_where_no_token_leads_to_a_name_all_are_left() -> None:
    pieces = [b"a", b"b"]
    processor = MembersOnly(Masks(Vocabulary(texts(pieces)), 2), pieces, [OneName(Choice({"c": "call"}, ""))], [])
    scores = torch.randn(1, 2)
    assert torch.equal(processor(torch.zeros(1, 1, dtype=torch.long), scores.clone()), scores)
    assert processor.usage.dead_ends == 0  # no rule at all: the choice leads nowhere, so that it says nothing


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_not_ascii_is_written_byte_by_byte(kind: Kind) -> None:
    _, pieces, masks, _, vocabulary = parts(kind)
    fees = Choice({"getGebührZähler": "call", "getGebäude": "call"}, "member of Tarif")
    cursor = OneName(fees)
    processor = MembersOnly(masks, pieces, [cursor], [])
    numbers = {piece: number for number, piece in enumerate(pieces) if piece is not None and len(piece) == 1}
    ids = [0]
    for byte in "getGebührZähler(".encode():
        scores = processor(torch.tensor([ids]), torch.zeros(1, vocabulary.size + 5))[0]
        number = numbers[bytes([byte])]
        assert scores[number] == 0, f"{bytes([byte])!r} was ruled out behind {cursor.seen!r}"
        assert scores[numbers[b"q"]] == -torch.inf
        ids.append(number)
    assert processor.usage.dead_ends == 0


class OneName:
    """Behind ``tarif.`` one word of a choice is written, and nothing else."""

    def __init__(self, choice: Choice) -> None:
        self.choice, self.seen = choice, ""

    def at(self, written: str) -> Place:
        self.seen = written
        return Place(written, self.choice)


def test_wrong_numbers_of_rows_are_refused() -> None:
    _, pieces, masks, _, vocabulary = parts("qwen3")
    processor = MembersOnly(masks, pieces, [None], [])
    with pytest.raises(ValueError, match="beam search"):
        processor(torch.zeros(2, 1, dtype=torch.long), torch.zeros(2, vocabulary.size))


def test_the_vocabulary_of_qwen_has_tokens_that_write_a_dot_and_a_name() -> None:
    assert list(parts("qwen3")[4].dotted.starting("get"))
    assert not list(parts("starcoder2")[4].dotted.starting("get"))


def test_usage_counts_steps_and_time() -> None:
    _, pieces, masks, _, vocabulary = parts("qwen3")
    processor = MembersOnly(masks, pieces, [Behind(ShopCursor(), "x = parcel.")], [])
    processor(torch.zeros(1, 1, dtype=torch.long), torch.zeros(1, vocabulary.size + 5))
    assert (processor.usage.steps, processor.usage.constrained, processor.usage.dead_ends) == (1, 1, 0)
    assert 0 < processor.usage.median_ms < 60_000

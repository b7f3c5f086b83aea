"""What tokens write, for tokenizers of three kinds."""

import pytest

pytest.importorskip("transformers", reason="the extra 'transformers' is not installed")

from agents.coders.members.tokens import token_bytes
from tests.fixtures.tiny_models import KINDS, Kind, site_texts, tokenizer


@pytest.mark.parametrize("kind", KINDS)
def test_the_bytes_of_tokens_are_the_bytes_of_the_text(kind: Kind) -> None:
    words = tokenizer(kind, site_texts()[:20], 1_200)
    pieces = token_bytes(words)
    assert len(pieces) == len(words)
    text = 'Money fee = account.getId(); // Gebühr 5 € "x"\n\t\treturn  fee;\n'
    ids = words.encode(text, add_special_tokens=False)
    assert b"".join(pieces[number] or b"" for number in ids).decode().removeprefix(" ") == text
    special = [pieces[number] for number in words.all_special_ids]
    assert special == [None] * len(special)
    assert len(special) >= 3

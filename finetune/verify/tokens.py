"""How long records are as the target model counts, and which answers a limit would touch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from agents.context import CHARACTERS_PER_TOKEN
from finetune.records import Record
from finetune.verify.findings import Sizes
from knowledge.errors import SpotsmithError


class TokenCounter(Protocol):
    @property
    def name(self) -> str:
        """What counts, for the report."""

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""


class Estimate:
    """For when no tokenizer is given."""

    name = f"estimate, {CHARACTERS_PER_TOKEN} characters a token"

    def counts(self, texts: Sequence[str]) -> list[int]:
        return [round(len(text) / CHARACTERS_PER_TOKEN) for text in texts]


class FolderTokenizer:
    """``tokenizer.json`` of a model's folder."""

    def __init__(self, folder: Path) -> None:
        file = folder / "tokenizer.json" if folder.is_dir() else folder
        if not file.is_file():
            raise SpotsmithError(f"{folder}: no tokenizer.json is there; give the folder of the model or its tokenizer")
        try:
            from tokenizers import Tokenizer
        except ModuleNotFoundError as error:
            raise SpotsmithError(
                "--tokenizer needs the package tokenizers: pip install 'spotsmith[transformers]'"
            ) from error
        try:
            self._tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # the library raises bare Exception for whatever the file holds
            raise SpotsmithError(f"{file}: not a tokenizer: {error}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.name = f"tokenizer of {folder.name}"

    def counts(self, texts: Sequence[str]) -> list[int]:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(each.ids) for each in encoded]


def sizes_of(records: Sequence[Record], counter: TokenCounter) -> tuple[Sizes, ...]:
    """A text that many records share, such as the system prompt, is counted once."""
    texts = [part for record in records for part in (*_asked(record), _context(record), record.output)]
    distinct = list(dict.fromkeys(texts))
    known = dict(zip(distinct, counter.counts(distinct), strict=True))
    found = []
    for record in records:
        answer, context = known[record.output], known[_context(record)]
        asked = sum(known[part] for part in _asked(record))
        found.append(Sizes(len(record.output), answer, asked + answer, min(context, asked)))
    return tuple(found)


def _asked(record: Record) -> tuple[str, ...]:
    if record.user or record.prefix or record.suffix:
        return record.system, record.user, record.prefix, record.suffix
    return record.system, record.instruction, record.input


def _context(record: Record) -> str:
    """What is shrunk first: the knowledge that is shown, or the text around the hole."""
    return record.prefix + record.suffix if record.kind in ("fim", "text") else record.input


def too_long(sizes: Sizes, most: int) -> tuple[bool, str]:
    """(whether the answer itself would be touched, the sentence); no sentence for what fits."""
    over = sizes.total - most
    if not most or over <= 0:
        return False, ""
    if over <= sizes.context:
        return False, f"{sizes.total:,} tokens: {over:,} of {sizes.context:,} tokens of context are cut at {most:,}"
    rest = sizes.total - sizes.context
    return True, (
        f"{sizes.total:,} tokens: without any context {rest:,} are left, so the answer of {sizes.answer:,} is touched "
        f"at {most:,}"
    )

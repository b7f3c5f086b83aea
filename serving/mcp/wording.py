"""The texts that an agent reads, from files; the words of the framework come from its pack."""

from pathlib import Path
from string import Template

from knowledge.pack_data import PackData

FOLDER = Path(__file__).with_name("texts")


def text_of(file: str, /, **words: str) -> str:
    """A word that the file needs and is not given is a mistake, found by the tests."""
    return Template((FOLDER / f"{file}.txt").read_text(encoding="utf-8")).substitute(words).strip()


def instructions(pack: PackData) -> str:
    return text_of("instructions", title=pack.title, artefacts=", ".join(made_by(pack)))


def made_by(pack: PackData) -> list[str]:
    """The artefacts that the pack can write, as people call them."""
    return [name.replace("-", " ") for name, artefact in pack.artefacts.items() if artefact.generates]

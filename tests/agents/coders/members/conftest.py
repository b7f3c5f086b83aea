"""A cursor over a made-up class, and tokenizers of three kinds."""

import pytest

from knowledge.completion import FREE, Choice, Place

PARCEL = Choice(
    {"getWeight": "call", "getWeightLimit": "call", "getId": "call", "label": "word", "<": "open"}, "Parcel"
)
DEPOT = Choice({"getParcel": "call", "getCode": "call"}, "Depot")
TYPES = Choice({"Parcel": "word", "Depot": "word", "ParcelList": "word"}, "a type")
OWN = Choice({"getLimit": "call", "getDepot": "call"}, "own getters", required=False, about="get")


class ShopCursor:
    """Knows ``parcel.``, ``depot.``, ``new`` and getters of its own; a call of ``getParcel()`` gives a parcel."""

    def at(self, written: str) -> Place:
        head, partial = _split(written)
        if written.rstrip(" ").endswith(("/", '"')):
            return FREE
        return Place(
            partial,
            self._behind(head),
            after_dot=self._behind(f"{written}."),
            after_space=self._behind(f"{written} "),
            after_bracket=OWN,
            after_operator=OWN,
            after_other=OWN,
        )

    def _behind(self, head: str) -> Choice | None:
        if head.endswith((" parcel.", "\nparcel.", "getParcel().")) or head == "parcel.":
            return PARCEL
        if head.endswith(" depot.") or head == "depot.":
            return DEPOT
        if head.endswith("new "):
            return TYPES
        return None if head.endswith(".") else OWN


def _split(written: str) -> tuple[str, str]:
    end = len(written)
    while end and (written[end - 1].isalnum() or written[end - 1] in "_$"):
        end -= 1
    return written[:end], written[end:]


@pytest.fixture
def shop() -> ShopCursor:
    return ShopCursor()

"""A made-up framework as data, for tests of what reads requests: a parcel service with plug-ins called handlers."""

import pytest

from knowledge.pack_data import Artefact, PackData


@pytest.fixture(scope="session")
def parcel_pack() -> PackData:
    return PackData(
        name="parcel",
        title="Parcel service",
        language="java",
        file_suffixes=(".java",),
        front_end="front_end:open_front_end",
        names=("parcelflow", "parcel flow"),
        example_request="a handler that weighs parcels again",
        artefacts={
            "handler": Artefact(words=("handler", "plug-in"), generates=True),
            "job": Artefact(words=("night job", "job"), generates=False),
            "screen": Artefact(words=("screen",), generates=False),
        },
        synonyms={"package": "parcel", "cash on delivery": "collection"},
        noise=("write", "please", "a", "the", "that", "for", "when", "is", "with"),
        parameter_types={"decimal": ("weight", "limit"), "integer": ("days",), "boolean": ("flag",)},
        parameter_entities={"depot": "depot", "depot type": "depotType", "to do type": "toDoType"},
    )

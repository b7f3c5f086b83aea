"""A pack that a site keeps in a folder of its own, and what is wrong with one is said."""

import re
from pathlib import Path

import pytest

from knowledge.pack_data import PACKS
from serving.settings import FILE
from tests.serving.command_line import Spotsmith

REQUEST = "late payment fee as a percentage parameter of the overdue balance"
FRONT_END = """
from dataclasses import dataclass
from knowledge.packs.ormb.front_end import OrmbFrontEnd

@dataclass(frozen=True, slots=True)
class Own:
    name: "str"

def open_front_end(data):
    assert Own("own").name == data.name
    return OrmbFrontEnd(data)
"""


@pytest.fixture
def own_pack(other_site: Path) -> Path:
    folder = other_site / "packs" / "own"
    folder.mkdir(parents=True)
    text = (PACKS / "ormb" / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(text.replace("name: ormb", "name: own", 1), encoding="utf-8")
    (folder / "front_end.py").write_text(FRONT_END, encoding="utf-8")
    settings = other_site / FILE
    settings.write_text(f'pack = "packs/own"\n{settings.read_text(encoding="utf-8")}', encoding="utf-8")
    return folder


def test_a_pack_in_a_folder_of_the_workspace_is_used(spotsmith: Spotsmith, own_pack: Path) -> None:
    assert spotsmith("resolve", "-w", own_pack, REQUEST, "--json").code == 0


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("pack.yaml", "names: [", r"pack\.yaml:\d: not YAML: .*expected"),
        ("pack.yaml", "nam: own", r"pack\.yaml: \w+: .* Known keys: name, title.* See docs/packs\.md"),
        ("front_end.py", "", r"front_end\.py has no function open_front_end, which pack\.yaml names"),
        ("front_end.py", None, r"front_end names front_end\.py, which is not there"),
    ],
)
def test_what_is_wrong_with_a_pack_is_said(
    spotsmith: Spotsmith, own_pack: Path, file: str, text: str | None, sentence: str
) -> None:
    (own_pack / file).unlink()
    if text is not None:
        (own_pack / file).write_text(text, encoding="utf-8")
    assert re.search(sentence, spotsmith("resolve", "-w", own_pack, REQUEST).sentence)


def test_a_mistake_of_ours_goes_to_the_log_and_its_place_is_said(
    spotsmith: Spotsmith, own_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_pack / "front_end.py").write_text("def open_front_end(data):\n    return 1 / 0\n", encoding="utf-8")
    site = own_pack.parents[1]
    monkeypatch.chdir(site)
    ran = spotsmith("resolve", REQUEST)
    log = site / ".spotsmith" / "spotsmith.log"
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == (
        f"spotsmith: internal error: ZeroDivisionError: division by zero. Details are in {log}; please report it\n"
    )
    assert "return 1 / 0" in log.read_text(encoding="utf-8")
    log.unlink()
    log.mkdir()
    ran = spotsmith("resolve", REQUEST)
    (place,) = (word for word in ran.err.split() if word.endswith(".log;"))
    assert "return 1 / 0" in Path(place.rstrip(";")).read_text(encoding="utf-8")
    Path(place.rstrip(";")).unlink()

"""``pack.yaml`` is read strictly, and a mistake in it is a sentence."""

import shutil
from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from knowledge.pack_data import PACKS, installed_packs, read_pack


def some_pack() -> Path:
    return next(iter(installed_packs().values()))


def test_every_pack_in_the_folder_is_installed_under_its_name() -> None:
    assert set(installed_packs()) >= {path.parent.name for path in PACKS.glob("*/pack.yaml")}
    for name in installed_packs():
        data, folder = read_pack(name)
        assert data.name == name and (folder / f"{data.front_end.partition(':')[0]}.py").is_file()


def test_a_pack_is_also_found_by_its_folder(tmp_path: Path) -> None:
    shutil.copytree(some_pack(), tmp_path / "mine")
    data, folder = read_pack(str(tmp_path / "mine"))
    assert folder == tmp_path / "mine" and data.artefacts


def test_an_unknown_pack_names_the_installed_ones() -> None:
    with pytest.raises(SpotsmithError, match=r"there is no pack 'nope'; installed: "):
        read_pack("nope")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour: red", r"colour: .*Known keys: name, title"),
        ("language: [1]", r"language: "),
        ("names: [", r"not YAML"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_key(tmp_path: Path, line: str, said: str) -> None:
    text = (some_pack() / "pack.yaml").read_text(encoding="utf-8")
    key = line.partition(":")[0]
    lines = [part for part in text.splitlines() if not part.startswith(f"{key}:")]
    (tmp_path / "pack.yaml").write_text("\n".join([*lines, line]), encoding="utf-8")
    with pytest.raises(SpotsmithError, match=said):
        read_pack(str(tmp_path))

"""``spotsmith init`` looks at a folder and writes settings that the reader of settings takes."""

from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from serving.init import make_workspace
from serving.settings import find_workspace

SITE = {
    "lib/a.jar": "",
    "lib/oracle [12]/b.jar": "",
    "README.md": "# not a guide",
    "guides/billing.md": "# Billing",
    "db/tables.sql": "create table T (A number);",
    "db/README.md": "# about the scripts",
    "java/source/cm/com/site/domain/A.java": "/* head */\npackage com.site.domain;\nclass A {}",
    "java/source/cm/com/site/B.java": "package com.site; // here\nclass B {}",
    "java/source/tests/com/site/C.java": "package com.site;\nclass C {}",
    "loose/D.java": "class D {}",
    "build/E.java": "class E {}",
    ".git/hidden.jar": "",
    "target/classes/f.jar": "",
}


def site(folder: Path) -> Path:
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_init_finds_jars_source_roots_scripts_and_guides(tmp_path: Path) -> None:
    made = make_workspace(site(tmp_path), "", {}, force=False)
    assert made.path == tmp_path / "spotsmith.toml"
    assert made.whole
    assert made.found == {
        "class_path": ["lib/*.jar", "lib/oracle [[]12]/*.jar"],
        "sources": ["java/source/cm", "java/source/tests", "loose"],
        "schema": ["db/*.sql"],
        "documents": ["guides/*.md"],
    }


def test_what_init_writes_is_what_settings_read(tmp_path: Path) -> None:
    made = make_workspace(site(tmp_path), "", {}, force=False)
    workspace = find_workspace(tmp_path)
    assert workspace.settings.inputs == {**made.found, "generated": []}
    jars = workspace.files(workspace.settings.class_path)
    assert [jar.name for jar in jars] == ["a.jar", "b.jar"], "a bracket in a folder's name is no pattern"
    assert all(workspace.missing(patterns) == [] for patterns in workspace.settings.inputs.values())


def test_given_values_win_over_what_was_found(tmp_path: Path) -> None:
    given = {"class_path": ["C:\\libs\\*.jar", 'a "quoted" name.jar'], "documents": ["für/*.md"]}
    make_workspace(site(tmp_path), "", given, force=False)
    settings = find_workspace(tmp_path).settings
    assert (settings.class_path, settings.documents) == (given["class_path"], given["documents"])
    assert settings.schema_files == ["db/*.sql"]


def test_existing_settings_are_kept_unless_force_is_given(tmp_path: Path) -> None:
    (tmp_path / "spotsmith.toml").write_text("# mine", encoding="utf-8")
    with pytest.raises(SpotsmithError, match="exists already; edit it, or pass --force to replace it"):
        make_workspace(tmp_path, "", {}, force=False)
    assert (tmp_path / "spotsmith.toml").read_text(encoding="utf-8") == "# mine"
    make_workspace(tmp_path, "", {}, force=True)
    assert find_workspace(tmp_path).settings.pack


def test_a_folder_that_is_none_and_a_pack_that_is_none_are_said(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="nowhere is not a folder"):
        make_workspace(tmp_path / "nowhere", "", {}, force=False)
    with pytest.raises(SpotsmithError, match=r"there is no pack 'cobol'; installed: \w+"):
        make_workspace(tmp_path, "cobol", {}, force=False)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "spotsmith.toml").mkdir()
    with pytest.raises(SpotsmithError, match=r"spotsmith\.toml: Is a directory"):
        make_workspace(tmp_path, "", {}, force=True)


def test_a_folder_too_large_to_be_looked_at_is_left_after_a_while(tmp_path: Path) -> None:
    for number in range(5_001):
        (tmp_path / str(number)).mkdir()
    (tmp_path / "9999").mkdir()
    (tmp_path / "9999" / "last.jar").touch()
    made = make_workspace(tmp_path, "", {}, force=False)
    assert (made.whole, made.found["class_path"]) == (False, [])

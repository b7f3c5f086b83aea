"""Trees, archives and branches: the same files each time, and nothing of anyone else is touched."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from serving.batch.output import File, open_output
from serving.batch.plan import Choice
from tests.serving.batch.conftest import THREE, Batch, tree

DUE = "com/acme/bill/CmDueDate_Impl.java"


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    done = subprocess.run(["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One commit, and work of the user that is staged, changed and new."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for name in ("kept.txt", "staged.txt"):
        (folder / name).write_text("first\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    (folder / "staged.txt").write_text("second\n", encoding="utf-8")
    git(folder, "add", "staged.txt")
    (folder / "kept.txt").write_text("changed\n", encoding="utf-8")
    (folder / "new.txt").write_text("new\n", encoding="utf-8")
    return folder


def state(repository: Path) -> tuple[str, str, str, dict[str, bytes]]:
    """All that a user sees of their checkout."""
    files = {path: data for path, data in tree(repository).items() if not path.startswith(".git/")}
    return git(repository, "status", "--porcelain"), git(repository, "diff"), git(repository, "diff", "--cached"), files


def commits(repository: Path, branch: str) -> list[str]:
    return git(repository, "log", "--reverse", "--format=%s", f"main..{branch}").splitlines()


def test_what_someone_else_wrote_is_found_before_anything_is_made(batch: Batch, tmp_path: Path) -> None:
    target = tmp_path / "out" / DUE
    target.parent.mkdir(parents=True)
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(SpotsmithError) as raised:
        batch(out=tmp_path / "out")
    assert str(raised.value) == (
        f"{tmp_path}/out: a mistake; nothing was made\n  {target} is there already and is not what this batch wrote; "
        "--force replaces it"
    )
    assert target.read_text(encoding="utf-8") == "mine"
    assert batch(out=tmp_path / "out", force=True).head.counts["ok"] == 3
    assert target.read_text(encoding="utf-8") != "mine"


def test_a_file_that_was_edited_since_is_not_replaced(batch: Batch, tmp_path: Path) -> None:
    batch(out=tmp_path / "out")
    (tmp_path / "out" / DUE).write_text("edited", encoding="utf-8")
    with pytest.raises(SpotsmithError, match="is not what this batch wrote"):
        batch(THREE.replace("weekend or holiday", "Sunday"), out=tmp_path / "out")
    assert (tmp_path / "out" / DUE).read_text(encoding="utf-8") == "edited"


def test_a_file_of_the_batch_is_replaced_when_its_item_changes(batch: Batch, tmp_path: Path) -> None:
    batch(out=tmp_path / "out")
    old = (tmp_path / "out" / DUE).read_bytes()
    assert batch(THREE.replace("weekend or holiday", "Sunday"), out=tmp_path / "out").head.made == 1
    assert (tmp_path / "out" / DUE).read_bytes() != old


def test_an_item_may_have_a_source_tree_of_its_own(batch: Batch, tmp_path: Path) -> None:
    batch(THREE.replace("- id: due\n", "- id: due\n    out: portal/java\n"), out=tmp_path / "out")
    assert (tmp_path / "out" / "portal" / "java" / DUE).is_file()


def test_an_output_that_leads_elsewhere_by_a_link_is_refused(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "com").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SpotsmithError, match="would be written outside"):
        batch(out=tmp_path / "out")
    assert tree(tmp_path / "elsewhere") == {}


def test_an_archive_is_the_same_bytes_whatever_the_order_and_the_time(tmp_path: Path) -> None:
    files = [File(name, f"src/{name}.java", f"class {name} {{}}\n", "make it", "ok") for name in "bac"]
    for name, made in (("one", files), ("two", files[::-1])):
        open_output(tmp_path / f"{name}.zip", "", "", False, set(), "batch").finish(iter(made))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["src/a.java", "src/b.java", "src/c.java"]
        assert archive.read("src/a.java") == b"class a {}\n"
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_an_archive_of_someone_else_is_not_replaced(batch: Batch, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mine.txt", "mine")
    with pytest.raises(SpotsmithError, match=r"out\.zip is there already and was not written by a batch"):
        batch(out=target)
    batch(out=target, force=True)
    first = target.read_bytes()
    batch(out=target)
    assert target.read_bytes() == first


def test_a_branch_gets_a_commit_for_each_item_and_the_checkout_stays(batch: Batch, repository: Path) -> None:
    before = state(repository)
    outcome = batch(branch="feature/batch", out=repository / "java")
    assert state(repository) == before
    assert outcome.head.written == f"3 commits are new on branch feature/batch of {repository}"
    subjects = commits(repository, "feature/batch")
    assert [subject.partition(":")[0] for subject in subjects] == ["due", "small", "late"]
    names = git(repository, "ls-tree", "-r", "--name-only", "feature/batch").splitlines()
    assert f"java/{DUE}" in names and "kept.txt" in names and len(names) == 5
    body = git(repository, "log", "-1", "--format=%b", "feature/batch")
    assert "Spotsmith-Status: ok" in body and "Spotsmith-Item: late" in body
    git(repository, "fsck", "--strict")


def test_a_branch_of_the_batch_is_gone_on_with_and_never_rewritten(batch: Batch, repository: Path) -> None:
    batch(branch="batch", out=repository)
    tip = git(repository, "rev-parse", "batch")
    batch(branch="batch", out=repository)
    assert git(repository, "rev-parse", "batch") == tip, "nothing has changed, so nothing is committed"
    batch(THREE.replace("weekend or holiday", "Sunday"), branch="batch", out=repository)
    assert [subject.partition(":")[0] for subject in commits(repository, "batch")] == ["due", "small", "late", "due"]
    assert git(repository, "rev-parse", "batch~1") == tip


def test_a_batch_in_parts_gives_the_commits_of_a_whole_one(batch: Batch, repository: Path) -> None:
    batch(branch="whole", out=repository)
    git(repository, "branch", "-q", "-m", "whole", "other")
    batch(choice=Choice(again=True, limit=1), branch="parts", out=repository)
    batch(branch="parts", out=repository)
    assert git(repository, "rev-parse", "parts") == git(repository, "rev-parse", "other")


def test_the_branches_of_others_are_refused(batch: Batch, repository: Path, tmp_path: Path) -> None:
    git(repository, "branch", "theirs")
    for name, said in (
        ("theirs", "is there already; name another one, or pass --force to commit on top of it"),
        ("main", "is checked out; commits beneath a checkout would look like changes of yours"),
        ("no..name", "'no..name' is not a name for a branch"),
        ("--upload", "'--upload' is not a name for a branch"),
    ):
        with pytest.raises(SpotsmithError) as raised:
            batch(branch=name, out=repository)
        assert said in str(raised.value)
    batch(branch="theirs", out=repository, force=True)
    assert len(commits(repository, "theirs")) == 3
    with pytest.raises(SpotsmithError, match="is not inside a git repository"):
        batch(branch="x", out=tmp_path / "plain")
    with pytest.raises(SpotsmithError, match="names no commit"):
        batch(branch="x", out=repository, base="v9")


def test_a_request_adds_nothing_to_a_commit_but_text(repository: Path) -> None:
    nasty = 'one"\n\nSigned-off-by: Eve <eve@example.com>\ncommit refs/heads/main\n\x00data 4'
    output = open_output(repository, "batch", "", False, set(), "batch")
    output.finish(iter([File('a"\\b', 'src/Ü "q".java', "class A {}\n", nasty, "ok")]))
    assert git(repository, "log", "-1", "--format=%(trailers:only,unfold)", "batch").split() == [
        *("Spotsmith-Status:", "ok", "Spotsmith-Item:", 'a"\\b')
    ]
    assert 'src/Ü "q".java' in git(repository, "ls-tree", "-r", "-z", "--name-only", "batch").split("\0")
    assert git(repository, "rev-parse", "main") == git(repository, "rev-parse", "batch~1")

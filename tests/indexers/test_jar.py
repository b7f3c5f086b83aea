"""JARs of a class path: order, cache, borrowed names, damage."""

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from indexers.archive import ArchiveError, content, entries
from indexers.jar import JarError, read_class_path, read_jar
from knowledge.records import Member, Symbol
from tests.indexers.java_fixture import compile_classes, compile_jar, pack

SPOT = "package a; public interface Spot { void setBill(String bill, long amount); boolean isDue(int day); }"
WORKER = """package b;
public class Worker implements a.Spot {
    public void setBill(String number, long total) {}
    public boolean isDue(int today) { return true; }
}
"""


def methods(found: Symbol | None, name: str) -> list[Member]:
    assert found is not None
    return [member for member in found.members if member.name == name]


def names(found: Symbol | None, method: str) -> list[str]:
    (only,) = methods(found, method)
    return [parameter.name for parameter in only.parameters]


@pytest.fixture(scope="module")
def spot_jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_jar(tmp_path_factory.mktemp("jars") / "spot", {"a/Spot.java": SPOT}, "-g")


@pytest.fixture(scope="module")
def worker_jar(spot_jar: Path) -> Path:
    return compile_jar(spot_jar.parent / "worker", {"b/Worker.java": WORKER}, "-g", "-cp", str(spot_jar))


def test_a_jar_gives_its_types_with_their_place(spot_jar: Path) -> None:
    read = read_jar(spot_jar)
    assert [(found.name, str(found.source)) for found in read] == [("a.Spot", f"{spot_jar}!a/Spot.class")]
    assert read.newest_major >= 61 and read.warnings == ()
    assert read.get("a.Nothing") is None and "a.Spot" in read and len(read) == 1


def test_sources_are_named_relative_to_the_root(spot_jar: Path) -> None:
    (found,) = read_jar(spot_jar, root=spot_jar.parent)
    assert str(found.source) == "spot.jar!a/Spot.class"
    (found,) = read_jar(spot_jar, root=spot_jar.parent / "elsewhere")
    assert found.source.path == str(spot_jar)


def test_abstract_methods_borrow_names_from_implementors_in_other_jars(spot_jar: Path, worker_jar: Path) -> None:
    assert names(read_jar(spot_jar).get("a.Spot"), "setBill") == ["", ""]
    both = read_class_path([spot_jar, worker_jar])
    assert names(both.get("a.Spot"), "setBill") == ["number", "total"]
    assert names(both.get("a.Spot"), "isDue") == ["today"]


def test_names_that_the_caller_knows_from_sources_come_first(spot_jar: Path, worker_jar: Path) -> None:
    known = {
        ("a.Spot", "setBill", ("String", "long")): ("billId", "amount"),
        ("a.Spot", "isDue", ("String",)): ("wrongType",),
        ("b.Worker", "isDue", ("int",)): ("hasItsOwn",),
    }
    read = read_class_path([spot_jar, worker_jar], sources=known)
    assert names(read.get("a.Spot"), "setBill") == ["billId", "amount"]
    assert names(read.get("a.Spot"), "isDue") == ["today"]
    assert names(read.get("b.Worker"), "isDue") == ["today"]


def test_names_are_lent_over_generic_types_and_indirect_supertypes(tmp_path: Path) -> None:
    sources = {
        "a/Top.java": """package a; public interface Top<T> {
            void put(T one, java.util.List<T> more); void other(int i); }""",
        "a/Mid.java": "package a; public abstract class Mid<T> implements Top<T> {}",
        "a/Low.java": """package a; public abstract class Low<E> extends Mid<E> {
            public void put(E first, java.util.List<E> rest) {} public void other(long unlike) {} }""",
    }
    read = read_jar(compile_jar(tmp_path / "generic", sources, "-g"))
    assert names(read.get("a.Top"), "put") == ["first", "rest"]
    assert names(read.get("a.Top"), "other") == [""]


def test_the_names_that_most_implementors_use_are_lent(tmp_path: Path) -> None:
    sources = {"a/Spot.java": SPOT}
    for name, day in (("A", "d"), ("B", "dueDay"), ("C", "dueDay")):
        body = f"public void setBill(String b, long a) {{}} public boolean isDue(int {day}) {{ return true; }}"
        sources[f"a/{name}.java"] = f"package a; public class {name} implements Spot {{ {body} }}"
    read = read_jar(compile_jar(tmp_path / "votes", sources, "-g"))
    assert names(read.get("a.Spot"), "isDue") == ["dueDay"]


def test_the_first_jar_on_the_class_path_wins(tmp_path: Path) -> None:
    old = compile_jar(tmp_path / "old", {"a/A.java": "package a; public class A { public int old; }"})
    new = compile_jar(
        tmp_path / "new",
        {
            "a/A.java": "package a; public class A { public int young; }",
            "a/B.java": "package a; public class B {}",
        },
    )
    read = read_class_path([old, new, old])
    assert [(found.name, found.source.path) for found in read] == [("a.A", str(old)), ("a.B", str(new))]
    assert read.names() == ("a.A", "a.B") and len(read) == 2
    first = read.get("a.A")
    assert first is not None and [member.name for member in first.members] == ["old", "<init>"]
    second = read_class_path([new, old]).get("a.A")
    assert second is not None and second.members[0].name == "young"


def test_private_nested_types_are_left_out_unless_others_extend_them(tmp_path: Path) -> None:
    source = """package a; public class Box {
        private static class Hidden {}
        private static class Shelf { public int width() { return 1; } }
        public static class Wide extends Shelf {}
    }"""
    read = read_jar(compile_jar(tmp_path / "box", {"a/Box.java": source}))
    assert read.names() == ("a.Box.Shelf", "a.Box.Wide", "a.Box")


def test_versioned_copies_and_numbered_classes_are_not_read(tmp_path: Path) -> None:
    source = "package a; public class A { public Object b = new Object() {}; }"
    classes = compile_classes(tmp_path / "a", {"a/A.java": source})
    jar = pack(classes, tmp_path / "a.jar")
    with zipfile.ZipFile(jar, "a") as archive:
        archive.writestr("META-INF/versions/21/a/A.class", b"broken on purpose")
        archive.writestr("a/A$1Odd.class", b"broken on purpose")
        archive.writestr("readme.txt", b"no class")
    read = read_jar(jar)
    assert read.names() == ("a.A",) and read.warnings == ()


def test_the_cache_answers_for_the_same_content_and_only_for_it(spot_jar: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    jar = tmp_path / "moving.jar"
    jar.write_bytes(spot_jar.read_bytes())
    first = list(read_jar(jar, cache_dir=cache))
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    moved = jar.rename(tmp_path / "moved.jar")
    assert [found.members for found in read_jar(moved, cache_dir=cache)] == [found.members for found in first]
    assert kept.stat().st_mtime_ns == written
    other = {"a/Spot.java": "package a; public interface Spot { int other(); }"}
    compile_jar(tmp_path / "changed", other).replace(moved)
    assert [member.name for found in read_jar(moved, cache_dir=cache) for member in found.members] == ["other"]
    assert len(list(cache.iterdir())) == 2


def test_what_comes_from_the_cache_is_really_read_from_there(spot_jar: Path, worker_jar: Path, tmp_path: Path) -> None:
    read_class_path([spot_jar, worker_jar], cache_dir=tmp_path)
    by_size = sorted(tmp_path.iterdir(), key=lambda file: file.stat().st_size)
    spot_kept, worker_kept = by_size
    spot_kept.write_bytes(worker_kept.read_bytes())
    assert read_jar(spot_jar, cache_dir=tmp_path).names() == ("b.Worker",)


@pytest.mark.parametrize("damage", [b"", b"no zlib", "half"])
def test_a_damaged_cache_is_made_anew(spot_jar: Path, tmp_path: Path, damage: bytes | str) -> None:
    read_jar(spot_jar, cache_dir=tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if isinstance(damage, str) else damage)
    assert read_jar(spot_jar, cache_dir=tmp_path).names() == ("a.Spot",)
    assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_said(spot_jar: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(JarError, match=r"the cache of JARs cannot be written .* Make the folder writable\."):
        read_jar(spot_jar, cache_dir=blocked / "cache")


def test_progress_is_reported_for_each_jar(spot_jar: Path, worker_jar: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    read_class_path([spot_jar, worker_jar], progress=lambda done, total, label: seen.append((done, total, label)))
    assert seen == [(1, 2, "spot.jar"), (2, 2, "worker.jar")]


@pytest.fixture(scope="module")
def large_jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than one part, and worth a second process."""
    folder = tmp_path_factory.mktemp("large")
    source = {"a/A.java": "package a; public class A { public int a(long b) { return 1; } }"}
    data = (compile_classes(folder / "one", source, "-g") / "a" / "A.class").read_bytes()
    with zipfile.ZipFile(folder / "large.jar", "w") as archive:
        for number in range(4_500):
            archive.writestr(f"a/A{number:04}.class", renamed(data, "a/A", f"a/A{number:04}"))
    return folder / "large.jar"


def test_two_processes_read_the_same_as_one(large_jar: Path, tmp_path: Path) -> None:
    alone = read_class_path([large_jar], processes=1)
    together = read_class_path([large_jar], processes=2, cache_dir=tmp_path / "cache")
    assert len(alone) == 4_500
    assert list(together) == list(alone)


def test_a_script_that_cannot_start_processes_reads_alone(large_jar: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from indexers.jar import read_class_path\n"
        f"print(len(read_class_path([Path({str(large_jar)!r})], processes=2)))\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, encoding="utf-8", env={"PYTHONPATH": str(root)}
    )
    assert (done.returncode, done.stdout) == (0, "4500\n"), done.stderr


def renamed(data: bytes, old: str, new: str) -> bytes:
    """The class under another name: only its text constant changes."""
    before, after = old.encode(), new.encode()
    return data.replace(
        b"\x01" + struct.pack(">H", len(before)) + before, b"\x01" + struct.pack(">H", len(after)) + after
    )


def test_a_missing_jar_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(JarError, match=r"gone\.jar: there is no such JAR\. Correct the class path"):
        read_jar(tmp_path / "gone.jar")


def test_a_folder_in_place_of_a_jar_is_said(tmp_path: Path) -> None:
    with pytest.raises(JarError, match=r"this is a folder\. Name its JARs"):
        read_jar(tmp_path)


@pytest.mark.parametrize(
    ("bytes_", "reason"),
    [
        (b"", "the file is empty"),
        (b"not a zip at all", "no ZIP file or it is cut off"),
        (b"PK\x03\x04" + bytes(500), "no ZIP file or it is cut off"),
        (b"PK\x05\x06" + bytes(4) + b"\x05\x00\x05\x00" + bytes(10), "its directory is damaged"),
    ],
)
def test_a_file_that_is_no_jar_is_said(tmp_path: Path, bytes_: bytes, reason: str) -> None:
    jar = tmp_path / "bad.jar"
    jar.write_bytes(bytes_)
    with pytest.raises(JarError, match=f"bad.jar: cannot be read as a JAR: .*{reason}.*Copy it anew"):
        read_jar(jar)


def test_a_truncated_jar_is_said(spot_jar: Path, tmp_path: Path) -> None:
    jar = tmp_path / "half.jar"
    jar.write_bytes(spot_jar.read_bytes()[:200])
    with pytest.raises(JarError, match=r"half\.jar: cannot be read as a JAR"):
        read_jar(jar)


def test_one_bad_class_is_a_warning_and_the_others_survive(spot_jar: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(spot_jar) as archive:
        good = archive.read("a/Spot.class")
    jar = tmp_path / "mixed.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("a/Cut.class", good[:60])
        archive.writestr("a/Text.class", b"hello")
        archive.writestr("a/Spot.class", good)
    for cache in (None, tmp_path, tmp_path):  # the warning is kept in the cache as well
        read = read_jar(jar, cache_dir=cache)
        assert read.names() == ("a.Spot",)
        assert len(read.warnings) == 2
        assert "mixed.jar!a/Cut.class: truncated or corrupt class file" in read.warnings[0]
        assert read.warnings[1].endswith(
            "a/Text.class: not a class file: it does not begin with CAFEBABE; the type is left out"
        )


def test_a_damaged_entry_is_a_warning(spot_jar: Path, worker_jar: Path, tmp_path: Path) -> None:
    data = bytearray(worker_jar.read_bytes())
    (entry,) = entries(bytes(data))
    start = entry.offset + 30 + len(entry.name)
    data[start : start + 20] = b"\xff" * 20
    jar = tmp_path / "damaged.jar"
    jar.write_bytes(data)
    read = read_class_path([spot_jar, jar])
    assert read.names() == ("a.Spot",)
    assert "b/Worker.class: its packed content is damaged" in read.warnings[0]


def test_a_newer_class_file_is_read_and_its_version_reported(spot_jar: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(spot_jar) as archive:
        newer = bytearray(archive.read("a/Spot.class"))
    newer[6:8] = struct.pack(">H", 90)
    jar = tmp_path / "newer.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("a/Spot.class", bytes(newer))
    for cache in (None, tmp_path, tmp_path):
        read = read_class_path([jar], cache_dir=cache)
        assert read.names() == ("a.Spot",) and read.newest_major == 90


def test_an_archive_with_bytes_in_front_of_it_is_read(spot_jar: Path, tmp_path: Path) -> None:
    jar = tmp_path / "self-starting.jar"
    jar.write_bytes(b"#!/bin/sh\nexec java -jar $0\n" + spot_jar.read_bytes())
    assert read_jar(jar).names() == ("a.Spot",)


def test_large_archives_use_the_64_bit_directory() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"x" * (number % 3))
    found = entries(buffer.getvalue())
    assert len(found) == 66_000
    assert content(buffer.getvalue(), found[65_999]) == b"xx"[: 65_999 % 3]


def test_an_unknown_packing_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.class", b"x" * 100)
    (entry,) = entries(buffer.getvalue())
    with pytest.raises(ArchiveError, match="method 12, which Java does not use"):
        content(buffer.getvalue(), entry)

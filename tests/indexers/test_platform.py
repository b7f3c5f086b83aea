"""The types of the Java platform, from the installed JDK and from files made for the test."""

import struct
import zlib
from pathlib import Path

import pytest

from indexers.extract import JarSymbols
from indexers.jimage import ImageError, class_files
from indexers.platform import PlatformError, read_platform
from knowledge.records import Member
from tests.indexers.java_fixture import compile_classes, java_home


@pytest.fixture(scope="module")
def platform() -> JarSymbols:
    return read_platform(java_home())


def methods(platform: JarSymbols, type_: str, name: str) -> list[Member]:
    found = platform.get(type_)
    assert found is not None
    return [member for member in found.members if member.name == name]


def test_the_types_of_everyday_code_are_there(platform: JarSymbols) -> None:
    for name in ("java.lang.String", "java.util.Map.Entry", "java.math.BigDecimal", "java.time.LocalDate"):
        assert name in platform, name
    assert "java.util.concurrent.locks.Lock" in platform and "javax.swing.JTable" not in platform
    assert platform.warnings == ()


def test_a_platform_type_says_where_it_lies(platform: JarSymbols) -> None:
    found = platform.get("java.util.List")
    assert found is not None
    assert (found.source.kind, found.source.place) == ("platform", "java.base/java/util/List.class")
    assert found.type_parameters == ("E",) and found.interfaces == ("java.util.Collection<E>",)


def test_abstract_methods_of_the_platform_borrow_names_from_its_classes(platform: JarSymbols) -> None:
    if not any(p.name for m in methods(platform, "java.util.ArrayList", "subList") for p in m.parameters):
        pytest.skip("this Java was built without debug information: no names to borrow")
    assert [p.name for m in methods(platform, "java.util.List", "subList") for p in m.parameters] == [
        "fromIndex",
        "toIndex",
    ]


def test_only_the_packages_asked_for_are_read() -> None:
    read = read_platform(java_home(), ["java.math"])
    assert {found.package for found in read} == {"java.math"}


def test_an_older_release_has_only_what_it_had() -> None:
    home = java_home()
    if not (home / "lib" / "ct.sym").is_file():
        pytest.skip("this Java has no lib/ct.sym, the record of older releases")
    eight = read_platform(home, ["java.lang", "java.util"], release=8)
    assert methods(eight, "java.lang.String", "isEmpty") and not methods(eight, "java.lang.String", "isBlank")
    assert "java.util.Map.Entry" in eight and "java.lang.Record" not in eight
    eleven = read_platform(home, ["java.lang", "java.util"], release=11)
    assert methods(eleven, "java.lang.String", "isBlank")


def test_a_release_that_no_jdk_knows_is_said() -> None:
    with pytest.raises(PlatformError, match=r"ct\.sym: (knows nothing of release 3|not found)"):
        read_platform(java_home(), ["java.math"], release=3)


def test_a_folder_without_java_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match=r"lib.modules: not found\. Give the home of an installed Java"):
        read_platform(tmp_path)


@pytest.mark.parametrize("content", [b"", b"x" * 20, b"x" * 2_000])
def test_a_damaged_module_image_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "modules").write_bytes(content)
    with pytest.raises(PlatformError, match=r"modules: cannot be read: .* Give the home of another Java\."):
        read_platform(tmp_path)


def test_a_cut_off_module_image_is_said(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    with (java_home() / "lib" / "modules").open("rb") as file:
        (tmp_path / "lib" / "modules").write_bytes(file.read(100_000))
    with pytest.raises(PlatformError, match=r"it is damaged"):
        read_platform(tmp_path)


def image(order: str, packing: str, content: bytes) -> bytes:
    """A module image with one class, m/a/A.class."""
    strings = b"\0m\0a\0A\0class\0" + packing.encode() + b"\0"
    packed = b""
    if packing:
        squeezed = zlib.compress(content)
        packed = struct.pack("<IQQIIB", 0xCAFEFAFA, len(squeezed), len(content), 13, 0, 1) + squeezed
    numbers = ((1, 1), (2, 3), (3, 5), (4, 7), (6, len(packed)), (7, len(content)))
    location = b"".join(bytes([kind << 3 | 1]) + struct.pack(">H", value) for kind, value in numbers) + b"\0"
    header = struct.pack(order + "7I", 0xCAFEDADA, 1 << 16, 0, 1, 1, len(location), len(strings))
    return header + struct.pack(order + "iI", 0, 0) + location + strings + (packed or content)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("packing", ["", "zip"])
def test_images_of_both_byte_orders_plain_and_zipped_are_read(tmp_path: Path, order: str, packing: str) -> None:
    classes = compile_classes(tmp_path / "a", {"a/A.java": "package a; public class A {}"})
    content = (classes / "a" / "A.class").read_bytes()
    file = tmp_path / "modules"
    file.write_bytes(image(order, packing, content))
    assert list(class_files(file, ["a"])) == [("m/a/A.class", content)]
    assert list(class_files(file, ["b"])) == []


def test_an_image_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "modules"
    file.write_bytes(image("<", "compact-cp", b"content"))
    with pytest.raises(ImageError, match="packed with 'compact-cp'"):
        list(class_files(file, ["a"]))

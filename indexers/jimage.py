"""Reads ``lib/modules``, the file in which a Java runtime keeps its own class files (the jimage format, 1.0).

A header, a hash table that we do not need, one location per resource as attributes, a string table, the content.
Runtimes made with ``jlink --compress`` are read when they are packed with zip.
"""

import mmap
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

_MAGIC = 0xCAFEDADA
_COMPRESSED = struct.Struct("<IQQIIB")
_COMPRESSED_MAGIC = 0xCAFEFAFA
_END, _MODULE, _PARENT, _BASE, _EXTENSION, _OFFSET, _PACKED, _SIZE = range(8)


class ImageError(ValueError):
    """Not a jimage file, or one that is cut off or packed in a way that we do not know."""


def class_files(path: Path, folders: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Place (``java.base/java/lang/String.class``) and content, of the packages and those below them, by place."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            image = _Image(data)
            for place, location in sorted(image.class_files(tuple(folders))):
                yield place, image.content(location)
        except (struct.error, IndexError, zlib.error) as error:
            raise ImageError(f"it is damaged ({error})") from error


class _Image:
    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.order = "<" if data[:4] == struct.pack("<I", _MAGIC) else ">"
        magic, version, _, _, length, locations, strings = struct.unpack_from(self.order + "7I", data)
        if magic != _MAGIC or version >> 16 != 1:
            raise ImageError("it is no module image of format 1")
        table = 28 + 4 * length  # behind the header and the redirects
        self.offsets = struct.unpack_from(f"{self.order}{length}I", data, table)
        self.locations = table + 4 * length
        self.strings = self.locations + locations
        self.contents = self.strings + strings

    def class_files(self, folders: tuple[str, ...]) -> Iterator[tuple[str, list[int]]]:
        """Place and location of each class file in these folders or below."""
        wanted: dict[int, str] = {}
        class_extension = 0
        for offset in self.offsets:
            location = self._location(self.locations + offset)
            parent = location[_PARENT]
            folder = wanted.get(parent)
            if folder is None:
                name = self._string(parent)
                inside = any(name == each or name.startswith(each + "/") for each in folders)
                folder = wanted[parent] = name if inside else ""
            if not folder:
                continue
            if not class_extension and self._string(location[_EXTENSION]) == "class":
                class_extension = location[_EXTENSION]
            if location[_EXTENSION] == class_extension:
                module, base = self._string(location[_MODULE]), self._string(location[_BASE])
                yield f"{module}/{folder}/{base}.class", location

    def content(self, location: list[int]) -> bytes:
        start = self.contents + location[_OFFSET]
        if not location[_PACKED]:
            return self.data[start : start + location[_SIZE]]
        packed = self.data[start : start + location[_PACKED]]
        while packed[:4] == struct.pack("<I", _COMPRESSED_MAGIC):
            _, size, _, decompressor, _, _ = _COMPRESSED.unpack_from(packed)
            name = self._string(decompressor)
            if name != "zip":
                raise ImageError(f"its content is packed with {name!r}; only plain and zip images can be read")
            packed = zlib.decompress(packed[_COMPRESSED.size : _COMPRESSED.size + size])
        return packed

    def _location(self, at: int) -> list[int]:
        """The attributes by kind: a byte of kind and length, then the value."""
        data, values = self.data, [0] * 8
        while (head := data[at]) >= 8:
            length = (head & 7) + 1
            values[head >> 3] = int.from_bytes(data[at + 1 : at + 1 + length], "big")
            at += 1 + length
        return values

    def _string(self, offset: int) -> str:
        start = self.strings + offset
        return self.data[start : self.data.find(b"\0", start)].decode("utf-8", "replace")

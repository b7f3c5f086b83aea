"""Packs class files into the JARs that a site would have; the same input gives the same bytes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

JARS = {
    "spl-shared.jar": ("com/splwg/shared/",),
    "spl-base.jar": ("com/splwg/base/",),
    "spl-ccb.jar": ("com/splwg/ccb/",),
    "spl-tax.jar": ("com/splwg/tax/",),
    "spl-d1.jar": ("com/splwg/d1/", "com/splwg/d2/"),
    "icu4j.jar": ("com/ibm/icu/",),
    "dom4j.jar": ("org/dom4j/",),
    "third-party.jar": ("",),
}
"""JAR to the folders it holds; the first that fits wins."""

EPOCH = (2020, 1, 1, 0, 0, 0)
MANIFEST = b"Manifest-Version: 1.0\r\nImplementation-Title: Stand-in of the OUAF SDK, made from names\r\n\r\n"


def pack(classes: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[str]] = {name: [] for name in JARS}
    for path in sorted(classes.rglob("*.class")):
        inside = path.relative_to(classes).as_posix()
        parts[_jar_of(inside)].append(inside)
    for name, entries in parts.items():
        _write(out / name, classes, entries)


def _jar_of(inside: str) -> str:
    return next(name for name, folders in JARS.items() if inside.startswith(folders))


def _write(target: Path, classes: Path, entries: list[str]) -> None:
    """Beside the old file first, then in its place: a reader sees the old JAR or the new one."""
    half = target.with_name(f"{target.name}.{os.getpid()}.part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr(_entry("META-INF/MANIFEST.MF"), MANIFEST)
        for inside in entries:
            jar.writestr(_entry(inside), (classes / inside).read_bytes())
    Path(half).replace(target)


def _entry(inside: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(inside, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info

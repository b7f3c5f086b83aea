"""Reads the types of the Java platform itself, so that ``java.util.List`` is known like any other type.

From ``lib/modules`` of a JDK or JRE or, for the API of an older release, from ``lib/ct.sym`` of a JDK; parameter names
then come from ``lib/modules``, because ct.sym has none. A Java 8 installation has neither: its ``rt.jar`` is a JAR
like others.
"""

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexers import jimage
from indexers.archive import ArchiveError, content, entries
from indexers.borrow import borrowed_names, names_of
from indexers.extract import JarSymbols, extract

COMMON_PACKAGES = (
    "java.beans",
    "java.io",
    "java.lang",
    "java.math",
    "java.net",
    "java.nio",
    "java.rmi",
    "java.security",
    "java.sql",
    "java.text",
    "java.time",
    "java.util",
    "javax.crypto",
    "javax.naming",
    "javax.net",
    "javax.script",
    "javax.security",
    "javax.sql",
    "javax.xml",
    "org.w3c.dom",
    "org.xml.sax",
)
"""With the packages below them: what business code uses. Swing and CORBA are not among them."""

_RELEASES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""ct.sym names its folders by the releases that a class file serves: ``879A`` for 7 to 10."""


class PlatformError(Exception):
    """The Java installation cannot be read; the sentence says where, why, and what to do."""


def read_platform(
    java_home: Path, packages: Sequence[str] = COMMON_PACKAGES, *, release: int | None = None
) -> JarSymbols:
    """The types of these packages and the packages below them.

    ``release``: only what Java had in that release, 8 for example; needs a JDK. Without it, what this Java has.
    """
    folders = tuple(package.replace(".", "/") for package in packages)
    modules = java_home / "lib" / "modules"
    try:
        current = JarSymbols("platform", str(modules), extract(jimage.class_files(modules, folders)))
    except FileNotFoundError:
        raise PlatformError(f"{modules}: not found. Give the home of an installed Java 9 or newer.") from None
    except (OSError, ValueError) as error:
        raise PlatformError(f"{modules}: cannot be read: {error}. Give the home of another Java.") from error
    if release is None or release == current.newest_major - 44:
        return replace(current, borrowed=borrowed_names([current]))
    return _older(java_home, folders, release, current)


def _older(java_home: Path, folders: tuple[str, ...], release: int, current: JarSymbols) -> JarSymbols:
    path = java_home / "lib" / "ct.sym"
    try:
        made = extract(_release_files(path, folders, release))
    except FileNotFoundError:
        raise PlatformError(f"{path}: not found; only a JDK knows older releases. Give the home of a JDK.") from None
    except (OSError, ArchiveError) as error:
        raise PlatformError(f"{path}: cannot be read: {error}. Give the home of another JDK.") from error
    if not made.heads:
        raise PlatformError(f"{path}: knows nothing of release {release}. Choose one that `javac --release` takes.")
    older = JarSymbols("platform", str(path), made)
    return replace(older, borrowed=borrowed_names([older], names_of(current)))


def _release_files(path: Path, folders: tuple[str, ...], release: int) -> Iterator[tuple[str, bytes]]:
    if not 0 < release < len(_RELEASES):
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for entry in entries(data):
            releases, _, inside = entry.name.partition("/")
            module, _, below = inside.partition("/")
            name = below if "." in module else inside  # before Java 12 there was no folder per module
            if _RELEASES[release] in releases and name.endswith(".sig") and name.startswith(folders):
                yield entry.name, content(data, entry)

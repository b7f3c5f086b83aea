"""What a name in a site's file means: Java's own rules for types, the framework's for entities and lookups.

The same simple name exists in several products; the file's imports say which product it is written for.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from string import ascii_lowercase

from knowledge.pack import Types
from knowledge.packs.ormb.declaration import Declaration
from knowledge.packs.ormb.java_source import member_types

_TYPE = re.compile(r"(?<![\w.$])[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*")
_WORDS = frozenset(["boolean", "byte", "short", "int", "long", "float", "double", "char", "void", "extends", "super"])
_PRODUCT = re.compile(r"com\.splwg\.(\w+)\.")
_SITE_LOOKUPS = "com.splwg.cm.api.lookup"

# Platform names that wildcard imports and java.lang bring. A class path of product JARs does not hold them.
_PLATFORM = {
    "java.lang": "Object String Boolean Byte Short Integer Long Float Double Character Number Math Void Class "
    "Iterable Comparable Runnable CharSequence StringBuilder StringBuffer Throwable Exception RuntimeException "
    "Error IllegalArgumentException IllegalStateException NullPointerException NumberFormatException "
    "ClassNotFoundException CloneNotSupportedException InterruptedException UnsupportedOperationException "
    "IndexOutOfBoundsException ClassCastException Thread Override",
    "java.util": "List ArrayList LinkedList Map HashMap LinkedHashMap TreeMap SortedMap Set HashSet LinkedHashSet "
    "TreeSet SortedSet Collection Collections Iterator ListIterator Comparator Vector Hashtable Properties "
    "Arrays Stack Queue Deque Optional Locale Calendar Enumeration StringTokenizer UUID Random",
    "java.io": "File InputStream OutputStream Reader Writer IOException FileNotFoundException BufferedReader "
    "BufferedWriter FileReader FileWriter FileInputStream FileOutputStream PrintWriter PrintStream Serializable "
    "StringReader StringWriter Closeable",
    "java.math": "BigInteger BigDecimal RoundingMode MathContext",
    "java.text": "ParseException SimpleDateFormat DecimalFormat NumberFormat MessageFormat",
    "java.sql": "Connection SQLException ResultSet Statement Timestamp",
}
_PLATFORM_NAMES = {package: frozenset(names.split()) for package, names in _PLATFORM.items()}


@dataclass(frozen=True)
class TypeNames:
    """Resolves the names that one file uses."""

    declaration: Declaration
    types: Types
    more: Collection[str] = frozenset()
    """Qualified names that exist beside ``types``: the other files and what is generated for them."""

    def known(self, name: str) -> bool:
        return name in self.more or self.types.find(name) is not None

    def type(self, written: str) -> str | None:
        """The qualified name that Java gives to this name in the file, or None when that is not certain."""
        first, _, rest = re.sub(r"\s+", "", written).partition(".")
        if rest and first[:1].islower():
            name = f"{first}.{rest}"
            return name if name.startswith(("java.", "javax.")) or self.known(name) else None
        outer = self._simple(first)
        if outer is None or not rest:
            return outer
        name = f"{outer}.{rest}"
        return name if outer.startswith("java.") or self._declares(first) or self.known(name) else None

    def type_text(self, text: str, variables: Collection[str] = ()) -> str | None:
        """A whole type with each name in it qualified; None when one of them is not certain."""
        missing: list[str] = []

        def qualified(match: re.Match[str]) -> str:
            word = match.group()
            if word in _WORDS or word in variables:
                return word
            name = self.type(word)
            if name is None:
                missing.append(word)
            return name or word

        result = _TYPE.sub(qualified, text)
        return None if missing else result

    def entity(self, written: str) -> str | None:
        """The entity of ``entityName = characteristicType``."""
        return self._named(_capital(written), _entity_like)

    def lookup(self, written: str) -> str | None:
        """The lookup class of ``lookupName = billStatus``."""
        simple = _capital(written)
        suffixed = simple if simple.endswith("Lookup") else f"{simple}Lookup"
        return self._named(suffixed, _lookup_like, shadow=f"{_SITE_LOOKUPS}.{suffixed}")

    def near(self, written: str, suffix: str = "") -> tuple[str, ...]:
        """Names like ``written`` that exist, as an annotation would write them."""
        wanted = f"{_capital(written)}{suffix}"
        names = {name.rpartition(".")[2] for name in (*self.declaration.imports, *self.more)}
        names = {name for name in names if name.endswith(suffix) and name != wanted}
        names.update(name for name in _one_edit_away(wanted) if self.types.named(name))
        close = get_close_matches(wanted, sorted(names), n=5, cutoff=0.75)
        return tuple(_as_written(name, suffix) for name in close)

    def _simple(self, name: str) -> str | None:
        declaration = self.declaration
        if self._declares(name):
            visible = name in member_types(declaration.text, declaration.name)
            return declaration.qualify(f"{declaration.name}.{name}") if visible else None
        exact = next((i for i in declaration.imports if i.endswith(f".{name}")), None)
        if exact is not None:
            return exact if exact.startswith(("java.", "javax.")) or self.known(exact) else None
        own = declaration.qualify(name)
        if name == declaration.name or self.known(own):
            return own
        packages = [i[:-2] for i in declaration.imports if i.endswith(".*")]
        found = [f"{p}.{name}" for p in (*packages, "java.lang") if self._in_package(p, name)]
        return found[0] if len(set(found)) == 1 else None

    def _declares(self, name: str) -> bool:
        return any(nested.name == name for nested in self.declaration.nested)

    def _in_package(self, package: str, name: str) -> bool:
        return name in _PLATFORM_NAMES.get(package, ()) or self.known(f"{package}.{name}")

    def _named(self, written: str, suits: "_Suits", shadow: str = "") -> str | None:
        if "." in written:
            return written if self.known(written) else None
        imported = self._simple(written)
        if imported is not None and self.known(imported):
            return imported
        if shadow and self.known(shadow):
            return shadow
        more = sorted(name for name in self.more if name.endswith(f".{written}"))
        names = dict.fromkeys((*self.types.named(written), *more))
        candidates = [name for name in names if _is_top_level(name)]
        suitable = [name for name in candidates if suits(self, name)] or candidates
        return min(suitable, key=self._rank, default=None)

    def _rank(self, name: str) -> tuple[bool, int, bool]:
        """Beside an imported type, then the product that the file imports most, then the flat layout."""
        package = name.rpartition(".")[0]
        simple = name.rpartition(".")[2]
        imported = {f"{package}.{simple}_Id", f"{package}.{simple}_DTO"} & set(self.declaration.imports)
        product = _PRODUCT.match(name)
        counts = Counter(m.group(1) for m in map(_PRODUCT.match, self.declaration.imports) if m)
        # Every file imports the framework itself; that says nothing about its product.
        count = counts[product.group(1)] if product and product.group(1) != "base" else 0
        return not imported, -count, ".entity." in name


def _entity_like(names: TypeNames, name: str) -> bool:
    return names.known(f"{name}_Id")


def _lookup_like(names: TypeNames, name: str) -> bool:
    return ".api.lookup." in name


_Suits = Callable[[TypeNames, str], bool]


def _capital(written: str) -> str:
    head, dot, name = written.rpartition(".")
    return f"{head}{dot}{name[:1].upper()}{name[1:]}"


def _as_written(name: str, suffix: str) -> str:
    stem = name.removesuffix(suffix)
    return stem[:1].lower() + stem[1:]


def _is_top_level(name: str) -> bool:
    return not any(part[:1].isupper() for part in name.split(".")[:-1])


def _one_edit_away(name: str) -> Iterator[str]:
    """Names with one letter or one word less, more or other. The index is asked by name; it cannot be listed."""
    for i in range(len(name) + 1):
        head, tail = name[:i], name[i:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        yield head + tail[:1].swapcase() + tail[1:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]
    words = re.findall(r"[A-Z][a-z0-9]*", name)
    for i in range(len(words)):
        yield "".join(words[:i] + words[i + 1 :])

"""What a pack's front end is asked to write (``Blueprint``) and the proven frame that it gives back (``Skeleton``)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.records import Exemplar, Parameter, SoftParameter, SourceFile, Symbol, Table


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Everything about one artefact that is decided before a body is written."""

    request: str
    artefact: str
    package: str
    class_name: str
    spot: Symbol
    soft_parameters: tuple[SoftParameter, ...] = ()
    tables: tuple[Table, ...] = ()
    types: tuple[str, ...] = ()
    """Qualified names, most wanted first."""
    exemplars: tuple[Exemplar, ...] = ()

    @property
    def qualified_name(self) -> str:
        return f"{self.package}.{self.class_name}" if self.package else self.class_name


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in the skeleton that a coder fills. The text around it is fixed."""

    name: str
    """Unique in the skeleton: ``invoke``, ``helpers``."""
    signature: str
    """The method whose body it is, or empty for a place between members."""
    purpose: str
    placeholder: str
    """Text that compiles and does nothing; kept when no coder fills the hole."""
    scope: tuple[Parameter, ...] = ()
    """Fields and parameters that a body can see, with their types."""


@dataclass(frozen=True, slots=True)
class Fill:
    """What a coder puts into a hole."""

    code: str
    imports: tuple[str, ...] = ()
    """Qualified names that the code uses by their simple names."""
    todo: tuple[str, ...] = ()
    """What only a person or a model can decide, in one sentence each; also marked in the code."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A source file with typed holes. ``parts`` alternate freely; ``IMPORTS`` stands where imports go."""

    path: str
    class_name: str
    package: str
    parts: tuple[str | Hole, ...]
    imports: tuple[str, ...]
    import_line: str = "import {name};"
    import_groups: tuple[str, ...] = ()
    """Name prefixes in house order; a blank line between groups, the rest last."""

    @property
    def qualified_name(self) -> str:
        return f"{self.package}.{self.class_name}" if self.package else self.class_name

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(part for part in self.parts if isinstance(part, Hole))

    def filled(self, fills: Mapping[str, Fill]) -> SourceFile:
        """The file with each hole filled, or with its placeholder where ``fills`` has nothing for it."""
        return SourceFile(self.path, "".join(text for _, text in self.rendered(fills)))

    def spans(self, fills: Mapping[str, Fill]) -> dict[str, tuple[int, int]]:
        """First and last line (1-based) of each hole in ``filled(fills)``."""
        found: dict[str, tuple[int, int]] = {}
        line = 1
        for part, text in self.rendered(fills):
            if isinstance(part, Hole):
                found[part.name] = (line, line + max(text.count("\n") - text.endswith("\n"), 0))
            line += text.count("\n")
        return found

    def around(self, name: str, fills: Mapping[str, Fill]) -> tuple[str, str]:
        """The text before and after a hole, with the other holes filled as ``fills`` says."""
        rendered = list(self.rendered({n: fill for n, fill in fills.items() if n != name}))
        at = next(i for i, (part, _) in enumerate(rendered) if isinstance(part, Hole) and part.name == name)
        return "".join(text for _, text in rendered[:at]), "".join(text for _, text in rendered[at + 1 :])

    def rendered(self, fills: Mapping[str, Fill]) -> Iterator[tuple[str | Hole, str]]:
        """Each part with its text, in the order of the file."""
        wanted = set(self.imports).union(*(fill.imports for fill in fills.values()))
        for part in self.parts:
            if isinstance(part, Hole):
                fill = fills.get(part.name)
                yield part, part.placeholder if fill is None else fill.code
            else:
                yield part, self._import_block(wanted) if part == IMPORTS else part

    def _import_block(self, names: set[str]) -> str:
        needed = sorted(n for n in names if n.rpartition(".")[0] not in ("java.lang", self.package))
        groups: dict[int, list[str]] = {}
        for name in needed:
            rank = next((i for i, p in enumerate(self.import_groups) if name.startswith(p)), 99)
            groups.setdefault(rank, []).append(self.import_line.format(name=name))
        return "\n\n".join("\n".join(groups[rank]) for rank in sorted(groups))


IMPORTS = "\0imports"

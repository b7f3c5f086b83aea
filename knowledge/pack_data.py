"""``pack.yaml``: a framework as data. Read strictly: an unknown key or a wrong type is refused with its place."""

from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import SpotsmithError

PACKS = Path(__file__).parent / "packs"
FILE = "pack.yaml"


class Artefact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    """What people call it in a request."""
    generates: bool
    """Whether the pack can write one; otherwise the request is answered with a sentence."""


class PackData(BaseModel):
    """Everything that a pack says without code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    language: str
    file_suffixes: tuple[str, ...]
    """Endings of source files."""
    front_end: str
    """``module:function`` inside the pack; called with this data, it gives the ``FrontEnd``."""
    names: tuple[str, ...]
    """Words that name the framework itself; they say nothing about what is wanted."""
    example_request: str
    artefacts: dict[str, Artefact]
    """The first is meant when a request does not say."""
    spot_suffixes: tuple[str, ...] = ()
    synonyms: dict[str, str] = {}
    """Words of a request -> words of the product."""
    noise: tuple[str, ...] = ()
    parameter_types: dict[str, tuple[str, ...]] = {}
    """Type word -> natural words that mean it."""
    parameter_entities: dict[str, str] = {}
    """Natural words -> entity of a soft parameter."""
    entity_tables: dict[str, str] = {}
    """Simple entity name -> table."""
    column_lookups: dict[str, str] = {}
    """Column -> simple name of the lookup that it holds."""
    class_prefix: str = ""
    class_suffix: str = ""
    package_root: str = ""

    @cached_property
    def main_artefact(self) -> str:
        return next(iter(self.artefacts))


def read_yaml(path: Path) -> Any:
    """Plain data; by the C reader where PyYAML has it, which is seven times faster (2 ms instead of 13 for a pack)."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def installed_packs() -> dict[str, Path]:
    """Folders of the packs that came with Spotsmith and of those that other distributions offer, by name."""
    found = {path.parent.name: path.parent for path in sorted(PACKS.glob(f"*/{FILE}"))}
    for entry in entry_points(group="spotsmith.packs"):
        module = import_module(entry.value)
        found[entry.name] = Path(str(module.__file__)).parent
    return found


def read_pack(name: str) -> tuple[PackData, Path]:
    """The data of an installed pack, or of the pack in a folder when ``name`` is a path; with its folder."""
    packs = installed_packs()
    folder = packs.get(name) or Path(name)
    path = folder / FILE
    if not path.is_file():
        raise SpotsmithError(f"there is no pack {name!r}; installed: {', '.join(packs) or 'none'}. See docs/packs.md")
    try:
        return PackData.model_validate(read_yaml(path)), folder
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SpotsmithError(f"{path}:{line}: not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: not text: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        known = ", ".join(PackData.model_fields)
        raise SpotsmithError(f"{path}: {place}: {first['msg']}. Known keys: {known}. See docs/packs.md") from error

"""Spec -> ``Item``s: defaults filled in, every value judged, all mistakes said at once with their places."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath

from agents.state import Task
from knowledge.encoding import encode
from knowledge.errors import SpotsmithError
from knowledge.nearest import nearest
from knowledge.records import SoftParameter
from serving.app import checked
from serving.batch.nodes import Fields, Node, Spec, Text, what
from serving.batch.parameters import parameters_of
from serving.settings import Workspace, with_coder

KEYS = ("id", "request", "spot", "class_name", "package", "artefact", "soft_parameters", "out", "coder", "model")
OWN = ("id", "class_name")  # not for all items at once
SHOWN = 40  # mistakes that are printed; nobody reads more before mending these
_ID = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,100}")


@dataclass(frozen=True, slots=True)
class Item:
    """One class to be made."""

    id: str
    task: Task
    place: str
    out: str = ""
    """Folder below the output in which the item's source tree begins."""
    coder: str = ""
    model: str = ""


def refuse(name: str, mistakes: Sequence[str]) -> None:
    """Raises SpotsmithError that lists the mistakes, if there are any."""
    if not mistakes:
        return
    unique = list(dict.fromkeys(mistakes))
    more = [f"... and {len(unique) - SHOWN} more"] if len(unique) > SHOWN else []
    count = "a mistake" if len(unique) == 1 else f"{len(unique)} mistakes"
    raise SpotsmithError("\n  ".join([f"{name}: {count}; nothing was made", *unique[:SHOWN], *more]))


def items_of(spec: Spec, workspace: Workspace) -> tuple[Item, ...]:
    """Raises SpotsmithError with everything that is wrong, so that nothing runs before all of it is right."""
    mistakes = list(spec.mistakes)
    mistakes += _unknown_keys(spec.defaults, "defaults") if spec.defaults else []
    mistakes += _misplaced(spec.defaults) if spec.defaults else []
    common = spec.defaults.fields if spec.defaults else {}
    reader = _Reader(workspace, {key: node for key, node in common.items() if key not in OWN}, mistakes)
    items = [reader.item(entry) for entry in spec.items]
    if not spec.items and not spec.mistakes:
        mistakes.append(f"{spec.name}: there are no items; each needs a request")
    mistakes += _doubled(items)
    refuse(spec.name, mistakes)
    return tuple(items)


class _Reader:
    """Entries -> items, with what is the same for all of them."""

    def __init__(self, workspace: Workspace, defaults: Mapping[str, Node], mistakes: list[str]) -> None:
        self._workspace = workspace
        self._defaults = defaults
        self._mistakes = mistakes
        self._coders: dict[str, str] = {}

    def item(self, entry: Fields) -> Item:
        self._mistakes += _unknown_keys(entry, "an item")
        task = Task(
            self._request(entry),
            artefact=self._text(entry, "artefact"),
            spot=self._text(entry, "spot"),
            class_name=self._checked(entry, "class_name", lambda text: Task("-", class_name=text)),
            package=self._checked(entry, "package", lambda text: Task("-", package=text)),
            soft_parameters=self._parameters(entry),
        )
        item = Item("", task, entry.place, self._out(entry), self._coder(entry, "coder"), self._coder(entry, "model"))
        return replace(item, id=self._id(entry, item))

    def _node(self, entry: Fields, key: str) -> Node | None:
        """The item's own value, else the default; an empty one counts as absent."""
        own = entry.fields.get(key)
        if own is None or (isinstance(own, Text) and not (own.text or "").strip()):
            return self._defaults.get(key)
        return own

    def _text(self, entry: Fields, key: str) -> str:
        node = self._node(entry, key)
        if isinstance(node, Text):
            return (node.text or "").strip()
        if node is not None:
            self._mistakes.append(f"{node.place}: {key} must be a text, not {what(node)}")
        return ""

    def _request(self, entry: Fields) -> str:
        text = self._text(entry, "request")
        node = self._node(entry, "request")
        if not text and (node is None or isinstance(node, Text)):
            self._mistakes.append(f"{entry.place}: the item has no request; say what the class is for")
        return self._checked(entry, "request", Task) if text else ""

    def _checked(self, entry: Fields, key: str, task: Callable[[str], Task]) -> str:
        """A text that the engine accepts in this place."""
        text, node = self._text(entry, key), self._node(entry, key)
        if text and node:
            try:
                accepted = checked(task(text))
                return accepted.request if key == "request" else text
            except SpotsmithError as error:
                self._mistakes.append(f"{node.place}: {error}")
        return text

    def _parameters(self, entry: Fields) -> tuple[SoftParameter, ...]:
        node = self._node(entry, "soft_parameters")
        return parameters_of(node, self._mistakes) if node is not None else ()

    def _out(self, entry: Fields) -> str:
        text, node = self._text(entry, "out"), self._node(entry, "out")
        path = PurePosixPath(text.replace("\\", "/"))
        if node and (path.is_absolute() or ".." in path.parts or PureWindowsPath(text).drive or not text.isprintable()):
            self._mistakes.append(f"{node.place}: out {text!r} must be a folder below the output, without ..")
        return "" if str(path) == "." else str(path)

    def _coder(self, entry: Fields, key: str) -> str:
        text, node = self._text(entry, key), self._node(entry, key)
        if key == "coder" and node and text:
            if text not in self._coders:
                self._coders[text] = _refusal(self._workspace, text)
            if self._coders[text]:
                self._mistakes.append(f"{node.place}: {self._coders[text]}")
        return text

    def _id(self, entry: Fields, item: Item) -> str:
        """As given, else made from the content: the same item is the same wherever it stands in the file."""
        text, node = self._text(entry, "id"), entry.fields.get("id")
        if node and text and not _ID.fullmatch(text):
            self._mistakes.append(f"{node.place}: an id has at most 100 characters, all of them visible")
        return text or f"item-{hashlib.sha256(encode(replace(item, place='')).encode()).hexdigest()[:12]}"


def _refusal(workspace: Workspace, coder: str) -> str:
    try:
        with_coder(workspace, coder, "")
    except SpotsmithError as error:
        return str(error)
    return ""


def _unknown_keys(entry: Fields, where: str) -> list[str]:
    mistakes = []
    for key, node in entry.fields.items():
        if key not in KEYS:
            near = nearest(KEYS, key, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            mistakes.append(f"{node.place}: unknown key {key!r} in {where}; {hint}known keys: {', '.join(KEYS)}")
    return mistakes


def _misplaced(defaults: Fields) -> list[str]:
    found = [(key, defaults.fields[key]) for key in OWN if key in defaults.fields]
    return [f"{node.place}: {key} cannot be a default; each item has its own" for key, node in found]


def _doubled(items: Iterable[Item]) -> list[str]:
    """Ids that two items have, and classes of one name in one package and output."""
    ids: dict[str, Item] = {}
    classes: dict[tuple[str, str, str], Item] = {}
    mistakes = []
    for item in items:
        first = ids.setdefault(item.id, item)
        if first is not item:
            same = "this item says the same as" if item.id.startswith("item-") else f"id {item.id!r} is taken by"
            mistakes.append(f"{item.place}: {same} the one on {first.place}")
            continue
        if item.task.class_name:
            first = classes.setdefault((item.out, item.task.package, item.task.class_name), item)
            if first is not item:
                mistakes.append(
                    f"{item.place}: class name {item.task.class_name!r} is taken by the item on {first.place}"
                )
    return mistakes

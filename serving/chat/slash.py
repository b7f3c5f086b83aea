"""The commands of a chat: what begins with a slash is done here, and never sent to a coder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agents.coders.wire import Problem
from indexers.reading import read_text
from knowledge.errors import SpotsmithError
from knowledge.nearest import nearest
from knowledge.records import SourceFile
from serving.chat.screen import option_text
from serving.conversation.state import Made, State
from serving.output import write_files

if TYPE_CHECKING:
    from agents.state import Result
    from serving.chat.loop import Chat


@dataclass(frozen=True, slots=True)
class Slash:
    name: str
    takes: str
    help: str
    run: Callable[["Chat", str], None]


def run(chat: "Chat", line: str) -> None:
    """Carries out a line that begins with a slash. Raises SpotsmithError when there is no such command."""
    name, _, argument = line[1:].partition(" ")
    command = next((each for each in SLASHES if each.name == name.lower()), None)
    if command is None:
        near = nearest([each.name for each in SLASHES], name, 1)
        raise SpotsmithError(f"there is no command /{name}; {f'did you mean /{near[0]}?' if near else 'see /help'}")
    command.run(chat, argument.strip())


def _why(chat: "Chat", argument: str) -> None:
    chat.screen.text(chat.conversation.why(argument))


def _show(chat: "Chat", argument: str) -> None:
    chat.screen.code(_result(chat).draft.file.text)


def _diff(chat: "Chat", argument: str) -> None:
    """Against what was accepted last of this class, else against the turn before."""
    result, made = _result(chat), chat.conversation.state.made
    name = result.draft.skeleton.qualified_name
    before = chat.accepted.get(name)
    if before is None and len(made) > 1 and made[-1].wanted.follows and made[-2].result:
        before = made[-2].result.draft.file.text
    if before is None:
        raise SpotsmithError("there is nothing to compare with: it is the first result of its request")
    chat.screen.difference(before, result.draft.file.text)


def _accept(chat: "Chat", argument: str) -> None:
    force, place = _forced(argument)
    corrected = None
    if place:
        (path,) = (Path(place).expanduser(),)
        if not path.is_file():
            raise SpotsmithError(f"{path}: there is no such file; /accept takes the corrected file, or nothing")
        corrected = SourceFile(str(path), read_text(path))
    accepted = chat.conversation.accept(corrected, force)
    chat.screen.accepted(accepted)
    chat.accepted_was(accepted, corrected)


def _undo(chat: "Chat", argument: str) -> None:
    chat.screen.reply(chat.conversation.undo())


def _save(chat: "Chat", argument: str) -> None:
    """To a file of this name, or below a folder of sources; without a path beside the chat."""
    force, place = _forced(argument)
    file = _result(chat).draft.file
    target = Path(place).expanduser() if place else Path(Path(file.path).name)
    if target.suffix in chat.app.pack.file_suffixes and not target.is_dir():
        (path,) = write_files([SourceFile(target.name, file.text)], target.parent, force)
    else:
        (path,) = write_files([file], target, force)
    chat.screen.note(f"wrote {path}")


def _model(chat: "Chat", argument: str) -> None:
    if not argument:
        chat.screen.text(f"{chat.app.coder.name} writes{_offered(chat)}")
        return
    kind, slash, name = argument.partition("/")
    if argument == "scaffold":
        chat.app.use_coder("scaffold", "")
    elif slash and kind in ("openai", "ollama", "transformers"):
        chat.app.use_coder(kind, name)
    else:
        chat.app.use_coder(_kind(chat), argument)
    said = chat.app.served.said if chat.app.served else ""
    chat.screen.note(said or f"{chat.app.coder.name} writes from now on")


def _kind(chat: "Chat") -> str:
    """A model by its name alone is of the kind that writes now."""
    kind = chat.app.workspace.settings.coder.kind
    return "auto" if kind == "scaffold" else kind


def _offered(chat: "Chat") -> str:
    endpoint = chat.app.served.endpoint if chat.app.served else None
    if endpoint is None:
        return "; a server of models is named by coder.url in spotsmith.toml"
    try:
        return f"; {endpoint.place} has: {', '.join(endpoint.models())}"
    except Problem as problem:
        return f"; {problem.text}"


def _spot(chat: "Chat", argument: str) -> None:
    if argument:
        chat.make(lambda on_step, on_text: chat.conversation.spot(argument, on_step, on_text))
        return
    resolution = _result(chat).resolution
    options = (resolution.spot, *resolution.alternatives)
    rows = [f"{number}  {option_text(option)}" for number, option in enumerate(options, 1)]
    chat.screen.text("\n".join([*rows, "/spot NUMBER or /spot NAME takes another one."]))


def _new(chat: "Chat", argument: str) -> None:
    chat.conversation.state = State()
    chat.screen.note("forgotten; say what the next code is for")


def _help(chat: "Chat", argument: str) -> None:
    width = max(len(f"/{each.name} {each.takes}") for each in SLASHES)
    rows = [f"{f'/{each.name} {each.takes}':<{width}}  {each.help}" for each in SLASHES]
    said = "Say what the code is for; then say what is to be changed, or ask for something new."
    chat.screen.text("\n".join([said, *rows]))


def _quit(chat: "Chat", argument: str) -> None:
    raise EOFError


def _result(chat: "Chat") -> "Result":
    made: Made | None = chat.conversation.last
    if made is None or made.result is None:
        raise SpotsmithError("nothing has been made yet; say what the code is for")
    return made.result


def _forced(argument: str) -> tuple[bool, str]:
    """Whether --force was said, and the path; in quotation marks or not, it may have spaces."""
    words = argument.split(" ")
    path = " ".join(word for word in words if word != "--force").strip()
    if len(path) > 1 and path[0] == path[-1] and path[0] in "'\"":
        path = path[1:-1]
    return "--force" in words, path


SLASHES = (
    Slash("why", "[SYMBOL]", "Reason and source of what was resolved, or of one symbol.", _why),
    Slash("show", "", "The code of the last result.", _show),
    Slash("diff", "", "What has changed since it was accepted, or since the turn before.", _diff),
    Slash("accept", "[--force] [FILE]", "Keep the result, or its corrected FILE, as an example for later.", _accept),
    Slash("undo", "", "Take the last turn back.", _undo),
    Slash("save", "[--force] [PATH]", "Write the result to a file, or below a source folder.", _save),
    Slash("model", "[NAME]", "Who writes, or another model; scaffold is none.", _model),
    Slash("spot", "[NAME]", "The spots that would fit, or another one by name or number.", _spot),
    Slash("new", "", "Forget what was said, and begin anew.", _new),
    Slash("help", "", "This list.", _help),
    Slash("quit", "", "Leave; so does Ctrl-D.", _quit),
)

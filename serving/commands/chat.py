"""``spotsmith chat``: a conversation about code, on a terminal or through a pipe."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from serving.commands.common import HERE, CoderOption, JsonOption, ModelOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from serving.app import App
    from serving.chat.loop import Chat, Reader


def chat(
    workspace: WorkspaceOption = HERE,
    go_on: Annotated[bool, typer.Option("--continue", help="Go on with the last conversation.")] = False,
    coder: CoderOption = "",
    model: ModelOption = "",
    as_json: JsonOption = False,
) -> None:
    """Ask for code, and change it in turns.

    Say what the code is for; then what is to be changed ("call it CmFee", "add a soft parameter for the threshold"),
    or ask for something new. /help lists the commands. Each line of a pipe is a turn; a backslash at its end joins it
    with the next one. With --json every answer is a line of JSON.
    """
    with opened(workspace, coder, model) as site:
        is_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
        site.parts.resolver  # noqa: B018 - what is wrong with the index is said before anybody types
        if site.served and site.served.said:
            from serving.terminal import print_text

            print_text(f"spotsmith: {site.served.said}\n", sys.stderr)
        talk = _chat(site, is_terminal, as_json, go_on)
        code = talk.run(_reader(talk, is_terminal))
    if code and not is_terminal:
        raise typer.Exit(code)


def _chat(site: "App", is_terminal: bool, as_json: bool, go_on: bool) -> "Chat":
    from serving.chat.loop import Chat
    from serving.chat.screen import JsonLines, Lines, Terminal
    from serving.chat.sessions import Session, newest
    from serving.conversation import Conversation

    kind = Terminal if is_terminal else JsonLines if as_json else Lines
    screen = kind(site.pack.language)
    folder = site.workspace.hidden / "chat"
    found = newest(folder) if go_on else None
    session, state = found or (Session(folder), None)
    asks = site.workspace.settings.chat.ask and (is_terminal or as_json)
    conversation = Conversation(site, asks, state)
    if state and state.last:
        screen.note(f"going on with {state.last.settled.class_name}: {state.last.wanted.said.request}")
    elif go_on:
        screen.note("there is no conversation to go on with; this is a new one")
    elif is_terminal:
        screen.note(f"{site.coder.name} writes; /help lists the commands, Ctrl-D leaves")
    return Chat(site, conversation, screen, session)


def _reader(talk: "Chat", is_terminal: bool) -> "Reader":
    from serving.chat.lines import Piped, names_for

    if not is_terminal:
        return Piped(sys.stdin.buffer)
    site = talk.app
    site.compiler.start()  # its JVM boots while the first request is typed
    from serving.chat.prompt import Prompt

    def said() -> str:
        last = talk.conversation.state.last
        return f"{site.coder.name}{f', {last.settled.class_name}' if last else ''}"

    return Prompt(site.workspace.hidden / "chat_history", lambda command: names_for(command, talk.conversation), said)

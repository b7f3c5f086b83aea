"""The turns of a conversation: each is planned, and what it asks for is made, kept and answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agents.coders.protocol import OnText, unheard
from agents.state import Result
from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.accept import Accepted, accept, offered
from serving.app import App
from serving.conversation.memory import Memory
from serving.conversation.plan import Ask, Make, Site, Undo, Why, plan, with_task
from serving.conversation.reply import Reply
from serving.conversation.state import Made, State, Wanted
from serving.conversation.why import reasons
from serving.deliver import keep
from serving.report import VERDICTS


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a history, as clients of a chat API send it."""

    role: str
    text: str


class Conversation:
    """One person's turns, in order. Not for several threads at once."""

    def __init__(self, app: App, asks: bool = True, state: State | None = None) -> None:
        """``asks``: whether the person can be asked back."""
        self._app = app
        self._asks = asks
        self._after: Callable[[State], None] = _forgotten
        self.state = state or State()

    @classmethod
    def of(
        cls, app: App, messages: Sequence[Message], memory: Memory, owner: str = "", asks: bool = True
    ) -> "tuple[Conversation, str]":
        """The conversation before the last message of the user, and that message: the next thing to ``say``.

        What was remembered is not read again; the rest is read without being written. Raises SpotsmithError when
        no message is the user's.
        """
        said = [message.text for message in messages if message.role == "user"]
        if not said:
            raise SpotsmithError("there is no message of the user: send one with the role user")
        state, known = memory.find(said[:-1], owner)
        conversation = cls(app, asks, state)
        for number in range(known, len(said) - 1):
            conversation._replay(said[number])
            memory.keep(said[: number + 1], conversation.state, owner)
        conversation._after = lambda state: memory.keep(said, state, owner)
        return conversation, said[-1]

    @property
    def app(self) -> App:
        return self._app

    @property
    def last(self) -> Made | None:
        """What was made last, with its result."""
        made = self.state.last
        if made is None or made.result is not None:
            return made
        result, run = self._made(made.wanted, unheard_step, unheard, self.state.made[:-1])
        whole = replace(made, result=result, run=run)
        self.state = replace(self.state, made=(*self.state.made[:-1], whole))
        return whole

    def say(self, text: str, on_step: Callable[[str], None] | None = None, on_text: OnText = unheard) -> Reply:
        """The answer to a turn. Raises SpotsmithError, and changes nothing, when it cannot be carried out."""
        planned = plan(self.state, text, self._site, self._asks)
        match planned:
            case Make():
                reply = self._make(planned, on_step or unheard_step, on_text)
            case Ask():
                self.state = replace(self.state, open=planned.open)
                question = planned.open.question
                reply = Reply("question", question.text, planned.open.wanted.task, question=question)
            case Undo():
                reply = self.undo()
            case Why():
                reply = Reply("told", self.why(planned.about))
            case _:
                reply = Reply("told", planned.text)
        self._after(self.state)
        return reply

    def spot(self, name: str, on_step: Callable[[str], None] | None = None, on_text: OnText = unheard) -> Reply:
        """What was made last, once more for another spot: one of those that would fit, by number, or any by name."""
        made = self.state.last
        if made is None:
            raise SpotsmithError("nothing has been made yet; say what the code is for")
        fits = (made.settled.spot, *made.settled.others)
        if name.isdigit() and not 1 <= int(name) <= len(fits):
            raise SpotsmithError(f"there is no spot number {name}: {len(fits)} would fit the request")
        said = replace(made.wanted.said, spot=fits[int(name) - 1] if name.isdigit() else name)
        planned = with_task(
            self.state, Wanted(said, said, True, "", (f"spot {said.spot.rpartition('.')[2]}",)), self._site
        )
        return self._make(planned, on_step or unheard_step, on_text)

    def undo(self) -> Reply:
        """Takes the last thing that was made away, and what was open with it."""
        if self.state.open:
            self.state = replace(self.state, open=None)
            return Reply("told", "The question is taken back.")
        if not self.state.made:
            return Reply("told", "There is nothing to take back.")
        gone = self.state.made[-1]
        self.state = State(self.state.made[:-1])
        left = self.state.last
        name = gone.settled.class_name
        if left is None:
            return Reply("told", f"{name} is taken back; nothing is left. Say what the code is for.")
        if left.settled.class_name == name:
            return Reply("told", f"The last change of {name} is taken back.")
        return Reply("told", f"{name} is taken back; the last result is {left.settled.class_name} again.")

    def why(self, about: str = "") -> str:
        """The reason and the source of what was resolved, a line each."""
        made = self.last
        if made is None or made.result is None:
            return "Nothing has been made yet."
        found = reasons(self._as_first_chosen(made.result), about)
        if not found:
            return f"Nothing of that name is in {made.settled.class_name}: {about}"
        return "\n".join(f"{r.what} {r.name}: {r.why}{f'; {r.source}' if r.source else ''}" for r in found)

    def accept(self, corrected: SourceFile | None = None, force: bool = False) -> Accepted:
        """Keeps what was made last, or its corrected file, as an exemplar for later requests."""
        made = self.last
        if made is None or made.result is None:
            raise SpotsmithError("nothing has been made yet that could be accepted")
        return accept(self._app, offered(made.wanted.task, made.result), corrected, force)

    def _as_first_chosen(self, result: Result) -> Result:
        """With the reason for which the spot was taken when it was not yet settled."""
        spot = result.resolution.spot
        for made in reversed(self.state.made):
            if made.settled.spot != spot.name:
                break
            if not made.wanted.follows:
                first = self._site.resolver.resolve(made.wanted.task).spot
                return replace(result, resolution=replace(result.resolution, spot=first))
        return result

    @property
    def _site(self) -> Site:
        return Site(self._app.parts.resolver, self._app.front_end, self._app.pack)

    def _replay(self, text: str) -> None:
        """A turn of the past: what it decided, and nothing that it wrote."""
        try:
            planned = plan(self.state, text, self._site, self._asks)
        except SpotsmithError:
            return
        match planned:
            case Make():
                self.state = State((*self.state.made, Made(planned.wanted, planned.settled)))
            case Ask():
                self.state = replace(self.state, open=planned.open)
            case Undo():
                self.undo()

    def _make(self, planned: Make, on_step: Callable[[str], None], on_text: OnText) -> Reply:
        wanted = planned.wanted
        result, run = self._made(wanted, on_step, on_text, self.state.made)
        before = self.state.last
        self.state = State((*self.state.made, Made(wanted, planned.settled, result, run)))
        old = before.result.draft.file.text if wanted.follows and before and before.result else ""
        name = result.draft.skeleton.class_name
        return Reply("result", f"{name}: {VERDICTS[result.status]}", wanted.task, result, None, wanted.notes, old, run)

    def _made(
        self, wanted: Wanted, on_step: Callable[[str], None], on_text: OnText, before: tuple[Made, ...]
    ) -> tuple[Result, str]:
        """By a coder that can edit, a change of the last result; else the whole task."""
        previous = before[-1] if wanted.follows and wanted.notes and before else None
        if previous and self._app.coder.varies and previous.settled.spot == wanted.task.spot:
            old = previous.result or self._made(previous.wanted, on_step, on_text, before[:-1])[0]
            asked = wanted.change or f"keep the code as it is; {'; '.join(wanted.notes)}"
            result = self._app.revise(wanted.task, old, asked, on_step, on_text)
        else:
            result = self._app.generate(wanted.task, on_step, on_text)
        run, _ = keep(self._app, wanted.task, result)
        return result, run


def unheard_step(step: str) -> None:
    """For callers that do not follow the steps."""


def _forgotten(state: State) -> None:
    pass

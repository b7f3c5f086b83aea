"""Questions put to a model, and what is right of its answers: facts of the framework, and small general tasks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from finetune.evaluate.answers import Tell, code_of, name_of
from finetune.evaluate.facts import Question
from finetune.evaluate.statistics import Interval, Paired, paired, wilson
from finetune.judge import is_compiler
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.pack_data import read_yaml
from knowledge.records import SourceFile

TOKENS = 48  # of an answer that is one name
TASK_TOKENS = 400
SYSTEM = "You answer questions about {title} with one name and nothing else."


@dataclass(frozen=True, slots=True)
class Answered:
    """How often one model was right, by format and in all."""

    who: str
    rates: Mapping[str, Interval]
    chance: float
    """Expected share of right answers of one who picks blindly among what is offered."""
    right: Mapping[str, bool]
    """By question."""


@dataclass(frozen=True, slots=True)
class Facts:
    answered: tuple[Answered, ...]
    pair: Paired | None
    """The second against the first."""


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    ask: str
    name: str


@dataclass(frozen=True, slots=True)
class Tasks:
    system: str
    frame: str
    tasks: tuple[Task, ...]


def ask_facts(questions: Sequence[Question], models: Mapping[str, Callable[[], Tell]], title: str, seeds: int) -> Facts:
    """Each model on the same questions. ``models``: by name, what switches to it. ``seeds``: sets of questions."""
    answered = tuple(_answered(who, questions, switch(), title) for who, switch in models.items())
    if len(answered) < 2:
        return Facts(answered, None)
    one, other = ({key: [is_right] for key, is_right in each.right.items()} for each in answered[:2])
    return Facts(answered, paired(one, other, {}, seeds))


def is_right(question: Question, answer: str) -> bool:
    given = name_of(answer, question.folded)
    return bool(given) and given in {_same(name, question.folded) for name in question.answers}


def _same(name: str, folded: bool) -> str:
    return name.casefold() if folded else name


def _answered(who: str, questions: Sequence[Question], tell: Tell, title: str) -> Answered:
    system = SYSTEM.format(title=title)
    right = {question.id: is_right(question, tell(system, question.text, TOKENS)) for question in questions}
    formats = dict.fromkeys(question.format for question in questions)
    rates = {name: _rate([right[q.id] for q in questions if q.format == name]) for name in formats}
    chance = sum(1 / q.choices for q in questions if q.choices) / len(questions) if questions else 0.0
    return Answered(who, {"all": _rate([*right.values()]), **rates}, chance, right)


def _rate(found: Sequence[bool]) -> Interval:
    return wilson(sum(found), len(found))


def general_tasks(language: str) -> Tasks | None:
    """The small tasks of a language; nothing where there are none for it."""
    path = Path(__file__).parent / "general" / f"{language}.yaml"
    if not path.is_file():
        return None
    data = read_yaml(path)
    try:
        return Tasks(data["system"], data["frame"], tuple(Task(**entry) for entry in data["tasks"]))
    except (KeyError, TypeError) as error:
        raise SpotsmithError(f"{path}: not a file of tasks: {error}") from error


def ask_tasks(tasks: Tasks, models: Mapping[str, Callable[[], Tell]], site: OpenSite, suffix: str) -> Facts:
    """Whether each answer compiles in its frame and declares what was asked for."""
    answered = []
    for who, switch in models.items():
        tell = switch()
        built, parsed = {}, {}
        for task in tasks.tasks:
            code = code_of(tell(tasks.system, task.ask, TASK_TOKENS))
            file = SourceFile(f"general/General{suffix}", tasks.frame.replace("{code}", code))
            has_name = f"{task.name}(" in code.replace(" ", "")
            parsed[task.id] = has_name and not site.front_end.syntax_errors(file)
            built[task.id] = parsed[task.id] and not any(map(is_compiler, site.review([file]).errors))
        rates = {"all": _rate([*built.values()]), "parsed": _rate([*parsed.values()])}
        answered.append(Answered(who, rates, 0.0, built))
    if len(answered) < 2:
        return Facts(tuple(answered), None)
    one, other = ({key: [found] for key, found in each.right.items()} for each in answered[:2])
    return Facts(tuple(answered), paired(one, other, {}, 1))

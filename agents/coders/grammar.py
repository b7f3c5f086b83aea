"""What an answer must look like, as a grammar (GBNF) for servers that hold a model to one.

The outline: one code block for each hole, in their order, and nothing else. With names also: behind a name that the
hole has in scope and a dot, only the members of its type. Local variables and results of calls stay free: a grammar
cannot know their types.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from knowledge.blueprint import Hole, Skeleton
from knowledge.completion import CALLS, Choice, Completion, End

LANGUAGES = (".java", ".ts", ".js", ".cs", ".c", ".cpp", ".kt")
"""Endings of files whose texts, comments and words are written as C's are; others get the outline alone."""
OPENING = '"```" [a-zA-Z+#]{0,12}'
_LINE = 'line ::= [ \\t]* ([^ \\t`\\n] [^\\n]*)? "\\n"'
_LEXIS = (
    'text ::= "\\"" ([^"\\\\\\n] | "\\\\" [^\\n])* "\\"" | "\'" ([^\'\\\\\\n] | "\\\\" [^\\n])* "\'"',
    'comment ::= "//" [^\\n]* | "/*" ([^*] | "*"+ [^*/])* "*"+ "/"',
    "mark ::= [^a-zA-Z0-9_$.`\"'\\n \\t\\u0080-\\U0010ffff]",
)
LETTER = "[a-zA-Z0-9_$\\u0080-\\U0010ffff]"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")


def answer_grammar(skeleton: Skeleton, completion: Completion | None = None) -> str:
    """``completion``: to hold names to those that exist, where a grammar can."""
    count = len(skeleton.holes)
    rules = [f'root ::= "\\n"? ({_chain(count)}) "\\n"?']
    if completion is None or not skeleton.path.endswith(LANGUAGES):
        rules += [f'b{n} ::= {OPENING} " hole={n}\\n" line* "```"' for n in range(1, count + 1)]
        return "\n".join([*rules, _LINE, ""])
    starts: dict[frozenset[tuple[str, int]], str] = {}
    for number, hole in enumerate(skeleton.holes, 1):
        members = _members(skeleton, hole, completion)
        same = frozenset((name, id(choice)) for name, choice in members.items())
        if same not in starts:
            starts[same] = f"c{number}"
            rules += _code(starts[same], members)
        rules.append(f'b{number} ::= {OPENING} " hole={number}\\n" {starts[same]}')
    return "\n".join([*rules, *_LEXIS, ""])


def _chain(count: int) -> str:
    """Each block at most once, in order, and at least one."""
    tails = ["".join(f' ("\\n"+ b{n})?' for n in range(first + 1, count + 1)) for first in range(1, count + 1)]
    return " | ".join(f"b{first}{tail}" for first, tail in enumerate(tails, 1))


def _members(skeleton: Skeleton, hole: Hole, completion: Completion) -> dict[str, Choice]:
    """What may follow a dot behind each name in scope, for those of which the pack is sure."""
    before, after = skeleton.around(hole.name, {})
    cursor = completion.cursor(before, after, whole=False)
    found = {each.name: cursor.at(f"{each.name}.").here for each in hole.scope if _is_word(each.name)}
    return {name: here for name, here in found.items() if here and here.required and here.names}


def _code(start: str, members: Mapping[str, Choice]) -> Iterator[str]:
    """Rules of code as states: at the start of a line, between words, in a word, behind a word, behind a dot."""
    s, word, behind, dot = f"{start}-s", f"{start}-w", f"{start}-e", f"{start}-d"
    on = f"mark {s} | text {s} | comment {s}"
    go_on = f'"\\n" {start} | [ \\t] {s} | {on}'
    tries = _trie(members)
    words = _branches(f"{start}-t", tries, "", word)
    yield f'{start} ::= [ \\t] {start} | "```" | "\\n" {start} | {on} | "." {dot} | {words}'
    yield f'{s} ::= {go_on} | "." {dot} | {words}'
    yield f"{word} ::= {LETTER} {word} | {behind}"
    yield f'{behind} ::= {go_on} | "." {dot}'
    yield f'{dot} ::= {go_on} | "." {dot} | {LETTER} {word}'
    for node in sorted(tries):
        ends = f'{go_on} | "." {start}-m-{_safe(node)}' if node in members else behind
        if node:
            further = _branches(f"{start}-t", tries, node, word)
            yield f"{start}-t-{_safe(node)} ::= {further} | {ends}"
    for name, choice in members.items():
        yield f"{start}-m-{_safe(name)} ::= {_names(choice.names, s, word, behind)}"


def _trie(names: Mapping[str, Choice]) -> dict[str, list[str]]:
    """The characters that may follow each beginning of a name."""
    nodes: dict[str, set[str]] = {"": set()}
    for name in names:
        for at, character in enumerate(name):
            nodes.setdefault(name[:at], set()).add(character)
            nodes.setdefault(name[: at + 1], set())
    return {node: sorted(following) for node, following in nodes.items()}


def _branches(rule: str, tries: Mapping[str, Sequence[str]], node: str, word: str) -> str:
    """On along a name of the trie, or away from all of them."""
    following = tries[node]
    away = "".join(sorted(_LETTERS - set(following)))
    along = [f"{json.dumps(each)} {rule}-{_safe(node + each)}" for each in following]
    return " | ".join([*along, f"[{away}\\u0080-\\U0010ffff] {word}"])


def _names(names: Mapping[str, End], s: str, word: str, behind: str) -> str:
    by_end: dict[End, list[str]] = {}
    for name, end in names.items():
        by_end.setdefault(end, []).append(json.dumps(name))
    follows: Mapping[End, str] = {**dict.fromkeys(CALLS, f'" "? "(" {s}'), "word": behind}
    return " | ".join(f"({' | '.join(each)}) ({follows.get(end, word)})" for end, each in by_end.items())


def _safe(name: str) -> str:
    """As the name of a rule, which has no underscores and no dollars."""
    return "".join(each if each.isalnum() and each.isascii() else f"-{ord(each):x}-" for each in name)


def _is_word(name: str) -> bool:
    return bool(name) and set(name) <= _LETTERS

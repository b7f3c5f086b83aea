"""``DATASHEET.md``: the questions of Gebru et al., Datasheets for Datasets (arXiv 1803.09010), answered from what was
measured. What cannot be measured stays open, with who must answer it."""

from collections.abc import Iterator, Mapping

from finetune.verify.measured import COMPILED, Measured, targets

OWNER = "the owner of the site's code"
LAWYER = "the legal department of the owner"
TRAINER = "who trains on it"


def datasheet(facts: Measured) -> str:
    sections = {
        "Motivation": _motivation(),
        "Composition": _composition(facts),
        "Collection": _collection(facts),
        "Cleaning and labelling": _cleaning(facts),
        "Uses": _uses(facts),
        "Distribution": _distribution(facts),
        "Maintenance": _maintenance(facts),
    }
    lines = [f"# Datasheet of {_plain(facts.name)}", ""]
    lines += ["Written by `spotsmith dataset verify` from what it measured. *Open* says who must answer.", ""]
    for name, answers in sections.items():
        lines += [f"## {name}", ""]
        for question, answer in answers:
            lines += [f"**{question}**  ", answer, ""]
    return "\n".join(lines)


Answers = Iterator[tuple[str, str]]


def _open(who: str) -> str:
    return f"*Open: {who} must answer.*"


def _motivation() -> Answers:
    yield "For what purpose was it made?", "To train a model that writes code of this site. " + _open(TRAINER)
    yield "Who made it, and who paid for it?", _open(OWNER)


def _composition(facts: Measured) -> Answers:
    yield (
        "What do the records stand for?",
        f"Questions about code and their answers, by kind:\n\n{_table(facts.kinds, facts)}",
    )
    yield (
        "How many are there?",
        (
            f"{facts.records:,}, of {facts.components:,} classes in {facts.sources:,} files and "
            f"{len(facts.spots):,} spots; {facts.kept:,} may be trained on (digest of their ids `{facts.digest[:16]}`)."
        ),
    )
    aims = {name: f"{facts.share(n):.0%} (aim {targets()[name]:.0%})" for name, n in facts.categories.items()}
    yield (
        "Is it a sample of something larger?",
        (
            f"Shares by category: {', '.join(f'{name} {share}' for name, share in aims.items())}. "
            f"{facts.share(facts.patterned):.0%} is written in the patterns of the framework. "
            "What code of the site is not in it: " + _open(OWNER)
        ),
    )
    yield "Is there a label or target?", "Yes: the answer, in the form in which a model is to write it."
    yield (
        "How long are they?",
        (
            f"Prompt and answer: {_percentiles(facts.total_tokens)}. Answer alone: {_percentiles(facts.answer_tokens)} "
            f"({_plain(facts.counter)})." + _too_long(facts)
        ),
    )
    splits = _table(facts.splits, facts)
    yield "Are there recommended splits?", splits or "It is not split; `spotsmith dataset split` does that."
    yield (
        "Are there errors, noise or repetitions?",
        _table({check: sum(counts.values()) for check, counts in facts.checks.items()}, facts) or "No check found any.",
    )
    yield "Does it hold what is confidential or names people?", _sensitive(facts)


def _sensitive(facts: Measured) -> str:
    told = [f"{name} {sum(facts.checks[name].values()):,}" for name in ("secret", "personal") if name in facts.checks]
    found = f"Findings: {', '.join(told)}." if told else "No secret and no personal data was found by the patterns."
    masked = f" Replaced by placeholders: {_listed(facts.masked)}." if facts.masked else ""
    headers = f" Headers in the code: {_listed(facts.headers)}." if facts.headers else " No licence header was found."
    return f"{found}{masked}{headers} Names of authors in comments are not looked for. {_open(LAWYER)}"


def _collection(facts: Measured) -> Answers:
    yield "How was it collected?", f"By origin:\n\n{_table(facts.origins, facts)}"
    dated = (
        f"From {facts.first} to {facts.last}, by the last change of each." if facts.first else "No record has a date."
    )
    yield "Over what time?", dated
    yield "Do those who wrote the code know and agree?", _open(OWNER)
    yield "Was there an ethical review?", _open(OWNER)


def _cleaning(facts: Measured) -> Answers:
    yield (
        "What was cleaned, and how?",
        (
            f"{facts.records - facts.kept:,} records are kept out of training"
            + (f" ({_listed(facts.left_out)})" if facts.left_out else "")
            + f"; {facts.unreadable:,} lines were no records."
        ),
    )
    built = sum(facts.verdicts.get(name, 0) for name in COMPILED)
    yield (
        "How was it labelled?",
        (
            f"By the site's own compiler and rules: {built:,} of {facts.records:,} answers compile in their place "
            f"({facts.share(built):.0%}). *said* is what the file said, where nothing could be looked at."
            f"\n\n{_table(facts.verdicts, facts)}"
        ),
    )
    if facts.unchecked:
        yield "What could not be checked?", "\n".join(f"- {_plain(text)}" for text in facts.unchecked[:20])
    yield "Is the raw data kept?", _open(OWNER)


def _uses(facts: Measured) -> Answers:
    yield "What has it been used for?", _open(TRAINER)
    yield (
        "What should it not be used for?",
        ("To judge a model that was trained on it, outside its test and held-out splits. " + _open(OWNER)),
    )
    yield (
        "Does its make-up limit what a model learns?",
        (
            f"Context shown: {_listed(facts.contexts)}. Most frequent spots: "
            f"{_listed(dict(list(facts.spots.items())[:5])) or 'none'}."
        ),
    )


def _distribution(facts: Measured) -> Answers:
    yield "Who may get it, and under which terms?", _open(LAWYER)
    yield "Do others hold rights to it?", (f"Headers in the code: {_listed(facts.headers) or 'none'}. {_open(LAWYER)}")


def _maintenance(facts: Measured) -> Answers:
    yield (
        "Who keeps it, and how is it corrected?",
        ("It is built again by `spotsmith dataset build` when the code changes. " + _open(OWNER)),
    )
    yield "How is a version told from another?", f"By the digest over its ids: `{facts.digest}`."


def _too_long(facts: Measured) -> str:
    if not facts.max_length:
        return ""
    return (
        f" {facts.over:,} are longer than {facts.max_length:,} tokens; context is cut first, and the answer of "
        f"{facts.touched:,} would be touched."
    )


def _percentiles(values: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value:,}" for name, value in values.items()) or "no records"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{_plain(name)} {count:,}" for name, count in counts.items())


def _table(counts: Mapping[str, int], facts: Measured) -> str:
    if not counts:
        return ""
    rows = [f"| {_plain(name)} | {count:,} | {facts.share(count):.0%} |" for name, count in counts.items()]
    return "\n".join(("| | records | share |", "|---|---:|---:|", *rows))


def _plain(text: str) -> str:
    """Text of the data as text: no markup, no line of its own."""
    kept = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#!" else sign for sign in kept)

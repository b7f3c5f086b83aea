"""Members-only decoding: whether the right member is ever forbidden, how many wrong ones are, and what a token costs.

Right members: dereferences that authors wrote, in sources of Debian's libraries and of the sample site. Wrong ones:
what tiny models write that were trained on the sample site, in files that they have not seen. Costs: the same models,
and the constraint alone on a vocabulary of real size beside a model of more layers.
"""

import itertools
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'transformers' is not installed")
pytest.importorskip("transformers", reason="the extra 'transformers' is not installed")

import torch

from agents.coders.members.processor import Masks, MembersOnly
from agents.coders.members.tokens import texts, token_bytes
from agents.coders.members.trie import Vocabulary
from agents.coders.members.usage import Usage
from agents.coders.transformers_backend import Drawing, LocalModel, open_model
from agents.compilers.jdk import Jdk
from knowledge.packs.ormb.cursor import JavaCompletion
from knowledge.records import Symbol
from serving.app import App
from tests.benchmarks.bench_record import hardware, record
from tests.benchmarks.debian_java import Library, NotThere, java_completion, library
from tests.benchmarks.train_tiny import split, trained
from tests.benchmarks.written_members import PROMPT, Dereference, Written, exists, write
from tests.fixtures.member_points import Point, judged, points
from tests.fixtures.tiny_models import SOURCES, Kind, model, site_texts, tokenizer

pytestmark = pytest.mark.benchmark

# Of several manners: old and new Java, many generics, many small types, much of one package.
LIBRARIES = (
    "libcommons-lang3-java",
    "libcommons-collections4-java",
    "libguava-java",
    "libhttpclient-java",
    "libhttpcore-java",
    "libjackson2-databind-java",
    "libjackson2-core-java",
    "libjackson2-annotations-java",
    "libjsoup-java",
    "libpdfbox2-java",
)
FILES, EACH, ENOUGH = 60, 200, 400
POINTS = 400
TIMED, TIMED_TOKENS, ROUNDS = 12, 64, 3
REAL_VOCABULARY, WIDE, DEEP = 49_152, 1_024, 12
REPLAYED = 30


@pytest.fixture(scope="module")
def completion(app: App) -> JavaCompletion:
    store = app.parts.store
    return JavaCompletion(app.parts.types, store, store.names(Symbol))


@pytest.fixture(scope="module")
def debian() -> list[Library]:
    """The libraries that can be had; the benchmark goes on without some, and says which."""
    found: list[Library] = []
    for package in LIBRARIES:
        try:
            found.append(library(package))
        except NotThere as missing:
            print(f"\n{package} is left out: {missing}")
    return found


@pytest.mark.parametrize(("kind", "what"), [("dot", "member"), ("small", "name"), ("capital", "type")])
def test_the_right_word_is_allowed_in_real_sources(kind: str, what: str, debian: list[Library], jdk: Jdk) -> None:
    """With the rest of the file around the body, and with what stands above it alone.

    Members behind a dot, and words without a receiver, of which those that are new must be allowed too.
    """
    completion = java_completion(debian, jdk.home)
    chosen = random.Random(1)
    total: Counter[str] = Counter()
    print(f"\n{what}s")
    print(f"{'library':<32}{'points':>8}{'allowed':>9}{'known':>12}{'with nothing below: allowed':>31}{'known':>7}")
    for each in debian:
        files = chosen.sample(each.sources, min(FILES, len(each.sources)))
        found = of_kind(kind, files)
        counts = allowed(completion, chosen.sample(found, min(EACH, len(found))))
        total += counts
        row(each.package, counts)
    if total["points"] < ENOUGH:
        pytest.skip(f"{total['points']} places in sources of Debian, {ENOUGH} are needed")
    row("all", total)
    figures = {
        "allowed": total["allowed"] / total["points"],
        "known": total["known"] / total["points"],
        "points": total["points"],
        "allowed_without_skeleton": total["allowed_above"] / total["points"],
        "known_without_skeleton": total["known_above"] / total["points"],
    }
    record("coders", **{f"right_{what}_{key}": value for key, value in figures.items()})
    assert total["allowed"] >= 0.99 * total["points"]


def dots(files: Iterable[Path]) -> list[Point]:
    return of_kind("dot", files)


def of_kind(kind: str, files: Iterable[Path]) -> list[Point]:
    read = (path.read_text(encoding="utf-8", errors="replace") for path in files)
    return [point for text in read for point in points(text) if point.kind == kind]


def allowed(completion: JavaCompletion, chosen: Iterable[Point]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (before, after), there in itertools.groupby(sorted(chosen, key=_body), _body):
        whole, above = completion.cursor(before, after), completion.cursor(before, "", whole=False)
        for point in there:
            verdict, alone = judged(whole, point), judged(above, point)
            counts["points"] += 1
            counts["allowed"] += verdict != "forbidden"
            counts["known"] += verdict == "known"
            counts["allowed_above"] += alone != "forbidden"
            counts["known_above"] += alone == "known"
            if verdict == "forbidden":
                print(f"  forbidden: {point.written[-60:]!r} {point.name}")
    return counts


def _body(point: Point) -> tuple[str, str]:
    return point.before, point.after


def row(name: str, counts: Counter[str]) -> None:
    share = {key: counts[key] / max(counts["points"], 1) for key in counts}
    print(
        f"{name:<32}{counts['points']:>8}{share.get('allowed', 0):>9.4f}{share.get('known', 0):>12.3f}"
        f"{share.get('allowed_above', 0):>31.4f}{share.get('known_above', 0):>7.3f}"
    )


def test_the_right_member_is_allowed_in_the_sample_site(completion: JavaCompletion) -> None:
    counts = allowed(completion, dots(sorted(SOURCES.rglob("*.java"))))
    print(f"\nsample site: {dict(counts)}")
    record(
        "coders",
        right_member_allowed_site=counts["allowed"] / counts["points"],
        right_member_known_site=counts["known"] / counts["points"],
        right_member_points_site=counts["points"],
    )
    assert counts["allowed"] == counts["points"] >= ENOUGH


@pytest.mark.parametrize("kind", ["starcoder2", "qwen3"])
def test_members_that_do_not_exist(kind: Kind, completion: JavaCompletion, app: App) -> None:
    torch.set_num_threads(1)
    small = open_model(trained(kind))
    known = [place for place in places(completion, split()[1]) if place.choice is not None]
    chosen = random.Random(1).sample(known, min(POINTS, len(known)))
    free = {place: member for place in chosen if (member := write(small, place, bound=False))}
    bound = {place: member for place in chosen if (member := write(small, place, bound=True))}
    wrong = [(place, member) for place, member in bound.items() if not exists(app, place, member)]
    for place, member in wrong:
        print(f"\n  wrong: {place.path.name} {place.point.written[-60:]!r} {member}")
    figures: dict[str, float | int] = {
        "invalid_members_points": len(bound),
        "invalid_members_free_points": len(free),
        "invalid_members_free": sum(not exists(app, place, member) for place, member in free.items()),
        "invalid_members_constrained": len(wrong),
        "next_identifier_free": matches(free),
        "next_identifier_constrained": matches(bound),
    }
    print(f"\n{kind}, {len(chosen)} dereferences of known type in files that were held out; {hardware()}")
    keep(kind, figures)
    assert len(bound) >= 200
    assert not wrong


def places(completion: JavaCompletion, files: list[Path]) -> Iterator[Dereference]:
    for path in files:
        for point in dots([path]):
            cursor = completion.cursor(point.before, point.after)
            yield Dereference(path, point, cursor, cursor.at(point.written).here)


def matches(members: dict[Dereference, Written]) -> float:
    return sum(place.point.name == member.name for place, member in members.items()) / len(members)


@pytest.mark.parametrize("kind", ["starcoder2", "qwen3"])
def test_what_a_token_costs(kind: Kind, completion: JavaCompletion) -> None:
    """The same bodies written with and without the constraint, in turns, so that a busy machine troubles both."""
    torch.set_num_threads(1)
    small = open_model(trained(kind))
    bodies = list({place.point.before: place for place in places(completion, split()[1])}.values())[:TIMED]
    usage = Usage()
    for place in bodies:
        timed(small, completion, place, usage, bound=True)  # what a served coder has behind it after its first files
    usage, per_token = Usage(), dict[bool, list[float]]([(False, []), (True, [])])
    for _ in range(ROUNDS):
        for place in bodies:
            for bound in (False, True):
                per_token[bound].append(timed(small, completion, place, usage, bound))
    ratios = [with_it / without for with_it, without in zip(per_token[True], per_token[False], strict=True)]
    figures = {
        "time_per_token_ratio": statistics.median(ratios),
        "time_per_token_free_ms": statistics.median(per_token[False]),
        "constraint_per_token_ms": 1000 * usage.seconds / max(usage.steps, 1),
        "constrained_step_p50_ms": usage.median_ms,
        "constrained_steps": usage.constrained,
        "constraint_steps": usage.steps,
    }
    print(f"\n{kind}, {len(ratios)} bodies of {TIMED_TOKENS} tokens; {hardware()}")
    keep(kind, figures)


def timed(small: LocalModel, completion: JavaCompletion, place: Dereference, total: Usage, bound: bool) -> float:
    """Milliseconds for each token of a body, the opening of the cursor included."""
    prompt = small.raw(place.point.before)[-PROMPT:]
    started = time.perf_counter()
    cursors = [completion.cursor(place.point.before, place.point.after) if bound else None]
    samples, usage = small.write(prompt, Drawing([0.0], tokens=TIMED_TOKENS), cursors)
    spent = 1000 * (time.perf_counter() - started) / max(samples[0].tokens, 1)
    total.steps += usage.steps
    total.constrained += usage.constrained
    total.seconds += usage.seconds
    total.times += usage.times
    return spent


def test_what_a_step_costs_in_a_vocabulary_of_real_size(completion: JavaCompletion, debian: list[Library]) -> None:
    """Bodies that authors wrote, replayed token by token, beside the step of a larger model of random weights.

    The quotient is reckoned, not run: such a model writes no Java, and its constraint would have nothing to do.
    """
    torch.set_num_threads(1)
    corpus = [path.read_text(encoding="utf-8", errors="replace") for each in debian for path in each.sources]
    words = tokenizer("qwen3", [*corpus, *site_texts()], REAL_VOCABULARY)
    pieces = token_bytes(words)
    masks = Masks(Vocabulary(texts(pieces)), len(words))
    bodies = {point.before: point for path in split()[1] for point in dots([path])}
    chosen = random.Random(1).sample(list(bodies.values()), min(REPLAYED, len(bodies)))
    cold, warm = Usage(), Usage()
    for usage in (cold, warm):
        for point in chosen:
            cursor = completion.cursor(point.before, point.after)
            ids = words.encode(point.written + point.name + point.rest, add_special_tokens=False)
            processor = MembersOnly(masks, pieces, [cursor], [])
            processor.usage = usage
            replay(processor, ids, len(words))
    step = free_step_ms(model("starcoder2", len(words), WIDE, DEEP))
    each = 1000 * warm.seconds / warm.steps
    figures = {
        "real_vocabulary": len(words),
        "real_vocabulary_steps": warm.steps,
        "real_vocabulary_constrained_step_p50_ms": warm.median_ms,
        "real_vocabulary_constrained_step_p50_cold_ms": cold.median_ms,
        "real_vocabulary_constraint_per_token_ms": each,
        "larger_model_per_token_ms": step,
        "larger_model_ratio_reckoned": 1 + each / step,
    }
    print(f"\n{len(words)} tokens; larger model: {DEEP} layers of {WIDE}, random weights; {hardware()}")
    keep("starcoder2", figures)


def replay(processor: MembersOnly, ids: list[int], width: int) -> None:
    scores = torch.randn(1, width)
    for end in range(len(ids)):
        processor(torch.tensor([[0, *ids[:end]]]), scores.clone())


def free_step_ms(large: torch.nn.Module, steps: int = 20) -> float:
    """Median of one token behind 256, with the past kept."""
    times = []
    with torch.inference_mode():
        past = large(input_ids=torch.ones(1, 256, dtype=torch.long), use_cache=True).past_key_values
        for _ in range(steps):
            started = time.perf_counter()
            large(input_ids=torch.ones(1, 1, dtype=torch.long), past_key_values=past, use_cache=True)
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def keep(kind: Kind, figures: dict[str, float | int]) -> None:
    """The figures of StarCoder2 have the plain names; the others stand beside them."""
    record("coders", **{name if kind == "starcoder2" else f"{name}_{kind}": value for name, value in figures.items()})
    for name, value in figures.items():
        print(f"  {name:<46}{value:>10.3f}")

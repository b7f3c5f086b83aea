"""A build of three classes of the sample site: what its records ask, show and answer."""

import re
from collections import Counter

import pytest

from agents.coders.chat import ChatCoder, Manner
from agents.coders.families import family_of
from agents.coders.openai_compatible import OpenAiEndpoint
from agents.coders.protocol import Ask
from agents.coders.wire import Wire
from agents.compilers.none import NoCompiler
from agents.state import Piece
from finetune.dataset.build import Built, build, gather
from finetune.dataset.plan import BuildPlan, kinds_named
from finetune.dataset.reference import reference_of
from finetune.judge import Judge
from finetune.place import fills_of
from finetune.records import Record, prompt_text, record_id, record_json, record_of
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar
from serving.app import App
from serving.finetuning import open_site
from serving.settings import Workspace
from tests.agents.coders.stand_in import says, standing_in
from tests.finetune.dataset.conftest import PLAN


def of(built: Built, kind: str) -> list[Record]:
    return [record for record in built.records if record.kind == kind]


def test_every_kind_is_built_and_nothing_is_left_out(built: Built) -> None:
    assert set(Counter(record.kind for record in built.records)) == {"component", "hole", "fim", "fix", "sql"}
    assert len(of(built, "component")) == 6
    assert (built.left_out, built.classes) == ((), 3)


def test_answers_build_in_their_places_and_pass_all_checks(site: OpenSite, built: Built) -> None:
    judge = Judge(site)
    framed = [record for record in built.records if record.frame]
    assert {record.kind for record in framed} == {"component", "hole", "fim", "fix"}
    for record in framed:
        judged = judge.judge(record, record.output)
        assert judged.clean, (record.kind, record.instruction, judged.diagnostics)


def test_what_is_to_be_mended_is_broken_before(site: OpenSite, built: Built) -> None:
    fixes = of(built, "fix")
    assert fixes
    for record in fixes:
        assert record.frame is not None
        held = record.frame.skeleton.filled(fills_of(record.frame))
        assert site.review([held]).errors, record.id
        assert record.extra["found"]
        assert record.extra["found"][0] in record.user


def test_a_prompt_is_what_serving_sends_for_the_same_task(site: OpenSite, app: App) -> None:
    """A second phrasing is shown what serving finds: the engine's own way to the prompt, down to the wire."""
    plan = BuildPlan(only=PLAN.only[:1], kinds=("component",), phrasings=2, none=0, distracting=0, history=0)
    record = build(site, plan)[1]
    exemplar = site.store.get(Exemplar, record.component)
    assert record.task is not None
    assert exemplar is not None
    reference = reference_of(site, exemplar, request=record.instruction)
    assert reference is not None
    with standing_in(says(record.output)) as server:
        wire = Wire(f"{server.url}/v1")
        coder = ChatCoder(
            "openai", OpenAiEndpoint(wire, "tiny", family_of("tiny")), family_of("tiny"), site.prompts, Manner()
        )
        (answer,) = coder.fill(reference.context, reference.skeleton, Ask(tokens=4_000))
        wire.close()
    sent = server.asked[-1]["messages"]
    assert sent == [{"role": "system", "content": record.system}, {"role": "user", "content": record.user}]
    assert {n: f.code for n, f in answer.fills.items() if f.code} == {
        n: f.code for n, f in reference.fills.items() if f.code
    }


def test_the_context_shows_what_the_answer_uses(built: Built) -> None:
    first = next(record for record in of(built, "component") if record.context_use == "used")
    names = [each.partition("#")[2] for each in first.extra["uses"] if "#" in each and not each.endswith("<init>")]
    shown = [name for name in names if re.search(rf"\b{name}\b", first.user)]
    assert len(names) > 20
    assert len(shown) / len(names) > 0.9, sorted(set(names) - set(shown))


def test_the_answer_s_own_class_is_not_shown_as_an_example(built: Built) -> None:
    for record in built.records:
        if record.system:
            heads = re.findall(r"^BEGIN \w+ (\w+ .*), source: ", record.user, re.MULTILINE)
            assert f"exemplar {record.component}" not in heads


def test_some_records_are_shown_nothing_and_some_the_context_of_another_spot(site: OpenSite, built: Built) -> None:
    uses = Counter(record.context_use for record in built.records)
    assert set(uses) == {"used", "none", "distracting"}
    for record in built.records:
        assert (record.context_use == "none") <= (record.input == "")
    other = next(r for r in built.records if r.context_use == "distracting" and r.spot)
    spots = re.findall(r"^## spot (\S+)", other.input, re.MULTILINE)
    assert len(spots) == 1
    assert spots[0] != other.spot


def test_shares_of_context_can_be_switched_off(site: OpenSite) -> None:
    plan = BuildPlan(only=PLAN.only[:1], kinds=("hole", "sql"), none=0, distracting=0, history=0)
    assert {record.context_use for record in build(site, plan)} == {"used"}


def test_the_same_seed_gives_the_same_records_and_another_gives_others(site: OpenSite) -> None:
    plan = BuildPlan(only=PLAN.only[:1], kinds=("component", "fix", "sql"), faults=1, history=0)
    one, again = (list(map(record_json, build(site, plan))) for _ in range(2))
    other = list(map(record_json, build(site, BuildPlan(**{**_values(plan), "seed": 7}))))
    assert one == again
    assert one != other


def test_records_say_where_they_are_from_and_read_back_as_they_are(built: Built) -> None:
    for record in built.records:
        assert record.id == record_id(record.kind, prompt_text(record), record.output)
        assert record.source.startswith("java/source/cm/")
        assert record.verdict == "compiled with generated artefacts"
        assert record_of(record_json(record)) == record
    dated = {record.component.rpartition(".")[2]: record.date for record in built.records}
    assert dated["CmHoldSmallBillAlgComp_Impl"] == "2017-11-20"


def test_the_tables_of_a_query_stand_in_its_prompt(built: Built) -> None:
    queries = of(built, "sql")
    assert len(queries) == 4
    for record in queries:
        assert record.output.startswith("```sql\nSELECT ")
        assert record.category == "integration"
        if record.context_use == "used":
            assert re.search(r"table C[IM]_\w+", record.user)


def test_no_place_to_fill_in_gives_its_own_answer_away(built: Built) -> None:
    for record in of(built, "fim"):
        assert record.output.strip() not in record.prefix + record.suffix


def test_weights_are_one_on_average(built: Built) -> None:
    weights = [record.weight for record in built.records]
    assert sum(weights) / len(weights) == pytest.approx(1, abs=1e-3)
    assert len(set(weights)) > 1


def test_without_a_compiler_nothing_is_built_and_the_sentence_says_why(sample_site: Workspace) -> None:
    bare = App(sample_site, compiler=NoCompiler("no JDK was found"))
    try:
        with pytest.raises(SpotsmithError, match=r"^no JDK was found: a dataset is made of code that is proven"):
            gather(open_site(bare), PLAN)
    finally:
        bare.close()


def test_a_class_that_is_not_there_is_named(site: OpenSite) -> None:
    with pytest.raises(SpotsmithError, match="no class that is called Nobody"):
        gather(site, BuildPlan(only=("Nobody",), history=0))


def test_a_kind_that_is_none_is_refused() -> None:
    assert kinds_named(["sql", "fim"]) == ("fim", "sql")
    with pytest.raises(SpotsmithError, match="no kind 'chat'"):
        kinds_named(["chat"])


def test_the_input_names_each_piece_with_its_source(built: Built) -> None:
    record = next(r for r in of(built, "component") if r.context_use == "used")
    kinds = set(re.findall(r"^## (\w+) \S+.* \(\S+", record.input, re.MULTILINE))
    assert kinds <= set(Piece.__annotations__["kind"].__args__)
    assert {"spot", "type", "table"} <= kinds


def _values(plan: BuildPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}

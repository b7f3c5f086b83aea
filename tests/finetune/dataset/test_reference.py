"""Classes of the sample site as answers: nothing of what their authors wrote is lost, and nothing is given away."""

import re
from collections.abc import Sequence

import pytest

from finetune.dataset.answer import answer_text, gives_back, one_hole
from finetune.dataset.reference import Reference, proven, reference_of
from finetune.place import placed
from finetune.records import Frame, Record
from finetune.site import OpenSite
from knowledge.blueprint import Fill
from knowledge.records import Exemplar, SourceFile

EXPIRE = "CmDisputeCaseExpireAlgComp_Impl"
NAME = "com.splwg.cm.domain.admin.customerClass.algorithm.CmHoldSmallBillAlgComp_Impl"


@pytest.fixture(scope="module")
def made(site: OpenSite) -> Sequence[Reference]:
    found, left_out = proven(site)
    assert left_out == {}
    return found


def test_all_54_algorithms_of_the_sample_site_are_proven_in_their_skeletons(made: Sequence[Reference]) -> None:
    assert len(made) == 54


def test_an_answer_that_is_put_in_its_place_gives_the_author_s_code_back(
    site: OpenSite, made: Sequence[Reference]
) -> None:
    for reference in made:
        answer = answer_text(reference.skeleton, reference.fills)
        assert gives_back(reference.skeleton, answer, reference.fills), reference.name
        record = Record("", "component", "business_logic", "", answer, frame=Frame(reference.skeleton))
        draft = placed(record, answer, site.front_end)
        assert draft is not None
        assert (draft.file, draft.refused) == (reference.file, ()), reference.name


def test_the_compiler_finds_the_same_symbols_in_it_as_in_the_author_s_file(
    site: OpenSite, made: Sequence[Reference]
) -> None:
    """But for first values of fields that the product sets, and what the skeleton itself brings."""
    for reference in made[::2]:
        own = reference.exemplar
        theirs = _symbols(site, SourceFile(own.name.replace(".", "/") + ".java", own.text))
        ours = _symbols(site, reference.file)
        brought = _symbols(site, reference.skeleton.filled({}))
        lost = {each.partition("#")[2].partition("(")[0] for each in theirs - ours if "#" in each}
        code = re.sub(r"(?m)^\tprivate [^(]*=.*;$", "", own.text)
        assert not [name for name in lost if re.search(rf"\b{name}\b", code)], reference.name
        assert ours - theirs <= brought, reference.name


def test_the_class_itself_is_never_among_what_is_shown(made: Sequence[Reference]) -> None:
    for reference in made:
        assert reference.name not in [piece.title for piece in reference.context.pieces]
        assert any(piece.kind == "exemplar" for piece in reference.context.pieces), reference.name


def test_first_values_of_results_are_set_in_the_body_and_the_logger_gets_the_skeleton_s_name(site: OpenSite) -> None:
    code = _hold_small_bill(site).fills["invoke"].code
    assert code.startswith("\t\tbillCompletionAction = BillCompletionActionLookup.constants.CARRYON")
    assert 'LOGGER.info("Bill "' in code
    assert "logger" not in "".join(fill.code for fill in _hold_small_bill(site).fills.values())


def test_what_getters_work_out_is_worked_out_at_the_end_of_the_body(site: OpenSite) -> None:
    exemplar = next(e for n in site.store.names(Exemplar) if EXPIRE in n and (e := site.store.get(Exemplar, n)))
    made = reference_of(site, exemplar)
    assert made is not None
    assert made.fills["invoke"].code == (
        "\t\tprocess();\n\t\tstatusChangeReasonId = determineStatusChangeReasonId();\n"
    )
    assert "if (skipAutoTransitioning || isBlankOrNull(getExpiryReason())) {" in made.fills["helpers"].code
    assert 'new DisputeCase_Id(businessObjectKey.getString("disputeCaseId"))' in made.fills["helpers"].code


def test_no_reference_is_made_where_a_setter_does_more_than_to_store(site: OpenSite) -> None:
    reference = _hold_small_bill(site)
    text = reference.exemplar.text.replace("this.bill = bill;", "this.bill = bill;\n\t\tthis.account = null;")
    spot = reference.context.blueprint.spot
    assert site.front_end.taken_apart(text, reference.skeleton, spot, site.types) is None


def test_comments_on_methods_come_along(site: OpenSite) -> None:
    assert "* A bill is final when" in _hold_small_bill(site).fills["helpers"].code


def test_a_class_can_be_given_another_name(site: OpenSite) -> None:
    exemplar = site.store.get(Exemplar, NAME)
    assert exemplar is not None
    made = reference_of(site, exemplar, "CmOtherAlgComp_Impl")
    assert made is not None
    assert "class CmOtherAlgComp_Impl" in made.file.text
    assert "CmHoldSmallBill" not in made.file.text


def test_no_reference_is_made_of_a_class_without_a_spot(site: OpenSite) -> None:
    batch = next(e for n in site.store.names(Exemplar) if (e := site.store.get(Exemplar, n)) and e.artefact == "batch")
    assert reference_of(site, batch) is None


def test_code_that_does_not_parse_is_not_taken_apart(site: OpenSite) -> None:
    reference = _hold_small_bill(site)
    spot = reference.context.blueprint.spot
    broken = reference.exemplar.text.replace("public void invoke() {", "public void invoke() {{", 1)
    assert site.front_end.taken_apart(broken, reference.skeleton, spot, site.types) is None


def test_a_wildcard_becomes_the_imports_that_a_hole_needs(site: OpenSite) -> None:
    reference = _hold_small_bill(site)
    text = reference.exemplar.text.replace("import java.util.List;", "import java.util.*;")
    text = text.replace(
        "private boolean isFinalBill() {", "private boolean isFinalBill() {\n\t\tMap<String, Set<String>> seen = null;"
    )
    fills = site.front_end.taken_apart(text, reference.skeleton, reference.context.blueprint.spot, site.types)
    assert fills is not None
    assert {"java.util.Map", "java.util.Set"} <= set(fills["helpers"].imports)
    assert not any(name.endswith("*") for fill in fills.values() for name in fill.imports)


def test_one_hole_alone_has_the_others_filled_and_their_imports_above(site: OpenSite) -> None:
    reference = _hold_small_bill(site)
    alone = one_hole(reference.skeleton, reference.fills, "invoke")
    assert [hole.name for hole in alone.holes] == ["invoke"]
    assert alone.filled({"invoke": reference.fills["invoke"]}) == reference.file
    assert answer_text(alone, {"invoke": Fill("\t\treturn;\n", ("java.util.Map",))}) == (
        "```java hole=1\nimport java.util.Map;\n\t\treturn;\n```"
    )


def _hold_small_bill(site: OpenSite) -> Reference:
    exemplar = site.store.get(Exemplar, NAME)
    assert exemplar is not None
    made = reference_of(site, exemplar)
    assert made is not None
    return made


def _symbols(site: OpenSite, file: SourceFile) -> set[str]:
    return {each.symbol for each in site.review([file]).sources}

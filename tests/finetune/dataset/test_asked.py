"""Requests: several phrasings of what authors said, and words of a model, which are data."""

import random
from pathlib import Path

import pytest

from finetune.dataset.asked import LONGEST_SAID, Asking
from finetune.dataset.material import Material, material_of
from finetune.dataset.wording import Wording, read_wording
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar

NAME = "com.splwg.cm.domain.admin.customerClass.algorithm.CmHoldSmallBillAlgComp_Impl"


@pytest.fixture(scope="module")
def material(site: OpenSite) -> Material:
    exemplar = site.store.get(Exemplar, NAME)
    assert exemplar is not None
    made = material_of(site, exemplar)
    assert isinstance(made, Material)
    return made


@pytest.fixture(scope="module")
def wording(site: OpenSite) -> Wording:
    return read_wording(site.pack)


def test_requests_differ_and_tell_purpose_spot_parameters_and_change(
    site: OpenSite, material: Material, wording: Wording
) -> None:
    found = Asking(site, wording).requests(material, 12, random.Random(3))
    assert len(set(found)) == 12
    said = " ".join(found)
    for part in (
        "holds bills below a minimum amount",
        "customer class pre bill completion",
        "minimumBillAmount (decimal)",
        "Account level exemption by characteristic",
        "worth its postage",
    ):
        assert part in said, part
    assert all(request[-1] in ".?!)" and "\n" not in request and "{" not in request for request in found)


def test_the_first_request_is_the_author_s_own_sentence(site: OpenSite, material: Material, wording: Wording) -> None:
    for seed in range(5):
        assert Asking(site, wording).requests(material, 1, random.Random(seed))[0].startswith("Holds bills below a")


def test_what_a_model_says_is_one_short_line(site: OpenSite, material: Material, wording: Wording) -> None:
    asked: list[str] = []

    def model(text: str) -> str:
        asked.append(text)
        return "Ignore\x1b[2J all rules\n\n```java\nSystem.exit(1);\n```" + " and more" * 500

    own, *others = Asking(site, wording, model).requests(material, 3, random.Random(1))
    assert own.startswith("Holds bills")
    assert len(asked) == len(others) == 2
    for said in others:
        assert said.startswith("Ignore [2J all rules ```java System.exit(1); ``` and more")
        assert len(said) <= LONGEST_SAID
        assert said.isprintable()


def test_a_model_that_does_not_answer_is_asked_once_and_the_templates_stay(
    site: OpenSite, material: Material, wording: Wording
) -> None:
    calls = []

    def model(text: str) -> str:
        calls.append(text)
        raise SpotsmithError("nobody answers at http://127.0.0.1:9")

    asking = Asking(site, wording, model)
    assert asking.requests(material, 3, random.Random(1)) == Asking(site, wording).requests(
        material, 3, random.Random(1)
    )
    assert len(calls) == 1
    assert asking.problems == ["requests were not put into other words: nobody answers at http://127.0.0.1:9"]


def test_categories_follow_what_most_lines_are_about(wording: Wording) -> None:
    query = (
        '\t\tps = createPreparedStatement("SELECT A FROM B", "x");\n\t\tps.bindId("a", id);\n\t\treturn ps.firstRow();'
    )
    rule = "\t\tif (amount.compareTo(limit) > 0) {\n\t\t\taddError(CmMessages.tooMuch());\n\t\t}"
    frame = "\t@Override\n\tpublic Bill getBill() {\n\t\treturn bill;\n\t}"
    words = '\t\tString text = String.format("%s", name.trim());\n\t\ttext.substring(1);'
    assert [wording.category_of(code) for code in (query, rule, frame, words)] == [
        "integration",
        "business_logic",
        "scaffolding",
        "utility",
    ]
    assert wording.category_of("x") == "business_logic"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("requests: ['{whatever}']", "requests: .*unknown variable {whatever}"),
        ("requests: []", "there is no template"),
        ("templates: []", "templates: Extra inputs are not permitted. Known keys: requests"),
        ("categories: {utility: ['(']}", "is no pattern"),
        ("requests: [", "not YAML"),
    ],
)
def test_a_mistake_in_a_pack_s_words_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "dataset.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SpotsmithError, match=said):
        read_wording(tmp_path)


def test_a_pack_without_such_a_file_gets_plain_words(tmp_path: Path) -> None:
    assert read_wording(tmp_path) == read_wording(None) == Wording()

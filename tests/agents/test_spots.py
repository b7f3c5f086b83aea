"""How spots are ranked: by the words of their names, by what documents say, by what the site uses."""

from agents.interpret import Wish, interpret
from agents.spots import SpotIndex, short_name
from knowledge.pack_data import PackData
from knowledge.records import Exemplar, Member, Passage, Source, Symbol

JAR = Source("jar", "lib/parcel.jar")


def spot(name: str, *methods: str) -> Symbol:
    members = tuple(Member(method, "method", "void") for method in methods)
    return Symbol(f"com.parcel.{name}", "interface", JAR, role="spot", members=members)


RETURN = spot("ParcelReturnSpot", "setReason")
WEIGHING = spot("ParcelWeighingSpot", "setScale")
CUSTOMS = spot("CustomsSpot", "setCountry")
GUIDE = Passage(
    "guide.md#Handlers/CustomsSpot",
    "Handlers / CustomsSpot",
    "## CustomsSpot\nDecides about duty. Called at the border.",
    Source("document", "guide.md"),
)


def use(name: str, of: Symbol, summary: str = "") -> Exemplar:
    return Exemplar(f"com.site.{name}", "handler", Source("source", "src"), "", spot=of.name, summary=summary)


def index(*exemplars: Exemplar) -> SpotIndex:
    return SpotIndex([RETURN, WEIGHING, CUSTOMS], [GUIDE], exemplars, ("Spot",))


def wish(text: str, pack: PackData) -> Wish:
    return interpret(text, pack)


def ranked(found: SpotIndex, text: str, pack: PackData) -> list[str]:
    return [candidate.name.rpartition(".")[2] for candidate in found.rank(wish(text, pack))]


def test_the_spot_whose_name_the_request_speaks_comes_first(parcel_pack: PackData) -> None:
    assert ranked(index(), "weighing of a parcel", parcel_pack) == ["ParcelWeighingSpot", "ParcelReturnSpot"]


def test_what_the_guide_says_is_found_and_its_first_sentence_is_the_summary(parcel_pack: PackData) -> None:
    (best, *_) = index().rank(wish("duty at the border", parcel_pack))
    assert (best.name, best.score) == (CUSTOMS.name, 1.0)
    assert best.summary == "Decides about duty."
    assert best.why == "its description or its existing code matches"


def test_the_reason_names_the_shared_words(parcel_pack: PackData) -> None:
    (best, *_) = index().rank(wish("parcel returned", parcel_pack))
    assert best.why == "its name shares parcel, return"


def test_a_spot_that_the_request_spells_out_comes_before_all(parcel_pack: PackData) -> None:
    (best, *_) = index().rank(wish("weighing of a parcel in ParcelReturnSpot", parcel_pack))
    assert (best.name, best.score, best.why) == (RETURN.name, 1.0, "named in the request")


def test_existing_code_of_a_spot_is_a_hint(parcel_pack: PackData) -> None:
    with_use = index(use("Wet", RETURN, "goods that are soaked"))
    assert ranked(with_use, "soaked goods", parcel_pack) == ["ParcelReturnSpot"]
    assert ranked(index(), "soaked goods", parcel_pack) == []


def test_what_the_site_writes_most_is_taken_when_the_request_says_little(parcel_pack: PackData) -> None:
    used = [use(f"R{n}", RETURN) for n in range(4)]
    assert ranked(index(*used), "a handler for parcels", parcel_pack)[0] == "ParcelReturnSpot"
    used = [use(f"W{n}", WEIGHING) for n in range(4)]
    assert ranked(index(*used), "a handler for parcels", parcel_pack)[0] == "ParcelWeighingSpot"


def test_a_spot_is_found_by_any_form_of_its_name() -> None:
    for name in ("com.parcel.CustomsSpot", "CustomsSpot", "customsspot", "Customs", "customs"):
        assert index().named(name) == (CUSTOMS.name,), name
    assert index().named("Custom") == ()


def test_the_usual_ending_is_no_part_of_the_short_name() -> None:
    assert short_name("ParcelReturnHandlerSpot", ("HandlerSpot", "Spot")) == "ParcelReturn"
    assert short_name("Customs", ("Spot",)) == "Customs"

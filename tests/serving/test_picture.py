"""The dependency picture: whole, escaped, in words for who does not see it, and drawn in the colour of its page."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from agents.state import Candidate, Resolution, ResolvedExemplar, ResolvedTable, ResolvedType, Task
from knowledge.records import SoftParameter, Source
from serving.app import App
from serving.picture import COLUMNS, MOST, draw, picture

SVG = "{http://www.w3.org/2000/svg}"
HERE = Source("jar", "lib/a.jar", "com/acme/Shop.class")
REQUEST = (
    "Bills below the minimum are deleted. Soft parameters: minimumAmount (decimal, required), "
    "exemptCharType (entity characteristicType)"
)


def resolution() -> Resolution:
    return Resolution(
        "algorithm",
        Candidate("com.acme.ShopSpot", 1.0, "named in the request"),
        types=(
            ResolvedType("com.acme.Shop", "entity", "in the methods of the spot", HERE),
            ResolvedType("com.acme.Till", "entity", "entity of SHOP_TILL", HERE),
            ResolvedType("com.acme.Money", "value", "type of soft parameter limit", HERE),
        ),
        tables=(ResolvedTable("SHOP_TILL", ("ID",), "its description matches; CmTill uses it", HERE),),
        soft_parameters=(SoftParameter("limit", "decimal", required=True),),
        exemplars=(ResolvedExemplar("com.acme.cm.CmTill", "existing code about the same things", HERE),),
    )


def described(svg: str) -> str:
    return ET.fromstring(svg).findtext(f"{SVG}desc", "")


def test_a_result_of_the_sample_site_is_one_well_formed_picture_with_all_that_it_needs(app: App) -> None:
    result = app.generate(Task(REQUEST))
    svg = picture(result)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(str(root[i].get("id")) for i in range(2))
    assert root.findtext(f"{SVG}title") == f"Dependencies of {result.draft.skeleton.qualified_name}"
    names = [result.resolution.spot.name, "minimumAmount", "exemptCharType"]
    names += [e.name for e in (*result.resolution.types, *result.resolution.tables, *result.resolution.exemplars)]
    assert all(name in described(svg) for name in names)
    assert picture(result) == svg, "the same result is the same picture"


def test_each_reason_that_names_another_thing_is_a_line_to_it() -> None:
    svg = draw(resolution(), "com.acme.cm.CmNew")
    lines = [path for path in ET.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == "none"]
    # class - spot, spot - Shop, Till - SHOP_TILL, limit - Money, SHOP_TILL - CmTill
    assert len(lines) == 5


def test_names_and_reasons_are_text_never_markup() -> None:
    hostile = '<script>alert("1")</script>&\x00\ud800'
    found = resolution()
    table = replace(found.tables[0], name=hostile, why=hostile)
    types = tuple(replace(type_, name=hostile, why=hostile) for type_ in found.types)
    svg = draw(replace(found, types=types, tables=(table,), doubts=(hostile,)), hostile)
    root = ET.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "desc", "g", "rect", "text", "path")
    }
    assert '<script>alert("1")</script>' in root.findtext(f"{SVG}desc", "")


def test_nothing_in_it_is_fetched_scripted_styled_or_of_a_fixed_colour() -> None:
    svg = draw(resolution(), "com.acme.cm.CmNew")
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) == {"currentColor", "none"}
    assert not re.search(r"(?i)href|url\(|style|\son\w+=|#[0-9a-f]{3,6}\b", svg.replace("&#39;", ""))


def test_a_crowded_column_is_cut_after_what_the_code_uses_and_the_rest_is_said_in_words() -> None:
    types = tuple(ResolvedType(f"com.acme.T{i}", "entity", "in the methods of the spot", HERE) for i in range(40))
    svg = draw(replace(resolution(), types=types), "com.acme.cm.CmNew", ["com.acme.T39#run()"])
    shown = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
    assert "T39" in shown and "T11" not in shown
    assert f"and {40 - MOST + 1} more" in shown
    assert "com.acme.T11 " in described(svg)


def test_a_resolution_without_anything_but_its_spot_is_still_a_picture() -> None:
    svg = picture(Resolution("algorithm", Candidate("ShopSpot", 1.0, "likeliest"), doubts=("no table matches",)))
    shown = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
    assert shown == [COLUMNS[0].capitalize(), "ShopSpot", "likeliest"]
    assert "In doubt: no table matches." in described(svg)

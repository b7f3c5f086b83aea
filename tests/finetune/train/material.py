"""Records of a made-up site: prompts by the pack's own prompt builder, answers that differ in length."""

from dataclasses import replace
from pathlib import Path

from agents.prompt import Prompts
from agents.state import Context, Piece
from finetune.records import Record, record_id
from knowledge.blueprint import Blueprint, Hole, Skeleton
from knowledge.records import Source, Symbol

ROOT = Path(__file__).parents[3]
PROMPTS = Prompts(ROOT / "knowledge" / "packs" / "ormb" / "prompts")
SOURCE = Source("jar", "lib/app.jar")
SKELETON = Skeleton(
    "src/HoldBill.java",
    "HoldBill",
    "com.acme",
    (
        "package com.acme;\n\npublic class HoldBill {\n\tpublic void invoke() {\n",
        Hole("invoke", "public void invoke()", "What the spot does.", "\t\t// nothing\n"),
        "\t}\n}\n",
    ),
    (),
)


def context(pieces: int = 3, lines: int = 3) -> Context:
    shown = tuple(
        Piece(
            "type",
            f"com.acme.Type{n}",
            "\n".join(f"com.acme.Bill getBill{n}{line}(java.lang.String id)" for line in range(lines)),
            SOURCE,
        )
        for n in range(pieces)
    )
    blueprint = Blueprint(
        "hold small bills", "algorithm", "com.acme", "HoldBill", Symbol("com.acme.Spot", "interface", SOURCE)
    )
    return Context(blueprint, shown, 100)


def component(number: int = 0, pieces: int = 3, lines: int = 3) -> Record:
    shown = context(pieces, lines)
    prompt = PROMPTS.fill(shown, SKELETON)
    body = "".join(f"\t\tsession.hold(bill{number}, {n});\n" for n in range(1 + number % 5))
    output = f"```java hole=1\n{body}```"
    return Record(
        id=record_id("component", prompt.user + str(number), output),
        kind="component",
        category="business_logic",
        instruction="hold small bills",
        output=output,
        system=prompt.system,
        user=prompt.user,
        verdict="compiled",
        date=f"2025-01-{1 + number % 28:02}",
    )


def middle() -> Record:
    before, after = PROMPTS.fim(context(), SKELETON, "invoke")
    return replace(
        component(), id="fim", kind="fim", system="", user="", prefix=before, suffix=after, output="\t\treturn;\n"
    )


def plain(number: int = 0) -> Record:
    text = f"class General{number} {{\n\tint add(int a, int b) {{ return a + b + {number}; }}\n}}\n"
    return Record(id=f"text{number}", kind="text", category="utility", instruction="", output=text, origin="general")

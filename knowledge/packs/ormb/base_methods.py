"""What a product's base class leaves to generated subclasses, so that those are as concrete as the real ones.

Which abstract methods there are differs between product versions; the class path says it.
"""

import re
from collections.abc import Collection

from knowledge.pack import Types
from knowledge.packs.ormb.family import NO_BODY, OBJECT_METHODS
from knowledge.records import Member, Symbol


def implementations(types: Types, base: str, argument: str = "", taken: Collection[str] = ()) -> list[str]:
    """Methods for all that is abstract in ``base``; ``argument`` stands for its one type parameter.

    ``taken`` names methods that the subclass has anyhow.
    """
    symbols = [s for name in (base, *types.supertypes(base)) if (s := types.find(name)) is not None]
    methods = [(s, m) for s in symbols for m in s.members if m.kind == "method" and "static" not in m.modifiers]
    done = {_key(m) for _, m in methods if "abstract" not in m.modifiers}
    lines = []
    for symbol, member in methods:
        if _key(member) not in done and member.name not in OBJECT_METHODS and member.name not in taken:
            done.add(_key(member))
            lines.append(_implementation(symbol, member, argument))
    return lines


def _key(member: Member) -> tuple[str, int]:
    return member.name, len(member.parameters)


def _implementation(symbol: Symbol, member: Member, argument: str) -> str:
    access = "protected" if "protected" in member.modifiers else "public"
    generic = f"<{', '.join(member.type_parameters)}> " if member.type_parameters else ""
    parameters = ", ".join(f"{p.type} p{i}" for i, p in enumerate(member.parameters))
    # Its throws clause is left out: who overrides may throw less.
    text = f"    {access} {generic}{member.type} {member.name}({parameters}) {NO_BODY}"
    names = [parameter.split()[0] for parameter in symbol.type_parameters]
    if len(names) == 1 and argument:
        text = re.sub(rf"(?<![\w.$]){re.escape(names[0])}(?![\w.$])", argument, text)
    return text

"""Class names in the house style: ``Cm`` + what the request says, in at most five words + ``AlgComp_Impl``."""

from collections.abc import Sequence

WORDS = 5
LENGTH = 42  # algorithm program names are stored in a column that is not much wider
_UNWANTED = frozenset(
    "a an the that which who whose of to for from and or with when if it its is are be on in into by as at so then "
    "than generate create write build make implement please need want should must will can algorithm algo plug "
    "plugin ormb java code class custom new our us me we i this these those all each every any has have been being "
    "not no using uses use based soft parameter parameters configurable below above under over until after before "
    "during would like spot given there their they them also only just".split()
)


def class_name(words: Sequence[str], spot_short_name: str, prefix: str, suffix: str) -> str:
    """``hold bills below a threshold`` -> ``CmHoldBillsThresholdAlgComp_Impl``; the spot's name if nothing is left."""
    kept = [word for word in words if word.lower() not in _UNWANTED and len(word) > 1 and word.isalpha()]
    name = ""
    for word in list(dict.fromkeys(word.lower() for word in kept))[:WORDS]:
        if len(name) + len(word) <= LENGTH:
            name += word.capitalize()
    if len(kept) < 2:
        name = spot_short_name
    return f"{prefix}{name}{suffix}"

"""A chat template for bases that have none: it renders exactly what serving asks such a model with.

Serving gives a base without a template the system text, an empty line, the user's text and a line break. The template
says the same, so that the merged model in another server reads the tokens that it was trained on.
"""

from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import chat_ids, raw_ids

_TURNS = (
    "{% for m in messages %}{{ m.content }}"
    "{% if m.role == 'system' %}{{ '\\n\\n' }}{% elif m.role == 'assistant' %}{{ eos_token + '\\n' }}"
    "{% else %}{{ '\\n' }}{% endif %}{% endfor %}"
)
_PROBE = ("You write code.", "Write a method.\n\nIt returns 1.")


def give_template(tokenizer: Any, family: Family) -> bool:
    """Give the tokenizer a template when it has none. Returns whether it has one then: not when the tokenizer cannot
    render the same tokens from a template as from the text."""
    if getattr(tokenizer, "chat_template", None):
        return True
    plain = chat_ids(tokenizer, family, *_PROBE)
    first = "".join(tokenizer.convert_ids_to_tokens(raw_ids(tokenizer, "")))
    tokenizer.chat_template = f"{{{{ {first!r} }}}}{_TURNS}" if first else _TURNS
    if tokenizer.eos_token and chat_ids(tokenizer, family, *_PROBE) == plain:
        return True
    tokenizer.chat_template = None
    return False

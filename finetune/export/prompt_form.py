"""The form of a prompt, fixed for every server: what training rendered is what they render.

A chat template with switches (thinking on or off) renders something else by default than what was trained on, and a
model without a template is given one by its server (llama.cpp: ChatML). So an export holds a template that renders
the trained form whatever it is asked with, and the Modelfile's template is derived from it.
"""

from typing import Any

from agents.coders.families import Family
from finetune.train.template import give_template
from knowledge.errors import SpotsmithError

_SYSTEM, _USER = "\ue000system\ue001", "\ue000user\ue001"
"""Stand-ins of private-use characters, which no template holds."""


def fixed_template(tokenizer: Any, family: Family) -> str:
    """The tokenizer's chat template (a base without one is given one) with the family's switches set as in training.

    Raises SpotsmithError.
    """
    if not give_template(tokenizer, family):
        raise SpotsmithError("the model has no chat template, and none renders the tokens that it was trained on")
    own = tokenizer.chat_template
    if not isinstance(own, str):
        raise SpotsmithError(
            "the tokenizer has several chat templates; keep the one that is trained with as the only one"
        )
    switches = family.thinking.template if family.thinking else {}
    head = "".join(f"{{%- set {name} = {str(value).lower()} -%}}" for name, value in switches.items())
    return own if own.startswith(head) else head + own


def rendered(tokenizer: Any, template: str, system: str, user: str) -> str:
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    return str(
        tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False, add_generation_prompt=True)
    )


def go_template(tokenizer: Any, template: str, end: str) -> str:
    """The same form as Ollama writes it: ``{{ .System }}`` and ``{{ .Prompt }}`` in what the template renders.

    Raises SpotsmithError where the template does more with a text than put it somewhere.
    """
    shape = rendered(tokenizer, template, _SYSTEM, _USER)
    if shape.count(_SYSTEM) != 1 or shape.count(_USER) != 1:
        raise SpotsmithError(
            "the chat template does not show system and user text once each: write the TEMPLATE by hand"
        )
    probe = rendered(tokenizer, template, "Line 1\nline {2}.", 'A "question"?')
    if shape.replace(_SYSTEM, "Line 1\nline {2}.").replace(_USER, 'A "question"?') != probe:
        raise SpotsmithError("the chat template changes the texts that it shows: write the TEMPLATE by hand")
    escaped = shape.replace("{{", '{{ "{{" }}')
    return escaped.replace(_SYSTEM, "{{ .System }}").replace(_USER, "{{ .Prompt }}") + "{{ .Response }}" + end

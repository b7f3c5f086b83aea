"""Context -> Draft: the pack's skeleton, its holes filled by a coder."""

from agents.coders.protocol import Coder
from agents.state import Context, Draft
from knowledge.front_end import FrontEnd
from knowledge.pack import Types


def generate(context: Context, coder: Coder, front_end: FrontEnd, types: Types) -> Draft:
    skeleton = front_end.skeleton(context.blueprint, types)
    fills = dict(coder.fill(context, skeleton))
    return Draft(skeleton, fills, skeleton.filled(fills), coder.name)

"""The steps of a run: each takes the flow and gives what it adds. ``graph`` wires them and knows nothing else of them.

The work is done by plain functions of other files.
"""

from dataclasses import dataclass, replace

from agents.attempts import ending_in, fingerprint, left, rank, tried
from agents.bounds import ask, may_ask, stopped
from agents.coders.protocol import Coder
from agents.consult import consulted
from agents.context import assemble
from agents.flow import Flow, digest, noted, spent, told
from agents.generate import edited, generate
from agents.limits import Limits
from agents.planner import Planner
from agents.repair import bare, emptied, repair
from agents.resolve import Resolver
from agents.review import Reviewer
from agents.revise import carried_over, restored, wish
from agents.state import Draft, Result, Review, Usage
from knowledge.front_end import FrontEnd
from knowledge.symbols import SymbolTable


@dataclass(frozen=True, slots=True)
class Steps:
    resolver: Resolver
    front_end: FrontEnd
    types: SymbolTable
    coder: Coder
    reviewer: Reviewer
    limits: Limits
    planner: Planner | None = None
    architect: Coder | None = None

    def resolve(self, flow: Flow) -> Flow:
        return {"resolution": self.resolver.resolve(flow["task"])}

    def plan(self, flow: Flow) -> Flow:
        """What was resolved, with what a model that looks names up adds to it."""
        if self.planner is None or stopped(flow, self.limits):
            return {}
        wanted = ask(flow, self.limits)
        wanted = replace(wanted, seconds=min(wanted.seconds, self.limits.planner_seconds))
        made = self.planner.plan(flow["task"], flow["resolution"], wanted, self.limits.planner_calls)
        return {"resolution": made.resolution, **spent(flow, "planner", made.usage, made.notes)}

    def assemble(self, flow: Flow) -> Flow:
        budget = self.limits.context_tokens
        context = assemble(flow["task"], flow["resolution"], self.resolver, self.front_end, self.types, budget)
        return {"context": context, "rounds": 1, "edits": 0, "drawn": 0, "seen": (), "texts": (), "dead": False}

    def generate(self, flow: Flow) -> Flow:
        drawn = flow["drawn"]
        wanted = ask(flow, self.limits, self.limits.samples - drawn, drawn)
        made = generate(flow["context"], self.coder, self.front_end, self.types, wanted)
        texts = flow["texts"]
        fresh = []
        for number, draft in enumerate(made.drafts, drawn + 1):
            if digest(draft) not in texts:
                fresh.append(replace(draft, origin=f"sample {number}"))
                texts = (*texts, digest(draft))
        exhausted = len(fresh) < len(made.drafts) or not self.coder.varies
        drawn += len(made.answers)
        return {"candidates": fresh, "texts": texts, "drawn": drawn, "exhausted": exhausted, **told(flow, made.answers)}

    def revise(self, flow: Flow) -> Flow:
        """The previous result, changed as asked; written anew by a coder that cannot edit."""
        if not self.coder.varies:
            return self.generate(flow)
        skeleton = self.front_end.skeleton(flow["context"].blueprint, self.types)
        kept = carried_over(flow["previous"].draft, skeleton, self.coder.name, self.front_end)
        kept = replace(kept, origin="previous")
        update: Flow = {"kept": kept, "candidates": [kept], "texts": (digest(kept),), "exhausted": True}
        if not flow["asked"].strip():
            return update
        answer = self.coder.edit(flow["context"], kept, (wish(flow["asked"], kept),), ask(flow, self.limits))
        changed = edited(kept, answer.fills, self.front_end)
        made = replace(changed, origin="changed as asked") if changed else kept
        update |= {"candidates": [made], "texts": (digest(made),), **told(flow, (answer,))}
        if made is kept:
            update["notes"] = noted(update, ["the coder changed nothing: the code is that of the previous result"])
        return update

    def review(self, flow: Flow) -> Flow:
        """The candidates up to the first clean one. Of first drafts the best is gone on with, else the newest."""
        judged = [(flow["draft"], flow["review"])] if "draft" in flow and flow["rounds"] == 1 else []
        if not flow["candidates"]:
            return {}
        attempts = flow.get("attempts", [])
        for draft in flow["candidates"]:
            judged.append((draft, self.reviewer.review([draft.file])))
            attempts = tried(attempts, *judged[-1])
            if not left(*judged[-1]):
                break
        draft, review = min(judged, key=lambda pair: rank(pair, self.front_end))
        best = (draft, review)
        if "best_draft" in flow:
            best = min((best, (flow["best_draft"], flow["best_review"])), key=lambda pair: rank(pair, self.front_end))
        update: Flow = {"draft": draft, "review": review, "best_draft": best[0], "best_review": best[1]}
        return {**update, "candidates": [], "attempts": attempts}

    def repair(self, flow: Flow) -> Flow:
        """A remedy that is certain, else the coder's edit of the holes that are wrong."""
        draft, review = flow["draft"], flow["review"]
        update: Flow = {"seen": (*flow["seen"], fingerprint(draft, review)), "candidates": []}
        is_free = flow["rounds"] - flow["edits"] <= self.limits.remedies
        mended, origin = repair(draft, review, self.front_end, self.types) if is_free else None, "fixed"
        if mended is None and may_ask(flow, self.limits) and flow["edits"] < self.limits.rounds and self.coder.varies:
            answer = self.coder.edit(flow["context"], draft, left(draft, review), ask(flow, self.limits))
            update["edits"] = flow["edits"] + 1
            update = {**update, **told(flow, (answer,))}
            mended, origin = edited(draft, answer.fills, self.front_end), f"edit {update['edits']}"
        if mended is not None and digest(mended) not in flow["texts"]:
            update["candidates"] = [replace(mended, origin=origin)]
            update["rounds"] = flow["rounds"] + 1
            update["texts"] = (*flow["texts"], digest(mended))
        return update

    def consult(self, flow: Flow) -> Flow:
        """The best draft with the changes that the reviewer wants, each only if the checks like it no less."""
        if self.architect is None:
            return {"settled": True}
        now = (flow["best_draft"], flow["best_review"])
        answer = self.architect.edit(flow["context"], now[0], now[1].diagnostics, ask(flow, self.limits))
        made = consulted(now, answer, self.reviewer, self.front_end, self.architect.name)
        number = flow.get("consulted", 0) + 1
        update: Flow = {"consulted": number, "settled": answer.dead or not made.changed}
        if made.changed:
            draft = replace(made.draft, origin=f"review {number}")
            attempts = tried(flow.get("attempts", []), draft, made.review)
            update |= {"best_draft": draft, "best_review": made.review, "attempts": attempts}
        return {**update, **spent(flow, "reviewer", answer.usage, made.notes)}

    def deliver(self, flow: Flow) -> Flow:
        draft, review = flow["best_draft"], flow["best_review"]
        last = review
        notes = [*flow.get("notes", ())]
        status = "partial" if review.status == "ok" and draft.unfilled else review.status
        if status == "failed" and (smaller := self._clean_part(draft, review, flow.get("kept"))):
            draft, last, status = smaller.draft, smaller.review, "partial"
            notes += smaller.notes
        result = Result(
            status,
            flow["resolution"],
            draft,
            replace(review, diagnostics=(*review.diagnostics, *draft.refused)),
            flow["rounds"],
            {**flow["seconds"], "total": round(sum(flow["seconds"].values()), 4)},
            flow["drawn"],
            flow["edits"],
            flow.get("usage", Usage()),
            (*notes, *(stopped(flow, self.limits) if status != "ok" else ())),
            flow.get("roles", {}),
            ending_in(flow.get("attempts", []), draft, last),
        )
        return {"result": result}

    def _clean_part(self, draft: Draft, review: Review, kept: Draft | None) -> "_Clean | None":
        """The draft without the holes that have errors; without all holes, when an error spills over its own. In a
        follow-up these holes have the earlier code again, and it is said."""
        earlier = restored(draft, review, kept) if kept else None
        for smaller in (earlier, emptied(draft, review), bare(draft)):
            if smaller and not (found := self.reviewer.review([smaller.file])).errors:
                names = ", ".join(n for n in smaller.fills if kept and smaller.fills[n] != draft.fills.get(n))
                said = f"the change in {names} did not work out: the code there is that of the previous result"
                return _Clean(replace(smaller, origin="without what was wrong"), found, [said] if names else [])
        return None


@dataclass(frozen=True, slots=True)
class _Clean:
    """What is left of a draft that has errors."""

    draft: Draft
    review: Review
    notes: list[str]

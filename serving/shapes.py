"""Results as JSON for scripts: the shapes that scripts rely on. They may grow; names never change."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.state import Attempt, Candidate, Question, Resolution, Result, Review, Usage
from knowledge.records import Diagnostic, SoftParameter

if TYPE_CHECKING:
    from serving.accept import Accepted
    from serving.conversation.reply import Reply


FOUND = 50
"""Most diagnostics of an attempt; those of the result are all there."""


def resolution_json(resolution: Resolution) -> dict[str, Any]:
    return {
        "artefact": resolution.artefact,
        "spot": {
            **_candidate(resolution.spot),
            "alternatives": [_candidate(candidate) for candidate in resolution.alternatives],
        },
        "types": [{"name": t.name, "role": t.role, "why": t.why, "source": str(t.source)} for t in resolution.types],
        "tables": [
            {"name": t.name, "columns": list(t.columns), "why": t.why, "source": str(t.source)}
            for t in resolution.tables
        ],
        "soft_parameters": [_soft(parameter) for parameter in resolution.soft_parameters],
        "exemplars": [{"name": e.name, "why": e.why, "source": str(e.source)} for e in resolution.exemplars],
        "doubts": list(resolution.doubts),
    }


def result_json(result: Result) -> dict[str, Any]:
    draft, review = result.draft, result.review
    return {
        "status": result.status,
        "class": draft.skeleton.qualified_name,
        "files": [{"path": draft.file.path, "content": draft.file.text}],
        "coder": draft.coder,
        "rounds": result.rounds,
        "samples": result.samples,
        "edits": result.edits,
        "usage": _usage(result.usage),
        "roles": {role: _usage(usage) for role, usage in result.roles.items()},
        "notes": list(result.notes),
        "diagnostics": [diagnostic_json(d) for d in review.diagnostics],
        "unchecked": [note.text for note in review.unchecked],
        "sources": [{"symbol": s.symbol, "source": str(s.source)} for s in review.sources],
        "todo": list(draft.todo) + [f"write the body of {name}" for name in draft.unfilled],
        "attempts": [_attempt(attempt) for attempt in result.attempts],
        "seconds": dict(result.seconds),
        "resolution": resolution_json(result.resolution),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    found = attempt.diagnostics
    return {
        "kind": attempt.kind,
        "text": attempt.text,
        "errors": sum(diagnostic.severity == "error" for diagnostic in found),
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in found[:FOUND]],
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "calls": usage.calls,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "seconds": usage.seconds,
    }


def check_json(paths: Sequence[str], review: Review) -> dict[str, Any]:
    return {
        "status": review.status,
        "files": [
            {
                "path": path,
                "diagnostics": [diagnostic_json(d) for d in review.diagnostics if d.path == path],
                "unchecked": [note.text for note in review.unchecked if note.path in ("", path)],
            }
            for path in paths
        ],
    }


def reply_json(reply: "Reply") -> dict[str, Any]:
    """A turn of a conversation. ``result`` is a ``result_json``; ``run`` names its folder below ``.spotsmith/runs``."""
    return {
        "kind": reply.kind,
        "text": reply.text,
        "notes": list(reply.notes),
        "question": _question(reply.question) if reply.question else None,
        "result": result_json(reply.result) if reply.result else None,
        "before": reply.before,
        "run": Path(reply.run).name,
    }


def accepted_json(accepted: "Accepted") -> dict[str, Any]:
    """What came of accepting a file; it was kept where ``kept`` is true."""
    return {
        "kept": accepted.kept,
        "text": accepted.said,
        "class": accepted.class_name,
        "path": str(accepted.path or ""),
        "again": accepted.again,
        "training": accepted.training,
        "status": accepted.review.status,
        "diagnostics": [diagnostic_json(d) for d in accepted.review.diagnostics],
        "unchecked": [note.text for note in accepted.review.unchecked],
    }


def _question(question: Question) -> dict[str, Any]:
    """The next turn answers it: by number, by name or in words."""
    return {"text": question.text, "options": [_candidate(option) for option in question.options]}


def diagnostic_json(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "kind": diagnostic.kind,
        "severity": diagnostic.severity,
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "symbol": diagnostic.symbol,
        "receiver": diagnostic.receiver,
        "candidates": list(diagnostic.candidates),
        "rule": diagnostic.rule,
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "name": candidate.name,
        "score": candidate.score,
        "why": candidate.why,
        "summary": candidate.summary,
    }


def _soft(parameter: SoftParameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "entity": parameter.target,
        "required": parameter.required,
    }

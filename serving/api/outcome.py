"""How a job ended, as an answer to a request."""

from typing import Any

from serving.api.problems import Refused
from serving.jobs import Job, Jobs


def outcome(job: Job, jobs: Jobs) -> dict[str, Any]:
    """The result; raises Refused where there is none."""
    problem = problem_of(job, jobs)
    if problem:
        raise problem
    result: dict[str, Any] = job.result
    return result


def problem_of(job: Job, jobs: Jobs) -> Refused | None:
    if job.status == "done":
        return None
    if job.status == "cancelled" and jobs.closing:
        return Refused(503, job.problem, "stopping", headers={"Retry-After": "10"})
    if job.status == "cancelled":
        return Refused(409, job.problem, "cancelled")
    ours = job.problem.startswith("internal error")
    return Refused(500 if ours else 422, job.problem, "internal" if ours else "invalid")


def job_json(job: Job) -> dict[str, Any]:
    """A job as its owner sees it."""
    return {
        "id": job.id,
        "status": job.status,
        "position": job.position,
        "steps": list(job.steps),
        "result": job.result,
        "problem": job.problem,
    }

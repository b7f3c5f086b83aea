"""The queue that the API and MCP share: bounded, in order, private to its owner, and it ends cleanly."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from knowledge.errors import SpotsmithError
from serving.jobs import Busy, Job, Jobs

SOON = 20.0


@pytest.fixture
def opened() -> Iterator[Callable[..., Jobs]]:
    made: list[Jobs] = []

    def open_jobs(**given: Any) -> Jobs:
        made.append(Jobs(**{"workers": 1, "waiting": 2, **given}))
        return made[-1]

    yield open_jobs
    for jobs in made:
        jobs.close(0)


class Gate:
    """Work that says when it has begun, and goes on when it is let."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let = threading.Event()

    def __call__(self, job: Job) -> str:
        self.begun.set()
        assert self.let.wait(SOON)
        job.told("generate")
        return "made"


def test_a_job_tells_its_steps_and_gives_its_result(opened):
    def work(job: Job) -> int:
        job.told("resolve")
        job.told("review")
        return 7

    job = opened().submit(work)
    assert job.wait(SOON)
    assert (job.status, job.result, job.problem, job.steps) == ("done", 7, "", ("resolve", "review"))
    said = [(event.number, event.kind, event.text) for event in job.events()]
    assert said == [
        (0, "status", "queued"),
        (1, "status", "running"),
        (2, "step", "resolve"),
        (3, "step", "review"),
        (4, "status", "done"),
    ]
    assert [event.number for event in job.events(3)] == [3, 4]


def test_text_of_a_model_comes_in_pieces_and_nothing_of_it_is_lost(opened):
    said = [f"token {number} " for number in range(200)]

    def work(job: Job) -> None:
        for piece in said:
            job.wrote(piece)

    job = opened().submit(work)
    pieces = [event.text for event in job.events() if event.kind == "text"]
    assert "".join(pieces) == "".join(said) and 5 < len(pieces) < 40


def test_what_waits_beyond_the_limit_is_refused_with_a_time(opened):
    jobs, gate = opened(waiting=2), Gate()
    first = jobs.submit(gate)
    assert gate.begun.wait(SOON)
    second, third = jobs.submit(gate), jobs.submit(gate)
    assert [job.position for job in (first, second, third)] == [0, 1, 2]
    with pytest.raises(Busy, match="2 jobs are waiting already") as refusal:
        jobs.submit(gate)
    assert refusal.value.retry_after >= 1
    gate.let.set()
    assert all(job.wait(SOON) and job.result == "made" for job in (first, second, third))
    assert (jobs.load.done, jobs.load.refused, jobs.load.waiting) == (3, 1, 0)


def test_a_queue_for_nobody_still_gives_work_to_an_idle_worker(opened):
    jobs = opened(waiting=0)
    assert jobs.submit(lambda job: 1).wait(SOON)


def test_a_mistake_of_the_user_is_a_sentence_and_the_worker_lives_on(opened):
    def work(job: Job) -> None:
        raise SpotsmithError("the request is empty; say what the code is for")

    jobs = opened()
    failed = jobs.submit(work)
    assert failed.wait(SOON)
    assert (failed.status, failed.problem) == ("failed", "the request is empty; say what the code is for")
    assert jobs.submit(lambda job: 1).wait(SOON)


def test_a_mistake_of_ours_does_not_show_what_it_was_about(opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def work(job: Job) -> None:
        raise ValueError("class Secret {}")

    job = opened().submit(work)
    assert job.wait(SOON) and job.status == "failed"
    assert job.problem.startswith("internal error: ValueError. Details are in ") and "Secret" not in job.problem


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(opened):
    jobs, gate, ran = opened(), Gate(), []
    jobs.submit(gate)
    assert gate.begun.wait(SOON)
    waiting = jobs.submit(ran.append)
    assert jobs.cancel(waiting.id) and waiting.status == "cancelled"
    gate.let.set()
    assert jobs.submit(lambda job: 1).wait(SOON) and not ran
    assert not jobs.cancel(waiting.id)


def test_a_running_job_is_cancelled_at_its_next_word(opened):
    jobs, gate = opened(), Gate()
    job = jobs.submit(gate)
    assert gate.begun.wait(SOON) and jobs.cancel(job.id)
    gate.let.set()
    assert job.wait(SOON)
    assert (job.status, job.result, job.problem) == ("cancelled", None, "it was cancelled")


def test_jobs_of_another_owner_do_not_exist(opened):
    jobs, gate = opened(), Gate()
    job = jobs.submit(gate, owner="anna")
    assert jobs.find(job.id, "anna") is job
    assert jobs.find(job.id, "boris") is None and jobs.find(job.id) is None
    assert not jobs.cancel(job.id, "boris")
    gate.let.set()
    assert job.wait(SOON) and job.status == "done"


def test_only_the_last_ended_jobs_are_kept(opened):
    jobs = opened(waiting=10, keep=3)
    made = [jobs.submit(lambda job, number=number: number) for number in range(8)]
    assert all(job.wait(SOON) for job in made)
    assert jobs.submit(lambda job: 1).wait(SOON)
    kept = [job for job in made if jobs.find(job.id)]
    assert 2 <= len(kept) <= 4 and kept == made[-len(kept) :]


def test_closing_finishes_what_it_has_and_refuses_the_rest(opened):
    jobs, gate = opened(), Gate()
    running, waiting = jobs.submit(gate), jobs.submit(lambda job: "also made")
    assert gate.begun.wait(SOON)
    jobs.refuse()
    with pytest.raises(Busy, match="stopping"):
        jobs.submit(gate)
    gate.let.set()
    jobs.close(SOON)
    assert [running.result, waiting.result] == ["made", "also made"]


def test_when_the_grace_is_over_every_job_ends_with_a_sentence(opened):
    jobs, gate = opened(), Gate()
    running, waiting = jobs.submit(gate), jobs.submit(gate)
    assert gate.begun.wait(SOON)
    jobs.close(0)
    assert running.status == waiting.status == "cancelled"
    assert "stopped before it was finished" in running.problem and "stopped" in waiting.problem
    gate.let.set()


def test_who_listens_hears_each_event_until_leaving(opened):
    jobs, gate, heard = opened(), Gate(), []
    job = jobs.submit(gate)
    assert gate.begun.wait(SOON)
    leave = job.listen(lambda: heard.append(job.status))
    gate.let.set()
    assert job.wait(SOON)
    jobs.close(SOON)
    assert heard == ["running", "done"]
    leave()

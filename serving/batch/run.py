"""``spotsmith batch`` from spec to report: read, plan, make, write, tell."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO

from knowledge.errors import SpotsmithError
from serving.app import App
from serving.batch.items import items_of, refuse
from serving.batch.manifest import Manifest, folder_of, opened
from serving.batch.output import File, Output, open_output
from serving.batch.plan import Apps, Choice, Plan, file_of, keys_of, planned
from serving.batch.progress import Progress
from serving.batch.read import read_spec
from serving.batch.report_html import HtmlReport
from serving.batch.report_json import JsonReport
from serving.batch.report_junit import JUnitReport
from serving.batch.report_sarif import SarifReport
from serving.batch.told import FailOn, Head, Report, Told, counted
from serving.batch.work import Made, Stopped, work

REPORTS: dict[str, Callable[[IO[bytes], Head], Report]] = {
    ".html": HtmlReport,
    ".json": JsonReport,
    ".xml": JUnitReport,
    ".sarif": SarifReport,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    spec: Path
    out: Path | None = None
    branch: str = ""
    base: str = ""
    force: bool = False
    write_failed: bool = False
    workers: int = 2
    choice: Choice = field(default_factory=Choice)
    reports: tuple[Path, ...] = ()
    fail_on: FailOn = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    head: Head
    folder: Path
    """Where the batch is kept, with its reports."""
    stopped: bool = False


def plan_batch(app: App, wanted: Wanted, progress: Progress) -> Plan:
    """The plan alone: everything is read and resolved, nothing is made or written."""
    manifest = Manifest.read(folder_of(app.workspace.hidden, wanted.spec))
    apps = Apps(app)
    try:
        return _planned(wanted, apps, manifest, progress)[0]
    finally:
        apps.close()


def run_batch(app: App, wanted: Wanted, progress: Progress) -> Outcome:
    """Raises SpotsmithError for what a person must put right; what was made until then is kept."""
    started = time.monotonic()
    folder = folder_of(app.workspace.hidden, wanted.spec)
    apps = Apps(app)
    try:
        with opened(folder) as manifest:
            plan, output = _planned(wanted, apps, manifest, progress)
            with _going_on(folder, plan, manifest):
                manifest.plan(step.planned for step in plan.running if step.planned)
                made, stopped = _made(wanted, plan, apps, manifest, output, progress)
                written = "" if stopped else output.finish(_files(plan, manifest, wanted.write_failed))
                head = Head(
                    spec=str(wanted.spec),
                    workspace=str(app.workspace.root),
                    fail_on=wanted.fail_on,
                    counts=counted(told.status for told in _told(plan, manifest, whole=False)),
                    seconds=time.monotonic() - started,
                    made=made,
                    removed=tuple(record.id for record in plan.removed),
                    written=written,
                    version=version("spotsmith"),
                )
                _report(head, plan, manifest, folder, wanted.reports)
        return Outcome(head, folder, stopped)
    finally:
        apps.close()


def _planned(wanted: Wanted, apps: Apps, manifest: Manifest, progress: Progress) -> tuple[Plan, Output]:
    """Everything that can be refused is refused here, before anything is made."""
    for report in wanted.reports:
        if report.suffix.lower() not in REPORTS:
            raise SpotsmithError(f"{report}: a report ends in {', '.join(REPORTS)} (.xml is JUnit's)")
    workspace = apps.first.workspace
    items = items_of(read_spec(wanted.spec), workspace)
    place = wanted.out or (workspace.root if wanted.branch else None)
    owner = manifest.folder.name
    output = open_output(place, wanted.branch, wanted.base, wanted.force, manifest.written, owner)
    keys = keys_of(items, apps)
    plan = planned(str(wanted.spec), items, keys, manifest, wanted.choice, apps, progress.planning)
    refuse(output.place, output.check(list(_paths(plan, manifest))))
    return plan, output


def _paths(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Of all files that this run may write."""
    for step in plan.steps:
        record = manifest.records.get(step.item.id)
        if step.planned:
            yield file_of(step.item, step.planned.path)
        elif record and record.path and record.key == step.key:
            yield file_of(step.item, record.path)


def _made(
    wanted: Wanted, plan: Plan, apps: Apps, manifest: Manifest, output: Output, progress: Progress
) -> tuple[int, bool]:
    """How many items were made, and whether the user has stopped it."""
    steps = plan.running
    count = 0

    def keep(made: Made) -> None:
        nonlocal count
        record = manifest.add(made.step.item.id, made.step.key, made.seconds, made.made)
        count += 1
        told = Told(made.step, record, manifest.result(record))
        if file := _file(told, wanted.write_failed):
            output.put(file)
        progress.made(told.id, told.status, told.summary)

    def stopping(running: int) -> None:
        progress.said(f"stopping; {running} running now will be kept when they are done. Ctrl-C again leaves them")

    progress.making(len(steps))
    try:
        work(steps, apps, max(wanted.workers, 1), keep, stopping)
    except Stopped:
        return count, True
    return count, False


def _told(plan: Plan, manifest: Manifest, whole: bool = True) -> Iterator[Told]:
    """Each item with what is kept of it for its present key; with ``whole``, its result too."""
    for step in plan.steps:
        record = manifest.records.get(step.item.id)
        if record is None or record.key != step.key or (record.status != "error" and not manifest.has(record)):
            yield Told(step, None, None)
            continue
        kept = manifest.result(record) if whole else None
        if whole and kept is None and record.status != "error":
            manifest.forget(record)
            yield Told(step, None, None)
        else:
            yield Told(step, record, kept)


def _files(plan: Plan, manifest: Manifest, write_failed: bool) -> Iterator[File]:
    for told in _told(plan, manifest):
        if file := _file(told, write_failed):
            yield file


def _file(told: Told, write_failed: bool) -> File | None:
    """The file of an item that is to be written: a failed one's best attempt is only kept, unless it is asked for."""
    if told.kept is None or (told.status == "failed" and not write_failed):
        return None
    return File(told.id, told.file, told.kept.text, told.request, told.status)


def _report(head: Head, plan: Plan, manifest: Manifest, folder: Path, wanted: Sequence[Path]) -> None:
    """All formats beside the manifest, and copies of those that were asked for where they were asked for."""
    partial = {suffix: folder / f"report{suffix}.partial" for suffix in REPORTS}
    with ExitStack() as stack:
        reports = [REPORTS[s](stack.enter_context(path.open("wb")), head) for s, path in partial.items()]
        for told in _told(plan, manifest):
            for report in reports:
                report.add(told)
        for report in reports:
            report.close()
    for suffix, path in partial.items():
        path.replace(folder / f"report{suffix}")
    for target in wanted:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / f"report{target.suffix.lower()}", target)


@contextmanager
def _going_on(folder: Path, plan: Plan, manifest: Manifest) -> Iterator[None]:
    """A disk that is full, or a file that cannot be written, ends the batch with a sentence; nothing is lost."""
    try:
        yield
    except OSError as error:
        done = sum(told.record is not None for told in _told(plan, manifest, whole=False))
        where = error.filename or folder
        raise SpotsmithError(
            f"{where}: cannot be written: {error.strerror}. {done:,} of {len(plan.steps):,} items are done and kept; "
            "make room, and run the same command again to go on"
        ) from error

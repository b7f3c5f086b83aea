"""Steps of runs in a real PostgreSQL, shared by workers: gone on with, never mixed up, and gone at a run's end."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from agents.coders.protocol import Answer, Ask
from agents.coders.scaffold import ScaffoldCoder
from agents.state import Context, Task
from knowledge.blueprint import Skeleton
from knowledge.errors import SpotsmithError
from serving.app import App
from serving.settings import find_workspace
from tests.agents.coders.stand_in import never_begins, says, standing_in
from tests.serving.command_line import COMMAND, Spotsmith, command
from tests.serving.postgres import Postgres, postgres
from tests.serving.test_coders import RIGHT

psycopg = pytest.importorskip("psycopg", reason="the extra postgres is not installed")
pytest.importorskip("langgraph.checkpoint.postgres", reason="the extra postgres is not installed")
from agents.checkpoints_postgres import open_postgres  # noqa: E402 - it needs the extra

VARIABLE = "SITE_POSTGRES"
SETTING = f'[checkpoints]\npostgres_env = "{VARIABLE}"\n'
TASK = Task("hold small bills until the next cycle")
Opened = Callable[..., App]


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture
def site(other_site: Path, database: Postgres, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, database.address)
    with (other_site / "spotsmith.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{SETTING}")
    return other_site


@pytest.fixture
def worker(site: Path, app: App) -> Iterator[Opened]:
    """Workers of one site, in this process; they share the compiler of all tests."""
    opened: list[App] = []

    def made(**given: Any) -> App:
        opened.append(App(find_workspace(site), compiler=app.compiler, **given))
        return opened[-1]

    yield made
    for each in opened:
        each.__dict__.pop("compiler", None)
        each.close()


def kept(database: Postgres) -> int:
    with psycopg.connect(database.address) as connection:
        found = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes")
        ]
    return sum(found)


class Killed(Exception):
    """Stands for the end of a worker in the middle of a step."""


class Dying(ScaffoldCoder):
    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        raise Killed


def test_a_run_whose_worker_died_is_gone_on_with_by_another(worker: Opened, app: App, database: Postgres) -> None:
    dying = Dying(app.front_end, app.parts.types, app.parts.store)
    with pytest.raises(Killed):
        worker(coder=dying).generate(TASK)
    assert kept(database) > 0
    steps: list[str] = []
    result = worker().generate(TASK, steps.append)
    assert steps == ["generate", "review", "deliver"]
    assert (result.status, result.draft.file) == ("ok", app.generate(TASK).draft.file)
    assert kept(database) == 0


def test_a_command_that_was_killed_is_gone_on_with(site: Path, database: Postgres) -> None:
    asked = ["generate", "-w", str(site), TASK.request]
    with standing_in(never_begins, says(RIGHT)) as model:
        coder = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\nmodel = "tiny"\nsamples = 1\nplanner = "off"\n'
        with (site / "spotsmith.toml").open("a", encoding="utf-8") as file:
            file.write(coder)
        process = subprocess.Popen([COMMAND, *asked], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not model.asked:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert kept(database) > 0
        again = command(*asked)
    assert again.code == 0 and 'LOGGER.debug("held");' in again.out, again.err
    assert kept(database) == 0


def test_the_same_task_in_two_workers_at_once_is_done_twice(worker: Opened, app: App, database: Postgres) -> None:
    together = Barrier(2)

    class Meeting(ScaffoldCoder):
        def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
            together.wait(60)
            return super().fill(context, skeleton, ask)

    coder = Meeting(app.front_end, app.parts.types, app.parts.store)
    heard: list[list[str]] = [[], []]
    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(worker(coder=coder).generate, TASK, steps.append) for steps in heard]
        files = [run.result().draft.file for run in runs]
    assert heard == [["resolve", "assemble", "generate", "review", "deliver"]] * 2
    assert files[0] == files[1]
    assert kept(database) == 0


def test_workers_that_start_together_make_the_tables_once(database: Postgres) -> None:
    with psycopg.connect(database.address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE fresh")
    address = database.address.replace("@/postgres", "@/fresh")
    with ThreadPoolExecutor(6) as threads:
        opened = list(threads.map(lambda _: open_postgres(address, VARIABLE), range(6)))
    for each in opened:
        each.close()
    with psycopg.connect(address) as connection:
        versions = [row[0] for row in connection.execute("SELECT v FROM checkpoint_migrations ORDER BY v")]
    assert versions == list(range(len(versions))) and versions


def test_a_follow_up_with_odd_characters_is_kept(worker: Opened, database: Postgres) -> None:
    with standing_in(says(RIGHT)) as model:
        open_ = worker()
        settings = open_.workspace.settings
        given = {"kind": "openai", "url": f"{model.url}/v1", "samples": 1, "planner": "off", "model": "tiny"}
        coder = settings.coder.model_copy(update=given)
        open_.workspace = type(open_.workspace)(open_.workspace.root, settings.model_copy(update={"coder": coder}))
        first = open_.generate(TASK)
        assert (
            open_.revise(TASK, first, "louder \x00 \u2028 \U0001f600 'quoted'; DROP TABLE checkpoints").status == "ok"
        )
    assert kept(database) == 0


def test_a_database_that_goes_away_is_a_sentence_and_is_used_again_when_it_is_back(
    worker: Opened, database: Postgres
) -> None:
    open_ = worker()
    assert open_.generate(TASK).status == "ok"
    database.stop()
    try:
        with pytest.raises(SpotsmithError, match=f"the PostgreSQL that {VARIABLE} names") as raised:
            open_.generate(TASK)
    finally:
        database.start()
    assert database.password not in str(raised.value)
    assert open_.generate(TASK).status == "ok"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "postgresql://spotsmith:hunter2hunter2@/postgres?host=/no/such/folder",
            "names cannot keep the steps of runs: ",
        ),
        ("postgresql://spotsmith:hunter2hunter2@[::1", "holds no address as postgresql://"),
        ("hunter2hunter2", "holds no address as postgresql://"),
        ("", "is not set; put the address there"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_the_secret(
    spotsmith: Spotsmith, site: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setenv(VARIABLE, address)
    sentence = spotsmith("generate", "-w", site, TASK.request).sentence
    assert VARIABLE in sentence and said in sentence and "hunter2" not in sentence


def test_a_wrong_password_is_one_sentence_without_it(
    spotsmith: Spotsmith, site: Path, database: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, database.address.replace(database.password, "hunter2hunter2"))
    sentence = spotsmith("generate", "-w", site, TASK.request).sentence
    assert "password authentication failed" in sentence and "hunter2" not in sentence


def test_doctor_says_whether_the_database_answers(
    spotsmith: Spotsmith, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> tuple[bool, str]:
        findings = spotsmith("doctor", "-w", site, "--json").json
        return next((each["ok"], each["text"]) for each in findings["checks"] if each["name"] == "checkpoints")

    assert said() == (True, f"kept in the PostgreSQL that {VARIABLE} names")
    monkeypatch.setenv(VARIABLE, "postgresql://x@/y?host=/no/such/folder")
    assert said()[0] is False


def test_nothing_of_postgresql_is_imported_where_it_is_not_set(sample_site: Any) -> None:
    ran = subprocess.run(
        [
            shutil.which("python", path=str(COMMAND.parent)) or "python",
            "-c",
            "import sys; from serving.cli import main\n"
            f"try: main(['resolve', '-w', {str(sample_site.root)!r}, 'hold small bills'])\n"
            "except SystemExit: print('psycopg' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if key != VARIABLE},
    )
    assert ran.stdout.endswith("False\n"), ran.stderr

"""The order in which records are learned, the log of a run, and its page."""

from dataclasses import replace
from pathlib import Path

from finetune.records import Record
from finetune.train.examples import UNCOUNTED, Example
from finetune.train.log import RunLog
from finetune.train.monitor import Monitor, reading
from finetune.train.order import Curriculum, chosen, easy_to_hard, replayed
from finetune.train.page import page_of
from finetune.train.recipes import Order
from tests.finetune.train.material import component, plain


def example(answered: int, record: Record) -> Example:
    return Example((1,) * (answered + 1), (UNCOUNTED, *(1,) * answered), record=record)


EXAMPLES = [
    example(100 - number, replace(component(number), date=f"2025-03-{1 + number % 28:02}")) for number in range(100)
]


def test_the_first_epoch_goes_from_short_to_long_and_the_next_are_mixed() -> None:
    order = Curriculum(EXAMPLES, Order(by=("length",), epochs=1), seed=3)
    first = list(order)
    order.set_epoch(1)
    second = list(order)
    assert sorted(first) == sorted(second) == list(range(100))
    lengths = [EXAMPLES[place].answered for place in first]
    assert max(lengths[:10]) < min(lengths[10:20]) < min(lengths[90:])
    assert lengths != sorted(lengths)  # mixed inside each part
    assert max(EXAMPLES[place].answered for place in second[:10]) > 50


def test_an_epoch_has_one_order_for_a_seed() -> None:
    def order(seed: int) -> list[int]:
        made = Curriculum(EXAMPLES, Order(), seed)
        made.set_epoch(2)
        return list(made)

    assert order(1) == order(1) != order(2)


def test_sure_verdicts_come_first_and_the_newest_last() -> None:
    verdicts = ("failed", "parsed", "compiled", "")
    found = [example(5, replace(component(), verdict=verdict)) for verdict in verdicts]
    assert easy_to_hard(found, Order(by=("verdict",))) == [2, 1, 3, 0]
    dated = [example(5, replace(component(), date=date)) for date in ("2025-02-01", "", "2024-01-01")]
    assert easy_to_hard(dated, Order(by=("recency",))) == [1, 2, 0]


def test_what_failed_is_not_learned_and_general_code_is_a_share() -> None:
    records = [component(1), replace(component(2), verdict="failed"), plain(), replace(component(3), kind="sql")]
    kept = chosen(records, ("compiled", ""), ("component", "text"), 0)
    assert [record.id for record in kept] == [records[0].id]
    general = [plain(number) for number in range(50)]
    assert len(replayed(general, 90, 0.1, seed=1)) == 10
    assert replayed(general, 90, 0.1, seed=1) == replayed(general, 90, 0.1, seed=1)
    assert replayed(general, 90, 0.0, seed=1) == []


def test_a_log_forgets_what_happens_again_and_survives_half_a_line(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    for step in range(1, 5):
        log.add({"step": step, "loss": 1 / step})
    with (tmp_path / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"step": 5, "lo')
    log.rewind(2)
    log.add({"step": 3, "eval_loss": 0.5})
    assert [entry["step"] for entry in log.entries()] == [1, 2, 3]
    log.write_table()
    rows = (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()
    assert rows == ["step,loss,eval_loss", "1,1.0,", "2,0.5,", "3,,0.5"]


def test_a_page_draws_what_there_is_and_everything_in_it_is_text() -> None:
    entries = [{"step": 1, "loss": 2.0, "cpu_percent": 50}, {"step": 2, "loss": float("nan")}, {"step": 3, "loss": 1.0}]
    entries.append({"step": 3, "eval_loss": 1.5, "eval_compile@1": 0.25, "eval_clean": 0.0})
    page = page_of("<b>run", {"base": "<script>"}, entries, ["1 < 2"])
    assert page.count("<polyline") == 5
    assert "&lt;b&gt;run" in page and "&lt;script&gt;" in page and "<script" not in page and "1 &lt; 2" in page
    assert "nan" not in page and "src=" not in page
    assert "Nothing yet." in page_of("run", {}, [])


def test_the_machine_is_read_while_it_works() -> None:
    found = reading()
    assert found["ram_used_gib"] > 0 and found["process_gib"] > 0
    import threading

    heard: list[dict[str, float]] = []
    enough = threading.Event()

    def hear(read: dict[str, float]) -> None:
        heard.append(read)
        enough.set()

    monitor = Monitor(0.01, hear)
    monitor.start()
    assert enough.wait(30)
    monitor.stop()
    assert heard[0].keys() == found.keys()

"""How busy and how warm the machine is, into the log of a run: GPU, CPU, memory, temperature where it can be read."""

import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

GIB = 2**30


def reading() -> dict[str, float]:
    """What can be read now; nothing where nothing can."""
    return {**_machine(), **_gpus()}


class Monitor:
    """Readings every few seconds until it is stopped."""

    def __init__(self, seconds: float, told: Callable[[dict[str, float]], None]) -> None:
        self._seconds = seconds
        self._told = told
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="monitor", daemon=True)

    def start(self) -> None:
        if self._seconds > 0:
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _watch(self) -> None:
        while not self._stop.wait(self._seconds):
            self._told(reading())


def _machine() -> dict[str, float]:
    if find_spec("psutil") is None:
        return {}
    import psutil

    memory = psutil.virtual_memory()
    found = {
        "cpu_percent": psutil.cpu_percent(),
        "ram_used_gib": round((memory.total - memory.available) / GIB, 2),
        "process_gib": round(psutil.Process().memory_info().rss / GIB, 2),
    }
    sensors: dict[str, Any] = getattr(psutil, "sensors_temperatures", dict)()  # not on every system
    warmest = max((each.current for group in sensors.values() for each in group), default=None)
    return found if warmest is None else {**found, "cpu_celsius": float(warmest)}


def _gpus() -> dict[str, float]:
    if find_spec("pynvml") is None:
        return {}
    import pynvml

    try:
        pynvml.nvmlInit()
        count = pynvml.nvmlDeviceGetCount()
    except pynvml.NVMLError:  # no driver, no GPU
        return {}
    found: dict[str, float] = {}
    for number in range(count):
        found |= {f"gpu{number}_{name}": value for name, value in _gpu(pynvml, number).items()}
    return found


def _gpu(pynvml: Any, number: int) -> dict[str, float]:
    """A reading that a driver does not give is left out."""
    readers: dict[str, Callable[[Any], float]] = {
        "percent": lambda gpu: float(pynvml.nvmlDeviceGetUtilizationRates(gpu).gpu),
        "used_gib": lambda gpu: round(pynvml.nvmlDeviceGetMemoryInfo(gpu).used / GIB, 2),
        "celsius": lambda gpu: float(pynvml.nvmlDeviceGetTemperature(gpu, pynvml.NVML_TEMPERATURE_GPU)),
        "watts": lambda gpu: round(pynvml.nvmlDeviceGetPowerUsage(gpu) / 1000, 1),
    }
    found = {}
    for name, read in readers.items():
        try:
            found[name] = read(pynvml.nvmlDeviceGetHandleByIndex(number))
        except pynvml.NVMLError:
            continue
    return found

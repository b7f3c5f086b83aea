"""Extraction of signatures against javap, on the same classes in the same run.

The corpus is the first 10,000 classes of the JDK's own modules (3.8 KB on average, as in business JARs: 3.8 KB over
502 of them). We read them from a JAR, inflate them and make every record; javap gets them unpacked and in one process,
so that it neither inflates nor starts twice. With ``-s -constants`` javap still says less than our records: no
parameter names, no annotations. Only ``-v`` has them; it is measured on fewer classes.
"""

import resource
import subprocess
import sys
import zipfile
from itertools import islice
from pathlib import Path

import pytest

from indexers.jimage import class_files
from tests.benchmarks.bench_record import hardware, record
from tests.indexers.java_fixture import java_home

CLASSES = 10_000
VERBOSE_CLASSES = 1_000
ROUNDS = 5
ROOT = Path(__file__).parents[2]
OURS = """
import sys, time
from pathlib import Path
from indexers.jar import read_class_path
start = time.process_time()
count = sum(1 for _ in read_class_path([Path(sys.argv[1])], processes=1))
print(time.process_time() - start, count)
"""


@pytest.mark.benchmark
def test_extraction_beside_javap(tmp_path: Path) -> None:
    home = java_home()
    files = list(islice(class_files(home / "lib" / "modules", ("java", "javax", "com", "org", "sun", "jdk")), CLASSES))
    jar = packed(files, tmp_path / "jdk.jar")
    names = unpacked(files, tmp_path / "classes")
    ours, kept = min(ours_once(jar) for _ in range(ROUNDS))
    plain = javap(home, tmp_path / "classes", names, "-s", "-constants")
    verbose = javap(home, tmp_path / "classes", names[:VERBOSE_CLASSES], "-v")
    per_10k = ours * 10_000 / len(files)
    verbose_per_10k = verbose * 10_000 / len(names[:VERBOSE_CLASSES])
    kilobytes = sum(len(data) for _, data in files) / len(files) / 1000
    print(f"\n{hardware()}; Python {sys.version.split()[0]}, one process each; CPU seconds")
    print(f"n = {len(files)} classes of {kilobytes:.1f} KB, {kept} of them nameable; best of {ROUNDS} / once")
    print(f"  Spotsmith, to records           {per_10k:7.2f} per 10,000 classes")
    print(f"  javap -protected -s -constants  {plain * 10_000 / len(names):7.2f} per 10,000 classes")
    print(f"  javap -protected -v             {verbose_per_10k:7.2f} per 10,000 classes (n = {VERBOSE_CLASSES})")
    record(
        "main",
        extract_classes=len(files),
        extract_cpu_s_per_10k=per_10k,
        extract_vs_javap=plain / len(names) / (ours / len(files)),
        extract_vs_javap_verbose=verbose_per_10k / per_10k,
    )
    assert kept > len(files) // 2


def packed(files: list[tuple[str, bytes]], jar: Path) -> Path:
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, data in files:
            archive.writestr(place.partition("/")[2], data)
    return jar


def unpacked(files: list[tuple[str, bytes]], folder: Path) -> list[str]:
    names = []
    for place, data in files:
        name = place.partition("/")[2]
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        names.append(name)
    return names


def ours_once(jar: Path) -> tuple[float, int]:
    """CPU seconds from the JAR to the last record, without a cache, in a process of its own; number of records."""
    done = subprocess.run([sys.executable, "-c", OURS, str(jar)], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    seconds, count = done.stdout.split()
    return float(seconds), int(count)


def javap(home: Path, folder: Path, names: list[str], *flags: str) -> float:
    """CPU seconds of one javap process, its start included (0.3 s)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(home / "bin" / "javap"), "-protected", *flags, *names]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr[:500]
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

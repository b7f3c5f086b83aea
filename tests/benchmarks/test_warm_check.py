"""A warm check against a ``javac`` process on the same file and class path, in one run."""

import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.compilers.javac import JavacCompiler
from agents.compilers.jdk import Jdk, find_java
from agents.compilers.service import prepare_archive, service_environment
from knowledge.records import SourceFile
from tests.benchmarks.bench_record import hardware, record

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]

WARM_UP, CHECKS, PROCESSES, STARTS = 30, 120, 7, 5

METHOD = """
    /** Groups the words that start with a letter of {n} and counts them. */
    protected Map<String, List<BigDecimal>> step{n}(List<String> words, Date day) throws IOException {{
        Map<String, List<BigDecimal>> found = new HashMap<>();
        for (String word : words) {{
            if (word == null || word.trim().isEmpty()) {{
                continue;
            }}
            found.computeIfAbsent(word.substring(0, 1), letter -> new ArrayList<>()).add(new BigDecimal(word.length()));
        }}
        List<String> sorted = words.stream().filter(word -> word.length() > {n}).sorted().collect(Collectors.toList());
        StringBuilder text = new StringBuilder();
        for (String word : sorted) {{
            text.append(word).append(' ').append(format.format(day)).append(Integer.toHexString(word.hashCode()));
        }}
        if (text.length() > 1_000) {{
            throw new IOException("too long: " + text.substring(0, 10));
        }}
        {mistake}
        return found;
    }}
"""

MISTAKES = ("", "words.missing(day);", "int wrong = text;")


def draft(number: int) -> SourceFile:
    """About 150 lines; one in three is correct, the others have a mistake in the middle."""
    mistakes = ["", "", "", MISTAKES[number % len(MISTAKES)], "", "", ""]
    methods = "".join(METHOD.format(n=n, mistake=mistake) for n, mistake in enumerate(mistakes))
    imports = (
        "java.io.IOException java.math.BigDecimal java.text.SimpleDateFormat java.util.* java.util.stream.Collectors"
    )
    head = "".join(f"import {name};\n" for name in imports.split())
    fields = (
        f"    private final SimpleDateFormat format = new SimpleDateFormat();\n    static final int NUMBER = {number};"
    )
    return SourceFile("site/Draft.java", f"package site;\n{head}\npublic class Draft {{\n{fields}\n{methods}}}\n")


@pytest.fixture(scope="module")
def jdk() -> Jdk:
    search = find_java()
    if search.compiler is None:
        pytest.skip(search.problem)
    return search.compiler


@pytest.fixture(scope="module")
def class_path() -> list[Path]:
    """The JARs of the samples, where they are built."""
    return sorted(ROOT.glob("samples/*/lib/*.jar"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, jdk: Jdk) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    assert prepare_archive(jdk, folder)
    return folder


@pytest.fixture
def compiler(jdk: Jdk, class_path: list[Path], cache: Path) -> Iterator[JavacCompiler]:
    opened = JavacCompiler(jdk, class_path, cache=cache)
    yield opened
    opened.close()


def process_ms(jdk: Jdk, class_path: list[Path], folder: Path) -> float:
    """The median of whole javac processes with the same options."""
    file = folder / "Draft.java"
    file.write_text(draft(0).text, encoding="utf-8")
    options = ["-proc:none", "-source", "8", "-target", "8", "-Xlint:none"]
    path = ["-cp", ":".join(map(str, class_path))] if class_path else []
    command = [str(jdk.home / "bin" / "javac"), *options, *path, "-d", str(folder / "classes"), str(file)]
    times = []
    for _ in range(PROCESSES):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=service_environment())
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def first_verdict_ms(jdk: Jdk, class_path: list[Path], cache: Path) -> float:
    """From no process to the first verdict."""
    times = []
    for number in range(STARTS):
        compiler = JavacCompiler(jdk, class_path, cache=cache)
        started = time.perf_counter()
        compiler.compile([draft(number)])
        times.append(time.perf_counter() - started)
        compiler.close()
    return 1000 * statistics.median(times)


def test_a_warm_check_against_a_javac_process(
    jdk: Jdk, class_path: list[Path], cache: Path, compiler: JavacCompiler, tmp_path: Path
) -> None:
    for number in range(WARM_UP):
        compiler.compile([draft(number)])
    checked = [compiler.compile([draft(number)]) for number in range(WARM_UP, WARM_UP + CHECKS)]
    assert all(not check.unchecked for check in checked)
    assert [bool(check.diagnostics) for check in checked[:3]] == [False, True, True]
    times = [1000 * check.seconds for check in checked]
    process = process_ms(jdk, class_path, tmp_path)
    figures = {
        "check_p50_ms": statistics.median(times),
        "check_p95_ms": statistics.quantiles(times, n=20)[-1],
        "check_javac_process_ms": process,
        "check_vs_javac": process / statistics.median(times),
        "check_first_verdict_ms": first_verdict_ms(jdk, class_path, cache),
    }
    record("main", **{name: round(value, 2) for name, value in figures.items()})
    print(f"\nwarm check, JDK {jdk.version}, {len(class_path)} JARs; {hardware()}")
    for name, value in figures.items():
        print(f"  {name:<26}{value:>10.1f}")

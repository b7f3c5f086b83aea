"""Any command with a line per finding is a compiler; here plain javac and small shell commands play it."""

import sys
from pathlib import Path

import pytest

from agents.compilers.command import CommandCompiler
from agents.compilers.jdk import Jdk
from agents.compilers.protocol import CompilerError
from knowledge.records import Diagnostic, SourceFile

PATTERN = r"^(?P<path>[^:\n]+):(?P<line>\d+): (?P<severity>error|warning): (?P<message>.+)$"

GOOD = SourceFile("lib/Good.java", "package lib; public class Good {}")
BAD = SourceFile("lib/Bad.java", "package lib;\npublic class Bad { Missing field; }")


def javac(jdk: Jdk) -> CommandCompiler:
    words = [str(jdk.java), "-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-d", "out", "{files}"]
    return CommandCompiler(words, PATTERN)


def script(text: str, pattern: str = PATTERN, deadline: float = 60) -> CommandCompiler:
    return CommandCompiler([sys.executable, "-c", text, "{files}"], pattern, deadline=deadline)


def test_findings_are_read_by_the_pattern(jdk: Jdk) -> None:
    compilation = javac(jdk).compile([GOOD, BAD])
    assert compilation.diagnostics == (
        Diagnostic("compiler.err.command", "error", "cannot find symbol", "lib/Bad.java", 2),
    )
    assert [text.partition(":")[0] for text in compilation.unchecked] == ["uses"]


def test_errors_of_files_compiled_along_are_context(jdk: Jdk) -> None:
    compilation = javac(jdk).compile([GOOD, BAD], report=["lib/Good.java"])
    assert compilation.diagnostics == ()
    assert [found.path for found in compilation.context_diagnostics] == ["lib/Bad.java"]


def test_all_groups_are_used() -> None:
    said = "a.ts(3,7): warning TS2304: Cannot find name 'x'."
    pattern = r"^(?P<path>.+)\((?P<line>\d+),(?P<column>\d+)\): (?P<severity>\w+) (?P<code>TS\d+): (?P<message>.*)$"
    compilation = script(f"print({said!r})", pattern).compile([SourceFile("a.ts", "x")])
    assert compilation.diagnostics == (
        Diagnostic("compiler.err.TS2304", "warning", "Cannot find name 'x'.", "a.ts", 3, 7),
    )


def test_a_failure_without_a_finding_is_not_clean() -> None:
    compilation = script("import sys; print('licence expired'); sys.exit(3)").compile([GOOD])
    assert compilation.unchecked[0] == f"compile: {sys.executable} ended with code 3: licence expired"


def test_a_command_that_does_not_exist_or_does_not_end_is_said(tmp_path: Path) -> None:
    missing = CommandCompiler([str(tmp_path / "nothing")], PATTERN).compile([GOOD])
    assert missing.unchecked == (f"compile: {tmp_path / 'nothing'} does not start: No such file or directory",)
    endless = script("while True: pass", deadline=0.5).compile([GOOD])
    assert endless.unchecked == ("compile: timed out after 0.5 s",)


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.java", "a/../../b.java", "C:/x.java"])
def test_a_path_outside_the_source_tree_is_refused(path: str) -> None:
    assert script("pass").compile([SourceFile(path, "")]).unchecked == (
        f"compile: {path} is not a path inside the source tree",
    )


@pytest.mark.parametrize("pattern", ["(", "(?P<path>a)", "(?P<path>a)(?P<message>b)(?P<other>c)"])
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(CompilerError, match="pattern"):
        CommandCompiler(["true"], pattern)

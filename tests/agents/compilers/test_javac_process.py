"""The warm javac under bombs, kills, changes of the class path, and hostile JARs."""

import os
import signal
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agents.compilers.javac import JavacCompiler, javac_options
from agents.compilers.jdk import Jdk
from agents.compilers.protocol import CompilerError
from agents.compilers.service import prepare_archive, service_command
from knowledge.records import SourceFile

MakeJar = Callable[..., Path]

GOOD = SourceFile("Good.java", "class Good { int a; }")

ENDLESS = SourceFile(
    "C.java",
    """
    interface N<Z> {}
    class C<X> implements N<N<? super C<C<X>>>> {
        N<? super C<Byte>> cast(C<Byte> c) { return c; }
    }
    """,
)
"""Its subtype question has no end: javac never returns (Kennedy and Pierce, 2007)."""


@contextmanager
def opened(jdk: Jdk, cache: Path, *class_path: Path, deadline: float = 60.0) -> Iterator[JavacCompiler]:
    compiler = JavacCompiler(jdk, class_path, deadline=deadline, cache=cache)
    try:
        yield compiler
    finally:
        compiler.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def check_good(compiler: JavacCompiler) -> bool:
    compilation = compiler.compile([GOOD])
    return not compilation.diagnostics and not compilation.unchecked


def pid_of(compiler: JavacCompiler) -> int:
    assert compiler.pid is not None
    return compiler.pid


def test_a_check_without_end_is_killed_at_the_deadline_and_the_next_one_works(jdk: Jdk, cache: Path) -> None:
    with opened(jdk, cache, deadline=3.0) as compiler:
        assert check_good(compiler)
        before = pid_of(compiler)
        compilation = compiler.compile([ENDLESS])
        assert compilation.unchecked == ("compile: timed out after 3 s; the source may be too deeply nested for javac",)
        assert not is_alive(before)
        assert check_good(compiler)


def test_a_source_that_eats_all_memory_costs_one_process_and_says_so(jdk: Jdk, cache: Path) -> None:
    doubled = "".join(f"static final String A{n + 1} = A{n} + A{n};\n" for n in range(40))
    bomb = SourceFile("Bomb.java", f'class Bomb {{ static final String A0 = "{"x" * 64}";\n{doubled} }}')
    with opened(jdk, cache) as compiler:
        assert check_good(compiler)
        (unchecked,) = compiler.compile([bomb]).unchecked
        assert unchecked == (
            "compile: the compiler process died: Terminating due to java.lang.OutOfMemoryError: Java heap space"
        )
        assert check_good(compiler)


@pytest.mark.parametrize(
    "body",
    [
        "int a = " + "+".join(["1"] * 20_000) + ";",
        "int a = " + "(" * 8_000 + "1" + ")" * 8_000 + ";",
        "void a() " + "{" * 4_000 + "}" * 4_000,
        "void a() { int b; " + "b = 1;" * 60_000 + "}",
        "int " + "a" * 2_000_000 + ";",
        "!)(*&^%$#@" * 20_000,
        "/* never closed",
        'String a = "never closed',
        "\\u00",
    ],
    ids=["sum", "parentheses", "blocks", "statements", "identifier", "garbage", "comment", "string", "escape"],
)
def test_a_monstrous_source_is_answered_and_never_counts_as_clean_by_accident(
    body: str, jdk: Jdk, cache: Path, compiler: JavacCompiler
) -> None:
    compilation = compiler.compile([SourceFile("Big.java", f"class Big {{ {body} }}")])
    assert all(len(diagnostic.message) < 10_000 for diagnostic in compilation.diagnostics)
    legal = body.startswith(("int a", "void a"))
    assert compilation.diagnostics or compilation.unchecked or legal
    assert check_good(compiler)


def test_nesting_beyond_the_stack_is_said(compiler: JavacCompiler) -> None:
    deep = SourceFile("Deep.java", f"class Deep {{ int a = {'(' * 400_000}1{')' * 400_000}; }}")
    assert compiler.compile([deep]).unchecked == ("compile: javac itself failed: the source is nested too deep",)
    assert check_good(compiler)


def test_a_killed_process_is_replaced(jdk: Jdk, cache: Path) -> None:
    with opened(jdk, cache) as compiler:
        assert check_good(compiler)
        before = pid_of(compiler)
        os.kill(before, signal.SIGKILL)
        os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
        assert check_good(compiler)
        assert pid_of(compiler) != before


def test_a_process_killed_during_a_check_is_said_and_replaced(jdk: Jdk, cache: Path) -> None:
    with opened(jdk, cache) as compiler:
        assert check_good(compiler)
        killer = threading.Timer(0.5, os.kill, (pid_of(compiler), signal.SIGKILL))
        killer.start()
        (unchecked,) = compiler.compile([ENDLESS]).unchecked
        killer.join()
        assert unchecked == "compile: the compiler process died: it ended with code -9"
        assert check_good(compiler)


def test_close_leaves_no_process_and_a_later_check_starts_one(jdk: Jdk, cache: Path) -> None:
    with opened(jdk, cache) as compiler:
        assert check_good(compiler)
        before = pid_of(compiler)
        compiler.close()
        assert compiler.pid is None
        assert not is_alive(before)
        compiler.close()
        assert check_good(compiler)
        assert compiler.pid != before


def test_the_service_ends_by_itself_when_its_parent_is_gone(jdk: Jdk, cache: Path) -> None:
    command = " ".join(f"'{word}'" for word in service_command(jdk, cache))
    reader, writer = os.pipe()
    pid = os.posix_spawn(
        "/bin/sh",
        ["sh", "-c", f"exec {command}"],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, reader, 0), (os.POSIX_SPAWN_CLOSE, writer)],
    )
    os.close(reader)
    os.close(writer)  # as the system does for a parent that was killed
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_warming_up_stops_at_close(jdk: Jdk, cache: Path) -> None:
    with opened(jdk, cache) as compiler:
        compiler.start()
        compiler.warm_up(rounds=1_000_000)
        assert check_good(compiler)
        compiler.close()
        for thread in threading.enumerate():
            if thread.name == "compiler warm-up":
                thread.join()
        assert compiler.pid is None


def test_the_archive_for_quick_starts_is_made_once_and_used(jdk: Jdk, tmp_path: Path) -> None:
    assert prepare_archive(jdk, tmp_path)
    (archive,) = tmp_path.glob("*.jsa")
    made = archive.stat().st_mtime_ns
    assert prepare_archive(jdk, tmp_path)
    assert archive.stat().st_mtime_ns == made
    assert f"-XX:SharedArchiveFile={archive}" in service_command(jdk, tmp_path)
    with opened(jdk, tmp_path) as compiler:
        assert check_good(compiler)


def test_a_spoilt_archive_costs_time_only(jdk: Jdk, tmp_path: Path) -> None:
    assert prepare_archive(jdk, tmp_path)
    (archive,) = tmp_path.glob("*.jsa")
    archive.unlink()
    archive.write_bytes(b"spoilt" * 100)
    with opened(jdk, tmp_path) as compiler:
        assert check_good(compiler)


def test_a_cache_folder_that_cannot_be_made_costs_time_only(jdk: Jdk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with opened(jdk, tmp_path / "file" / "cache") as compiler:
        assert check_good(compiler)


def test_a_changed_jar_is_seen(jdk: Jdk, cache: Path, make_jar: MakeJar, tmp_path: Path) -> None:
    jar = tmp_path / "site.jar"
    draft = SourceFile("Draft.java", "class Draft { int read() { return new lib.Box().newer; } }")
    jar.write_bytes(make_jar("old", {"lib/Box.java": "package lib; public class Box { }"}).read_bytes())
    with opened(jdk, cache, jar) as compiler:
        assert [found.symbol for found in compiler.compile([draft]).diagnostics] == ["newer"]
        newer = make_jar("new", {"lib/Box.java": "package lib; public class Box { public int newer; }"})
        newer.replace(jar)
        assert compiler.compile([draft]).diagnostics == ()


def test_a_changed_class_in_a_folder_is_seen(jdk: Jdk, cache: Path, make_jar: MakeJar, tmp_path: Path) -> None:
    folder = tmp_path / "classes"
    draft = SourceFile("Draft.java", "class Draft { int read() { return new lib.Box().newer; } }")
    with zipfile.ZipFile(make_jar("old", {"lib/Box.java": "package lib; public class Box { }"})) as old:
        old.extractall(folder)
    with opened(jdk, cache, folder) as compiler:
        assert [found.symbol for found in compiler.compile([draft]).diagnostics] == ["newer"]
        newer = make_jar("new", {"lib/Box.java": "package lib; public class Box { public int newer; }"})
        with zipfile.ZipFile(newer) as archive:
            archive.extractall(folder)
        assert compiler.compile([draft]).diagnostics == ()


def test_a_jar_that_vanishes_is_said_and_not_silently_left_out(
    jdk: Jdk, cache: Path, library: Path, tmp_path: Path
) -> None:
    jar = tmp_path / "gone.jar"
    jar.write_bytes(library.read_bytes())
    with opened(jdk, cache, jar) as compiler:
        assert check_good(compiler)
        jar.unlink()
        assert compiler.compile([GOOD]).unchecked == (
            f"compile: class path: {jar} does not exist; correct class_path or put the JAR there",
        )


def test_a_missing_jar_and_a_broken_one_are_refused_at_once(jdk: Jdk, library: Path, tmp_path: Path) -> None:
    with pytest.raises(CompilerError, match=r"missing\.jar does not exist; correct class_path"):
        JavacCompiler(jdk, [tmp_path / "missing.jar"])
    broken = tmp_path / "broken.jar"
    broken.write_bytes(library.read_bytes()[:-200])
    with pytest.raises(CompilerError, match=r"broken\.jar is no readable JAR"):
        JavacCompiler(jdk, [library, broken])


def test_a_class_of_a_newer_java_is_said_with_what_to_do(jdk: Jdk, cache: Path, library: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.jar"
    with zipfile.ZipFile(library) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:4] + struct.pack(">HH", 0, 44 + 99) + old.read(name)[8:])
    draft = SourceFile("Draft.java", "class Draft { com.acme.StatusLookup lookup; }")
    with opened(jdk, cache, newer) as compiler:
        (found,) = compiler.compile([draft]).diagnostics
    assert (found.code, found.symbol) == ("compiler.err.cant.access", "com.acme.StatusLookup")
    assert "newer.jar" in found.message
    assert f"Java 99 made this class, the compiler is Java {jdk.feature}: set java.home to Java 99" in found.message


def test_a_damaged_class_in_a_jar_is_said(jdk: Jdk, cache: Path, library: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.jar"
    with zipfile.ZipFile(library) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:40])
    draft = SourceFile("Draft.java", "class Draft { com.acme.StatusLookup lookup; }")
    with opened(jdk, cache, damaged) as compiler:
        (found,) = compiler.compile([draft]).diagnostics
    assert (found.code, found.symbol) == ("compiler.err.cant.access", "com.acme.StatusLookup")


def test_settings_that_javac_refuses_are_said(jdk: Jdk, cache: Path) -> None:
    compiler = JavacCompiler(jdk, options=javac_options("99"), cache=cache)
    try:
        (unchecked,) = compiler.compile([GOOD]).unchecked
        assert unchecked.startswith(f"compile: javac {jdk.version} refuses its settings: ")
        assert "99" in unchecked
    finally:
        compiler.close()


HOSTILE = """
package evil;
import java.io.*;
import java.util.*;
public class {name} {kind} {{
    static {{ mark("static"); }}
    public {name}() {{ mark("constructor"); }}
    static void mark(String what) {{
        try (Writer marker = new FileWriter("{marker}", true)) {{
            marker.append(what);
        }} catch (IOException failed) {{
            throw new RuntimeException(failed);
        }}
    }}
    {members}
}}
"""


def hostile_jar(make_jar: MakeJar, marker: Path) -> Path:
    processor = HOSTILE.format(
        name="Processor",
        kind="extends javax.annotation.processing.AbstractProcessor",
        marker=marker,
        members="""
            public Set<String> getSupportedAnnotationTypes() { return Collections.singleton("*"); }
            public boolean process(Set<? extends javax.lang.model.element.TypeElement> types,
                    javax.annotation.processing.RoundEnvironment round) { mark("process"); return false; }
        """,
    )
    plugin = HOSTILE.format(
        name="Plugin",
        kind="implements com.sun.source.util.Plugin",
        marker=marker,
        members='public String getName() { return "evil"; } public boolean autoStart() { return true; } '
        'public void init(com.sun.source.util.JavacTask task, String... args) { mark("init"); }',
    )
    services = {
        "META-INF/services/javax.annotation.processing.Processor": "evil.Processor\n",
        "META-INF/services/com.sun.source.util.Plugin": "evil.Plugin\n",
    }
    sources = {"evil/Processor.java": processor, "evil/Plugin.java": plugin}
    return make_jar("hostile", sources, services, release="17")


def test_no_code_of_the_class_path_runs_in_the_compiler(
    jdk: Jdk, cache: Path, make_jar: MakeJar, tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    jar = hostile_jar(make_jar, marker)
    draft = SourceFile("Draft.java", "@Deprecated class Draft { evil.Processor processor = new evil.Processor(); }")
    with opened(jdk, cache, jar) as compiler:
        assert compiler.compile([draft]).diagnostics == ()
    assert not marker.exists()


def test_the_hostile_jar_does_run_in_a_careless_compiler(
    jdk: Jdk, cache: Path, make_jar: MakeJar, tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    jar = hostile_jar(make_jar, marker)
    careless = [option for option in javac_options("17") if option]
    careless.remove("-processorpath")
    compiler = JavacCompiler(jdk, [jar], options=[*careless, "-processorpath", str(jar)], cache=cache)
    try:
        compiler.compile([GOOD])
    finally:
        compiler.close()
    assert "init" in marker.read_text(encoding="utf-8")


def test_sources_inside_a_jar_are_not_compiled(jdk: Jdk, cache: Path, make_jar: MakeJar) -> None:
    jar = make_jar(
        "withsource", {"lib/Box.java": "package lib; public class Box {}"}, {"lib/Bag.java": "package lib; class"}
    )
    draft = SourceFile("Draft.java", "class Draft { lib.Bag bag; }")
    with opened(jdk, cache, jar) as compiler:
        (found,) = compiler.compile([draft]).diagnostics
    assert (found.code, found.symbol, found.path) == ("compiler.err.cant.resolve.location", "Bag", "Draft.java")


def test_options_from_the_environment_do_not_reach_the_compiler(
    jdk: Jdk, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-javaagent:/nowhere.jar")
    with opened(jdk, cache) as compiler:
        assert check_good(compiler)

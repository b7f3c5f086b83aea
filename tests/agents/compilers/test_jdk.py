"""Java is found by what its folders say."""

from pathlib import Path

import pytest

from agents.compilers.jdk import INSTALL, Jdk, find_java, read_home


def home(folder: Path, version: str = "17.0.15", modules: str = "java.base jdk.compiler") -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").write_text("", encoding="utf-8")
    (folder / "bin" / "java").chmod(0o755)
    (folder / "release").write_text(f'JAVA_VERSION="{version}"\nMODULES="{modules}"\n', encoding="utf-8")
    return folder


def test_this_machines_jdk_is_found_without_starting_it(jdk: Jdk) -> None:
    assert jdk.has_compiler
    assert jdk.feature >= 17
    assert jdk.java.is_file()


def test_a_setting_comes_before_java_home_and_java_home_before_the_path(tmp_path: Path) -> None:
    setting, variable, command, folder = (home(tmp_path / name) for name in ("a", "b", "c", "d/jdk"))
    (command / "bin" / "javac").write_text("", encoding="utf-8")
    (command / "bin" / "javac").chmod(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "javac").symlink_to(command / "bin" / "javac")
    environ = {"JAVA_HOME": str(variable), "PATH": str(tmp_path / "bin")}
    folders = [f"{tmp_path}/d/*"]
    found = [
        find_java(setting, environ, folders).compiler,
        find_java(None, environ, folders).compiler,
        find_java(None, environ | {"JAVA_HOME": ""}, folders).compiler,
        find_java(None, {}, folders).compiler,
    ]
    assert [(java.home, java.why) for java in found if java] == [
        (setting, "java.home"),
        (variable, "JAVA_HOME"),
        (command, "javac on PATH"),
        (folder, str(folder)),
    ]


def test_a_setting_that_is_no_java_home_is_said_although_another_java_is_there(tmp_path: Path) -> None:
    search = find_java(tmp_path, {"JAVA_HOME": str(home(tmp_path / "good"))})
    assert search.compiler is None
    assert search.problem == (
        f"java.home = {tmp_path} is not a Java home (it has no bin/java and release file); correct it"
    )


def test_a_wrong_java_home_variable_is_passed_over(tmp_path: Path) -> None:
    good = home(tmp_path / "jvm" / "good")
    search = find_java(None, {"JAVA_HOME": str(tmp_path / "nowhere")}, [f"{tmp_path}/jvm/*"])
    assert search.compiler == Jdk(good, "17.0.15", True, str(good))


def test_a_machine_without_java_is_told_what_to_install(tmp_path: Path) -> None:
    search = find_java(None, {}, [f"{tmp_path}/*"])
    assert (search.compiler, search.runtime, search.problem) == (None, None, f"no Java was found; {INSTALL}")
    for package in ("openjdk-17-jdk-headless", "java-17-openjdk-devel", "openjdk@17", "EclipseAdoptium.Temurin.17.JDK"):
        assert package in search.problem


def test_a_runtime_without_compiler_can_still_run_ecj(tmp_path: Path) -> None:
    runtime = home(tmp_path / "jre", "21.0.2", "java.base java.compiler")
    search = find_java(None, {}, [f"{tmp_path}/*"])
    assert search.compiler is None
    assert search.runtime == Jdk(runtime, "21.0.2", False, str(runtime))
    assert search.problem.startswith(f"Java 21.0.2 in {runtime} ({runtime}) has no compiler (module jdk.compiler)")


def test_a_java_that_is_too_old_is_said(tmp_path: Path) -> None:
    old = home(tmp_path / "eleven", "11.0.2")
    search = find_java(None, {}, [f"{tmp_path}/*"])
    assert (search.compiler, search.runtime) == (None, None)
    assert search.problem.startswith(f"Java 11.0.2 in {old} ({old}) is older than Java 17; install a JDK 17 or newer")


def test_a_newer_java_further_down_the_list_is_preferred_to_one_that_is_too_old(tmp_path: Path) -> None:
    home(tmp_path / "a", "1.8.0_392")
    newer = home(tmp_path / "b", "25")
    found = find_java(None, {}, [f"{tmp_path}/*"]).compiler
    assert found is not None
    assert (found.home, found.feature) == (newer, 25)


@pytest.mark.parametrize(
    ("version", "feature"), [("17.0.15", 17), ("1.8.0_392", 8), ("25", 25), ("26-ea", 26), ("", 0), ("odd", 0)]
)
def test_versions_old_and_new_are_understood(version: str, feature: int) -> None:
    assert Jdk(Path("/jdk"), version, True, "test").feature == feature


def test_a_folder_with_nothing_in_it_is_no_java_home(tmp_path: Path) -> None:
    assert read_home(tmp_path, "test") is None

"""Spotsmith as a wheel in an environment of its own, outside of the checkout: what users get."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from serving.settings import Workspace

ROOT = Path(__file__).parents[1]
REQUEST = "late payment fee as a percentage parameter of the overdue balance"

pytestmark = pytest.mark.slow


def done(*command: str | Path, cwd: Path) -> str:
    ran = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by pip as for a release; pip fetches the build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    done(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; its dependencies are lent by ours, our own code is not."""
    home = tmp_path_factory.mktemp("environment")
    done(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    python = home / "bin" / "python"
    done(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=home,
    )
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home / "bin"


def test_the_wheel_holds_the_data_of_packs_and_compilers_and_one_top_folder(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "agents/compilers/JavacService.java",
        "agents/compilers/warm_up.java.txt",
        "agents/coders/families.yaml",
        "knowledge/packs/ormb/pack.yaml",
        "knowledge/packs/ormb/prompts/fill.txt",
        "knowledge/packs/ormb/rules.yaml",
    ):
        assert f"spotsmith/{needed}" in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"spotsmith"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name or name.endswith(".jar")]


def test_an_installed_spotsmith_makes_indexes_and_uses_a_workspace(
    bin_folder: Path, sample_site: Workspace, tmp_path: Path
) -> None:
    (packages,) = bin_folder.parent.glob("lib/python*/site-packages")
    before = files(packages)
    for folder in ("lib", "java", "schema", "docs"):
        (tmp_path / folder).symlink_to(sample_site.root / folder)
    spotsmith = bin_folder / "spotsmith"
    assert "Commands:" in done(spotsmith, "--help", cwd=tmp_path)
    own = done(bin_folder / "python", "-c", "import spotsmith; print(spotsmith.__file__)", cwd=tmp_path)
    assert Path(own.strip()).is_relative_to(packages)
    done(spotsmith, "init", "--class-path", "lib/*.jar", "--sources", "java/source/cm", cwd=tmp_path)
    done(spotsmith, "index", cwd=tmp_path)
    code = done(spotsmith, "generate", REQUEST, cwd=tmp_path)
    assert "@AlgorithmComponent" in code
    assert files(packages) == before, "nothing is written beside the installed code"
    assert not (packages / "agents").exists()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if "__pycache__" not in path.parts}

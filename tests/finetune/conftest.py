"""The command line, and the sample site as fine-tuning is given it."""

import pytest

from finetune.site import OpenSite
from serving.app import App
from serving.finetuning import open_site
from tests.serving.command_line import Spotsmith


@pytest.fixture
def spotsmith(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Spotsmith:
    return Spotsmith(capsys, monkeypatch)


@pytest.fixture(scope="session")
def site(app: App) -> OpenSite:
    return open_site(app)

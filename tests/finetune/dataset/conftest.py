"""The sample site as fine-tuning is given it, and records of three of its classes."""

import pytest

from finetune.dataset.build import Built, gather
from finetune.dataset.plan import BuildPlan
from finetune.site import OpenSite
from serving.app import App
from serving.finetuning import open_site

CLASSES = ("CmHoldSmallBillAlgComp_Impl", "CmLatePaymentFeeAlgComp_Impl", "CmDisputeReminderBatch")
PLAN = BuildPlan(only=CLASSES, faults=2, history=0, none=0.2, distracting=0.2)


@pytest.fixture(scope="session")
def site(app: App) -> OpenSite:
    return open_site(app)


@pytest.fixture(scope="session")
def built(site: OpenSite) -> Built:
    return gather(site, PLAN)

"""The sample site as fine-tuning is given it, and real records of four of its classes."""

import pytest

from finetune.dataset.build import build
from finetune.dataset.plan import BuildPlan
from finetune.records import Record
from finetune.site import OpenSite
from serving.app import App
from serving.finetuning import open_site

CLASSES = (
    "CmHoldSmallBillAlgComp_Impl",
    "CmLatePaymentFeeAlgComp_Impl",
    "CmDisputeReminderBatch",
    "CmCapMerchantFeesAlgComp_Impl",
)


@pytest.fixture(scope="session")
def site(app: App) -> OpenSite:
    return open_site(app)


@pytest.fixture(scope="session")
def real(site: OpenSite) -> list[Record]:
    return build(site, BuildPlan(only=CLASSES, faults=1, history=0))

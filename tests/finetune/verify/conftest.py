"""Real records of four classes of the sample site."""

import pytest

from finetune.dataset.build import build
from finetune.dataset.plan import BuildPlan
from finetune.records import Record
from finetune.site import OpenSite

CLASSES = (
    "CmHoldSmallBillAlgComp_Impl",
    "CmLatePaymentFeeAlgComp_Impl",
    "CmDisputeReminderBatch",
    "CmCapMerchantFeesAlgComp_Impl",
)


@pytest.fixture(scope="session")
def real(site: OpenSite) -> list[Record]:
    return build(site, BuildPlan(only=CLASSES, faults=1, history=0))

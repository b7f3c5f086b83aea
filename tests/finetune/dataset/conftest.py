"""Records of three classes of the sample site."""

import pytest

from finetune.dataset.build import Built, gather
from finetune.dataset.plan import BuildPlan
from finetune.site import OpenSite

CLASSES = ("CmHoldSmallBillAlgComp_Impl", "CmLatePaymentFeeAlgComp_Impl", "CmDisputeReminderBatch")
PLAN = BuildPlan(only=CLASSES, faults=2, history=0, none=0.2, distracting=0.2)


@pytest.fixture(scope="session")
def built(site: OpenSite) -> Built:
    return gather(site, PLAN)

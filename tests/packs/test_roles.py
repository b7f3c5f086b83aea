import pytest

from knowledge.packs.ormb.roles import role
from knowledge.records import Source, Symbol
from knowledge.symbols import MemorySymbols, SymbolTable

API = "com.splwg.base.api"
CCB = "com.splwg.ccb.domain"
SITE = "com.splwg.cm.domain"
SPOT = f"{API}.algorithms.AlgorithmSpot"


def known(name: str, kind: str = "class", *above: str) -> Symbol:
    superclass = next((parent for parent in above if kind == "class" and not parent.endswith(":")), None)
    interfaces = tuple(parent.rstrip(":") for parent in above if parent != superclass)
    return Symbol(name, kind, Source("jar", "x.jar"), superclass=superclass, interfaces=interfaces)


SYMBOLS = (
    known(SPOT, "interface"),
    known(f"{API}.BusinessEntity", "interface"),
    known(f"{API}.SimpleKeyedBusinessEntity", "interface", f"{API}.BusinessEntity"),
    known(f"{API}.BusinessComponent", "interface"),
    known(f"{API}.GenericBusinessComponent", "class", f"{API}.BusinessComponent:"),
    known(f"{API}.Query", "interface"),
    known(f"{API}.datatypes.EntityId"),
    known(f"{API}.datatypes.StringId", "class", f"{API}.datatypes.EntityId<E>"),
    known(f"{API}.datatypes.Lookup"),
    known(f"{API}.datatypes.Money"),
    known(f"{API}.AbstractDataTransferObject"),
    known(f"{API}.EntityCollection", "interface"),
    known(f"{API}.businessObject.BusinessObjectInstance"),
    known(f"{API}.batch.ThreadWorkUnit"),
    known("com.splwg.base.support.algorithm.AbstractAlgorithmComponent", "class", f"{API}.GenericBusinessComponent"),
    known(f"{CCB}.billing.PreBillAlgorithmSpot", "interface", SPOT),
    known(f"{CCB}.ilm.ILMEligibilitySpot", "interface", SPOT),
    known(f"{CCB}.rate.ServiceQuantityRuleComponent", "interface", SPOT),
    known(f"{CCB}.lost.OrphanAlgorithmSpot", "interface", "com.splwg.missing.Parent"),
    known(f"{SITE}.CmHold", "interface", f"{API}.BusinessComponent", f"{CCB}.billing.PreBillAlgorithmSpot"),
    known(f"{SITE}.CmHold_Impl", "class", f"{SITE}.CmHold_Gen", f"{CCB}.billing.PreBillAlgorithmSpot:"),
    known(f"{CCB}.Bill", "interface", f"{API}.SimpleKeyedBusinessEntity<{CCB}.Bill>"),
    known(f"{CCB}.Bill_Id", "class", f"{API}.datatypes.StringId<{CCB}.Bill>"),
    known(f"{CCB}.Bill_DTO", "class", f"{API}.AbstractDataTransferObject<{CCB}.Bill>"),
    known(f"{CCB}.Bill.EntityProperties", "interface"),
    known(f"{CCB}.Bills", "interface", f"{API}.EntityCollection<{CCB}.Bill>"),
    known(f"{CCB}.Stray", "interface", "com.splwg.missing.Parent"),
    known(f"{CCB}.Stray_Id", "class", "com.splwg.missing.Parent"),
    known("com.splwg.ccb.api.lookup.BillStatusLookup", "class", f"{API}.datatypes.Lookup"),
    known("com.splwg.ccb.api.lookup.BillStatusLookup.constants", "interface"),
    known(f"{SITE}.CmMessageRepository", "class", "com.splwg.base.domain.common.message.AbstractMessageRepository"),
    known(f"{SITE}.Balances", "interface"),
    known(f"{SITE}.Balances.Factory"),
    known(f"{SITE}.BalancesData", "interface"),
    known(f"{SITE}.BalancesData.Factory"),
    known(f"{SITE}.Reader_Impl", "class", f"{API}.GenericBusinessComponent"),
    known(f"{SITE}.HoldBatch", "class", f"{SITE}.HoldBatch_Gen"),
    known(f"{SITE}.HoldBatch_Gen", "class", f"{API}.batch.AbstractBatchJob"),
    known(f"{SITE}.Hold_CHandler", "class", f"{API}.changehandling.AbstractChangeHandler<{CCB}.Bill>"),
    known(f"{SITE}.HoldPage", "class", "com.splwg.base.support.pagemaintenance.AbstractPageMaintenance"),
    known(f"{SITE}.HoldError", "class", "java.lang.RuntimeException"),
    known(f"{SITE}.Plain"),
    known("org.dom4j.Element", "interface"),
)
ROLES = {
    SPOT: "",
    f"{API}.SimpleKeyedBusinessEntity": "",
    f"{API}.GenericBusinessComponent": "",
    "com.splwg.base.support.algorithm.AbstractAlgorithmComponent": "",
    f"{API}.Query": "query",
    f"{API}.datatypes.StringId": "value",
    f"{API}.datatypes.Money": "value",
    f"{API}.businessObject.BusinessObjectInstance": "business-object",
    f"{API}.batch.ThreadWorkUnit": "batch",
    f"{CCB}.billing.PreBillAlgorithmSpot": "spot",
    f"{CCB}.ilm.ILMEligibilitySpot": "spot",
    f"{CCB}.rate.ServiceQuantityRuleComponent": "spot",
    f"{CCB}.lost.OrphanAlgorithmSpot": "spot",
    f"{SITE}.CmHold": "algorithm",
    f"{SITE}.CmHold_Impl": "algorithm",
    f"{CCB}.Bill": "entity",
    f"{CCB}.Bill_Id": "id",
    f"{CCB}.Bill_DTO": "dto",
    f"{CCB}.Bill.EntityProperties": "",
    f"{CCB}.Bills": "collection",
    f"{CCB}.Stray": "entity",
    f"{CCB}.Stray_Id": "id",
    "com.splwg.ccb.api.lookup.BillStatusLookup": "lookup",
    "com.splwg.ccb.api.lookup.BillStatusLookup.constants": "",
    f"{SITE}.CmMessageRepository": "messages",
    f"{SITE}.Balances": "component",
    f"{SITE}.BalancesData": "data",
    f"{SITE}.Reader_Impl": "component",
    f"{SITE}.HoldBatch": "batch",
    f"{SITE}.Hold_CHandler": "change-handler",
    f"{SITE}.HoldPage": "page",
    f"{SITE}.HoldError": "exception",
    f"{SITE}.Plain": "",
    "org.dom4j.Element": "",
}


@pytest.mark.parametrize(("name", "expected"), ROLES.items())
def test_a_type_has_the_role_that_its_supertypes_or_its_name_give_it(name, expected):
    types = SymbolTable(MemorySymbols(SYMBOLS))
    symbol = types.find(name)
    assert symbol is not None
    assert role(symbol, types) == expected

"""A file of the sample site around a cursor, and the names that may come next there."""

from pathlib import Path

from knowledge.packs.ormb.cursor import JavaCursor
from knowledge.records import Table

SOURCES = Path(__file__).parents[3] / "samples" / "ormb" / "java" / "source"
HEAD = """package com.splwg.cm.domain.test;

import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * @author Someone
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = feePercent, type = decimal)
 *            , @AlgorithmSoftParameter (entityName = characteristicType, name = waiverType, type = entity)})
 */
public class CmTestAlgComp_Impl extends CmTestAlgComp_Gen {

	private Account account;
	private static final int LIMIT = 3;

	public void invoke() {
"""
TAIL = """
	}

	private List<Account_Id> fetchSiblings(Account from) {
		return null;
	}

	private static class Part {
		private String label;

		Date started() {
			return null;
		}
	}
}
"""


class NoTables:
    def table(self, name: str) -> Table | None:
        return None

    def table_names(self) -> tuple[str, ...]:
        return ()


def names(cursor: JavaCursor, written: str) -> set[str] | None:
    choice = cursor.at(written).here
    return None if choice is None else {*choice.names, *(choice.base.names if choice.base else ())}

package com.splwg.cm.domain.financial.component;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.customerinfo.account.Account;

/**
 * Balances of an account from its frozen financial transactions: what is owed, what is overdue, when it last paid.
 *
 * @author JNakamura
 *
@BusinessComponent (customizationCallable = true)
 */
public class CmAccountBalanceReader_Impl extends GenericBusinessComponent implements CmAccountBalanceReader {

	private static final String BALANCE_SQL = "SELECT SUM(FT.CUR_AMT) AS BALANCE FROM CI_FT FT, CI_SA SA "
			+ "WHERE SA.ACCT_ID = :acctId AND FT.SA_ID = SA.SA_ID AND FT.FREEZE_SW = :frozen";

	private static final String OVERDUE_SQL = BALANCE_SQL
			+ " AND FT.NOT_IN_ARS_SW = :notInArrears AND (FT.ARS_DT <= :arrearsDate OR FT.CUR_AMT < 0)";

	/**
	 * Sum of all frozen transactions.
	 */
	public Money fetchCurrentBalance(Account account) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(BALANCE_SQL, "current balance of an account");
			statement.bindId("acctId", account.getId());
			statement.bindBoolean("frozen", Bool.TRUE);
			return asMoney(statement.firstRow(), account);
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	/**
	 * Debt that is older than a number of days, less all credits.
	 *
	 * @return zero when credits cover the old debt
	 */
	public Money fetchOverdueAmount(Account account, Date asOfDate, int daysOverdue) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(OVERDUE_SQL, "overdue amount of an account");
			statement.bindId("acctId", account.getId());
			statement.bindBoolean("frozen", Bool.TRUE);
			statement.bindBoolean("notInArrears", Bool.FALSE);
			statement.bindDate("arrearsDate", asOfDate.addDays(-daysOverdue));
			Money overdue = asMoney(statement.firstRow(), account);
			return overdue.isPositive() ? overdue : new Money(BigDecimal.ZERO, account.getCurrency().getId());
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	/**
	 * Date of the last payment event of an account.
	 *
	 * @return null when the account has never paid
	 */
	public Date fetchLastPaymentDate(Account account) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT MAX(EVT.PAY_DT) AS LAST_PAY_DT "
					+ "FROM CI_PAY PAY, CI_PAY_EVENT EVT "
					+ "WHERE PAY.ACCT_ID = :acctId AND EVT.PAY_EVENT_ID = PAY.PAY_EVENT_ID",
					"last payment date");
			statement.bindId("acctId", account.getId());
			SQLResultRow row = statement.firstRow();
			return isNull(row) ? null : row.getDate("LAST_PAY_DT");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private Money asMoney(SQLResultRow row, Account account) {
		BigDecimal amount = BigDecimal.ZERO;
		if (notNull(row) && notNull(row.getBigDecimal("BALANCE"))) {
			amount = row.getBigDecimal("BALANCE");
		}
		return new Money(amount, account.getCurrency().getId());
	}
}

/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Decides whether a completed bill may be reopened. A bill may be reopened
 * only while its accounting period is the current one, only within some
 * days after the bill date, and only when it is in the company's own
 * currency, because a foreign bill has its exchange rate fixed already.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2016-09-01   MOkafor     Initial version.
 * 2019-02-11   RAdeyemi    Bills in foreign currency.
 **************************************************************************
 */
package com.splwg.cm.domain.admin.customerClass.algorithm;

import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.currency.Currency;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.BillData;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Reopening rule for completed bills.
 *
 * @author MOkafor
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = accountingCalendar, required = true, type = string)
 *            , @AlgorithmSoftParameter (entityName = currency, name = companyCurrency, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = daysToReopen, required = true, type = integer)})
 */
public class CmSetBillReopenPolicyAlgComp_Impl extends CmSetBillReopenPolicyAlgComp_Gen
		implements CustomerClassBillCompletionAlgorithmSpot {

	// Hard Parameters
	private BillData billData;
	private Date billDate;
	private Date accountingDate;
	private Currency currency;

	private Bool allowBillReopen = Bool.FALSE;

	@Override
	public void invoke() {
		allowBillReopen = Bool.valueOf(isCompanyCurrency() && isRecentBill() && isCurrentAccountingPeriod());
	}

	private boolean isCompanyCurrency() {
		return getCompanyCurrency().getId().equals(currency.getId());
	}

	private boolean isRecentBill() {
		Date lastDay = billDate.addDays(getDaysToReopen().intValue());
		return getProcessDateTime().getDate().isSameOrBefore(lastDay);
	}

	private boolean isCurrentAccountingPeriod() {
		return retrievePeriod(accountingDate).equals(retrievePeriod(getProcessDateTime().getDate()));
	}

	/**
	 * Fiscal year and period as one text, for comparison only.
	 */
	private String retrievePeriod(Date date) {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT FISCAL_YEAR, ACCOUNTING_PERIOD FROM CI_CAL_PERIOD ");
		sql.append("WHERE CALENDAR_ID = :calendarId ");
		sql.append("AND BEGIN_DT <= :onDate AND END_DT >= :onDate ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "accounting period");
			ps.bindString("calendarId", getAccountingCalendar(), "CALENDAR_ID");
			ps.bindDate("onDate", date);
			SQLResultRow row = ps.firstRow();
			if (isNull(row)) {
				addError(CmMessageRepository.accountingPeriodNotFound(getAccountingCalendar(), date.toString()));
			}
			return row.getInteger("FISCAL_YEAR") + "/" + row.getInteger("ACCOUNTING_PERIOD");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	@Override
	public Bool getAllowBillReopen() {
		return allowBillReopen;
	}

	@Override
	public BillData getBillData() {
		return billData;
	}

	@Override
	public void setBillData(BillData billData) {
		this.billData = billData;
	}

	@Override
	public void setBillDate(Date billDate) {
		this.billDate = billDate;
	}

	@Override
	public void setAccountingDate(Date accountingDate) {
		this.accountingDate = accountingDate;
	}

	@Override
	public void setCurrency(Currency currency) {
		this.currency = currency;
	}

}

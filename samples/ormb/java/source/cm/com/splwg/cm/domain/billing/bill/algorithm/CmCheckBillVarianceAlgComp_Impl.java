/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Bill Variance Check
 *
 * Compares the amount of the bill with the average of the last completed
 * bills of the account. A jump in either direction usually comes from a
 * wrong meter read, so the bill stops or at least carries a message for
 * the billing team.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2018-05-14   RAdeyemi    Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.billing.bill.algorithm;

import java.util.ArrayList;
import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.BillCompletionActionLookup;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import com.splwg.ccb.api.lookup.FinancialTransactionTypeLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.billSegment.BillSegment;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.common.ServerMessage;

/**
 * Stops or marks bills that differ too much from the history of their account.
 *
 * @author RAdeyemi
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = numberOfPriorBills, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = variancePercent, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = minimumDifference, type = decimal)
 *            , @AlgorithmSoftParameter (name = stopBill, required = true, type = boolean)
 *            , @AlgorithmSoftParameter (entityName = customerClass, name = exemptCustomerClass, type = entity)})
 */
public class CmCheckBillVarianceAlgComp_Impl extends CmCheckBillVarianceAlgComp_Gen
		implements CustomerClassPreBillCompletionAlgorithmSpot {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	// Hard Parameters
	private Account account = null;
	private Bill bill = null;
	private Bill creditNoteForBill = null;
	private Bool allowReopeningOfBills = null;

	private ServerMessage serverMessage = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getNumberOfPriorBills().signum() <= 0) {
			addError(CmMessageRepository.parameterMustBePositive(
					getAlgorithm().getAlgorithmType().getParameterAt(0).fetchLanguageParameterLabel()));
		}
		if (getVariancePercent().signum() <= 0) {
			addError(CmMessageRepository.parameterMustBePositive(
					getAlgorithm().getAlgorithmType().getParameterAt(1).fetchLanguageParameterLabel()));
		}
	}

	@Override
	public void invoke() {
		if (notNull(creditNoteForBill) || isExemptCustomerClass()) {
			return;
		}
		List<BigDecimal> priorAmounts = retrievePriorBillAmounts();
		if (priorAmounts.isEmpty()) {
			return;
		}
		BigDecimal average = average(priorAmounts);
		BigDecimal current = retrieveAmountOfSegments();
		if (!isUnusual(current, average)) {
			return;
		}
		ServerMessage message = CmMessageRepository.billVarianceTooHigh(bill.getId().getIdValue(), current.toString(),
				average.toString(), getVariancePercent().toString());
		if (getStopBill().isTrue()) {
			addError(message);
		}
		serverMessage = message;
	}

	private boolean isExemptCustomerClass() {
		return notNull(getExemptCustomerClass())
				&& getExemptCustomerClass().getId().equals(account.getCustomerClass().getId());
	}

	private boolean isUnusual(BigDecimal current, BigDecimal average) {
		BigDecimal difference = current.subtract(average).abs();
		if (notNull(getMinimumDifference()) && difference.compareTo(getMinimumDifference()) < 0) {
			return false;
		}
		BigDecimal allowed = average.abs().multiply(getVariancePercent()).divide(HUNDRED, 2, BigDecimal.ROUND_HALF_UP);
		return difference.compareTo(allowed) > 0;
	}

	private BigDecimal average(List<BigDecimal> amounts) {
		BigDecimal total = BigDecimal.ZERO;
		for (BigDecimal amount : amounts) {
			total = total.add(amount);
		}
		return total.divide(BigDecimal.valueOf(amounts.size()), 2, BigDecimal.ROUND_HALF_UP);
	}

	private List<BigDecimal> retrievePriorBillAmounts() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT B.BILL_ID, B.BILL_DT, SUM(FT.CUR_AMT) AS BILL_AMT ");
		sql.append("FROM CI_BILL B, CI_FT FT ");
		sql.append("WHERE B.ACCT_ID = :acctId ");
		sql.append("AND B.BILL_STAT_FLG = :complete ");
		sql.append("AND FT.BILL_ID = B.BILL_ID ");
		sql.append("AND FT.FT_TYPE_FLG IN (:segment, :cancellation) ");
		sql.append("GROUP BY B.BILL_ID, B.BILL_DT ");
		sql.append("ORDER BY B.BILL_DT DESC ");
		List<BigDecimal> amounts = new ArrayList<BigDecimal>();
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "amounts of prior bills");
			ps.bindId("acctId", account.getId());
			ps.bindLookup("complete", BillStatusLookup.constants.COMPLETE);
			ps.bindLookup("segment", FinancialTransactionTypeLookup.constants.BILL_SEGMENT);
			ps.bindLookup("cancellation", FinancialTransactionTypeLookup.constants.BILL_CANCELLATION);
			ps.setAutoclose(false);
			for (SQLResultRow row : ps.list()) {
				if (amounts.size() < getNumberOfPriorBills().intValue()) {
					amounts.add(row.getBigDecimal("BILL_AMT"));
				}
			}
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
		return amounts;
	}

	private BigDecimal retrieveAmountOfSegments() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT SUM(CALC.CALC_AMT) AS BILL_AMT FROM CI_BSEG BS, CI_BSEG_CALC CALC"
					+ " WHERE BS.BILL_ID = :billId AND CALC.BSEG_ID = BS.BSEG_ID", "amount of bill segments");
			ps.bindId("billId", bill.getId());
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("BILL_AMT"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("BILL_AMT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	@Override
	public BillCompletionActionLookup getBillCompletionAction() {
		return BillCompletionActionLookup.constants.CARRYONWITH_BILL_COMPLETION;
	}

	@Override
	public ServerMessage getServerMessage() {
		return serverMessage;
	}

	@Override
	public Bool getAllowReopeningOfBills() {
		return allowReopeningOfBills;
	}

	@Override
	public void setAllowReopeningOfBills(Bool allowReopeningOfBills) {
		this.allowReopeningOfBills = allowReopeningOfBills;
	}

	@Override
	public void setAccount(Account account) {
		this.account = account;
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

	@Override
	public void setCreditNoteForBill(Bill creditNoteForBill) {
		this.creditNoteForBill = creditNoteForBill;
	}

	@Override
	public void setAccountingDate(Date accountingDate) {
	}

	@Override
	public void setBillDate(Date billDate) {
	}

	@Override
	public void setBillSegments(List<BillSegment> billSegments) {
	}

}

/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Postpones the credit review of an account when a frozen payment covers
 * enough of what the account owes. A review that is postponed further
 * already is left alone.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2017-01-30   BWatson     Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.payment.payment.algorithm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPayFreezeAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_DTO;
import com.splwg.ccb.domain.payment.payment.Payment;

/**
 * Postpones the credit review after a large enough payment.
 *
 * @author BWatson
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = coveragePercent, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = postponeDays, required = true, type = integer)
 *            , @AlgorithmSoftParameter (entityName = collectionClass, name = excludedCollectionClass, type = entity)})
 */
public class CmPostponeCreditReviewAlgComp_Impl extends CmPostponeCreditReviewAlgComp_Gen
		implements CustomerClassPayFreezeAlgorithmSpot {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	// Hard Parameters
	private Payment payment = null;

	@Override
	public void invoke() {
		Account account = payment.getAccount();
		if (isExcluded(account)) {
			return;
		}
		Money debtBeforePayment = retrieveDebt(account).add(payment.getPaymentAmount());
		if (!debtBeforePayment.isPositive() || coverage(debtBeforePayment).compareTo(getCoveragePercent()) < 0) {
			return;
		}
		postponeReview(account, getProcessDateTime().getDate().addDays(getPostponeDays().intValue()));
	}

	private boolean isExcluded(Account account) {
		return notNull(getExcludedCollectionClass())
				&& getExcludedCollectionClass().getId().equals(account.getCollectionClassId());
	}

	private BigDecimal coverage(Money debt) {
		return payment.getPaymentAmount().getAmount().multiply(HUNDRED).divide(debt.getAmount(), 2, BigDecimal.ROUND_HALF_UP);
	}

	/**
	 * The payment is frozen when the algorithm runs, so its own transactions lower this amount already.
	 */
	private Money retrieveDebt(Account account) {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SUM(FT.CUR_AMT) AS DEBT ");
		sql.append("FROM CI_SA SA, CI_FT FT ");
		sql.append("WHERE SA.ACCT_ID = :acctId ");
		sql.append("AND FT.SA_ID = SA.SA_ID ");
		sql.append("AND FT.FREEZE_SW = :frozen ");
		sql.append("AND FT.NOT_IN_ARS_SW = :notInArrears ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "debt of account");
			ps.bindId("acctId", account.getId());
			ps.bindBoolean("frozen", Bool.TRUE);
			ps.bindBoolean("notInArrears", Bool.FALSE);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("DEBT"))) {
				return new Money(BigDecimal.ZERO, account.getCurrency().getId());
			}
			return row.getMoney("DEBT", account.getCurrency().getId());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private void postponeReview(Account account, Date until) {
		Date postponedUntil = account.getPostponeCreditReviewUntil();
		if (notNull(postponedUntil) && postponedUntil.isSameOrAfter(until)) {
			return;
		}
		Account_DTO accountDto = account.getDTO();
		accountDto.setPostponeCreditReviewUntil(until);
		account.setDTO(accountDto);
	}

	@Override
	public void setPayment(Payment payment) {
		this.payment = payment;
	}

}

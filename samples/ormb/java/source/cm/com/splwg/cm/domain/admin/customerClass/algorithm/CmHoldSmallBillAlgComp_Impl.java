/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Holds back a bill that is too small to be worth its postage. The bill is
 * deleted and its charges are billed again in the next bill window. A final
 * bill, a bill of an exempt account and a bill that was held for too long
 * are completed whatever their amount is.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2015-03-09   MOkafor     Initial version.
 * 2017-11-20   LHartmann   Account level exemption by characteristic.
 **************************************************************************
 */
package com.splwg.cm.domain.admin.customerClass.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.lookup.YesNoOptionLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.characteristicType.CharacteristicEntity_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.ccb.api.lookup.BillCompletionActionLookup;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.billSegment.BillSegment;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.common.ServerMessage;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Holds bills below a minimum amount.
 *
 * @author MOkafor
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = minimumBillAmount, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = maximumHoldDays, required = true, type = integer)
 *            , @AlgorithmSoftParameter (entityName = characteristicType, name = exemptCharacteristicType, type = entity)})
 */
public class CmHoldSmallBillAlgComp_Impl extends CmHoldSmallBillAlgComp_Gen
		implements CustomerClassPreBillCompletionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmHoldSmallBillAlgComp_Impl.class);

	// Hard Parameters
	private Account account = null;
	private Bill bill = null;
	private Date billDate = null;
	private List<BillSegment> billSegments = null;
	private Bool allowReopeningOfBills = Bool.TRUE;

	// Results
	private BillCompletionActionLookup billCompletionAction = BillCompletionActionLookup.constants.CARRYONWITH_BILL_COMPLETION;
	private ServerMessage serverMessage = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		CharacteristicType charType = getExemptCharacteristicType();
		if (isNull(charType)) {
			return;
		}
		CharacteristicEntity_Id charEntityId = new CharacteristicEntity_Id(charType, CharacteristicEntityLookup.constants.ACCOUNT);
		if (isNull(charEntityId.getEntity())) {
			addError(CmMessageRepository.charTypeNotValidForEntity(
					getAlgorithm().getAlgorithmType().getParameterAt(2).fetchLanguageParameterLabel(),
					charType.getId().getTrimmedValue(),
					CharacteristicEntityLookup.constants.ACCOUNT.trimmedValue()));
		}
	}

	/**
	 * Main processing.
	 */
	@Override
	public void invoke() {
		if (isExemptAccount() || isFinalBill() || isHeldForTooLong()) {
			return;
		}
		BigDecimal billAmount = retrieveBillAmount();
		if (billAmount.abs().compareTo(getMinimumBillAmount()) >= 0) {
			return;
		}
		logger.info("Bill " + bill.getId().getIdValue() + " is held, amount " + billAmount);
		billCompletionAction = BillCompletionActionLookup.constants.DELETE_BILL;
		serverMessage = CmMessageRepository.smallBillHeld(account.getId().getIdValue(), billAmount.toString(),
				getMinimumBillAmount().toString());
	}

	private boolean isExemptAccount() {
		CharacteristicType charType = getExemptCharacteristicType();
		if (isNull(charType)) {
			return false;
		}
		AccountCharacteristic exemption = account.getEffectiveCharacteristic(charType);
		return notNull(exemption) && YesNoOptionLookup.constants.YES.trimmedValue().equals(exemption.getCharacteristicValue().trim());
	}

	/**
	 * A bill is final when one of its service agreements is being stopped or is stopped already.
	 */
	private boolean isFinalBill() {
		for (BillSegment billSegment : billSegments) {
			ServiceAgreementStatusLookup status = billSegment.getServiceAgreement().getStatus();
			if (ServiceAgreementStatusLookup.constants.PENDING_STOP.equals(status)
					|| ServiceAgreementStatusLookup.constants.STOPPED.equals(status)) {
				return true;
			}
		}
		return false;
	}

	private boolean isHeldForTooLong() {
		Date lastBillDate = retrieveLastBillDate();
		if (isNull(lastBillDate)) {
			lastBillDate = account.getSetUpDate();
		}
		long daysWithoutBill = billDate.difference(lastBillDate).getTotalDays();
		return daysWithoutBill > getMaximumHoldDays().longValue();
	}

	private Date retrieveLastBillDate() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT MAX(BILL_DT) AS LAST_BILL_DT FROM CI_BILL"
					+ " WHERE ACCT_ID = :acctId AND BILL_STAT_FLG = :complete", "last completed bill");
			ps.bindId("acctId", account.getId());
			ps.bindLookup("complete", BillStatusLookup.constants.COMPLETE);
			SQLResultRow row = ps.firstRow();
			return isNull(row) ? null : row.getDate("LAST_BILL_DT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	/**
	 * The financial transactions carry no bill before the bill is complete, so they are reached by their bill segment.
	 */
	private BigDecimal retrieveBillAmount() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SUM(FT.CUR_AMT) AS BILL_AMT ");
		sql.append("FROM CI_BSEG BS, CI_FT FT ");
		sql.append("WHERE BS.BILL_ID = :billId ");
		sql.append("AND FT.SIBLING_ID = BS.BSEG_ID ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "amount of pending bill");
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
		return billCompletionAction;
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
	public void setAccount(Account account) {
		this.account = account;
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

	@Override
	public void setBillDate(Date billDate) {
		this.billDate = billDate;
	}

	@Override
	public void setBillSegments(List<BillSegment> billSegments) {
		this.billSegments = billSegments;
	}

	@Override
	public void setAllowReopeningOfBills(Bool allowReopeningOfBills) {
		this.allowReopeningOfBills = allowReopeningOfBills;
	}

	@Override
	public void setAccountingDate(Date accountingDate) {
	}

	@Override
	public void setCreditNoteForBill(Bill creditNoteForBill) {
	}

}

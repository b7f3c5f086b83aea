/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Information lifecycle eligibility of bills. A bill may be archived when it
 * was completed before the cut-off date, when none of its frozen financial
 * transactions is still unmatched or on an unbalanced match event, and when
 * no dispute case names it. The result is written to the archive switch of
 * the bill.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2018-05-04   JNakamura  Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.ilm.algorithm;

import com.splwg.base.api.BusinessEntity;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.base.domain.ilm.genericalgorithm.ILMEligibilitySpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.Bill_DTO;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Marks bills that may be archived.
 *
 * @author JNakamura
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (lookupName = billStatus, name = finishedStatus, required = true, type = lookup)
 *            , @AlgorithmSoftParameter (lookupName = matchEventStatus, name = settledStatus, required = true, type = lookup)})
 */
public class CmBillArchiveEligibilityAlgComp_Impl extends CmBillArchiveEligibilityAlgComp_Gen
		implements ILMEligibilitySpot {

	private static final Logger logger = LoggerFactory.getLogger(CmBillArchiveEligibilityAlgComp_Impl.class);

	// Hard Parameters
	private BusinessEntity businessEntity;
	private Date cutOffDate;

	@Override
	public void invoke() {
		Bill bill = (Bill) businessEntity;
		boolean isEligible = isFinishedBeforeCutOff(bill) && !hasUnsettledTransaction(bill) && !isDisputed(bill);
		updateArchiveSwitch(bill, Bool.valueOf(isEligible));
	}

	private boolean isFinishedBeforeCutOff(Bill bill) {
		return getFinishedStatus().equals(bill.getBillStatus()) && notNull(bill.getBillDate())
				&& bill.getBillDate().isBefore(cutOffDate);
	}

	private boolean hasUnsettledTransaction(Bill bill) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT COUNT(*) AS UNSETTLED FROM CI_FT FT "
					+ "WHERE FT.BILL_ID = :billId AND FT.FREEZE_SW = :frozen AND NOT EXISTS "
					+ "(SELECT ME.MATCH_EVT_ID FROM CI_MATCH_EVT ME WHERE ME.MATCH_EVT_ID = FT.MATCH_EVT_ID "
					+ "AND ME.MEVT_STATUS_FLG = :settled)", "unsettled transactions of a bill");
			statement.bindId("billId", bill.getId());
			statement.bindBoolean("frozen", Bool.TRUE);
			statement.bindLookup("settled", getSettledStatus());
			return isPositive(statement.firstRow(), "UNSETTLED");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private boolean isDisputed(Bill bill) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT COUNT(*) AS DISPUTES FROM CM_DISPUTE_CASE "
					+ "WHERE BILL_ID = :billId", "disputes of a bill");
			statement.bindId("billId", bill.getId());
			return isPositive(statement.firstRow(), "DISPUTES");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private boolean isPositive(SQLResultRow row, String column) {
		return notNull(row) && row.getInteger(column).signum() > 0;
	}

	private void updateArchiveSwitch(Bill bill, Bool isEligible) {
		Bill_DTO billDto = bill.getDTO();
		billDto.setIsEligibleForArchiving(isEligible);
		bill.setDTO(billDto);
		logger.debug("Bill " + bill.getId().getIdValue() + " may be archived: " + isEligible);
	}

	@Override
	public void setBusinessEntity(BusinessEntity entity) {
		businessEntity = entity;
	}

	@Override
	public void setCutOffDate(Date date) {
		cutOffDate = date;
	}

	@Override
	public void setMaintenanceObject(MaintenanceObject mo) {
	}
}

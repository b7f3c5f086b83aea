package com.splwg.cm.domain.payment.refund.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectStatusAutoTransitionAlgorithmSpot;
import com.splwg.base.domain.common.businessObjectStatusReason.BusinessObjectStatusReason_Id;
import com.splwg.ccb.api.lookup.TenderStatusLookup;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Keeps a refund waiting until the tenders that made the credit have cleared: each valid tender of the payor is in a
 * balanced deposit control and older than the clearing days of its tender type.
 *
 * @author JNakamura
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = chequeTenderType, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = chequeClearingDays, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = otherClearingDays, type = integer)})
 */
public class CmRefundAwaitClearingAlgComp_Impl extends CmRefundAwaitClearingAlgComp_Gen
		implements BusinessObjectStatusAutoTransitionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmRefundAwaitClearingAlgComp_Impl.class);

	private static final String RECENT_TENDERS_SQL = "SELECT TNDR.PAY_TENDER_ID, TNDR.TENDER_TYPE_CD, EVT.PAY_DT, "
			+ "DEP.BALANCED_DTTM FROM CI_PAY_TNDR TNDR "
			+ "INNER JOIN CI_PAY_EVENT EVT ON EVT.PAY_EVENT_ID = TNDR.PAY_EVENT_ID "
			+ "LEFT OUTER JOIN CI_TNDR_CTL CTL ON CTL.TNDR_CTL_ID = TNDR.TNDR_CTL_ID "
			+ "LEFT OUTER JOIN CI_DEP_CTL DEP ON DEP.DEP_CTL_ID = CTL.DEP_CTL_ID "
			+ "WHERE TNDR.PAYOR_ACCT_ID = :acctId AND TNDR.TNDR_STATUS_FLG = :valid AND EVT.PAY_DT >= :fromDate";

	// Hard Parameters
	private BusinessObjectInstanceKey boKey;
	private boolean isWaiting;

	@Override
	public void invoke() {
		BusinessObjectInstance refundRequest = BusinessObjectDispatcher.read(boKey, false);
		isWaiting = hasUnclearedTender(refundRequest.getString("accountId"));
	}

	private boolean hasUnclearedTender(String accountId) {
		Date today = getProcessDateTime().getDate();
		int longestDays = Math.max(getChequeClearingDays().intValue(), otherDays());
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(RECENT_TENDERS_SQL, "recent tenders of a payor");
			statement.setAutoclose(false);
			statement.bindString("acctId", accountId, "PAYOR_ACCT_ID");
			statement.bindLookup("valid", TenderStatusLookup.constants.VALID);
			statement.bindDate("fromDate", today.addDays(-longestDays));
			for (SQLResultRow row : statement.list()) {
				if (!isCleared(row, today)) {
					logger.info("Refund waits for tender " + row.getString("PAY_TENDER_ID"));
					return true;
				}
			}
			return false;
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private boolean isCleared(SQLResultRow row, Date today) {
		if (isNull(row.getDateTime("BALANCED_DTTM"))) {
			return false;
		}
		boolean isCheque = row.getString("TENDER_TYPE_CD").trim().equals(getChequeTenderType().trim());
		int clearingDays = isCheque ? getChequeClearingDays().intValue() : otherDays();
		return row.getDate("PAY_DT").addDays(clearingDays).isSameOrBefore(today);
	}

	private int otherDays() {
		return isNull(getOtherClearingDays()) ? 0 : getOtherClearingDays().intValue();
	}

	@Override
	public boolean getSkipAutoTransitioning() {
		return isWaiting;
	}

	@Override
	public boolean getUseDefaultNextStatus() {
		return !isWaiting;
	}

	@Override
	public BusinessObjectStatusCode getNextStatus() {
		return null;
	}

	@Override
	public BusinessObjectStatusTransitionConditionLookup getNextStatusCondition() {
		return null;
	}

	@Override
	public BusinessObjectStatusReason_Id getStatusChangeReasonId() {
		return null;
	}

	@Override
	public boolean getForcePostProcessing() {
		return false;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey key) {
		boKey = key;
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
	}
}

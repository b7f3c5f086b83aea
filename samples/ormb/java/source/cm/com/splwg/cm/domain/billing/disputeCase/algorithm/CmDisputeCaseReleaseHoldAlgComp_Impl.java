package com.splwg.cm.domain.billing.disputeCase.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectExitStatusAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.billing.component.CmBillHoldService;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase_Id;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Lets the bills of an account go out again when a dispute leaves the investigation, unless another dispute of the
 * same account is still in the same state.
 *
 * @author DMbeki
 *
@AlgorithmComponent ()
 */
public class CmDisputeCaseReleaseHoldAlgComp_Impl extends CmDisputeCaseReleaseHoldAlgComp_Gen
		implements BusinessObjectExitStatusAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmDisputeCaseReleaseHoldAlgComp_Impl.class);

	// Hard Parameters
	private BusinessObjectActionLookup action;
	private BusinessObjectInstanceKey boKey;

	@Override
	public void invoke() {
		if (notNull(action) && action.isDelete()) {
			return;
		}
		DisputeCase disputeCase = new DisputeCase_Id(boKey.getString("disputeCaseId")).getEntity();
		if (hasOtherOpenDispute(disputeCase)) {
			logger.info("Bills of account " + disputeCase.getAcctId() + " stay on hold for another dispute");
			return;
		}
		Date today = getProcessDateTime().getDate();
		CmBillHoldService holdService = CmBillHoldService.Factory.newInstance();
		holdService.releaseHolds(new Account_Id(disputeCase.getAcctId()), today);
	}

	private boolean hasOtherOpenDispute(DisputeCase disputeCase) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT COUNT(*) AS OTHERS FROM CM_DISPUTE_CASE "
					+ "WHERE ACCT_ID = :acctId AND BO_STATUS_CD = :status AND DISPUTE_CASE_ID <> :caseId", "");
			statement.bindString("acctId", disputeCase.getAcctId(), "ACCT_ID");
			statement.bindString("status", disputeCase.getBoStatusCd(), "BO_STATUS_CD");
			statement.bindId("caseId", disputeCase.getId());
			SQLResultRow row = statement.firstRow();
			return notNull(row) && row.getInteger("OTHERS").signum() > 0;
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
		action = boAction;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey key) {
		boKey = key;
	}

	@Override
	public boolean getForcePostProcessing() {
		return false;
	}
}

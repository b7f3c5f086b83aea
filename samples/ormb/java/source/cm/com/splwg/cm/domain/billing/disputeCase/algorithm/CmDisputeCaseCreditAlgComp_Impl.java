/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Enter algorithm of the accepted state of a dispute case: credits the
 * disputed amount with a frozen adjustment. The credit goes to the oldest
 * active service agreement of the configured type, so that the revenue of
 * the service in question is corrected. The adjustment and the amount are
 * written to the log of the case.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2015-03-10   DMbeki     Initial version.
 * 2015-09-22   AHaddad    No credit below the smallest amount (ticket 1187).
 **************************************************************************
 */
package com.splwg.cm.domain.billing.disputeCase.algorithm;

import java.math.BigInteger;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.businessService.BusinessServiceDispatcher;
import com.splwg.base.api.businessService.BusinessServiceInstance;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectEnterStatusAlgorithmSpot;
import com.splwg.base.domain.common.businessObjectStatusReason.BusinessObjectStatusReason_Id;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.admin.adjustmentType.AdjustmentType;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement_Id;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase;
import com.splwg.cm.domain.billing.disputeCase.DisputeCaseLog_DTO;
import com.splwg.cm.domain.billing.disputeCase.DisputeCaseLog_Id;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Credits the amount of an accepted dispute.
 *
 * @author DMbeki
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = adjustmentType, name = creditAdjustmentType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = saType, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = smallestCredit, type = decimal)})
 */
public class CmDisputeCaseCreditAlgComp_Impl extends CmDisputeCaseCreditAlgComp_Gen
		implements BusinessObjectEnterStatusAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmDisputeCaseCreditAlgComp_Impl.class);

	private static final String ADD_ADJUSTMENT_SERVICE = "C1-AdjustmentAddFreeze";

	// Hard Parameters
	private BusinessObjectInstanceKey boKey;

	// Work Variables
	private DisputeCase disputeCase;

	@Override
	public void invoke() {
		BusinessObjectInstance boInstance = BusinessObjectDispatcher.read(boKey, false);
		disputeCase = new DisputeCase_Id(boInstance.getString("disputeCaseId")).getEntity();
		Money disputedAmount = disputeCase.getDisputeAmt();
		if (isTooSmall(disputedAmount)) {
			logger.info("Dispute " + disputeCase.getId().getIdValue() + " is below the smallest credit");
			return;
		}
		ServiceAgreement_Id agreementId = fetchOldestAgreement();
		if (isNull(agreementId)) {
			addError(CmBusinessMessageRepository.noAgreementForCredit(disputeCase.getAcctId(), getSaType()));
		}
		createCredit(agreementId, disputedAmount);
	}

	private boolean isTooSmall(Money disputedAmount) {
		BigDecimal smallest = getSmallestCredit();
		return notNull(smallest) && disputedAmount.getAmount().compareTo(smallest) < 0;
	}

	private ServiceAgreement_Id fetchOldestAgreement() {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT SA.SA_ID FROM CI_SA SA WHERE SA.ACCT_ID = :acctId "
					+ "AND SA.SA_TYPE_CD = :saType AND SA.SA_STATUS_FLG = :active ORDER BY SA.START_DT",
					"oldest agreement for the credit");
			statement.bindString("acctId", disputeCase.getAcctId(), "ACCT_ID");
			statement.bindString("saType", getSaType(), "SA_TYPE_CD");
			statement.bindLookup("active", ServiceAgreementStatusLookup.constants.ACTIVE);
			SQLResultRow row = statement.firstRow();
			if (isNull(row)) {
				return null;
			}
			return new ServiceAgreement_Id(row.getString("SA_ID"));
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private void createCredit(ServiceAgreement_Id agreementId, Money disputedAmount) {
		BusinessServiceInstance addAdjustment = BusinessServiceInstance.create(ADD_ADJUSTMENT_SERVICE);
		addAdjustment.set("serviceAgreement", agreementId.getIdValue());
		addAdjustment.set("adjustmentType", getCreditAdjustmentType().getId().getIdValue());
		addAdjustment.set("adjustmentAmount", disputedAmount.negate());
		addAdjustment.set("adjustmentDate", getProcessDateTime().getDate());
		BusinessServiceInstance result = BusinessServiceDispatcher.execute(addAdjustment);
		addLogEntry("Adjustment " + result.getString("adjustment") + " credits " + disputedAmount.toPlainString());
	}

	private void addLogEntry(String text) {
		DisputeCaseLog_DTO logDto = new DisputeCaseLog_DTO();
		logDto.setId(new DisputeCaseLog_Id(disputeCase.getId(), fetchLastSequence().add(BigInteger.ONE)));
		logDto.setLogDttm(getProcessDateTime());
		logDto.setDescrlong(text);
		logDto.newEntity();
	}

	private BigInteger fetchLastSequence() {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT MAX(SEQNO) AS LAST_SEQNO FROM CM_DISPUTE_CASE_LOG "
					+ "WHERE DISPUTE_CASE_ID = :caseId", "last log entry of a dispute case");
			statement.bindId("caseId", disputeCase.getId());
			SQLResultRow row = statement.firstRow();
			if (isNull(row) || isNull(row.getInteger("LAST_SEQNO"))) {
				return BigInteger.ZERO;
			}
			return row.getInteger("LAST_SEQNO");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey key) {
		boKey = key;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
	}

	@Override
	public void setEntityId(EntityId id) {
	}

	@Override
	public void setMaintenanceObject(MaintenanceObject mo) {
	}

	@Override
	public void setNewBusinessObject(BusinessObjectInstance boRequest) {
	}

	@Override
	public void setOriginalBusinessObject(BusinessObjectInstance boRequest) {
	}

	@Override
	public boolean getForcePostProcessing() {
		return true;
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
	public boolean getUseDefaultNextStatus() {
		return false;
	}
}

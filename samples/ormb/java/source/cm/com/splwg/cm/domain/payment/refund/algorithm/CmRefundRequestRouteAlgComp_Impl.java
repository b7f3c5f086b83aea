package com.splwg.cm.domain.payment.refund.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectEnterStatusAlgorithmSpot;
import com.splwg.base.domain.common.businessObjectStatusReason.BusinessObjectStatusReason_Id;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.cm.domain.financial.component.CmAccountBalanceReader;

/**
 * Routes a refund request when it is entered. Nothing is refunded while the account owes something or has no credit;
 * small refunds are approved at once; all others wait for a person. The status reason tells why a person is asked.
 *
 * @author JNakamura
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = approvedStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = approvalStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = rejectedStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = largestAutomaticRefund, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = largeRefundReason, type = string)
 *            , @AlgorithmSoftParameter (name = rejectWithoutCredit, required = true, type = boolean)})
 */
public class CmRefundRequestRouteAlgComp_Impl extends CmRefundRequestRouteAlgComp_Gen
		implements BusinessObjectEnterStatusAlgorithmSpot {

	// Hard Parameters
	private BusinessObject businessObject;
	private BusinessObjectInstanceKey boKey;
	private BusinessObjectStatusCode nextStatus;
	private BusinessObjectStatusReason_Id statusReasonId;

	@Override
	public void invoke() {
		statusReasonId = null;
		BusinessObjectInstance refundRequest = BusinessObjectDispatcher.read(boKey, false);
		Account account = new Account_Id(refundRequest.getString("accountId")).getEntity();
		if (isNull(account)) {
			addError(CmBusinessMessageRepository.accountNotFound(refundRequest.getString("accountId")));
		}
		nextStatus = statusCode(determineStatus(account, refundRequest.getMoney("refundAmount")));
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getLargestAutomaticRefund().signum() < 0) {
			String label = getAlgorithm().getAlgorithmType().getParameterAt(3).fetchLanguageParameterLabel();
			addError(CmBusinessMessageRepository.parameterMustBePositive(label,
					getLargestAutomaticRefund().toString()));
		}
	}

	private String determineStatus(Account account, Money refundAmount) {
		CmAccountBalanceReader balanceReader = CmAccountBalanceReader.Factory.newInstance();
		Money credit = balanceReader.fetchCurrentBalance(account).negate();
		if (refundAmount.isGreaterThan(credit) && getRejectWithoutCredit().isTrue()) {
			return getRejectedStatus();
		}
		boolean isSmall = refundAmount.getAmount().compareTo(getLargestAutomaticRefund()) <= 0;
		if (isSmall && !refundAmount.isGreaterThan(credit)) {
			return getApprovedStatus();
		}
		if (!isSmall && notBlank(getLargeRefundReason())) {
			statusReasonId = new BusinessObjectStatusReason_Id(getLargeRefundReason());
		}
		return getApprovalStatus();
	}

	private BusinessObjectStatusCode statusCode(String status) {
		return new BusinessObjectStatusCode(businessObject.getId(), status.trim());
	}

	@Override
	public BusinessObjectStatusCode getNextStatus() {
		return nextStatus;
	}

	@Override
	public BusinessObjectStatusReason_Id getStatusChangeReasonId() {
		return statusReasonId;
	}

	@Override
	public BusinessObjectStatusTransitionConditionLookup getNextStatusCondition() {
		return null;
	}

	@Override
	public boolean getUseDefaultNextStatus() {
		return false;
	}

	@Override
	public boolean getForcePostProcessing() {
		return false;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
		businessObject = bo;
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey key) {
		boKey = key;
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
}

package com.splwg.cm.domain.billing.disputeCase.algorithm;

import java.math.BigInteger;

import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectEnterStatusAlgorithmSpot;
import com.splwg.base.domain.common.businessObjectStatusReason.BusinessObjectStatusReason_Id;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.billing.billHold.BillHold_Id;
import com.splwg.cm.domain.billing.component.CmBillHoldService;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Stops the next bill of an account as soon as one of its bills is disputed. The hold starts today and, when the
 * number of days is configured, ends by itself.
 *
 * @author DMbeki
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = holdReason, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = numberOfHoldDays, type = integer)})
 */
public class CmDisputeCaseHoldBillAlgComp_Impl extends CmDisputeCaseHoldBillAlgComp_Gen
		implements BusinessObjectEnterStatusAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmDisputeCaseHoldBillAlgComp_Impl.class);

	// Hard Parameters
	private BusinessObject businessObject;
	private BusinessObjectInstanceKey businessObjectKey;

	@Override
	public void invoke() {
		BusinessObjectInstance disputeCase = BusinessObjectDispatcher.read(businessObjectKey, false);
		Account account = retrieveAccount(disputeCase);
		Date startDate = getProcessDateTime().getDate();
		CmBillHoldService holdService = CmBillHoldService.Factory.newInstance();
		BillHold_Id holdId = holdService.placeHold(account.getId(), getHoldReason().trim(), startDate,
				determineEndDate(startDate), disputeCase.getString("disputeCaseId"));
		logger.info("Dispute of account " + account.getId().getTrimmedValue() + " uses bill hold "
				+ holdId.getIdValue());
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		BigInteger holdDays = getNumberOfHoldDays();
		if (notNull(holdDays) && holdDays.signum() <= 0) {
			String label = getAlgorithm().getAlgorithmType().getParameterAt(1).fetchLanguageParameterLabel();
			addError(CmBusinessMessageRepository.parameterMustBePositive(label, holdDays.toString()));
		}
	}

	private Account retrieveAccount(BusinessObjectInstance disputeCase) {
		String accountNumber = disputeCase.getString("accountId");
		if (isBlankOrNull(accountNumber)) {
			addError(CmBusinessMessageRepository.requiredElementMissing("accountId",
					businessObject.getId().getTrimmedValue()));
		}
		Account account = new Account_Id(accountNumber).getEntity();
		if (isNull(account)) {
			addError(CmBusinessMessageRepository.accountNotFound(accountNumber));
		}
		return account;
	}

	private Date determineEndDate(Date startDate) {
		if (isNull(getNumberOfHoldDays())) {
			return null;
		}
		return startDate.addDays(getNumberOfHoldDays().intValue());
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
		businessObject = bo;
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey boKey) {
		businessObjectKey = boKey;
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
		return false;
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

/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Monitor algorithm of the waiting state of a dispute case. A customer has
 * a number of days to send documents; then the case expires. Cases of
 * customers who have paid since the case was opened can be given more time,
 * because they often answer with the payment.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2015-03-17   DMbeki     Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.billing.disputeCase.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectStatusAutoTransitionAlgorithmSpot;
import com.splwg.base.domain.common.businessObjectStatusReason.BusinessObjectStatusReason_Id;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.cm.domain.financial.component.CmAccountBalanceReader;

/**
 * Expires a dispute case that waits too long for its customer.
 *
 * @author DMbeki
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = daysToWait, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = expiredStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = expiryReason, type = string)
 *            , @AlgorithmSoftParameter (name = waitTwiceAfterPayment, type = boolean)})
 */
public class CmDisputeCaseExpireAlgComp_Impl extends CmDisputeCaseExpireAlgComp_Gen
		implements BusinessObjectStatusAutoTransitionAlgorithmSpot {

	// Hard Parameters
	private BusinessObject businessObject;
	private BusinessObjectInstanceKey boKey;
	private BusinessObjectStatusCode nextStatus;
	private boolean skipAutoTransitioning;

	@Override
	public void invoke() {
		DisputeCase disputeCase = new DisputeCase_Id(boKey.getString("disputeCaseId")).getEntity();
		Date today = getProcessDateTime().getDate();
		if (today.isBefore(determineLastDay(disputeCase))) {
			skipAutoTransitioning = true;
			return;
		}
		skipAutoTransitioning = false;
		nextStatus = new BusinessObjectStatusCode(businessObject.getId(), getExpiredStatus().trim());
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getDaysToWait().signum() <= 0) {
			String label = getAlgorithm().getAlgorithmType().getParameterAt(0).fetchLanguageParameterLabel();
			addError(CmBusinessMessageRepository.parameterMustBePositive(label, getDaysToWait().toString()));
		}
	}

	private Date determineLastDay(DisputeCase disputeCase) {
		Date openedOn = disputeCase.getCreDttm().getDate();
		int days = getDaysToWait().intValue();
		if (mayWaitTwice() && hasPaidSince(disputeCase, openedOn)) {
			days = days * 2;
		}
		return openedOn.addDays(days);
	}

	private boolean mayWaitTwice() {
		return notNull(getWaitTwiceAfterPayment()) && getWaitTwiceAfterPayment().isTrue();
	}

	private boolean hasPaidSince(DisputeCase disputeCase, Date openedOn) {
		CmAccountBalanceReader balanceReader = CmAccountBalanceReader.Factory.newInstance();
		Date lastPayment = balanceReader.fetchLastPaymentDate(new Account_Id(disputeCase.getAcctId()).getEntity());
		return notNull(lastPayment) && lastPayment.isSameOrAfter(openedOn);
	}

	@Override
	public BusinessObjectStatusCode getNextStatus() {
		return nextStatus;
	}

	@Override
	public BusinessObjectStatusTransitionConditionLookup getNextStatusCondition() {
		return null;
	}

	@Override
	public boolean getSkipAutoTransitioning() {
		return skipAutoTransitioning;
	}

	@Override
	public boolean getUseDefaultNextStatus() {
		return false;
	}

	@Override
	public BusinessObjectStatusReason_Id getStatusChangeReasonId() {
		if (skipAutoTransitioning || isBlankOrNull(getExpiryReason())) {
			return null;
		}
		return new BusinessObjectStatusReason_Id(getExpiryReason().trim());
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
}

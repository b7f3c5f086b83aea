package com.splwg.cm.domain.billing.disputeCase.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.DateTime;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.domain.common.businessObject.BusinessObjectInfoAlgorithmSpot;

/**
 * The line that stands for a dispute case on all pages: amount, bill, status and age, for example
 * "120.00 on bill 883201147500, Investigation, 12 days".
 *
 * @author DMbeki
 *
@AlgorithmComponent ()
 */
public class CmDisputeCaseInfoAlgComp_Impl extends CmDisputeCaseInfoAlgComp_Gen
		implements BusinessObjectInfoAlgorithmSpot {

	private static final String SEPARATOR = ", ";

	// Hard Parameters
	private BusinessObjectInstance businessObject;
	private String info;

	@Override
	public void invoke() {
		StringBuilder text = new StringBuilder();
		text.append(describeAmount());
		text.append(describeBill());
		text.append(SEPARATOR).append(describeStatus());
		DateTime createdOn = businessObject.getDateTime("createdOn");
		if (notNull(createdOn)) {
			text.append(SEPARATOR).append(describeAge(createdOn.getDate()));
		}
		info = text.toString();
	}

	private String describeAmount() {
		Money amount = businessObject.getMoney("disputeAmount");
		return isNull(amount) ? "no amount" : amount.toPlainString();
	}

	private String describeBill() {
		String billId = businessObject.getString("billId");
		return isBlankOrNull(billId) ? "" : " on bill " + billId;
	}

	private String describeStatus() {
		String status = businessObject.getString("boStatus");
		return new BusinessObjectStatusCode(businessObject.getBusinessObject().getId(), status).getDescription();
	}

	private String describeAge(Date createdOn) {
		long days = getProcessDateTime().getDate().difference(createdOn).getTotalDays();
		return days == 1 ? "1 day" : days + " days";
	}

	@Override
	public String getInfo() {
		return info;
	}

	@Override
	public void setBusinessObject(BusinessObjectInstance boInstance) {
		businessObject = boInstance;
	}
}

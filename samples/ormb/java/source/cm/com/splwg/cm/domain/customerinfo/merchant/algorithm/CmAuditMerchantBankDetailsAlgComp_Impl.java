/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Audit algorithm of the merchant business object. Changed bank details are
 * the usual way of payment fraud; so each change of one of the configured
 * elements sends a To Do to the fraud team, who call the merchant back
 * before the next settlement goes out. The old value is masked.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2016-08-29   KLindqvist Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.customerinfo.merchant.algorithm;

import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.SchemaInstanceChanges;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.domain.common.businessObject.AuditBusinessObjectAlgorithmSpot;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.base.domain.todo.toDoType.ToDoType;
import com.splwg.cm.domain.todo.component.CmToDoSender;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Tells the fraud team about changed bank details of a merchant.
 *
 * @author KLindqvist
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = toDoType, name = fraudToDoType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = auditedElements, required = true, type = string)})
 */
public class CmAuditMerchantBankDetailsAlgComp_Impl extends CmAuditMerchantBankDetailsAlgComp_Gen
		implements AuditBusinessObjectAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmAuditMerchantBankDetailsAlgComp_Impl.class);

	private static final int VISIBLE_CHARACTERS = 4;

	// Hard Parameters
	private BusinessObjectActionLookup action;
	private BusinessObjectInstance newBusinessObject;
	private BusinessObjectInstance originalBusinessObject;

	@Override
	public void invoke() {
		if (!action.isUpdate() && !action.isFastUpdate()) {
			return;
		}
		if (isNull(originalBusinessObject) || isNull(newBusinessObject)) {
			return;
		}
		for (String element : getAuditedElements().split(",")) {
			auditElement(element.trim());
		}
	}

	private void auditElement(String element) {
		String oldValue = blankIfNull(originalBusinessObject.getString(element));
		String newValue = blankIfNull(newBusinessObject.getString(element));
		if (oldValue.equals(newValue)) {
			return;
		}
		List<String> parameters = new ArrayList<String>();
		parameters.add(element);
		parameters.add(mask(oldValue));
		parameters.add(newValue);
		CmToDoSender toDoSender = CmToDoSender.Factory.newInstance();
		toDoSender.sendToRole(getFraudToDoType(), null, newBusinessObject.getString("personId"), parameters);
		logger.info("Element " + element + " of person " + newBusinessObject.getString("personId") + " has changed");
	}

	private String blankIfNull(String value) {
		return isNull(value) ? "" : value.trim();
	}

	private String mask(String value) {
		if (value.length() <= VISIBLE_CHARACTERS) {
			return value;
		}
		return "..." + value.substring(value.length() - VISIBLE_CHARACTERS);
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
		action = boAction;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey boKey) {
	}

	@Override
	public void setChangedValues(SchemaInstanceChanges changes) {
	}

	@Override
	public void setEntityId(EntityId id) {
	}

	@Override
	public void setMaintenanceObject(MaintenanceObject mo) {
	}

	@Override
	public void setNewBusinessObject(BusinessObjectInstance boRequest) {
		newBusinessObject = boRequest;
	}

	@Override
	public void setOriginalBusinessObject(BusinessObjectInstance boRequest) {
		originalBusinessObject = boRequest;
	}
}

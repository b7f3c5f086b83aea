package com.splwg.cm.domain.customerinfo.merchant.algorithm;

import java.util.ArrayList;
import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.businessObject.BusinessObjectStatusCode;
import com.splwg.base.api.businessObject.COTSInstanceListNode;
import com.splwg.base.api.businessObject.COTSInstanceNode;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectEnterStatusAlgorithmSpot;
import com.splwg.base.domain.common.businessObjectStatusReason.BusinessObjectStatusReason_Id;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.base.domain.todo.role.Role;
import com.splwg.base.domain.todo.toDoType.ToDoType;
import com.splwg.cm.domain.todo.component.CmToDoSender;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Sends a merchant's application for payment services to the team that reviews it. Applications whose expected
 * monthly card volume over all shops is high go to the senior team.
 *
 * @author KLindqvist
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = toDoType, name = reviewToDoType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = role, name = reviewRole, type = entity)
 *            , @AlgorithmSoftParameter (entityName = role, name = seniorRole, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = seniorVolume, required = true, type = decimal)})
 */
public class CmMerchantReviewToDoAlgComp_Impl extends CmMerchantReviewToDoAlgComp_Gen
		implements BusinessObjectEnterStatusAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmMerchantReviewToDoAlgComp_Impl.class);

	// Hard Parameters
	private BusinessObjectInstanceKey boKey;

	@Override
	public void invoke() {
		BusinessObjectInstance application = BusinessObjectDispatcher.read(boKey, false);
		COTSInstanceNode merchant = application.getGroup("merchant");
		BigDecimal volume = totalVolume(application);
		List<String> parameters = new ArrayList<String>();
		parameters.add(merchant.getString("tradingName"));
		parameters.add(volume.toString());
		parameters.add(application.getGroupFromPath("merchant/mainShop").getString("city"));
		CmToDoSender toDoSender = CmToDoSender.Factory.newInstance();
		String toDoId = toDoSender.sendToRole(getReviewToDoType(), determineRole(volume),
				application.getString("requestId"), parameters);
		logger.info("To Do " + toDoId + " asks for the review of " + merchant.getString("tradingName"));
	}

	private BigDecimal totalVolume(BusinessObjectInstance application) {
		BigDecimal total = BigDecimal.ZERO;
		for (COTSInstanceListNode shop : application.getList("shops")) {
			BigDecimal volume = shop.getNumber("expectedMonthlyVolume");
			if (notNull(volume)) {
				total = total.add(volume);
			}
		}
		return total;
	}

	private Role determineRole(BigDecimal volume) {
		if (volume.compareTo(getSeniorVolume()) >= 0) {
			return getSeniorRole();
		}
		return getReviewRole();
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

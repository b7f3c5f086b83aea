package com.splwg.cm.domain.customerinfo.merchant.algorithm;

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
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * A merchant goes live once a price in the configured status is assigned for at least the configured number of price
 * items. Whoever has no prices after the given time leaves the state by the exception transition.
 *
 * @author SPetrov
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (lookupName = priceStatusFlag, name = priceStatus, required = true, type = lookup)
 *            , @AlgorithmSoftParameter (lookupName = paOwnerTypeFlag, name = ownerType, required = true, type = lookup)
 *            , @AlgorithmSoftParameter (name = smallestNumberOfItems, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = daysBeforeException, type = integer)})
 */
public class CmActivatePricedMerchantAlgComp_Impl extends CmActivatePricedMerchantAlgComp_Gen
		implements BusinessObjectStatusAutoTransitionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmActivatePricedMerchantAlgComp_Impl.class);

	// Hard Parameters
	private BusinessObjectInstanceKey boKey;
	private BusinessObjectStatusTransitionConditionLookup condition;

	@Override
	public void invoke() {
		condition = null;
		BusinessObjectInstance application = BusinessObjectDispatcher.read(boKey, false);
		int pricedItems = countPricedItems(application.getString("partyUid"));
		logger.debug(pricedItems + " price items are priced for " + application.getString("requestId"));
		if (pricedItems >= getSmallestNumberOfItems().intValue()) {
			condition = BusinessObjectStatusTransitionConditionLookup.constants.OK;
		} else if (isOverdue(application.getDateTime("statusDateTime").getDate())) {
			condition = BusinessObjectStatusTransitionConditionLookup.constants.EXCEPTION;
		}
	}

	private int countPricedItems(String partyUid) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT COUNT(DISTINCT PA.PRICEITEM_CD) AS PRICED "
					+ "FROM CI_PARTY PTY, CI_PRICEASGN PA "
					+ "WHERE PTY.PARTY_UID = :partyUid AND PA.OWNER_ID = PTY.PARTY_ID "
					+ "AND PA.PA_OWNER_TYPE_FLG = :ownerType AND PA.PRICE_STATUS_FLAG = :priceStatus "
					+ "AND PA.START_DT <= :processDate "
					+ "AND (PA.END_DT IS NULL OR PA.END_DT >= :processDate)", "priced items of a party");
			statement.bindString("partyUid", partyUid, "PARTY_UID");
			statement.bindLookup("ownerType", getOwnerType());
			statement.bindLookup("priceStatus", getPriceStatus());
			statement.bindDate("processDate", getProcessDateTime().getDate());
			SQLResultRow row = statement.firstRow();
			return isNull(row) ? 0 : row.getInteger("PRICED").intValue();
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private boolean isOverdue(Date inStatusSince) {
		if (isNull(getDaysBeforeException())) {
			return false;
		}
		Date lastDay = inStatusSince.addDays(getDaysBeforeException().intValue());
		return getProcessDateTime().getDate().isAfter(lastDay);
	}

	@Override
	public BusinessObjectStatusTransitionConditionLookup getNextStatusCondition() {
		return condition;
	}

	@Override
	public boolean getSkipAutoTransitioning() {
		return isNull(condition);
	}

	@Override
	public BusinessObjectStatusCode getNextStatus() {
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

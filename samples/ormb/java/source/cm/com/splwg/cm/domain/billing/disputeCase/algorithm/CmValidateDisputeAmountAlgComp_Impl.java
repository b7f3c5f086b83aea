package com.splwg.cm.domain.billing.disputeCase.algorithm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.ValidateBusinessObjectAlgorithmSpot;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.Bill_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * A dispute must name a bill of its own account and may not claim more than the bill charged, plus a tolerance for
 * rounding and late charges.
 *
 * @author AHaddad
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = tolerancePercent, type = decimal)})
 */
public class CmValidateDisputeAmountAlgComp_Impl extends CmValidateDisputeAmountAlgComp_Gen
		implements ValidateBusinessObjectAlgorithmSpot {

	private static final BigDecimal ONE_HUNDRED = BigDecimal.valueOf(100);

	// Hard Parameters
	private BusinessObjectActionLookup action;
	private BusinessObjectInstance newBusinessObject;

	@Override
	public void invoke() {
		if (isNull(newBusinessObject) || action.isDelete()) {
			return;
		}
		Money claimed = newBusinessObject.getMoney("disputeAmount");
		if (isNull(claimed) || !claimed.isPositive()) {
			addError(CmBusinessMessageRepository.disputeAmountNotPositive());
		}
		Bill bill = retrieveBill();
		BigDecimal charged = fetchChargedAmount(bill);
		if (claimed.getAmount().compareTo(addTolerance(charged)) > 0) {
			addError(CmBusinessMessageRepository.disputeAmountExceedsBill(claimed.toPlainString(), charged.toString(),
					bill.getId().getIdValue()));
		}
	}

	private Bill retrieveBill() {
		String accountId = newBusinessObject.getString("accountId");
		String billId = newBusinessObject.getString("billId");
		Bill bill = isBlankOrNull(billId) ? null : new Bill_Id(billId).getEntity();
		if (isNull(bill) || !bill.getAccount().getId().getIdValue().equals(accountId)) {
			addError(CmBusinessMessageRepository.billNotOfAccount(billId, accountId));
		}
		return bill;
	}

	private BigDecimal fetchChargedAmount(Bill bill) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT SUM(CUR_AMT) AS CHARGED FROM CI_FT WHERE BILL_ID = :billId "
					+ "AND FREEZE_SW = :frozen AND SHOW_ON_BILL_SW = :shown AND CUR_AMT > 0", "charges of a bill");
			statement.bindId("billId", bill.getId());
			statement.bindBoolean("frozen", Bool.TRUE);
			statement.bindBoolean("shown", Bool.TRUE);
			SQLResultRow row = statement.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("CHARGED"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("CHARGED");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private BigDecimal addTolerance(BigDecimal charged) {
		if (isNull(getTolerancePercent())) {
			return charged;
		}
		BigDecimal tolerance = charged.multiply(getTolerancePercent()).divide(ONE_HUNDRED, 2,
				BigDecimal.ROUND_HALF_UP);
		return charged.add(tolerance);
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
	}
}

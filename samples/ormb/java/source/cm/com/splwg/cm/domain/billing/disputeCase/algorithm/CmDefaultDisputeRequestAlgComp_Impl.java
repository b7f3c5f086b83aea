package com.splwg.cm.domain.billing.disputeCase.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.PreprocessBusinessObjectRequestAlgorithmSpot;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import com.splwg.ccb.domain.admin.idType.accountIdType.AccountNumberType;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * The customer portal sends disputes with the account number that is printed on the bill, and often without a bill.
 * This algorithm finds the account, takes its currency and falls back on its latest completed bill.
 *
 * @author AHaddad
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = accountNumberType, name = printedNumberType, required = true, type = entity)})
 */
public class CmDefaultDisputeRequestAlgComp_Impl extends CmDefaultDisputeRequestAlgComp_Gen
		implements PreprocessBusinessObjectRequestAlgorithmSpot {

	// Hard Parameters
	private BusinessObjectActionLookup action;
	private BusinessObjectInstance request;

	@Override
	public void invoke() {
		if (!action.isAdd() && !action.isFastAdd()) {
			return;
		}
		if (isBlankOrNull(request.getString("accountId"))) {
			request.set("accountId", fetchAccountId(request.getString("accountNumber")));
		}
		Account account = new Account_Id(request.getString("accountId")).getEntity();
		if (isNull(account)) {
			addError(CmBusinessMessageRepository.accountNotFound(request.getString("accountId")));
		}
		request.set("currency", account.getCurrency().getId().getIdValue());
		request.set("createdOn", getProcessDateTime());
		if (isBlankOrNull(request.getString("billId"))) {
			request.set("billId", fetchLatestBillId(account));
		}
	}

	private String fetchAccountId(String accountNumber) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT ACCT_ID FROM CI_ACCT_NBR WHERE ACCT_NBR = :accountNumber "
					+ "AND ACCT_NBR_TYPE_CD = :numberType", "account by printed number");
			statement.bindString("accountNumber", accountNumber, "ACCT_NBR");
			statement.bindId("numberType", getPrintedNumberType().getId());
			SQLResultRow row = statement.firstRow();
			if (isNull(row)) {
				addError(CmBusinessMessageRepository.accountNumberUnknown(accountNumber,
						getPrintedNumberType().getId().getTrimmedValue()));
			}
			return row.getString("ACCT_ID");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private String fetchLatestBillId(Account account) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT BILL_ID FROM CI_BILL WHERE ACCT_ID = :acctId "
					+ "AND BILL_STAT_FLG = :complete ORDER BY COMPLETE_DTTM DESC", "latest completed bill");
			statement.bindId("acctId", account.getId());
			statement.bindLookup("complete", BillStatusLookup.constants.COMPLETE);
			SQLResultRow row = statement.firstRow();
			return isNull(row) ? null : row.getString("BILL_ID");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public BusinessObjectInstance getRequest() {
		return request;
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
		action = boAction;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
	}

	@Override
	public void setRequest(BusinessObjectInstance boRequest) {
		request = boRequest;
	}
}

package com.splwg.cm.domain.common.installation.algorithm;

import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.navigationOption.NavigationOption;
import com.splwg.ccb.domain.common.installation.ControlCentralAlert;
import com.splwg.ccb.domain.common.installation.InstallationControlCentralAlertAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.ccb.domain.customerinfo.premise.Premise;
import com.splwg.cm.domain.billing.billHold.BillHold;
import com.splwg.cm.domain.billing.component.CmBillHoldService;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Shows on Control Central that bills of the account are on hold and how many disputes are open, with a way to the
 * page of the site.
 *
 * @author DMbeki
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = navigationOption, name = holdNavigation, type = entity)
 *            , @AlgorithmSoftParameter (name = openStatuses, required = true, type = string)})
 */
public class CmBillHoldAlertAlgComp_Impl extends CmBillHoldAlertAlgComp_Gen
		implements InstallationControlCentralAlertAlgorithmSpot {

	private static final String STATUS_DELIMITER = ",";

	// Hard Parameters
	private Account account;
	private int maxSize;
	private List<ControlCentralAlert> alerts;

	@Override
	public void invoke() {
		alerts = new ArrayList<ControlCentralAlert>();
		if (isNull(account)) {
			return;
		}
		CmBillHoldService holdService = CmBillHoldService.Factory.newInstance();
		BillHold hold = holdService.fetchActiveHold(account.getId(), getProcessDateTime().getDate());
		if (notNull(hold)) {
			addAlert(CmBusinessMessageRepository.billsOnHold(describeEnd(hold)).getMessageText());
		}
		int openDisputes = countOpenDisputes();
		if (openDisputes > 0) {
			addAlert(CmBusinessMessageRepository.disputesOpen(String.valueOf(openDisputes)).getMessageText());
		}
	}

	private String describeEnd(BillHold hold) {
		return isNull(hold.getEndDt()) ? "further notice" : hold.getEndDt().toString();
	}

	private int countOpenDisputes() {
		int openDisputes = 0;
		for (String status : getOpenStatuses().split(STATUS_DELIMITER)) {
			openDisputes += countDisputes(status.trim());
		}
		return openDisputes;
	}

	private int countDisputes(String status) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT COUNT(*) AS DISPUTES FROM CM_DISPUTE_CASE "
					+ "WHERE ACCT_ID = :acctId AND BO_STATUS_CD = :status", "disputes of an account");
			statement.bindId("acctId", account.getId());
			statement.bindString("status", status, "BO_STATUS_CD");
			SQLResultRow row = statement.firstRow();
			return isNull(row) ? 0 : row.getInteger("DISPUTES").intValue();
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private void addAlert(String text) {
		if (alerts.size() >= maxSize) {
			return;
		}
		ControlCentralAlert alert = ControlCentralAlert.Factory.newInstance();
		alert.setAlertText(text);
		NavigationOption navigation = getHoldNavigation();
		if (notNull(navigation)) {
			alert.setNavigationOption(navigation);
			alert.addAlertKey("ACCT_ID", account.getId().getIdValue());
		}
		alerts.add(alert);
	}

	@Override
	public List<ControlCentralAlert> getAlerts() {
		return alerts;
	}

	@Override
	public void setAccount(Account acct) {
		account = acct;
	}

	@Override
	public void setMaxSize(int size) {
		maxSize = size;
	}

	@Override
	public void setPerson(Person per) {
	}

	@Override
	public void setPremise(Premise prem) {
	}
}

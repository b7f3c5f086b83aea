package com.splwg.cm.domain.common.installation.algorithm;

import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.currency.Currency;
import com.splwg.ccb.api.lookup.BillInformationFormatLookup;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.common.installation.InstallationBillInformationAlgorithmSpot;

/**
 * One line of information about a bill, as it stands in lists and at the top of pages: name of the main customer, bill
 * date, amount, due date. Example: <code>Mill Lane Bakery, 2021-03-04, 182.50, due 2021-03-25</code>
 *
 * @author TSandoval
 *
@AlgorithmComponent ()
 */
public class CmBillInformationAlgo_Impl extends CmBillInformationAlgo_Gen implements InstallationBillInformationAlgorithmSpot {

	private static final String SEPARATOR = ", ";

	private Bill bill;
	private String billInformation = "";

	@Override
	public void invoke() {
		StringBuilder information = new StringBuilder();
		append(information, retrieveMainCustomerName());
		append(information, notNull(bill.getBillDate()) ? bill.getBillDate().toLocalizedString() : null);
		append(information, retrieveAmount());
		append(information, notNull(bill.getDueDate()) ? "due " + bill.getDueDate().toLocalizedString() : null);
		billInformation = information.toString();
	}

	private void append(StringBuilder information, String part) {
		if (isBlankOrNull(part)) {
			return;
		}
		if (information.length() > 0) {
			information.append(SEPARATOR);
		}
		information.append(part.trim());
	}

	private String retrieveMainCustomerName() {
		Query<QueryResultRow> query = createQuery("from AccountPerson ap, PersonName name"
				+ " where ap.id.account = :account and ap.isMainCustomer = :main"
				+ " and name.id.person = ap.id.person and name.isPrimaryName = :primary", "name of main customer");
		query.bindEntity("account", bill.getAccount());
		query.bindBoolean("main", Bool.TRUE);
		query.bindBoolean("primary", Bool.TRUE);
		query.addResult("entityName", "name.entityName");
		QueryResultRow row = query.firstRow();
		return isNull(row) ? null : row.getString("entityName");
	}

	private String retrieveAmount() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT SUM(CUR_AMT) AS BILL_AMT FROM CI_FT WHERE BILL_ID = :billId"
					+ " AND FREEZE_SW = :frozen AND SHOW_ON_BILL_SW = :show", "amount for bill information");
			ps.bindId("billId", bill.getId());
			ps.bindBoolean("frozen", Bool.TRUE);
			ps.bindBoolean("show", Bool.TRUE);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("BILL_AMT"))) {
				return null;
			}
			Currency currency = bill.getAccount().getCurrency();
			return new Money(row.getBigDecimal("BILL_AMT"), currency.getId()).toLocalizedString(currency);
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	@Override
	public String getBillInformation() {
		return billInformation;
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

	@Override
	public void setBillInformationFormat(BillInformationFormatLookup billInformationFormat) {
	}

}

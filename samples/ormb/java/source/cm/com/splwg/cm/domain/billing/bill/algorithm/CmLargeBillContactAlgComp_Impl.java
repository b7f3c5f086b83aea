package com.splwg.cm.domain.billing.bill.algorithm;

import com.splwg.base.api.ListFilter;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPostBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.customerinfo.account.AccountPerson;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContact;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContactLog;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContactLog_DTO;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContact_DTO;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Opens a customer contact for a bill above a large amount, so that the key account team can call before the bill arrives.
 *
 * @author TSandoval
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = largeBillAmount, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (entityName = customerContactType, name = customerContactType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = logEntryText, type = string)})
 */
public class CmLargeBillContactAlgComp_Impl extends CmLargeBillContactAlgComp_Gen
		implements CustomerClassPostBillCompletionAlgorithmSpot {

	// Hard Parameters
	private Bill bill = null;

	@Override
	public void invoke() {
		Money billAmount = retrieveBillAmount();
		Money largeAmount = new Money(getLargeBillAmount(), bill.getAccount().getCurrency().getId());
		if (billAmount.isLessThan(largeAmount)) {
			return;
		}
		Person mainCustomer = findMainCustomer();
		if (isNull(mainCustomer)) {
			addError(CmMessageRepository.billHasNoMainCustomer(bill.getId().getIdValue()));
		}
		CustomerContact contact = createContact(mainCustomer);
		if (notBlank(getLogEntryText())) {
			addLogEntry(contact, billAmount);
		}
	}

	private Money retrieveBillAmount() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT SUM(CUR_AMT) AS BILL_AMT FROM CI_FT WHERE BILL_ID = :billId"
					+ " AND FREEZE_SW = :frozen AND SHOW_ON_BILL_SW = :show", "amount of completed bill");
			ps.bindId("billId", bill.getId());
			ps.bindBoolean("frozen", Bool.TRUE);
			ps.bindBoolean("show", Bool.TRUE);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("BILL_AMT"))) {
				return Money.ZERO;
			}
			return row.getMoney("BILL_AMT", bill.getAccount().getCurrency().getId());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private Person findMainCustomer() {
		ListFilter<AccountPerson> filter = bill.getAccount().getPersons().createFilter("where this.isMainCustomer = :main", "main customer");
		filter.bindBoolean("main", Bool.TRUE);
		AccountPerson accountPerson = filter.firstRow();
		return isNull(accountPerson) ? null : accountPerson.fetchIdPerson();
	}

	private CustomerContact createContact(Person person) {
		CustomerContact_DTO contactDto = createDTO(CustomerContact.class);
		contactDto.setPersonId(person.getId());
		contactDto.setCustomerContactTypeId(getCustomerContactType().getId());
		contactDto.setContactDateTime(getProcessDateTime());
		contactDto.setUserId(getActiveContextUser().getId());
		return contactDto.newEntity();
	}

	private void addLogEntry(CustomerContact contact, Money billAmount) {
		CustomerContactLog_DTO logDto = createDTO(CustomerContactLog.class);
		logDto.setCustomerContactId(contact.getId());
		logDto.setCreationDateTime(getProcessDateTime());
		logDto.setLogEntry(getLogEntryText().trim() + " " + bill.getId().getIdValue() + ": "
				+ billAmount.toLocalizedString(bill.getAccount().getCurrency()));
		logDto.newEntity();
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

}

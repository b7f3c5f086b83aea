package com.splwg.cm.domain.todo.algorithm;

import com.splwg.base.api.Query;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.domain.todo.role.Role_Id;
import com.splwg.base.domain.todo.toDoEntry.ToDoEntry;
import com.splwg.base.domain.todo.toDoEntry.ToDoEntry_DTO;
import com.splwg.base.domain.todo.toDoType.ToDoTypeToDoPostProcessAlgorithmSpot;
import com.splwg.ccb.domain.admin.customerContactType.CustomerContactType_Id;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContact;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContact_DTO;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Leaves a customer contact with the main customer when a To Do about an account moves from one role to another, so
 * that the call centre can tell who works on the case now.
 *
 * @author KLindqvist
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = customerContactClass, name = contactClass, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = contactType, required = true, type = string)})
 */
public class CmToDoRecordHandoverAlgComp_Impl extends CmToDoRecordHandoverAlgComp_Gen
		implements ToDoTypeToDoPostProcessAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmToDoRecordHandoverAlgComp_Impl.class);

	// Hard Parameters
	private ToDoEntry newToDoEntry;
	private ToDoEntry_DTO oldToDoEntryDto;

	@Override
	public void invoke() {
		if (isNull(newToDoEntry) || isNull(oldToDoEntryDto)) {
			return;
		}
		Role_Id newRoleId = newToDoEntry.getDTO().getToDoRoleId();
		if (isNull(newRoleId) || newRoleId.equals(oldToDoEntryDto.getToDoRoleId())) {
			return;
		}
		Person mainCustomer = fetchMainCustomer(fetchAccount());
		if (isNull(mainCustomer)) {
			logger.debug("To Do " + newToDoEntry.getId().getIdValue() + " is not about an account");
			return;
		}
		createContact(mainCustomer);
	}

	private Account fetchAccount() {
		Query<String> query = createQuery("from ToDoDrillKeyValue drillKey where drillKey.id.toDo.id = :toDoId",
				"drill keys of a To Do");
		query.bindId("toDoId", newToDoEntry.getId());
		query.addResult("keyValue", "drillKey.keyValue");
		for (String keyValue : query.list()) {
			Account account = new Account_Id(keyValue.trim()).getEntity();
			if (notNull(account)) {
				return account;
			}
		}
		return null;
	}

	private Person fetchMainCustomer(Account account) {
		if (isNull(account)) {
			return null;
		}
		Query<Person> query = createQuery("from AccountPerson acctPer where acctPer.id.account = :account "
				+ "and acctPer.isMainCustomer = :isMain", "main customer of an account");
		query.bindEntity("account", account);
		query.bindBoolean("isMain", Bool.TRUE);
		query.addResult("person", "acctPer.id.person");
		return query.firstRow();
	}

	private void createContact(Person mainCustomer) {
		CustomerContact_DTO contactDto = createDTO(CustomerContact.class);
		contactDto.setPersonId(mainCustomer.getId());
		contactDto.setCustomerContactTypeId(new CustomerContactType_Id(getContactClass(), getContactType().trim()));
		contactDto.setContactDateTime(getProcessDateTime());
		contactDto.setUserId(getActiveContextUser().getId());
		contactDto.newEntity();
	}

	@Override
	public void setNewToDoEntry(ToDoEntry toDoEntry) {
		newToDoEntry = toDoEntry;
	}

	@Override
	public void setOldToDoEntryDTO(ToDoEntry_DTO toDoEntryDto) {
		oldToDoEntryDto = toDoEntryDto;
	}
}

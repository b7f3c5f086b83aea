package com.splwg.cm.domain.billing.bill.batch;

import com.splwg.base.api.Query;
import com.splwg.base.api.batch.JobWork;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.StandardCommitStrategy;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Money;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import com.splwg.ccb.domain.admin.customerContactClass.CustomerContactClass;
import com.splwg.ccb.domain.admin.customerContactType.CustomerContactType_Id;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.Bill_Id;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContact;
import com.splwg.ccb.domain.customerinfo.customerContact.CustomerContact_DTO;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.cm.domain.financial.component.CmAccountBalanceReader;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Writes a friendly reminder (a customer contact, which a letter template prints) some days before a bill is due, for
 * accounts that still owe something.
 *
 * @author NBauer
 *
@BatchJob (modules = { }, multiThreaded = true, rerunnable = false,
 *      softParameters = { @BatchJobSoftParameter (name = daysBeforeDue, required = true, type = integer)
 *            , @BatchJobSoftParameter (entityName = customerContactClass, name = contactClass, required = true, type = entity)
 *            , @BatchJobSoftParameter (name = contactType, required = true, type = string)})
 */
public class CmBillDueReminderBatch extends CmBillDueReminderBatch_Gen {

	/**
	 * All completed bills that are due on the day in question.
	 */
	@Override
	public JobWork getJobWork() {
		Query<Bill> query = createQuery("from Bill bill where bill.billStatus = :complete and bill.dueDate = :dueDate",
				"bills that are due soon");
		query.bindLookup("complete", BillStatusLookup.constants.COMPLETE);
		query.bindDate("dueDate", getProcessDateTime().getDate()
				.addDays(getParameters().getDaysBeforeDue().intValue()));
		return createJobWorkForEntityQuery(query);
	}

	@Override
	public Class<CmBillDueReminderBatchWorker> getThreadWorkerClass() {
		return CmBillDueReminderBatchWorker.class;
	}

	public static class CmBillDueReminderBatchWorker extends CmBillDueReminderBatchWorker_Gen {

		private static final Logger logger = LoggerFactory.getLogger(CmBillDueReminderBatchWorker.class);

		private int remindersWritten;

		@Override
		public ThreadExecutionStrategy createExecutionStrategy() {
			return new StandardCommitStrategy(this);
		}

		@Override
		public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
			Bill bill = ((Bill_Id) unit.getPrimaryId()).getEntity();
			CmAccountBalanceReader balanceReader = CmAccountBalanceReader.Factory.newInstance();
			Money balance = balanceReader.fetchCurrentBalance(bill.getAccount());
			if (!balance.isPositive()) {
				return true;
			}
			Person mainCustomer = fetchMainCustomer(bill.getAccount());
			if (isNull(mainCustomer)) {
				logError(CmBusinessMessageRepository.mainCustomerMissing(
						bill.getAccount().getId().getTrimmedValue()));
				return false;
			}
			createReminder(mainCustomer, bill, balance);
			return true;
		}

		@Override
		public void finalizeThreadWork() throws ThreadAbortedException, RunAbortedException {
			logger.info("Thread " + getBatchThreadNumber() + " wrote " + remindersWritten + " reminders");
		}

		private Person fetchMainCustomer(Account account) {
			Query<Person> query = createQuery("from AccountPerson acctPer where acctPer.id.account = :account "
					+ "and acctPer.isMainCustomer = :isMain", "main customer of an account");
			query.bindEntity("account", account);
			query.bindBoolean("isMain", Bool.TRUE);
			query.addResult("person", "acctPer.id.person");
			return query.firstRow();
		}

		private void createReminder(Person mainCustomer, Bill bill, Money balance) {
			CustomerContactClass contactClass = getParameters().getContactClass();
			CustomerContact_DTO contactDto = createDTO(CustomerContact.class);
			contactDto.setPersonId(mainCustomer.getId());
			contactDto.setCustomerContactTypeId(
					new CustomerContactType_Id(contactClass, getParameters().getContactType()));
			contactDto.setContactDateTime(getProcessDateTime());
			contactDto.setUserId(getActiveContextUser().getId());
			contactDto.setLongDescription("Bill " + bill.getId().getIdValue() + " over " + balance.toPlainString()
					+ " is due on " + bill.getDueDate());
			contactDto.newEntity();
			remindersWritten++;
		}
	}
}

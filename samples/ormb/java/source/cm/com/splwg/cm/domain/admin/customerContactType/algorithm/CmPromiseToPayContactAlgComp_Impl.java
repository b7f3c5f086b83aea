package com.splwg.cm.domain.admin.customerContactType.algorithm;

import java.math.BigInteger;
import java.util.List;

import com.splwg.base.api.Query;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.ccb.domain.admin.customerContactType.CollectionActionAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_DTO;
import com.splwg.ccb.domain.customerinfo.person.Person_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * A customer promises on the telephone to pay: credit review of all accounts for which the person is the main
 * customer waits some days. A later date that is already set stays.
 *
 * @author NBauer
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = daysToWait, required = true, type = integer)})
 */
public class CmPromiseToPayContactAlgComp_Impl extends CmPromiseToPayContactAlgComp_Gen
		implements CollectionActionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmPromiseToPayContactAlgComp_Impl.class);

	// Hard Parameters
	private String contactId;
	private String contactType;
	private String personId;

	@Override
	public void invoke() {
		if (isBlankOrNull(personId)) {
			addError(CmBusinessMessageRepository.personMissingOnContact(contactId));
		}
		Date reviewDate = getProcessDateTime().getDate().addDays(getDaysToWait().intValue());
		for (Account account : fetchAccounts()) {
			postponeReview(account, reviewDate);
		}
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		BigInteger days = getDaysToWait();
		if (days.signum() <= 0) {
			String label = getAlgorithm().getAlgorithmType().getParameterAt(0).fetchLanguageParameterLabel();
			addError(CmBusinessMessageRepository.parameterMustBePositive(label, days.toString()));
		}
	}

	private List<Account> fetchAccounts() {
		Query<Account> query = createQuery("from AccountPerson acctPer where acctPer.id.person.id = :personId "
				+ "and acctPer.isMainCustomer = :isMain", "accounts of a main customer");
		query.bindId("personId", new Person_Id(personId));
		query.bindBoolean("isMain", Bool.TRUE);
		query.addResult("account", "acctPer.id.account");
		return query.list();
	}

	private void postponeReview(Account account, Date reviewDate) {
		Date current = account.getPostponeCreditReviewUntil();
		if (notNull(current) && current.isSameOrAfter(reviewDate)) {
			return;
		}
		Account_DTO accountDto = account.getDTO();
		accountDto.setPostponeCreditReviewUntil(reviewDate);
		account.setDTO(accountDto);
		logger.info("Contact " + contactId + " postpones credit review of " + account.getId().getTrimmedValue()
				+ " until " + reviewDate);
	}

	@Override
	public String getContactID() {
		return contactId;
	}

	@Override
	public String getContactType() {
		return contactType;
	}

	@Override
	public String getPersionID() {
		return personId;
	}

	@Override
	public void setContactID(String id) {
		contactId = id;
	}

	@Override
	public void setContactType(String type) {
		contactType = type;
	}

	@Override
	public void setPersionID(String id) {
		personId = id;
	}
}

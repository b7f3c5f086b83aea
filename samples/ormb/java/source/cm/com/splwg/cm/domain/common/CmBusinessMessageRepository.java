package com.splwg.cm.domain.common;

import com.splwg.base.domain.common.message.MessageParameters;
import com.splwg.shared.common.ServerMessage;

/**
 * Messages of disputes, bill holds, merchants and files with their parameters.
 *
 * @author DMbeki
 */
public class CmBusinessMessageRepository extends CmBusinessMessages {

	private static CmBusinessMessageRepository instance;

	private static CmBusinessMessageRepository getInstance() {
		if (instance == null) {
			instance = new CmBusinessMessageRepository();
		}
		return instance;
	}

	/**
	 * The amount of a dispute must be more than zero.
	 */
	public static ServerMessage disputeAmountNotPositive() {
		return getInstance().getMessage(DISPUTE_AMOUNT_NOT_POSITIVE);
	}

	/**
	 * Disputed amount %1 is more than the %2 that bill %3 charged.
	 */
	public static ServerMessage disputeAmountExceedsBill(String claimed, String charged, String billId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(claimed);
		parms.addRawString(charged);
		parms.addRawString(billId);
		return getInstance().getMessage(DISPUTE_AMOUNT_EXCEEDS_BILL, parms);
	}

	/**
	 * The amount of a dispute can not be raised from %1 to %2.
	 */
	public static ServerMessage disputeAmountRaised(String oldAmount, String newAmount) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(oldAmount);
		parms.addRawString(newAmount);
		return getInstance().getMessage(DISPUTE_AMOUNT_RAISED, parms);
	}

	/**
	 * Account and bill of dispute case %1 can not change.
	 */
	public static ServerMessage disputeSubjectChanged(String disputeCaseId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(disputeCaseId);
		return getInstance().getMessage(DISPUTE_SUBJECT_CHANGED, parms);
	}

	/**
	 * %1 dispute(s) open.
	 */
	public static ServerMessage disputesOpen(String numberOfDisputes) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(numberOfDisputes);
		return getInstance().getMessage(DISPUTES_OPEN, parms);
	}

	/**
	 * Bill %1 does not belong to account %2.
	 */
	public static ServerMessage billNotOfAccount(String billId, String accountId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(billId);
		parms.addRawString(accountId);
		return getInstance().getMessage(BILL_NOT_OF_ACCOUNT, parms);
	}

	/**
	 * Account %1 has no active service agreement of type %2 for the credit.
	 */
	public static ServerMessage noAgreementForCredit(String accountId, String saType) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		parms.addRawString(saType);
		return getInstance().getMessage(NO_AGREEMENT_FOR_CREDIT, parms);
	}

	/**
	 * A bill hold can not start on %1 and end on %2.
	 */
	public static ServerMessage holdPeriodInvalid(String startDate, String endDate) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(startDate);
		parms.addRawString(endDate);
		return getInstance().getMessage(HOLD_PERIOD_INVALID, parms);
	}

	/**
	 * Account %1 has an open-ended bill hold already.
	 */
	public static ServerMessage openHoldExists(String accountId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		return getInstance().getMessage(OPEN_HOLD_EXISTS, parms);
	}

	/**
	 * Bills are on hold until %1.
	 */
	public static ServerMessage billsOnHold(String untilWhen) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(untilWhen);
		return getInstance().getMessage(BILLS_ON_HOLD, parms);
	}

	/**
	 * Account %1 does not exist.
	 */
	public static ServerMessage accountNotFound(String accountId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		return getInstance().getMessage(ACCOUNT_NOT_FOUND, parms);
	}

	/**
	 * No account has number %1 of type %2.
	 */
	public static ServerMessage accountNumberUnknown(String accountNumber, String numberType) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountNumber);
		parms.addRawString(numberType);
		return getInstance().getMessage(ACCOUNT_NUMBER_UNKNOWN, parms);
	}

	/**
	 * Account %1 has no main customer.
	 */
	public static ServerMessage mainCustomerMissing(String accountId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		return getInstance().getMessage(MAIN_CUSTOMER_MISSING, parms);
	}

	/**
	 * Customer contact %1 has no person.
	 */
	public static ServerMessage personMissingOnContact(String contactId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(contactId);
		return getInstance().getMessage(PERSON_MISSING_ON_CONTACT, parms);
	}

	/**
	 * %1 has not sent the document %2.
	 */
	public static ServerMessage documentMissing(String merchantName, String document) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(merchantName);
		parms.addRawString(document);
		return getInstance().getMessage(DOCUMENT_MISSING, parms);
	}

	/**
	 * All documents of %1 have been received.
	 */
	public static ServerMessage documentsReceived(String merchantName) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(merchantName);
		return getInstance().getMessage(DOCUMENTS_RECEIVED, parms);
	}

	/**
	 * Tax number %1 has a wrong length or check digit.
	 */
	public static ServerMessage taxNumberInvalid(String taxNumber) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(taxNumber);
		return getInstance().getMessage(TAX_NUMBER_INVALID, parms);
	}

	/**
	 * Tax number %1 belongs to %2.
	 */
	public static ServerMessage taxNumberInUse(String taxNumber, String personName) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(taxNumber);
		parms.addRawString(personName);
		return getInstance().getMessage(TAX_NUMBER_IN_USE, parms);
	}

	/**
	 * Parameter %1 must be more than zero, not %2.
	 */
	public static ServerMessage parameterMustBePositive(String parameterLabel, String value) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(parameterLabel);
		parms.addRawString(value);
		return getInstance().getMessage(PARAMETER_MUST_BE_POSITIVE, parms);
	}

	/**
	 * The period from %1 to %2 ends before it starts.
	 */
	public static ServerMessage periodInvalid(String startDate, String endDate) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(startDate);
		parms.addRawString(endDate);
		return getInstance().getMessage(PERIOD_INVALID, parms);
	}

	/**
	 * Element %1 of business object %2 has no value.
	 */
	public static ServerMessage requiredElementMissing(String element, String businessObject) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(element);
		parms.addRawString(businessObject);
		return getInstance().getMessage(REQUIRED_ELEMENT_MISSING, parms);
	}

	/**
	 * Characteristic type %1 is not valid for entity %2.
	 */
	public static ServerMessage charTypeNotValidForEntity(String charType, String entity) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(charType);
		parms.addRawString(entity);
		return getInstance().getMessage(CHAR_TYPE_NOT_VALID_FOR_ENTITY, parms);
	}

	/**
	 * Characteristic type %1 has no value %2.
	 */
	public static ServerMessage charValueInvalid(String charType, String value) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(charType);
		parms.addRawString(value);
		return getInstance().getMessage(CHAR_VALUE_INVALID, parms);
	}

	/**
	 * Business object %1 does not exist.
	 */
	public static ServerMessage businessObjectUnknown(String businessObject) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(businessObject);
		return getInstance().getMessage(BUSINESS_OBJECT_UNKNOWN, parms);
	}

	/**
	 * Status %1 is not a status of business object %2.
	 */
	public static ServerMessage statusUnknown(String status, String businessObject) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(status);
		parms.addRawString(businessObject);
		return getInstance().getMessage(STATUS_UNKNOWN, parms);
	}

	/**
	 * Weights must be whole numbers with commas between them, not %1.
	 */
	public static ServerMessage weightsInvalid(String weights) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(weights);
		return getInstance().getMessage(WEIGHTS_INVALID, parms);
	}

	/**
	 * The high band must start above the middle band (%1), not at %2.
	 */
	public static ServerMessage bandsInvalid(String middleFrom, String highFrom) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(middleFrom);
		parms.addRawString(highFrom);
		return getInstance().getMessage(BANDS_INVALID, parms);
	}

	/**
	 * The rule was called without parameter %1.
	 */
	public static ServerMessage ruleParameterMissing(String parameter) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(parameter);
		return getInstance().getMessage(RULE_PARAMETER_MISSING, parms);
	}

	/**
	 * There is nothing to approve for business object group %1.
	 */
	public static ServerMessage approvalDataMissing(String groupCode) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(groupCode);
		return getInstance().getMessage(APPROVAL_DATA_MISSING, parms);
	}

	/**
	 * Fee schedule %1 is not effective in the window that starts on %2.
	 */
	public static ServerMessage feeScheduleNotEffective(String feeSchedule, String windowStart) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(feeSchedule);
		parms.addRawString(windowStart);
		return getInstance().getMessage(FEE_SCHEDULE_NOT_EFFECTIVE, parms);
	}

	/**
	 * Bill cycle %1 has no open window on %2.
	 */
	public static ServerMessage billCycleNotOpen(String billCycle, String processDate) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(billCycle);
		parms.addRawString(processDate);
		return getInstance().getMessage(BILL_CYCLE_NOT_OPEN, parms);
	}

	/**
	 * Report %1 was submitted without parameters.
	 */
	public static ServerMessage reportParametersMissing(String reportCode) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(reportCode);
		return getInstance().getMessage(REPORT_PARAMETERS_MISSING, parms);
	}

	/**
	 * File %1 can not be written.
	 */
	public static ServerMessage fileNotWritable(String fileName) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(fileName);
		return getInstance().getMessage(FILE_NOT_WRITABLE, parms);
	}
}

package com.splwg.cm.domain.common;

import com.splwg.base.domain.common.message.AbstractMessageRepository;

/**
 * Message numbers of disputes, bill holds, merchants and files.
 *
 * @author DMbeki
 */
public class CmBusinessMessages extends AbstractMessageRepository {

	public static final int MESSAGE_CATEGORY = 90002;

	/**
	 * The amount of a dispute must be more than zero
	 */
	public static final int DISPUTE_AMOUNT_NOT_POSITIVE = 1001;

	/**
	 * Disputed amount %1 is more than the %2 that bill %3 charged
	 */
	public static final int DISPUTE_AMOUNT_EXCEEDS_BILL = 1002;

	/**
	 * The amount of a dispute can not be raised from %1 to %2
	 */
	public static final int DISPUTE_AMOUNT_RAISED = 1003;

	/**
	 * Account and bill of dispute case %1 can not change
	 */
	public static final int DISPUTE_SUBJECT_CHANGED = 1004;

	/**
	 * %1 dispute(s) open
	 */
	public static final int DISPUTES_OPEN = 1005;

	/**
	 * Bill %1 does not belong to account %2
	 */
	public static final int BILL_NOT_OF_ACCOUNT = 1006;

	/**
	 * Account %1 has no active service agreement of type %2 for the credit
	 */
	public static final int NO_AGREEMENT_FOR_CREDIT = 1007;

	/**
	 * A bill hold can not start on %1 and end on %2
	 */
	public static final int HOLD_PERIOD_INVALID = 1020;

	/**
	 * Account %1 has an open-ended bill hold already
	 */
	public static final int OPEN_HOLD_EXISTS = 1021;

	/**
	 * Bills are on hold until %1
	 */
	public static final int BILLS_ON_HOLD = 1022;

	/**
	 * Account %1 does not exist
	 */
	public static final int ACCOUNT_NOT_FOUND = 1040;

	/**
	 * No account has number %1 of type %2
	 */
	public static final int ACCOUNT_NUMBER_UNKNOWN = 1041;

	/**
	 * Account %1 has no main customer
	 */
	public static final int MAIN_CUSTOMER_MISSING = 1042;

	/**
	 * Customer contact %1 has no person
	 */
	public static final int PERSON_MISSING_ON_CONTACT = 1043;

	/**
	 * %1 has not sent the document %2
	 */
	public static final int DOCUMENT_MISSING = 1060;

	/**
	 * All documents of %1 have been received
	 */
	public static final int DOCUMENTS_RECEIVED = 1061;

	/**
	 * Tax number %1 has a wrong length or check digit
	 */
	public static final int TAX_NUMBER_INVALID = 1062;

	/**
	 * Tax number %1 belongs to %2
	 */
	public static final int TAX_NUMBER_IN_USE = 1063;

	/**
	 * Parameter %1 must be more than zero, not %2
	 */
	public static final int PARAMETER_MUST_BE_POSITIVE = 1080;

	/**
	 * The period from %1 to %2 ends before it starts
	 */
	public static final int PERIOD_INVALID = 1081;

	/**
	 * Element %1 of business object %2 has no value
	 */
	public static final int REQUIRED_ELEMENT_MISSING = 1082;

	/**
	 * Characteristic type %1 is not valid for entity %2
	 */
	public static final int CHAR_TYPE_NOT_VALID_FOR_ENTITY = 1083;

	/**
	 * Characteristic type %1 has no value %2
	 */
	public static final int CHAR_VALUE_INVALID = 1084;

	/**
	 * Business object %1 does not exist
	 */
	public static final int BUSINESS_OBJECT_UNKNOWN = 1085;

	/**
	 * Status %1 is not a status of business object %2
	 */
	public static final int STATUS_UNKNOWN = 1086;

	/**
	 * Weights must be whole numbers with commas between them, not %1
	 */
	public static final int WEIGHTS_INVALID = 1087;

	/**
	 * The high band must start above the middle band (%1), not at %2
	 */
	public static final int BANDS_INVALID = 1088;

	/**
	 * The rule was called without parameter %1
	 */
	public static final int RULE_PARAMETER_MISSING = 1089;

	/**
	 * There is nothing to approve for business object group %1
	 */
	public static final int APPROVAL_DATA_MISSING = 1100;

	/**
	 * Fee schedule %1 is not effective in the window that starts on %2
	 */
	public static final int FEE_SCHEDULE_NOT_EFFECTIVE = 1101;

	/**
	 * Bill cycle %1 has no open window on %2
	 */
	public static final int BILL_CYCLE_NOT_OPEN = 1102;

	/**
	 * Report %1 was submitted without parameters
	 */
	public static final int REPORT_PARAMETERS_MISSING = 1120;

	/**
	 * The report can not be written in this format
	 */
	public static final int REPORT_FORMAT_NOT_ALLOWED = 1121;

	/**
	 * File %1 can not be written
	 */
	public static final int FILE_NOT_WRITABLE = 1140;

	/**
	 * File %2 is empty
	 */
	public static final int FILE_EMPTY = 1141;

	/**
	 * The name of file %2 does not follow the pattern %3
	 */
	public static final int FILE_NAME_INVALID = 1142;

	/**
	 * Business date %3 of file %2 is missing, wrong or in the future
	 */
	public static final int FILE_DATE_INVALID = 1143;

	/**
	 * File %2 has %3 records, its footer says another number
	 */
	public static final int FILE_COUNT_DIFFERS = 1144;

	/**
	 * Reference %1 in file %2 has been uploaded before
	 */
	public static final int TRANSACTION_REPEATED = 1145;

	protected CmBusinessMessages() {
		super(MESSAGE_CATEGORY);
	}
}

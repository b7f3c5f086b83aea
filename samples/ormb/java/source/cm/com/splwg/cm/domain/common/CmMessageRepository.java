package com.splwg.cm.domain.common;

import com.splwg.base.domain.common.message.MessageParameters;
import com.splwg.shared.common.ServerMessage;

/**
 * Messages of the Brightwater billing algorithms. Each method fills the parameters of one message.
 *
 * @author MOkafor
 */
public class CmMessageRepository extends CmMessages {

	private static CmMessageRepository instance;

	private static CmMessageRepository getInstance() {
		if (instance == null) {
			instance = new CmMessageRepository();
		}
		return instance;
	}

	/**
	 * %1: characteristic type %2 is not valid for entity %3.
	 */
	public static ServerMessage charTypeNotValidForEntity(String parameterLabel, String charType, String entity) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(parameterLabel);
		parms.addRawString(charType);
		parms.addRawString(entity);
		return getInstance().getMessage(CHAR_TYPE_NOT_VALID_FOR_ENTITY, parms);
	}

	/**
	 * %1: the value %2 is not allowed.
	 */
	public static ServerMessage parameterValueNotAllowed(String parameterLabel, String value) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(parameterLabel);
		parms.addRawString(value);
		return getInstance().getMessage(PARAMETER_VALUE_NOT_ALLOWED, parms);
	}

	/**
	 * %1 must be greater than zero.
	 */
	public static ServerMessage parameterMustBePositive(String parameterLabel) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(parameterLabel);
		return getInstance().getMessage(PARAMETER_MUST_BE_POSITIVE, parms);
	}

	/**
	 * %1 must be less than %2.
	 */
	public static ServerMessage parametersOutOfOrder(String lowerParameterLabel, String upperParameterLabel) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(lowerParameterLabel);
		parms.addRawString(upperParameterLabel);
		return getInstance().getMessage(PARAMETERS_OUT_OF_ORDER, parms);
	}

	/**
	 * %1 is not a valid pattern: %2.
	 */
	public static ServerMessage patternInvalid(String pattern, String reason) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(pattern);
		parms.addRawString(reason);
		return getInstance().getMessage(PATTERN_INVALID, parms);
	}

	/**
	 * Account %1: the bill of %2 is held, because it is less than %3.
	 */
	public static ServerMessage smallBillHeld(String accountId, String billAmount, String minimumAmount) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		parms.addRawString(billAmount);
		parms.addRawString(minimumAmount);
		return getInstance().getMessage(SMALL_BILL_HELD, parms);
	}

	/**
	 * Bill %1 of account %2 shows nothing and is suppressed.
	 */
	public static ServerMessage zeroBillSuppressed(String billId, String accountId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(billId);
		parms.addRawString(accountId);
		return getInstance().getMessage(ZERO_BILL_SUPPRESSED, parms);
	}

	/**
	 * Bill %1: %2 differs from the average of %3 by more than %4 percent.
	 */
	public static ServerMessage billVarianceTooHigh(String billId, String billAmount, String averageAmount, String variancePercent) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(billId);
		parms.addRawString(billAmount);
		parms.addRawString(averageAmount);
		parms.addRawString(variancePercent);
		return getInstance().getMessage(BILL_VARIANCE_TOO_HIGH, parms);
	}

	/**
	 * Account %1 must have a purchase order number.
	 */
	public static ServerMessage purchaseOrderMissing(String accountId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		return getInstance().getMessage(PURCHASE_ORDER_MISSING, parms);
	}

	/**
	 * Accounting calendar %1 has no period for %2.
	 */
	public static ServerMessage accountingPeriodNotFound(String calendarId, String date) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(calendarId);
		parms.addRawString(date);
		return getInstance().getMessage(ACCOUNTING_PERIOD_NOT_FOUND, parms);
	}

	/**
	 * Account %1 has no active service agreement of type %2.
	 */
	public static ServerMessage serviceAgreementNotFoundForType(String accountId, String saType) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(accountId);
		parms.addRawString(saType);
		return getInstance().getMessage(SERVICE_AGREEMENT_NOT_FOUND_FOR_TYPE, parms);
	}

	/**
	 * Service agreement %1 has no charge amount (characteristic type %2).
	 */
	public static ServerMessage chargeAmountNotDefined(String saId, String charType) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(saId);
		parms.addRawString(charType);
		return getInstance().getMessage(CHARGE_AMOUNT_NOT_DEFINED, parms);
	}

	/**
	 * The account of bill %1 has no main customer.
	 */
	public static ServerMessage billHasNoMainCustomer(String billId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(billId);
		return getInstance().getMessage(BILL_HAS_NO_MAIN_CUSTOMER, parms);
	}

	/**
	 * Extract file %1 could not be written for bill %2.
	 */
	public static ServerMessage extractFileNotWritten(String fileName, String billId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(fileName);
		parms.addRawString(billId);
		return getInstance().getMessage(EXTRACT_FILE_NOT_WRITTEN, parms);
	}

	/**
	 * Bill factor %1 has no value for %2 at %3.
	 */
	public static ServerMessage billFactorValueMissing(String billFactor, String charValue, String date) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(billFactor);
		parms.addRawString(charValue);
		parms.addRawString(date);
		return getInstance().getMessage(BILL_FACTOR_VALUE_MISSING, parms);
	}

	/**
	 * Price component %1 does not exist.
	 */
	public static ServerMessage priceComponentNotFound(String priceCompId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(priceCompId);
		return getInstance().getMessage(PRICE_COMPONENT_NOT_FOUND, parms);
	}

	/**
	 * Service agreement %1: no service quantity %2.
	 */
	public static ServerMessage serviceQuantityMissing(String saId, String serviceQuantityIdentifier) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(saId);
		parms.addRawString(serviceQuantityIdentifier);
		return getInstance().getMessage(SERVICE_QUANTITY_MISSING, parms);
	}

	/**
	 * Adjustment staging row %1 does not exist.
	 */
	public static ServerMessage adjustmentStagingNotFound(String adjustmentUploadId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(adjustmentUploadId);
		return getInstance().getMessage(ADJUSTMENT_STAGING_NOT_FOUND, parms);
	}

	/**
	 * Service agreement %1 has no contract term (characteristic type %2).
	 */
	public static ServerMessage contractTermNotDefined(String saId, String charType) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(saId);
		parms.addRawString(charType);
		return getInstance().getMessage(CONTRACT_TERM_NOT_DEFINED, parms);
	}

	/**
	 * Distribution code %1 has no general ledger account.
	 */
	public static ServerMessage glAccountNotDefined(String distributionCode) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(distributionCode);
		return getInstance().getMessage(GL_ACCOUNT_NOT_DEFINED, parms);
	}

	/**
	 * Segment %1 of the general ledger account is missing for transaction %2.
	 */
	public static ServerMessage glSegmentMissing(String segment, String ftId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(segment);
		parms.addRawString(ftId);
		return getInstance().getMessage(GL_SEGMENT_MISSING, parms);
	}

	/**
	 * General ledger account %1 of distribution code %2 is not valid (transaction %3).
	 */
	public static ServerMessage glAccountInvalid(String glAccount, String distributionCode, String ftId) {
		MessageParameters parms = new MessageParameters();
		parms.addRawString(glAccount);
		parms.addRawString(distributionCode);
		parms.addRawString(ftId);
		return getInstance().getMessage(GL_ACCOUNT_INVALID, parms);
	}

}

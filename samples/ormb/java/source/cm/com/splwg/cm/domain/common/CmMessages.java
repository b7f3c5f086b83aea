package com.splwg.cm.domain.common;

import com.splwg.base.domain.common.message.AbstractMessageRepository;

/**
 * Message numbers of the Brightwater billing algorithms, message category 90000.
 *
 * @author MOkafor
 */
public class CmMessages extends AbstractMessageRepository {

	public static final int MESSAGE_CATEGORY = 90000;

	// Configuration, 1000 to 1099
	public static final int CHAR_TYPE_NOT_VALID_FOR_ENTITY = 1001;
	public static final int PARAMETER_VALUE_NOT_ALLOWED = 1002;
	public static final int PARAMETER_MUST_BE_POSITIVE = 1003;
	public static final int PARAMETERS_OUT_OF_ORDER = 1004;
	public static final int PATTERN_INVALID = 1005;

	// Billing, 1100 to 1199
	public static final int SMALL_BILL_HELD = 1101;
	public static final int ZERO_BILL_SUPPRESSED = 1102;
	public static final int BILL_VARIANCE_TOO_HIGH = 1103;
	public static final int PURCHASE_ORDER_MISSING = 1104;
	public static final int ACCOUNTING_PERIOD_NOT_FOUND = 1105;
	public static final int SERVICE_AGREEMENT_NOT_FOUND_FOR_TYPE = 1106;
	public static final int CHARGE_AMOUNT_NOT_DEFINED = 1107;
	public static final int BILL_HAS_NO_MAIN_CUSTOMER = 1108;
	public static final int EXTRACT_FILE_NOT_WRITTEN = 1109;

	// Rates and pricing, 1200 to 1299
	public static final int BILL_FACTOR_VALUE_MISSING = 1201;
	public static final int PRICE_COMPONENT_NOT_FOUND = 1202;
	public static final int SERVICE_QUANTITY_MISSING = 1203;

	// Adjustments and payments, 1300 to 1399
	public static final int ADJUSTMENT_STAGING_NOT_FOUND = 1301;
	public static final int CONTRACT_TERM_NOT_DEFINED = 1302;

	// General ledger, 1400 to 1499
	public static final int GL_ACCOUNT_NOT_DEFINED = 1401;
	public static final int GL_SEGMENT_MISSING = 1402;
	public static final int GL_ACCOUNT_INVALID = 1403;

	protected CmMessages() {
		super(MESSAGE_CATEGORY);
	}

}

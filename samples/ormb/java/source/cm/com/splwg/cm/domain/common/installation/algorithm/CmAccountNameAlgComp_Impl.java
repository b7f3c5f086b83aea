package com.splwg.cm.domain.common.installation.algorithm;

import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.common.installation.algorithm.accountInfo.AccountInformationAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.account.entity.Account;
import com.splwg.ccb.domain.customerinfo.account.entity.Account_Id;

/**
 * Name of an account: primary name of its main customer, its customer class, and a mark for merchants who use payment
 * services. Long names are cut.
 *
 * @author CMoreau
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = longestName, type = integer)
 *            , @AlgorithmSoftParameter (name = merchantNumberType, type = string)
 *            , @AlgorithmSoftParameter (name = merchantMark, type = string)})
 */
public class CmAccountNameAlgComp_Impl extends CmAccountNameAlgComp_Gen implements AccountInformationAlgorithmSpot {

	private static final int DEFAULT_LENGTH = 60;

	// Hard Parameters
	private Account account;
	private String accountName;

	@Override
	public void invoke() {
		accountName = null;
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT NAM.ENTITY_NAME, ACCT.CUST_CL_CD "
					+ "FROM CI_ACCT ACCT, CI_ACCT_PER PER, CI_PER_NAME NAM "
					+ "WHERE ACCT.ACCT_ID = :acctId AND PER.ACCT_ID = ACCT.ACCT_ID AND PER.MAIN_CUST_SW = :yes "
					+ "AND NAM.PER_ID = PER.PER_ID AND NAM.PRIM_NAME_SW = :yes", "name of an account");
			statement.bindId("acctId", accountId());
			statement.bindBoolean("yes", Bool.TRUE);
			SQLResultRow row = statement.firstRow();
			if (notNull(row)) {
				accountName = buildName(row.getString("ENTITY_NAME"), row.getString("CUST_CL_CD"));
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private Account_Id accountId() {
		return account.getId();
	}

	private String buildName(String entityName, String customerClass) {
		StringBuilder name = new StringBuilder();
		name.append(shorten(entityName.trim()));
		if (notBlank(customerClass)) {
			name.append(" (").append(customerClass.trim()).append(")");
		}
		if (notBlank(getMerchantMark()) && isMerchant()) {
			name.append(' ').append(getMerchantMark().trim());
		}
		return name.toString();
	}

	private String shorten(String name) {
		int length = isNull(getLongestName()) ? DEFAULT_LENGTH : getLongestName().intValue();
		return name.length() <= length ? name : name.substring(0, length).trim();
	}

	private boolean isMerchant() {
		if (isBlankOrNull(getMerchantNumberType())) {
			return false;
		}
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT ACCT_NBR FROM CI_ACCT_NBR WHERE ACCT_ID = :acctId "
					+ "AND ACCT_NBR_TYPE_CD = :numberType", "merchant number of an account");
			statement.bindId("acctId", accountId());
			statement.bindString("numberType", getMerchantNumberType(), "ACCT_NBR_TYPE_CD");
			return notNull(statement.firstRow());
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public String getAccountName() {
		return accountName;
	}

	@Override
	public void setAccount(Account acct) {
		account = acct;
	}
}

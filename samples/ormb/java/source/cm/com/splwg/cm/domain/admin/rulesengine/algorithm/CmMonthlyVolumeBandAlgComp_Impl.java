package com.splwg.cm.domain.admin.rulesengine.algorithm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.admin.rulesengine.RuleParameters;
import com.splwg.ccb.domain.admin.rulesengine.rule.Rule;
import com.splwg.ccb.domain.admin.rulesengine.rule.RuleCriteriaFieldAlgorithmSpot;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Criteria field of the pricing rules: the band (LOW, MIDDLE, HIGH) of the card volume of a merchant in the previous
 * calendar month.
 *
 * @author SPetrov
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = accountParameter, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = middleFrom, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = highFrom, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = transactionSource, type = string)})
 */
public class CmMonthlyVolumeBandAlgComp_Impl extends CmMonthlyVolumeBandAlgComp_Gen
		implements RuleCriteriaFieldAlgorithmSpot {

	private static final String LOW = "LOW";
	private static final String MIDDLE = "MIDDLE";
	private static final String HIGH = "HIGH";

	// Hard Parameters
	private String criteriaFieldName;
	private String criteriaFieldValue;
	private RuleParameters inputParameters;

	@Override
	public void invoke() {
		String accountId = (String) inputParameters.get(getAccountParameter().trim());
		if (isBlankOrNull(accountId)) {
			addError(CmBusinessMessageRepository.ruleParameterMissing(getAccountParameter()));
		}
		criteriaFieldValue = determineBand(fetchVolume(accountId));
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getHighFrom().compareTo(getMiddleFrom()) <= 0) {
			addError(CmBusinessMessageRepository.bandsInvalid(getMiddleFrom().toString(), getHighFrom().toString()));
		}
	}

	private BigDecimal fetchVolume(String accountId) {
		Date today = getProcessDateTime().getDate();
		Date thisMonth = new Date(today.getYear(), today.getMonth(), 1);
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SUM(TXN.TXN_VOL) AS VOLUME FROM CI_TXN_DTL_PRITM PI, CI_TXN_DETAIL TXN ");
		sql.append("WHERE PI.ACCT_ID = :acctId AND TXN.TXN_DETAIL_ID = PI.TXN_DETAIL_ID ");
		sql.append("AND TXN.TXN_DTTM >= :fromDate AND TXN.TXN_DTTM < :toDate ");
		if (notBlank(getTransactionSource())) {
			sql.append("AND TXN.TXN_SOURCE_CD = :source ");
		}
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(sql.toString(), "volume of the previous month");
			statement.bindString("acctId", accountId, "ACCT_ID");
			statement.bindDate("fromDate", thisMonth.addMonths(-1));
			statement.bindDate("toDate", thisMonth);
			if (notBlank(getTransactionSource())) {
				statement.bindString("source", getTransactionSource(), "TXN_SOURCE_CD");
			}
			SQLResultRow row = statement.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("VOLUME"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("VOLUME");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private String determineBand(BigDecimal volume) {
		if (volume.compareTo(getHighFrom()) >= 0) {
			return HIGH;
		}
		return volume.compareTo(getMiddleFrom()) >= 0 ? MIDDLE : LOW;
	}

	@Override
	public String getCriteriaFieldName() {
		return criteriaFieldName;
	}

	@Override
	public String getCriteriaFieldValue() {
		return criteriaFieldValue;
	}

	@Override
	public void setCriteriaFieldName(String fieldName) {
		criteriaFieldName = fieldName;
	}

	@Override
	public void setCriteriaFieldValue(String fieldValue) {
		criteriaFieldValue = fieldValue;
	}

	@Override
	public void setInputParameters(RuleParameters parameters) {
		inputParameters = parameters;
	}

	@Override
	public void setRule(Rule rule) {
	}

	@Override
	public void setRuleParam(RuleParameters parameters) {
	}
}

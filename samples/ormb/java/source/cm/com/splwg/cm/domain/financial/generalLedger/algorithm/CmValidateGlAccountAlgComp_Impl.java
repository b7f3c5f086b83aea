package com.splwg.cm.domain.financial.generalLedger.algorithm;

import java.math.BigInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.ccb.domain.billing.trialBilling.TrialFinancialTransactionGeneralLedger_Id;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransactionGeneralLedger_Id;
import com.splwg.ccb.domain.financial.financialTransaction.GLAccountValidationAlgorithmSpot;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Checks the ledger account of a transaction line against a pattern and against the accounts that the distribution codes
 * of the site use. A valid line is marked with the date of the check, an invalid one stops the transfer to the ledger.
 *
 * @author MOkafor
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = accountPattern, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = mustBeKnown, type = boolean)
 *            , @AlgorithmSoftParameter (lookupName = yesNoOption, name = markInvalidLine, type = lookup)})
 */
public class CmValidateGlAccountAlgComp_Impl extends CmValidateGlAccountAlgComp_Gen
		implements GLAccountValidationAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmValidateGlAccountAlgComp_Impl.class);

	private static final String VALIDATED = "Y";
	private static final String NOT_VALIDATED = "N";

	// Hard Parameters
	private String glAccount = null;
	private String ftId = null;
	private String dstId = null;

	// Results
	private String validateSw = NOT_VALIDATED;
	private Date validationDate = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		try {
			Pattern.compile(getAccountPattern().trim());
		} catch (PatternSyntaxException e) {
			logger.debug("Pattern of ledger account", e);
			addError(CmMessageRepository.patternInvalid(getAccountPattern(), e.getDescription()));
		}
	}

	@Override
	public void invoke() {
		if (isValid()) {
			validateSw = VALIDATED;
			validationDate = getProcessDateTime().getDate();
			return;
		}
		if (notNull(getMarkInvalidLine()) && getMarkInvalidLine().isYes()) {
			validateSw = NOT_VALIDATED;
			return;
		}
		addError(CmMessageRepository.glAccountInvalid(glAccount, dstId, ftId));
	}

	private boolean isValid() {
		if (isBlankOrNull(glAccount) || !Pattern.matches(getAccountPattern().trim(), glAccount.trim())) {
			return false;
		}
		return isNull(getMustBeKnown()) || getMustBeKnown().isFalse() || isKnown();
	}

	private boolean isKnown() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT DST_ID FROM CI_DST_CODE_EFF WHERE GL_ACCT = :glAccount", "known ledger account");
			ps.bindString("glAccount", glAccount, "GL_ACCT");
			return notNull(ps.firstRow());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	@Override
	public String getValidateSw() {
		return validateSw;
	}

	@Override
	public Date getDate() {
		return validationDate;
	}

	@Override
	public void setGLAccount(String glAccount) {
		this.glAccount = glAccount;
	}

	@Override
	public void setDstId(String dstId) {
		this.dstId = dstId;
	}

	@Override
	public void setFTId(String ftId) {
		this.ftId = ftId;
	}

	@Override
	public void setFTGLId(FinancialTransactionGeneralLedger_Id ftglId) {
	}

	@Override
	public void setGLSeqNum(BigInteger glSeqNum) {
	}

	@Override
	public void setTFTGLId(TrialFinancialTransactionGeneralLedger_Id tftglId) {
	}

}

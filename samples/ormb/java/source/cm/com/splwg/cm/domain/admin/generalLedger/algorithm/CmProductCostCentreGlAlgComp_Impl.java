/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Product Cost Centre
 *
 * The ledger account of merchant fees depends on the product that was
 * billed. Each price item names its cost centre in a characteristic; the
 * distribution code gives the rest of the account. Transactions that are
 * no bill segments keep the account of the distribution code.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2020-09-21   RAdeyemi    Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.admin.generalLedger.algorithm;

import java.math.BigInteger;

import com.splwg.base.api.lookup.EffectiveStatusLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.FinancialTransactionTypeLookup;
import com.splwg.ccb.domain.admin.generalLedgerDistributionCode.GeneralLedgerDistributionCode;
import com.splwg.ccb.domain.admin.generalLedgerDistributionCode.GeneralLedgerDistributionCodeGlAccountConstructionAlgorithmSpot;
import com.splwg.ccb.domain.billing.trialBilling.TrialFinancialTransaction;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * General ledger account from the cost centre of the billed price item.
 *
 * @author RAdeyemi
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = costCentreCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = defaultCostCentre, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = costCentreLength, required = true, type = integer)})
 */
public class CmProductCostCentreGlAlgComp_Impl extends CmProductCostCentreGlAlgComp_Gen
		implements GeneralLedgerDistributionCodeGlAccountConstructionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmProductCostCentreGlAlgComp_Impl.class);

	// Hard Parameters
	private FinancialTransaction transaction;
	private GeneralLedgerDistributionCode distributionCode;

	private String glAccount;

	@Override
	public void invoke() {
		String naturalAccount = retrieveNaturalAccount();
		if (!isBillSegmentTransaction()) {
			glAccount = naturalAccount;
			return;
		}
		glAccount = pad(findCostCentre()) + "." + naturalAccount;
		logger.debug("Ledger account of " + transaction.getId().getIdValue() + " is " + glAccount);
	}

	private boolean isBillSegmentTransaction() {
		FinancialTransactionTypeLookup type = transaction.getFinancialTransactionType();
		return type.isBillSegment() || type.isBillCancellation();
	}

	/**
	 * A bill segment with several products takes the cost centre of the first one, as finance agreed.
	 */
	private String findCostCentre() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT PC.CHAR_VAL, PC.EFFDT FROM CI_BSEG_EXT EXT, CI_PRICEITEM_CHAR PC ");
		sql.append("WHERE EXT.BSEG_ID = :bsegId ");
		sql.append("AND PC.PRICEITEM_CD = EXT.PRICEITEM_CD ");
		sql.append("AND PC.CHAR_TYPE_CD = :charTypeCd ");
		sql.append("AND PC.EFFDT <= :accountingDate ");
		sql.append("ORDER BY PC.PRICEITEM_CD, PC.EFFDT DESC ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "cost centre of product");
			ps.bindString("bsegId", transaction.getSiblingId(), "BSEG_ID");
			ps.bindId("charTypeCd", getCostCentreCharacteristicType().getId());
			ps.bindDate("accountingDate", transaction.getAccountingDate());
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isBlankOrNull(row.getString("CHAR_VAL"))) {
				return getDefaultCostCentre().trim();
			}
			return row.getString("CHAR_VAL").trim();
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private String retrieveNaturalAccount() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT GL_ACCT, EFFDT FROM CI_DST_CODE_EFF WHERE DST_ID = :dstId"
					+ " AND EFFDT <= :accountingDate AND EFF_STATUS = :active ORDER BY EFFDT DESC", "natural account");
			ps.bindId("dstId", distributionCode.getId());
			ps.bindDate("accountingDate", transaction.getAccountingDate());
			ps.bindLookup("active", EffectiveStatusLookup.constants.ACTIVE);
			SQLResultRow row = ps.firstRow();
			if (isNull(row)) {
				addError(CmMessageRepository.glAccountNotDefined(distributionCode.getId().getIdValue()));
			}
			return row.getString("GL_ACCT").trim();
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private String pad(String costCentre) {
		StringBuilder padded = new StringBuilder(costCentre);
		while (padded.length() < getCostCentreLength().intValue()) {
			padded.insert(0, '0');
		}
		return padded.toString();
	}

	@Override
	public String getGlAccount() {
		return glAccount;
	}

	@Override
	public void setFinancialTransaction(FinancialTransaction financialTransaction) {
		this.transaction = financialTransaction;
	}

	@Override
	public void setGlDistribution(GeneralLedgerDistributionCode glDistribution) {
		this.distributionCode = glDistribution;
	}

	@Override
	public void setGlSequenceNumber(BigInteger glSequenceNumber) {
	}

	@Override
	public void setTrialFinancialTransaction(TrialFinancialTransaction trialFinancialTransaction) {
	}

}

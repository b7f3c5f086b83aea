package com.splwg.cm.domain.admin.generalLedger.algorithm;

import java.math.BigInteger;

import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.admin.generalLedgerDistributionCode.GeneralLedgerDistributionCode;
import com.splwg.ccb.domain.admin.generalLedgerDistributionCode.GeneralLedgerDistributionCodeGlAccountConstructionAlgorithmSpot;
import com.splwg.ccb.domain.admin.serviceAgreementType.ServiceAgreementType;
import com.splwg.ccb.domain.billing.trialBilling.TrialFinancialTransaction;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Builds a general ledger account of three segments: company by division, revenue class of the service agreement type and
 * the natural account of the distribution code, for example <code>BW01-RES-410200</code>. The company code is a
 * characteristic of the division.
 *
 * @author MOkafor
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = companyCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = defaultRevenueClass, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = segmentSeparator, type = string)})
 */
public class CmSegmentedGlAccountAlgComp_Impl extends CmSegmentedGlAccountAlgComp_Gen
		implements GeneralLedgerDistributionCodeGlAccountConstructionAlgorithmSpot {

	private static final String DEFAULT_SEPARATOR = "-";

	// Hard Parameters
	private FinancialTransaction financialTransaction = null;
	private GeneralLedgerDistributionCode glDistribution = null;

	private String glAccount = null;

	@Override
	public void invoke() {
		String separator = isBlankOrNull(getSegmentSeparator()) ? DEFAULT_SEPARATOR : getSegmentSeparator().trim();
		ServiceAgreement serviceAgreement = financialTransaction.getServiceAgreement();
		StringBuilder account = new StringBuilder();
		account.append(retrieveCompany(serviceAgreement));
		account.append(separator).append(determineRevenueClass(serviceAgreement));
		account.append(separator).append(retrieveNaturalAccount());
		glAccount = account.toString();
	}

	private String retrieveCompany(ServiceAgreement serviceAgreement) {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT DC.CHAR_VAL, DC.EFFDT FROM CI_SA SA, CI_CIS_DIV_CHAR DC ");
		sql.append("WHERE SA.SA_ID = :saId ");
		sql.append("AND DC.CIS_DIVISION = SA.CIS_DIVISION ");
		sql.append("AND DC.CHAR_TYPE_CD = :charTypeCd ");
		sql.append("AND DC.EFFDT <= :accountingDate ");
		sql.append("ORDER BY DC.EFFDT DESC ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "company of division");
			ps.bindId("saId", serviceAgreement.getId());
			ps.bindId("charTypeCd", getCompanyCharacteristicType().getId());
			ps.bindDate("accountingDate", financialTransaction.getAccountingDate());
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isBlankOrNull(row.getString("CHAR_VAL"))) {
				addError(CmMessageRepository.glSegmentMissing(getCompanyCharacteristicType().getId().getTrimmedValue(),
						financialTransaction.getId().getIdValue()));
			}
			return row.getString("CHAR_VAL").trim();
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private String determineRevenueClass(ServiceAgreement serviceAgreement) {
		ServiceAgreementType saType = serviceAgreement.getServiceAgreementType();
		if (isNull(saType.getRevenueClassId()) || isBlankOrNull(saType.getRevenueClassId().getTrimmedValue())) {
			return getDefaultRevenueClass().trim();
		}
		return saType.getRevenueClassId().getTrimmedValue();
	}

	private String retrieveNaturalAccount() {
		Query<QueryResultRow> query = createQuery("from GeneralLedgerDistributionEff eff"
				+ " where eff.id.distributionCode = :distributionCode and eff.id.effectiveDate <= :accountingDate",
				"natural account");
		query.bindId("distributionCode", glDistribution.getId());
		query.bindDate("accountingDate", financialTransaction.getAccountingDate());
		query.addResult("effectiveDate", "eff.id.effectiveDate");
		query.addResult("glAccount", "eff.glAccount");
		query.orderBy("effectiveDate", Query.DESCENDING);
		QueryResultRow row = query.firstRow();
		if (isNull(row) || isBlankOrNull(row.getString("glAccount"))) {
			addError(CmMessageRepository.glAccountNotDefined(glDistribution.getId().getIdValue()));
		}
		return row.getString("glAccount").trim();
	}

	@Override
	public String getGlAccount() {
		return glAccount;
	}

	@Override
	public void setFinancialTransaction(FinancialTransaction financialTransaction) {
		this.financialTransaction = financialTransaction;
	}

	@Override
	public void setGlDistribution(GeneralLedgerDistributionCode glDistribution) {
		this.glDistribution = glDistribution;
	}

	@Override
	public void setGlSequenceNumber(BigInteger glSequenceNumber) {
	}

	@Override
	public void setTrialFinancialTransaction(TrialFinancialTransaction trialFinancialTransaction) {
	}

}

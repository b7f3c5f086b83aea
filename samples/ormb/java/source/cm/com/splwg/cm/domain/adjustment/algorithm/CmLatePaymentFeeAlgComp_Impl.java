/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Late payment fee. The base amount of the adjustment is a percentage of
 * what is overdue on the account at the calculation date, but never less
 * than the minimum fee and never more than the legal maximum. Below the
 * tolerated amount no fee is due.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2016-02-22   MOkafor     Initial version.
 * 2019-07-01   MOkafor     Legal maximum.
 **************************************************************************
 */
package com.splwg.cm.domain.adjustment.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustment.Adjustment;
import com.splwg.ccb.domain.admin.adjustmentType.AdjustmentType;
import com.splwg.ccb.domain.admin.adjustmentType.AdjustmentTypeGenerateAdjustmentAlgorithmSpot;
import com.splwg.ccb.domain.admin.adjustmentType.CustomCommonData;
import com.splwg.ccb.domain.admin.serviceAgreementType.ServiceAgreementType;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeaderData;
import com.splwg.ccb.domain.common.characteristic.CharacteristicData;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.SADistributionOverrideData;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Base amount of the late payment fee.
 *
 * @author MOkafor
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = feePercent, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = minimumFee, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = maximumFee, type = decimal)
 *            , @AlgorithmSoftParameter (name = toleratedAmount, type = decimal)
 *            , @AlgorithmSoftParameter (name = graceDays, required = true, type = integer)})
 */
public class CmLatePaymentFeeAlgComp_Impl extends CmLatePaymentFeeAlgComp_Gen
		implements AdjustmentTypeGenerateAdjustmentAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmLatePaymentFeeAlgComp_Impl.class);

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	// Hard Parameters
	private Account account = null;
	private Date accountingDate = null;
	private Date calculationDate = null;
	private AdjustmentType adjustmentType = null;
	private ServiceAgreement serviceAgreement = null;
	private ServiceAgreementType serviceAgreementType = null;
	private List<CharacteristicData> characteristicData = null;
	private List<BillSegmentCalculationHeaderData> calculationHeaders = null;

	private BigDecimal baseAmount = BigDecimal.ZERO;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (notNull(getMaximumFee()) && getMaximumFee().compareTo(getMinimumFee()) < 0) {
			addError(CmMessageRepository.parametersOutOfOrder(
					getAlgorithm().getAlgorithmType().getParameterAt(1).fetchLanguageParameterLabel(),
					getAlgorithm().getAlgorithmType().getParameterAt(2).fetchLanguageParameterLabel()));
		}
	}

	@Override
	public void invoke() {
		BigDecimal overdue = retrieveOverdueAmount();
		if (overdue.signum() <= 0 || isTolerated(overdue)) {
			baseAmount = BigDecimal.ZERO;
			return;
		}
		baseAmount = limit(overdue.multiply(getFeePercent()).divide(HUNDRED, 2, BigDecimal.ROUND_HALF_UP));
		logger.debug("Late payment fee " + baseAmount + " for " + overdue + " overdue");
	}

	private boolean isTolerated(BigDecimal overdue) {
		return notNull(getToleratedAmount()) && overdue.compareTo(getToleratedAmount()) <= 0;
	}

	private BigDecimal limit(BigDecimal fee) {
		BigDecimal limited = fee.max(getMinimumFee());
		return isNull(getMaximumFee()) ? limited : limited.min(getMaximumFee());
	}

	/**
	 * Overdue is the unpaid rest of bills whose due date and grace days are over: charges of those bills less everything
	 * that was credited to the account.
	 */
	private BigDecimal retrieveOverdueAmount() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SUM(FT.CUR_AMT) AS OVERDUE_AMT ");
		sql.append("FROM CI_SA SA, CI_FT FT ");
		sql.append("WHERE SA.ACCT_ID = :acctId ");
		sql.append("AND FT.SA_ID = SA.SA_ID ");
		sql.append("AND FT.FREEZE_SW = :frozen ");
		sql.append("AND (FT.CUR_AMT < :zero OR EXISTS (");
		sql.append("SELECT 'X' FROM CI_BILL B WHERE B.BILL_ID = FT.BILL_ID ");
		sql.append("AND B.BILL_STAT_FLG = :complete AND B.DUE_DT < :lastDueDate)) ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "overdue amount");
			ps.bindId("acctId", account.getId());
			ps.bindBoolean("frozen", Bool.TRUE);
			ps.bindBigDecimal("zero", BigDecimal.ZERO);
			ps.bindLookup("complete", BillStatusLookup.constants.COMPLETE);
			ps.bindDate("lastDueDate", calculationDate.addDays(-getGraceDays().intValue()));
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("OVERDUE_AMT"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("OVERDUE_AMT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	@Override
	public BigDecimal getBaseAmount() {
		return baseAmount;
	}

	@Override
	public void setBaseAmount(BigDecimal baseAmount) {
		this.baseAmount = baseAmount;
	}

	@Override
	public Account getAccount() {
		return account;
	}

	@Override
	public void setAccount(Account account) {
		this.account = account;
	}

	@Override
	public Date getAccountingDate() {
		return accountingDate;
	}

	@Override
	public void setAccountingDate(Date accountingDate) {
		this.accountingDate = accountingDate;
	}

	@Override
	public Date getCalculationDate() {
		return calculationDate;
	}

	@Override
	public void setCalculationDate(Date calculationDate) {
		this.calculationDate = calculationDate;
	}

	@Override
	public AdjustmentType getAdjustmentType() {
		return adjustmentType;
	}

	@Override
	public void setAdjustmentType(AdjustmentType adjustmentType) {
		this.adjustmentType = adjustmentType;
	}

	@Override
	public ServiceAgreement getServiceAgreement() {
		return serviceAgreement;
	}

	@Override
	public void setServiceAgreement(ServiceAgreement serviceAgreement) {
		this.serviceAgreement = serviceAgreement;
	}

	@Override
	public ServiceAgreementType getServiceAgreementType() {
		return serviceAgreementType;
	}

	@Override
	public void setServiceAgreementType(ServiceAgreementType serviceAgreementType) {
		this.serviceAgreementType = serviceAgreementType;
	}

	@Override
	public List<CharacteristicData> getCharacteristicData() {
		return characteristicData;
	}

	@Override
	public void setCharacteristicData(List<CharacteristicData> characteristicData) {
		this.characteristicData = characteristicData;
	}

	@Override
	public List<BillSegmentCalculationHeaderData> getBillSegmentCalculationHeaderData() {
		return calculationHeaders;
	}

	@Override
	public void setBillSegmentCalculationHeaderData(List<BillSegmentCalculationHeaderData> calculationHeaders) {
		this.calculationHeaders = calculationHeaders;
	}

	@Override
	public void setAdjustment(Adjustment adjustment) {
	}

	@Override
	public void setCustomCommonData(CustomCommonData customCommonData) {
	}

	@Override
	public void setSADistributionOverrideData(SADistributionOverrideData saDistributionOverrideData) {
	}

}

/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Annual minimum charge. Contract customers promise a minimum turnover per
 * contract year. In the bill window that holds the anniversary of the
 * contract, what was billed in the year is compared with the minimum, and
 * the shortfall is charged by an adjustment.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2016-06-15   LHartmann   Initial version.
 * 2018-01-08   LHartmann   Leap years: anniversary by months.
 **************************************************************************
 */
package com.splwg.cm.domain.admin.serviceAgreementType.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.Query;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.characteristicType.CharacteristicEntity_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.ccb.api.lookup.BillSegmentStatusLookup;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustment.CreateFrozenAdjustmentData;
import com.splwg.ccb.domain.admin.billCycle.BillCycle;
import com.splwg.ccb.domain.admin.serviceAgreementType.SaTypePreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.admin.serviceAgreementType.ServiceAgreementType;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Charges the shortfall against the annual minimum of a contract.
 *
 * @author LHartmann
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = annualMinimumCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = adjustmentType, name = trueUpAdjustmentType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = toleranceAmount, type = decimal)})
 */
public class CmAnnualMinimumTrueUpAlgComp_Impl extends CmAnnualMinimumTrueUpAlgComp_Gen
		implements SaTypePreBillCompletionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmAnnualMinimumTrueUpAlgComp_Impl.class);

	private static final int MONTHS_PER_YEAR = 12;

	// Hard Parameters
	private Bill bill = null;
	private Date startDate = null;
	private Date endDate = null;
	private ServiceAgreementType serviceAgreementType = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		CharacteristicType charType = getAnnualMinimumCharacteristicType();
		if (isNull(new CharacteristicEntity_Id(charType, CharacteristicEntityLookup.constants.SERVICE_AGREEMENT).getEntity())) {
			addError(CmMessageRepository.charTypeNotValidForEntity(
					getAlgorithm().getAlgorithmType().getParameterAt(0).fetchLanguageParameterLabel(),
					charType.getId().getTrimmedValue(),
					CharacteristicEntityLookup.constants.SERVICE_AGREEMENT.trimmedValue()));
		}
	}

	@Override
	public void invoke() {
		for (ServiceAgreement serviceAgreement : retrieveContracts()) {
			Date anniversary = findAnniversary(serviceAgreement.getStartDate());
			if (notNull(anniversary)) {
				trueUp(serviceAgreement, anniversary);
			}
		}
	}

	private List<ServiceAgreement> retrieveContracts() {
		Query<ServiceAgreement> query = createQuery("from ServiceAgreement sa where sa.account = :account"
				+ " and sa.serviceAgreementType = :saType and sa.status = :active", "contracts of account");
		query.bindEntity("account", bill.getAccount());
		query.bindEntity("saType", serviceAgreementType);
		query.bindLookup("active", ServiceAgreementStatusLookup.constants.ACTIVE);
		query.addResult("contract", "sa");
		return query.list();
	}

	/**
	 * The end of a whole contract year inside the bill window, or null.
	 */
	private Date findAnniversary(Date contractStart) {
		Date anniversary = contractStart.addMonths(MONTHS_PER_YEAR);
		while (anniversary.isBefore(startDate)) {
			anniversary = anniversary.addMonths(MONTHS_PER_YEAR);
		}
		return anniversary.isSameOrBefore(endDate) ? anniversary : null;
	}

	private void trueUp(ServiceAgreement serviceAgreement, Date anniversary) {
		BigDecimal minimum = retrieveMinimum(serviceAgreement, anniversary);
		if (isNull(minimum)) {
			return;
		}
		BigDecimal billed = retrieveBilledAmount(serviceAgreement, anniversary.addMonths(-MONTHS_PER_YEAR), anniversary);
		BigDecimal shortfall = minimum.subtract(billed);
		if (shortfall.compareTo(tolerance()) <= 0) {
			logger.debug("Minimum reached by " + serviceAgreement.getId().getIdValue());
			return;
		}
		createTrueUp(serviceAgreement, shortfall, anniversary);
	}

	private BigDecimal tolerance() {
		return isNull(getToleranceAmount()) ? BigDecimal.ZERO : getToleranceAmount();
	}

	private BigDecimal retrieveMinimum(ServiceAgreement serviceAgreement, Date onDate) {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SC.ADHOC_CHAR_VAL FROM CI_SA_CHAR SC ");
		sql.append("WHERE SC.SA_ID = :saId AND SC.CHAR_TYPE_CD = :charTypeCd ");
		sql.append("AND SC.EFFDT = (SELECT MAX(SC2.EFFDT) FROM CI_SA_CHAR SC2 ");
		sql.append("WHERE SC2.SA_ID = SC.SA_ID AND SC2.CHAR_TYPE_CD = SC.CHAR_TYPE_CD AND SC2.EFFDT <= :onDate) ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "annual minimum");
			ps.bindId("saId", serviceAgreement.getId());
			ps.bindId("charTypeCd", getAnnualMinimumCharacteristicType().getId());
			ps.bindDate("onDate", onDate);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isBlankOrNull(row.getString("ADHOC_CHAR_VAL"))) {
				return null;
			}
			return new BigDecimal(row.getString("ADHOC_CHAR_VAL").trim());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private BigDecimal retrieveBilledAmount(ServiceAgreement serviceAgreement, Date after, Date until) {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SUM(CALC.CALC_AMT) AS BILLED_AMT FROM CI_BSEG BS, CI_BSEG_CALC CALC ");
		sql.append("WHERE BS.SA_ID = :saId AND BS.BSEG_STAT_FLG IN (:frozen, :freezable) ");
		sql.append("AND BS.END_DT > :after AND BS.END_DT <= :until ");
		sql.append("AND CALC.BSEG_ID = BS.BSEG_ID ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "billed in contract year");
			ps.bindId("saId", serviceAgreement.getId());
			ps.bindLookup("frozen", BillSegmentStatusLookup.constants.FROZEN);
			ps.bindLookup("freezable", BillSegmentStatusLookup.constants.FREEZABLE);
			ps.bindDate("after", after);
			ps.bindDate("until", until);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("BILLED_AMT"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("BILLED_AMT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private void createTrueUp(ServiceAgreement serviceAgreement, BigDecimal shortfall, Date anniversary) {
		CreateFrozenAdjustmentData adjustmentData = CreateFrozenAdjustmentData.Factory.newInstance();
		adjustmentData.setServiceAgreement(serviceAgreement);
		adjustmentData.setAdjustmentType(getTrueUpAdjustmentType());
		adjustmentData.setAdjustmentAmount(new Money(shortfall, bill.getAccount().getCurrency().getId()));
		adjustmentData.setAdjustmentDate(anniversary);
		adjustmentData.setAllowZeroAmount(Bool.FALSE);
		serviceAgreement.createFrozenAdjustment(adjustmentData);
	}

	@Override
	public Bool getShouldSkipRemainingAlgorithms() {
		return Bool.FALSE;
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

	@Override
	public void setBillCycle(BillCycle billCycle) {
	}

	@Override
	public void setStartDate(Date startDate) {
		this.startDate = startDate;
	}

	@Override
	public void setEndDate(Date endDate) {
		this.endDate = endDate;
	}

	@Override
	public void setServiceAgreementType(ServiceAgreementType serviceAgreementType) {
		this.serviceAgreementType = serviceAgreementType;
	}

}

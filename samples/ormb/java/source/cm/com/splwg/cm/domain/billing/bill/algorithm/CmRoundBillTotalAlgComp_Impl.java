package com.splwg.cm.domain.billing.bill.algorithm;

import java.util.Arrays;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.Query;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustment.CreateFrozenAdjustmentData;
import com.splwg.ccb.domain.admin.billCycle.BillCycle;
import com.splwg.ccb.domain.admin.serviceAgreementType.SaTypePreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.admin.serviceAgreementType.ServiceAgreementType;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Rounds the total of a bill to the nearest unit, for example to 0.05 where the small coins are gone. The difference is
 * an adjustment on the service agreement of the rounding type, which the service agreement type of this algorithm is.
 *
 * @author MOkafor
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = adjustmentType, name = roundingAdjustmentType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = roundingUnit, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = roundingMethod, type = string)})
 */
public class CmRoundBillTotalAlgComp_Impl extends CmRoundBillTotalAlgComp_Gen
		implements SaTypePreBillCompletionAlgorithmSpot {

	private static final String ROUND_UP = "UP";
	private static final String ROUND_DOWN = "DOWN";
	private static final String ROUND_NEAREST = "NEAREST";

	// Hard Parameters
	private Bill bill = null;
	private ServiceAgreementType serviceAgreementType = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getRoundingUnit().signum() <= 0) {
			addError(CmMessageRepository.parameterMustBePositive(labelOf(1)));
		}
		String method = getRoundingMethod();
		if (notBlank(method) && !Arrays.asList(ROUND_UP, ROUND_DOWN, ROUND_NEAREST).contains(method.trim())) {
			addError(CmMessageRepository.parameterValueNotAllowed(labelOf(2), method));
		}
	}

	private String labelOf(int position) {
		return getAlgorithm().getAlgorithmType().getParameterAt(position).fetchLanguageParameterLabel();
	}

	@Override
	public void invoke() {
		BigDecimal total = retrieveBillTotal();
		BigDecimal difference = round(total).subtract(total);
		if (difference.signum() == 0) {
			return;
		}
		ServiceAgreement roundingAgreement = findRoundingAgreement();
		if (isNull(roundingAgreement)) {
			addError(CmMessageRepository.serviceAgreementNotFoundForType(bill.getAccount().getId().getIdValue(),
					serviceAgreementType.getId().getSaType().trim()));
		}
		createRoundingAdjustment(roundingAgreement, difference);
	}

	private BigDecimal round(BigDecimal total) {
		BigDecimal units = total.divide(getRoundingUnit(), 0, determineRoundingMode());
		return units.multiply(getRoundingUnit());
	}

	private int determineRoundingMode() {
		String method = isBlankOrNull(getRoundingMethod()) ? ROUND_NEAREST : getRoundingMethod().trim();
		if (ROUND_UP.equals(method)) {
			return BigDecimal.ROUND_CEILING;
		}
		return ROUND_DOWN.equals(method) ? BigDecimal.ROUND_FLOOR : BigDecimal.ROUND_HALF_UP;
	}

	private BigDecimal retrieveBillTotal() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT SUM(FT.CUR_AMT) AS TOTAL_AMT FROM CI_BSEG BS, CI_FT FT"
					+ " WHERE BS.BILL_ID = :billId AND FT.SIBLING_ID = BS.BSEG_ID AND FT.SHOW_ON_BILL_SW = :show",
					"total of bill to round");
			ps.bindId("billId", bill.getId());
			ps.bindBoolean("show", Bool.TRUE);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("TOTAL_AMT"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("TOTAL_AMT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private ServiceAgreement findRoundingAgreement() {
		Query<ServiceAgreement> query = createQuery("from ServiceAgreement sa where sa.account = :account"
				+ " and sa.serviceAgreementType = :saType and sa.status = :active", "rounding service agreement");
		query.bindEntity("account", bill.getAccount());
		query.bindEntity("saType", serviceAgreementType);
		query.bindLookup("active", ServiceAgreementStatusLookup.constants.ACTIVE);
		query.addResult("serviceAgreement", "sa");
		return query.firstRow();
	}

	private void createRoundingAdjustment(ServiceAgreement serviceAgreement, BigDecimal difference) {
		CreateFrozenAdjustmentData adjustmentData = CreateFrozenAdjustmentData.Factory.newInstance();
		adjustmentData.setServiceAgreement(serviceAgreement);
		adjustmentData.setAdjustmentType(getRoundingAdjustmentType());
		adjustmentData.setAdjustmentAmount(new Money(difference, bill.getAccount().getCurrency().getId()));
		adjustmentData.setAdjustmentDate(bill.getBillDate());
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
	public void setServiceAgreementType(ServiceAgreementType serviceAgreementType) {
		this.serviceAgreementType = serviceAgreementType;
	}

	@Override
	public void setBillCycle(BillCycle billCycle) {
	}

	@Override
	public void setStartDate(Date startDate) {
	}

	@Override
	public void setEndDate(Date endDate) {
	}

}

/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Demand ratchet. The billed demand of an industrial customer is never
 * less than a percentage of the highest demand that was billed in the
 * months before. The rule raises the service quantity of the bill segment
 * where that is the case, and keeps the measured quantity as the initial
 * one.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2016-11-28   TSandoval   Initial version.
 * 2021-03-15   TSandoval   Error instead of warning without demand.
 **************************************************************************
 */
package com.splwg.cm.domain.rate.serviceQuantity.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.BillSegmentStatusLookup;
import com.splwg.ccb.api.lookup.ServiceQuantityLookup;
import com.splwg.ccb.domain.admin.serviceQuantityIdentifier.ServiceQuantityIdentifier_Id;
import com.splwg.ccb.domain.admin.serviceQuantityRule.ServiceQuantityRuleComponent;
import com.splwg.ccb.domain.admin.timeOfUse.TimeOfUse_Id;
import com.splwg.ccb.domain.admin.unitOfMeasure.UnitOfMeasure_Id;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentItemData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentReadData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantityData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantity_DTO;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantity_Id;
import com.splwg.ccb.domain.common.characteristic.CharacteristicData;
import com.splwg.ccb.domain.rate.ApplyRateData;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Demand ratchet as a service quantity rule.
 *
 * @author TSandoval
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = ratchetPercent, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = lookBackMonths, required = true, type = integer)})
 */
public class CmDemandRatchetSqRule_Impl extends CmDemandRatchetSqRule_Gen implements ServiceQuantityRuleComponent {

	private static final BigDecimal HUNDRED = new BigDecimal("100");
	private static final int QUANTITY_DECIMALS = 6;

	// Hard Parameters
	private ApplyRateData applyRateData = null;
	private List<BillSegmentServiceQuantityData> serviceQuantities = null;
	private List<BillSegmentItemData> items = null;
	private List<BillSegmentReadData> reads = null;
	private List<CharacteristicData> characteristics = null;
	private UnitOfMeasure_Id unitOfMeasureId = null;
	private TimeOfUse_Id timeOfUseId = null;
	private ServiceQuantityIdentifier_Id serviceQuantityIdentifierId = null;
	private Bool shouldCreateBillingError = Bool.FALSE;

	@Override
	public void invoke() {
		BillSegmentServiceQuantityData demand = findDemand();
		if (isNull(demand)) {
			shouldCreateBillingError = Bool.TRUE;
			addError(CmMessageRepository.serviceQuantityMissing(applyRateData.getServiceAgreement().getId().getIdValue(),
					serviceQuantityIdentifierId.getTrimmedValue()));
		}
		BigDecimal minimum = retrievePeakDemand().multiply(getRatchetPercent()).divide(HUNDRED, QUANTITY_DECIMALS,
				BigDecimal.ROUND_HALF_UP);
		raiseTo(demand, minimum);
	}

	private BillSegmentServiceQuantityData findDemand() {
		for (BillSegmentServiceQuantityData serviceQuantity : serviceQuantities) {
			BillSegmentServiceQuantity_Id quantityId = serviceQuantity.getBillSegmentServiceQuantityDto().getId();
			if (serviceQuantityIdentifierId.equals(quantityId.getServiceQuantityIdentifierId())) {
				return serviceQuantity;
			}
		}
		return null;
	}

	private BigDecimal retrievePeakDemand() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT MAX(SQ.INIT_SQ) AS PEAK_SQ FROM CI_BSEG BS, CI_BSEG_SQ SQ ");
		sql.append("WHERE BS.SA_ID = :saId ");
		sql.append("AND BS.BSEG_STAT_FLG = :frozen ");
		sql.append("AND BS.END_DT >= :lookBackStart AND BS.END_DT < :periodStart ");
		sql.append("AND SQ.BSEG_ID = BS.BSEG_ID ");
		sql.append("AND SQ.SQI_CD = :sqiCd ");
		Date periodStart = applyRateData.getBillSegmentPeriodStart();
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "peak demand");
			ps.bindId("saId", applyRateData.getServiceAgreement().getId());
			ps.bindLookup("frozen", BillSegmentStatusLookup.constants.FROZEN);
			ps.bindDate("lookBackStart", periodStart.addMonths(-getLookBackMonths().intValue()));
			ps.bindDate("periodStart", periodStart);
			ps.bindId("sqiCd", serviceQuantityIdentifierId);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("PEAK_SQ"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("PEAK_SQ");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private void raiseTo(BillSegmentServiceQuantityData demand, BigDecimal minimum) {
		BillSegmentServiceQuantity_DTO quantityDto = demand.getBillSegmentServiceQuantityDto();
		BigDecimal measured = quantityDto.getBillableServiceQuantity();
		if (measured.compareTo(minimum) >= 0) {
			return;
		}
		quantityDto.setInitialServiceQuantity(measured);
		quantityDto.setBillableServiceQuantity(minimum);
		demand.setBillSegmentServiceQuantityDto(quantityDto);
	}

	@Override
	public ApplyRateData getApplyRateData() {
		return applyRateData;
	}

	@Override
	public void setApplyRateData(ApplyRateData applyRateData) {
		this.applyRateData = applyRateData;
	}

	@Override
	public List<BillSegmentServiceQuantityData> getBillSegmentServiceQuantityData() {
		return serviceQuantities;
	}

	@Override
	public void setBillSegmentServiceQuantityData(List<BillSegmentServiceQuantityData> serviceQuantities) {
		this.serviceQuantities = serviceQuantities;
	}

	@Override
	public List<BillSegmentItemData> getBillSegmentItemData() {
		return items;
	}

	@Override
	public void setBillSegmentItemData(List<BillSegmentItemData> items) {
		this.items = items;
	}

	@Override
	public List<BillSegmentReadData> getBillSegmentReadData() {
		return reads;
	}

	@Override
	public void setBillSegmentReadData(List<BillSegmentReadData> reads) {
		this.reads = reads;
	}

	@Override
	public List<CharacteristicData> getCharacteristicData() {
		return characteristics;
	}

	@Override
	public void setCharacteristicData(List<CharacteristicData> characteristics) {
		this.characteristics = characteristics;
	}

	@Override
	public UnitOfMeasure_Id getUnitOfMeasureId() {
		return unitOfMeasureId;
	}

	@Override
	public void setUnitOfMeasureId(UnitOfMeasure_Id unitOfMeasureId) {
		this.unitOfMeasureId = unitOfMeasureId;
	}

	@Override
	public TimeOfUse_Id getTimeOfUseId() {
		return timeOfUseId;
	}

	@Override
	public void setTimeOfUseId(TimeOfUse_Id timeOfUseId) {
		this.timeOfUseId = timeOfUseId;
	}

	@Override
	public ServiceQuantityIdentifier_Id getServiceQuantityIdentifierId() {
		return serviceQuantityIdentifierId;
	}

	@Override
	public void setServiceQuantityIdentifierId(ServiceQuantityIdentifier_Id serviceQuantityIdentifierId) {
		this.serviceQuantityIdentifierId = serviceQuantityIdentifierId;
	}

	@Override
	public Bool getShouldCreateBillingError() {
		return shouldCreateBillingError;
	}

	@Override
	public void setShouldCreateBillingError(Bool shouldCreateBillingError) {
		this.shouldCreateBillingError = shouldCreateBillingError;
	}

	@Override
	public String getSQRuleParameter1() {
		return null;
	}

	@Override
	public void setSQRuleParameter1(String sqRuleParameter1) {
	}

	@Override
	public String getSQRuleParameter2() {
		return null;
	}

	@Override
	public void setSQRuleParameter2(String sqRuleParameter2) {
	}

	@Override
	public String getSQRuleParameter3() {
		return null;
	}

	@Override
	public void setSQRuleParameter3(String sqRuleParameter3) {
	}

	@Override
	public String getSQRuleParameter4() {
		return null;
	}

	@Override
	public void setSQRuleParameter4(String sqRuleParameter4) {
	}

	@Override
	public String getSQRuleParameter5() {
		return null;
	}

	@Override
	public void setSQRuleParameter5(String sqRuleParameter5) {
	}

	@Override
	public String getSQRuleParameter6() {
		return null;
	}

	@Override
	public void setSQRuleParameter6(String sqRuleParameter6) {
	}

	@Override
	public String getSQRuleParameter7() {
		return null;
	}

	@Override
	public void setSQRuleParameter7(String sqRuleParameter7) {
	}

	@Override
	public String getSQRuleParameter8() {
		return null;
	}

	@Override
	public void setSQRuleParameter8(String sqRuleParameter8) {
	}

	@Override
	public String getSQRuleParameter9() {
		return null;
	}

	@Override
	public void setSQRuleParameter9(String sqRuleParameter9) {
	}

	@Override
	public String getSQRuleParameter10() {
		return null;
	}

	@Override
	public void setSQRuleParameter10(String sqRuleParameter10) {
	}

	@Override
	public ServiceQuantityLookup getServiceQuantityLookup() {
		return null;
	}

	@Override
	public void setServiceQuantityLookup(ServiceQuantityLookup serviceQuantityLookup) {
	}

}

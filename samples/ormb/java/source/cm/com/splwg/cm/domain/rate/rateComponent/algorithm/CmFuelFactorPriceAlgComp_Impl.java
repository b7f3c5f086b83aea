/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Fuel clause. The price of the rate component is the value of a bill
 * factor that is effective at the end of the bill segment, plus a markup.
 * The bill factor holds one value per fuel and month.
 *
 **************************************************************************
 */
package com.splwg.cm.domain.rate.rateComponent.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.domain.common.characteristicType.CharacteristicValue_Id;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeaderData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentItemData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantityData;
import com.splwg.ccb.domain.common.characteristic.CharacteristicData;
import com.splwg.ccb.domain.rate.ApplyRateData;
import com.splwg.ccb.domain.rate.rateComponent.RateComponent;
import com.splwg.ccb.domain.rate.rateComponent.RateComponentValueAlgorithmSpot;
import com.splwg.ccb.domain.rate.rateVersion.ApplyRateVersionData;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Rate component value from a bill factor.
 *
 * @author TSandoval
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = billFactor, name = fuelBillFactor, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = fuelCharacteristicValue, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = markupPercent, type = decimal)})
 */
public class CmFuelFactorPriceAlgComp_Impl extends CmFuelFactorPriceAlgComp_Gen implements RateComponentValueAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmFuelFactorPriceAlgComp_Impl.class);

	private static final BigDecimal HUNDRED = new BigDecimal("100");
	private static final int PRICE_DECIMALS = 6;

	// Hard Parameters
	private ApplyRateData applyRateData;
	private ApplyRateVersionData applyRateVersionData;
	private BigDecimal aggSqQuantity;
	private List<BillSegmentCalculationHeaderData> calculationHeaders;
	private List<BillSegmentServiceQuantityData> serviceQuantities;
	private List<CharacteristicData> characteristics;
	private String priceCompId;

	private BigDecimal fuelPrice;

	@Override
	public void invoke() {
		Date priceDate = applyRateData.getBillSegmentPeriodEnd();
		BigDecimal factor = retrieveFactor(priceDate);
		if (isNull(factor)) {
			addError(CmMessageRepository.billFactorValueMissing(getFuelBillFactor().getId().getTrimmedValue(),
					getFuelCharacteristicValue(), priceDate.toString()));
		}
		fuelPrice = addMarkup(factor);
		logger.debug("Fuel price at " + priceDate + " is " + fuelPrice);
	}

	private BigDecimal retrieveFactor(Date priceDate) {
		Query<QueryResultRow> query = createQuery("from BillFactorValue bfv"
				+ " where bfv.id.billFactorCharacteristic.id.billFactor = :billFactor"
				+ " and bfv.id.billFactorCharacteristic.id.characteristicValue = :charValue"
				+ " and bfv.id.effectiveDate <= :priceDate", "fuel factor values");
		query.bindEntity("billFactor", getFuelBillFactor());
		query.bindId("charValue", new CharacteristicValue_Id(getFuelBillFactor().getCharacteristicType(), getFuelCharacteristicValue()));
		query.bindDate("priceDate", priceDate);
		query.addResult("effectiveDate", "bfv.id.effectiveDate");
		query.addResult("value", "bfv.value");
		query.orderBy("effectiveDate", Query.DESCENDING);
		QueryResultRow row = query.firstRow();
		return isNull(row) ? null : row.getBigDecimal("value");
	}

	private BigDecimal addMarkup(BigDecimal factor) {
		if (isNull(getMarkupPercent())) {
			return factor;
		}
		BigDecimal markup = factor.multiply(getMarkupPercent()).divide(HUNDRED, PRICE_DECIMALS, BigDecimal.ROUND_HALF_UP);
		return factor.add(markup);
	}

	@Override
	public BigDecimal getValue() {
		return fuelPrice;
	}

	@Override
	public BigDecimal getAggSqQuantity() {
		return aggSqQuantity;
	}

	@Override
	public void setAggSqQuantity(BigDecimal aggSqQuantity) {
		this.aggSqQuantity = aggSqQuantity;
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
	public ApplyRateVersionData getApplyRateVersionData() {
		return applyRateVersionData;
	}

	@Override
	public void setApplyRateVersionData(ApplyRateVersionData applyRateVersionData) {
		this.applyRateVersionData = applyRateVersionData;
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
	public List<BillSegmentServiceQuantityData> getBillSegmentServiceQuantityData() {
		return serviceQuantities;
	}

	@Override
	public void setBillSegmentServiceQuantityData(List<BillSegmentServiceQuantityData> serviceQuantities) {
		this.serviceQuantities = serviceQuantities;
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
	public String getPriceCompId() {
		return priceCompId;
	}

	@Override
	public void setPriceCompId(String priceCompId) {
		this.priceCompId = priceCompId;
	}

	@Override
	public List<BillSegmentItemData> getBillSegmentItemData() {
		return null;
	}

	@Override
	public void setBillSegmentItemData(List<BillSegmentItemData> billSegmentItemData) {
	}

	@Override
	public void setCrossReferenceAmount(BigDecimal crossReferenceAmount) {
	}

	@Override
	public void setCrossReferenceFound(Bool crossReferenceFound) {
	}

	@Override
	public void setCrossReferenceServiceQuantity(BigDecimal crossReferenceServiceQuantity) {
	}

	@Override
	public void setRateComponent(RateComponent rateComponent) {
	}

}

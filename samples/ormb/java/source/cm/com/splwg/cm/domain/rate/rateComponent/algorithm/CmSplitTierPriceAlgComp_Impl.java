package com.splwg.cm.domain.rate.rateComponent.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeaderData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentItemData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantityData;
import com.splwg.ccb.domain.common.characteristic.CharacteristicData;
import com.splwg.ccb.domain.rate.ApplyRateData;
import com.splwg.ccb.domain.rate.rateComponent.RateComponent;
import com.splwg.ccb.domain.rate.rateComponent.RateComponentValueAlgorithmSpot;
import com.splwg.ccb.domain.rate.rateVersion.ApplyRateVersionData;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Price per unit from split tiers. Every unit is charged with the price of the tier that it falls into, and the rate
 * component receives the average price per unit, so that one bill line shows the whole quantity.
 * <p>
 * Example: 150 units, 100 at 0.20 and 50 at 0.15, give 27.50 / 150 = 0.183333.
 *
 * @author RAdeyemi
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = firstTierLimit, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = firstTierPrice, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = secondTierLimit, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = secondTierPrice, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = remainderPrice, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = priceDecimals, type = integer)})
 */
public class CmSplitTierPriceAlgComp_Impl extends CmSplitTierPriceAlgComp_Gen implements RateComponentValueAlgorithmSpot {

	private static final int DEFAULT_DECIMALS = 6;

	// Hard Parameters
	private ApplyRateData applyRateData;
	private ApplyRateVersionData applyRateVersionData;
	private BigDecimal aggSqQuantity;
	private List<BillSegmentCalculationHeaderData> calculationHeaders;
	private List<BillSegmentItemData> items;
	private List<BillSegmentServiceQuantityData> serviceQuantities;
	private List<CharacteristicData> characteristics;
	private String priceCompId;

	private BigDecimal value = BigDecimal.ZERO;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getFirstTierLimit().compareTo(getSecondTierLimit()) >= 0) {
			addError(CmMessageRepository.parametersOutOfOrder(labelOf(0), labelOf(2)));
		}
	}

	private String labelOf(int position) {
		return getAlgorithm().getAlgorithmType().getParameterAt(position).fetchLanguageParameterLabel();
	}

	@Override
	public void invoke() {
		if (isNull(aggSqQuantity) || aggSqQuantity.signum() <= 0) {
			value = getFirstTierPrice();
			return;
		}
		BigDecimal charge = BigDecimal.ZERO;
		charge = charge.add(quantityBetween(BigDecimal.ZERO, getFirstTierLimit()).multiply(getFirstTierPrice()));
		charge = charge.add(quantityBetween(getFirstTierLimit(), getSecondTierLimit()).multiply(getSecondTierPrice()));
		charge = charge.add(quantityAbove(getSecondTierLimit()).multiply(getRemainderPrice()));
		value = charge.divide(aggSqQuantity, determineDecimals(), BigDecimal.ROUND_HALF_UP);
	}

	private BigDecimal quantityBetween(BigDecimal lower, BigDecimal upper) {
		return aggSqQuantity.min(upper).subtract(lower).max(BigDecimal.ZERO);
	}

	private BigDecimal quantityAbove(BigDecimal lower) {
		return aggSqQuantity.subtract(lower).max(BigDecimal.ZERO);
	}

	private int determineDecimals() {
		return isNull(getPriceDecimals()) ? DEFAULT_DECIMALS : getPriceDecimals().intValue();
	}

	@Override
	public BigDecimal getValue() {
		return value;
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
	public List<BillSegmentItemData> getBillSegmentItemData() {
		return items;
	}

	@Override
	public void setBillSegmentItemData(List<BillSegmentItemData> items) {
		this.items = items;
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

package com.splwg.cm.domain.rate.rateComponent.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
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
 * Price of the assigned price component less the discount of the contract. The discount comes as a characteristic of the
 * rate application (for example from the price assignment), and the price never falls below the floor.
 *
 * @author RAdeyemi
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = discountCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = floorPrice, type = decimal)
 *            , @AlgorithmSoftParameter (name = writeDiscountToCharacteristics, type = boolean)})
 */
public class CmContractDiscountPriceAlgComp_Impl extends CmContractDiscountPriceAlgComp_Gen
		implements RateComponentValueAlgorithmSpot {

	private static final BigDecimal HUNDRED = new BigDecimal("100");
	private static final int PRICE_DECIMALS = 6;

	// Hard Parameters
	private ApplyRateData applyRateData;
	private BigDecimal aggSqQuantity;
	private List<CharacteristicData> characteristicData;
	private String priceCompId;

	private BigDecimal discountedPrice;

	@Override
	public void invoke() {
		BigDecimal listPrice = retrieveListPrice();
		BigDecimal percent = findDiscountPercent();
		BigDecimal discount = listPrice.multiply(percent).divide(HUNDRED, PRICE_DECIMALS, BigDecimal.ROUND_HALF_UP);
		discountedPrice = listPrice.subtract(discount);
		if (notNull(getFloorPrice())) {
			discountedPrice = discountedPrice.max(getFloorPrice());
		}
		if (notNull(getWriteDiscountToCharacteristics()) && getWriteDiscountToCharacteristics().isTrue()) {
			addAppliedDiscount(listPrice.subtract(discountedPrice));
		}
	}

	private BigDecimal retrieveListPrice() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT VALUE_AMT FROM CI_PRICECOMP WHERE PRICECOMP_ID = :priceCompId", "list price");
			ps.bindString("priceCompId", priceCompId, "PRICECOMP_ID");
			SQLResultRow row = ps.firstRow();
			if (isNull(row)) {
				addError(CmMessageRepository.priceComponentNotFound(priceCompId));
			}
			return row.getBigDecimal("VALUE_AMT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private BigDecimal findDiscountPercent() {
		for (CharacteristicData characteristic : characteristicData) {
			if (getDiscountCharacteristicType().equals(characteristic.getCharacteristicType())
					&& notBlank(characteristic.getCharacteristicValue())) {
				return new BigDecimal(characteristic.getCharacteristicValue().trim());
			}
		}
		return BigDecimal.ZERO;
	}

	/**
	 * The amount that was really taken off goes to the calculation line, for the margin report of the pricing team.
	 */
	private void addAppliedDiscount(BigDecimal discount) {
		CharacteristicData applied = CharacteristicData.Factory.newInstance();
		applied.setCharacteristicType(getDiscountCharacteristicType());
		applied.setCharacteristicValue(discount.toString());
		characteristicData.add(applied);
	}

	@Override
	public BigDecimal getValue() {
		return discountedPrice;
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
	public List<CharacteristicData> getCharacteristicData() {
		return characteristicData;
	}

	@Override
	public void setCharacteristicData(List<CharacteristicData> characteristicData) {
		this.characteristicData = characteristicData;
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
	public ApplyRateVersionData getApplyRateVersionData() {
		return null;
	}

	@Override
	public List<BillSegmentCalculationHeaderData> getBillSegmentCalculationHeaderData() {
		return null;
	}

	@Override
	public List<BillSegmentItemData> getBillSegmentItemData() {
		return null;
	}

	@Override
	public List<BillSegmentServiceQuantityData> getBillSegmentServiceQuantityData() {
		return null;
	}

	@Override
	public void setApplyRateVersionData(ApplyRateVersionData applyRateVersionData) {
	}

	@Override
	public void setBillSegmentCalculationHeaderData(List<BillSegmentCalculationHeaderData> billSegmentCalculationHeaderData) {
	}

	@Override
	public void setBillSegmentItemData(List<BillSegmentItemData> billSegmentItemData) {
	}

	@Override
	public void setBillSegmentServiceQuantityData(List<BillSegmentServiceQuantityData> billSegmentServiceQuantityData) {
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

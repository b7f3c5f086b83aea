package com.splwg.cm.domain.rate.rateComponent.algorithm;

import java.math.BigInteger;
import java.util.List;

import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.ccb.api.lookup.CriteriaResultLookup;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeaderData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentItemData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentReadData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantityData;
import com.splwg.ccb.domain.common.characteristic.CharacteristicData;
import com.splwg.ccb.domain.rate.ApplyRateData;
import com.splwg.ccb.domain.rate.rateComponent.RateComponentCriteriaFieldAlgorithmSpot;
import com.splwg.ccb.domain.rate.rateComponent.RateComponentEligibilityCriteria;
import com.splwg.ccb.domain.rate.rateComponent.RateComponent_DTO;
import com.splwg.ccb.domain.rate.rateVersion.ApplyRateVersionData;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Season of the bill segment as a criteria field, so that a rate component can be limited to summer or winter prices. The
 * month of the middle of the period decides, because most periods cross the end of a month.
 *
 * @author BWatson
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = summerStartMonth, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = summerEndMonth, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = summerValue, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = winterValue, required = true, type = string)})
 */
public class CmSeasonCriteriaFieldAlgComp_Impl extends CmSeasonCriteriaFieldAlgComp_Gen
		implements RateComponentCriteriaFieldAlgorithmSpot {

	// Hard Parameters
	private ApplyRateData applyRateData = null;
	private ApplyRateVersionData applyRateVersionData = null;
	private List<BillSegmentCalculationHeaderData> calculationHeaders = null;
	private List<BillSegmentServiceQuantityData> serviceQuantities = null;
	private List<CharacteristicData> characteristics = null;
	private RateComponent_DTO rateComponentDto = null;

	// Results
	private String season = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		validateMonth(0, getSummerStartMonth());
		validateMonth(1, getSummerEndMonth());
	}

	private void validateMonth(int position, BigInteger month) {
		if (month.intValue() < 1 || month.intValue() > 12) {
			addError(CmMessageRepository.parameterValueNotAllowed(
					getAlgorithm().getAlgorithmType().getParameterAt(position).fetchLanguageParameterLabel(), month.toString()));
		}
	}

	@Override
	public void invoke() {
		Date start = applyRateData.getBillSegmentPeriodStart();
		long days = applyRateData.getBillSegmentPeriodEnd().difference(start).getTotalDays();
		Date middle = start.addDays((int) (days / 2));
		season = isSummer(middle.getMonth()) ? getSummerValue().trim() : getWinterValue().trim();
	}

	/**
	 * Summer may cross the end of the year, as it does south of the equator.
	 */
	private boolean isSummer(int month) {
		int first = getSummerStartMonth().intValue();
		int last = getSummerEndMonth().intValue();
		if (first <= last) {
			return month >= first && month <= last;
		}
		return month >= first || month <= last;
	}

	@Override
	public String getCriteriaFieldValue1() {
		return season;
	}

	@Override
	public Bool getIsCriteriaFieldFound() {
		return Bool.valueOf(notNull(season));
	}

	@Override
	public Bool getIsSingleCriteriaFieldValue() {
		return Bool.TRUE;
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
	public List<BillSegmentCalculationHeaderData> getBillSegmentCalculationHeaderAndLinesData() {
		return calculationHeaders;
	}

	@Override
	public void setBillSegmentCalculationHeaderAndLinesData(List<BillSegmentCalculationHeaderData> calculationHeaders) {
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
	public RateComponent_DTO getRateComponentDto() {
		return rateComponentDto;
	}

	@Override
	public void setRateComponent_DTO(RateComponent_DTO rateComponentDto) {
		this.rateComponentDto = rateComponentDto;
	}

	@Override
	public List<BillSegmentItemData> getBillSegmentItemData() {
		return null;
	}

	@Override
	public List<BillSegmentReadData> getBillSegmentReadData() {
		return null;
	}

	@Override
	public String getCriteriaFieldValue2() {
		return null;
	}

	@Override
	public String getCriteriaFieldValue3() {
		return null;
	}

	@Override
	public String getCriteriaFieldValue4() {
		return null;
	}

	@Override
	public String getCriteriaFieldValue5() {
		return null;
	}

	@Override
	public CriteriaResultLookup getSingleCriteriaFieldValue() {
		return null;
	}

	@Override
	public void setBillSegmentItemData(List<BillSegmentItemData> billSegmentItemData) {
	}

	@Override
	public void setBillSegmentReadData(List<BillSegmentReadData> billSegmentReadData) {
	}

	@Override
	public void setRateComponentEligibilityCriteria(RateComponentEligibilityCriteria rateComponentEligibilityCriteria) {
	}

}

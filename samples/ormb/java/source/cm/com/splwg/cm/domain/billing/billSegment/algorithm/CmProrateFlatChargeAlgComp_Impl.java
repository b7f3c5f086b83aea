/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Creates the bill segment of a flat monthly charge. The amount stands on
 * the service agreement as a characteristic. A period that is shorter or
 * longer than the usual one is prorated by days.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2015-10-19   LHartmann   Initial version.
 * 2020-04-02   TSandoval   First segment starts with the service agreement.
 **************************************************************************
 */
package com.splwg.cm.domain.billing.billSegment.algorithm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.datatypes.Time;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.currency.Currency_Id;
import com.splwg.ccb.api.lookup.BillSegmentActionLookup;
import com.splwg.ccb.api.lookup.ExitIterationLoopLookup;
import com.splwg.ccb.api.lookup.IntervalBillingStartDayOptionLookup;
import com.splwg.ccb.api.lookup.SkipSaReasonLookup;
import com.splwg.ccb.domain.admin.billSegmentType.BillSegmentTypeBillSegmentCreationAlgorithmSpot;
import com.splwg.ccb.domain.billing.billSegment.BillCalculationLineData;
import com.splwg.ccb.domain.billing.billSegment.BillSegment;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeader;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeaderData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeader_DTO;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentGeneratorData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentItemData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentReadData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentServiceQuantityData;
import com.splwg.ccb.domain.billing.billSegment.BillSegment_DTO;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Bill segment creation for prorated flat charges.
 *
 * @author LHartmann
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = flatChargeCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = generalLedgerDistributionCode, name = distributionCode, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = daysInFullPeriod, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = descriptionOnBill, required = true, type = string)})
 */
public class CmProrateFlatChargeAlgComp_Impl extends CmProrateFlatChargeAlgComp_Gen
		implements BillSegmentTypeBillSegmentCreationAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmProrateFlatChargeAlgComp_Impl.class);

	// Hard Parameters
	private ServiceAgreement serviceAgreement = null;
	private BillSegment previousFrozenBillSegment = null;
	private BillSegmentData billSegmentData = null;
	private BillSegmentGeneratorData billSegmentGeneratorData = null;
	private List<BillSegmentCalculationHeaderData> calculationHeaders = null;
	private Date serviceAgreementStartDate = null;
	private Date serviceAgreementEndDate = null;
	private Date consumptionStartDate = null;
	private Date consumptionEndDate = null;

	// Results
	private Money recurringChargeAmount = null;
	private Money proratedRecurringChargeAmount = null;
	private Bool mustSkipServiceAgreement = Bool.FALSE;
	private SkipSaReasonLookup skipSaReason = null;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		if (getDaysInFullPeriod().signum() <= 0) {
			addError(CmMessageRepository.parameterMustBePositive(
					getAlgorithm().getAlgorithmType().getParameterAt(2).fetchLanguageParameterLabel()));
		}
	}

	@Override
	public void invoke() {
		determinePeriod();
		if (consumptionStartDate.isAfter(consumptionEndDate)) {
			mustSkipServiceAgreement = Bool.TRUE;
			skipSaReason = SkipSaReasonLookup.constants.NO_BILLABLE_CHARGES;
			return;
		}
		Currency_Id currencyId = serviceAgreement.getAccount().getCurrency().getId();
		recurringChargeAmount = new Money(retrieveFlatCharge(), currencyId);
		proratedRecurringChargeAmount = new Money(prorate(recurringChargeAmount.getAmount()), currencyId);
		updateBillSegment();
		addCalculation(currencyId);
	}

	private void determinePeriod() {
		consumptionStartDate = isNull(previousFrozenBillSegment) ? serviceAgreementStartDate
				: previousFrozenBillSegment.getEndDate().addDays(1);
		consumptionEndDate = billSegmentGeneratorData.getCutoffDate();
		if (notNull(serviceAgreementEndDate) && serviceAgreementEndDate.isBefore(consumptionEndDate)) {
			consumptionEndDate = serviceAgreementEndDate;
		}
	}

	private BigDecimal retrieveFlatCharge() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT ADHOC_CHAR_VAL, EFFDT FROM CI_SA_CHAR WHERE SA_ID = :saId"
					+ " AND CHAR_TYPE_CD = :charTypeCd AND EFFDT <= :onDate ORDER BY EFFDT DESC", "flat charge");
			ps.bindId("saId", serviceAgreement.getId());
			ps.bindId("charTypeCd", getFlatChargeCharacteristicType().getId());
			ps.bindDate("onDate", consumptionEndDate);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isBlankOrNull(row.getString("ADHOC_CHAR_VAL"))) {
				addError(CmMessageRepository.chargeAmountNotDefined(serviceAgreement.getId().getIdValue(),
						getFlatChargeCharacteristicType().getId().getTrimmedValue()));
			}
			return new BigDecimal(row.getString("ADHOC_CHAR_VAL").trim());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private BigDecimal prorate(BigDecimal fullCharge) {
		long days = consumptionEndDate.difference(consumptionStartDate).getTotalDays() + 1;
		BigDecimal fullPeriod = new BigDecimal(getDaysInFullPeriod());
		logger.debug("Flat charge for " + days + " days");
		return fullCharge.multiply(BigDecimal.valueOf(days)).divide(fullPeriod, 2, BigDecimal.ROUND_HALF_UP);
	}

	private void updateBillSegment() {
		BillSegment_DTO segmentDto = billSegmentData.getBillSegmentDto();
		segmentDto.setStartDate(consumptionStartDate);
		segmentDto.setEndDate(consumptionEndDate);
		segmentDto.setIsEstimate(Bool.FALSE);
		billSegmentData.setBillSegmentDto(segmentDto);
	}

	private void addCalculation(Currency_Id currencyId) {
		BillSegmentCalculationHeader_DTO headerDto = createDTO(BillSegmentCalculationHeader.class);
		headerDto.setStartDate(consumptionStartDate);
		headerDto.setEndDate(consumptionEndDate);
		headerDto.setCurrencyId(currencyId);
		headerDto.setCalculatedAmount(proratedRecurringChargeAmount.getAmount());
		headerDto.setDescriptionOnBill(getDescriptionOnBill());

		List<BillCalculationLineData> lines = new ArrayList<BillCalculationLineData>();
		lines.add(createLine(currencyId));
		BillSegmentCalculationHeaderData headerData = BillSegmentCalculationHeaderData.Factory.newInstance();
		headerData.setBillSegmentCalculationHeaderDto(headerDto);
		headerData.setBillCalculationLineData(new ArrayList<BillCalculationLineData>(lines));
		headerData.setCalculationLineCount(BigInteger.valueOf(lines.size()));

		calculationHeaders = new ArrayList<BillSegmentCalculationHeaderData>();
		calculationHeaders.add(headerData);
	}

	private BillCalculationLineData createLine(Currency_Id currencyId) {
		BillCalculationLineData line = BillCalculationLineData.Factory.newInstance();
		line.setSequence(BigInteger.ONE);
		line.setCurrencyId(currencyId);
		line.setBaseAmount(recurringChargeAmount.getAmount());
		line.setCalculatedAmount(proratedRecurringChargeAmount.getAmount());
		line.setDistributionCodeId(getDistributionCode().getId());
		line.setDescriptionOnBill(getDescriptionOnBill());
		line.setShouldPrint(Bool.TRUE);
		line.setShouldAppearInSummary(Bool.TRUE);
		return line;
	}

	@Override
	public void setServiceAgreement(ServiceAgreement serviceAgreement) {
		this.serviceAgreement = serviceAgreement;
	}

	@Override
	public void setPreviousFrozenBillSegment(BillSegment previousFrozenBillSegment) {
		this.previousFrozenBillSegment = previousFrozenBillSegment;
	}

	@Override
	public void setBillSegmentData(BillSegmentData billSegmentData) {
		this.billSegmentData = billSegmentData;
	}

	@Override
	public BillSegmentData getBillSegmentData() {
		return billSegmentData;
	}

	@Override
	public void setBillSegmentGeneratorData(BillSegmentGeneratorData billSegmentGeneratorData) {
		this.billSegmentGeneratorData = billSegmentGeneratorData;
	}

	@Override
	public BillSegmentGeneratorData getBillSegmentGeneratorData() {
		return billSegmentGeneratorData;
	}

	@Override
	public void setBillSegmentCalculationHeaderData(List<BillSegmentCalculationHeaderData> calculationHeaderData) {
		this.calculationHeaders = calculationHeaderData;
	}

	@Override
	public List<BillSegmentCalculationHeaderData> getBillSegmentCalculationHeaderData() {
		return calculationHeaders;
	}

	@Override
	public void setServiceAgreementStartDate(Date serviceAgreementStartDate) {
		this.serviceAgreementStartDate = serviceAgreementStartDate;
	}

	@Override
	public Date getServiceAgreementStartDate() {
		return serviceAgreementStartDate;
	}

	@Override
	public void setServiceAgreementEndDate(Date serviceAgreementEndDate) {
		this.serviceAgreementEndDate = serviceAgreementEndDate;
	}

	@Override
	public Date getServiceAgreementEndDate() {
		return serviceAgreementEndDate;
	}

	@Override
	public Date getConsumptionStartDate() {
		return consumptionStartDate;
	}

	@Override
	public Date getConsumptionEndDate() {
		return consumptionEndDate;
	}

	@Override
	public Money getRecurringChargeAmount() {
		return recurringChargeAmount;
	}

	@Override
	public Money getProratedRecurringChargeAmount() {
		return proratedRecurringChargeAmount;
	}

	@Override
	public Bool getMustSkipServiceAgreement() {
		return mustSkipServiceAgreement;
	}

	@Override
	public SkipSaReasonLookup getSkipSaReason() {
		return skipSaReason;
	}

	@Override
	public ExitIterationLoopLookup getExitLoopCheck() {
		return ExitIterationLoopLookup.constants.YES;
	}

	@Override
	public Bool getMustRestartGeneration() {
		return Bool.FALSE;
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
	public List<BillSegmentServiceQuantityData> getBillSegmentServiceQuantityData() {
		return null;
	}

	@Override
	public Time getIntervalBillingCutoffTime() {
		return null;
	}

	@Override
	public IntervalBillingStartDayOptionLookup getIntervalBillingStartDayOption() {
		return null;
	}

	@Override
	public void setBillSegment(BillSegment billSegment) {
	}

	@Override
	public void setBillSegmentAction(BillSegmentActionLookup billSegmentAction) {
	}

	@Override
	public void setBillSegmentItemData(List<BillSegmentItemData> billSegmentItemData) {
	}

	@Override
	public void setBillSegmentReadData(List<BillSegmentReadData> billSegmentReadData) {
	}

	@Override
	public void setBillSegmentServiceQuantityData(List<BillSegmentServiceQuantityData> billSegmentServiceQuantityData) {
	}

	@Override
	public void setConsumptionEndDate(Date consumptionEndDate) {
	}

	@Override
	public void setConsumptionStartDate(Date consumptionStartDate) {
	}

	@Override
	public void setIntervalBillingStartDayOption(IntervalBillingStartDayOptionLookup intervalBillingStartDayOption) {
	}

	@Override
	public void setIntervalBilllingCutoffTime(Time intervalBilllingCutoffTime) {
	}

	@Override
	public void setMustRetainItems(Bool mustRetainItems) {
	}

	@Override
	public void setMustRetainReads(Bool mustRetainReads) {
	}

	@Override
	public void setMustRetainServiceQuantities(Bool mustRetainServiceQuantities) {
	}

}

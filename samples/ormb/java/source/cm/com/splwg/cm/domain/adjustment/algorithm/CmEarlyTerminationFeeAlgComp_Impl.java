package com.splwg.cm.domain.adjustment.algorithm;

import java.util.ArrayList;
import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.datatypes.Date;
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

/**
 * Fee for leaving a contract before its term ends: an amount for each month that is left, a started month counts. The
 * length of the term in months is a characteristic of the service agreement. The number of months goes to the
 * characteristics of the adjustment, so that it can be printed on the bill.
 *
 * @author LHartmann
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = termCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = characteristicType, name = monthsLeftCharacteristicType, type = entity)
 *            , @AlgorithmSoftParameter (name = feePerMonth, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (name = maximumMonths, type = integer)})
 */
public class CmEarlyTerminationFeeAlgComp_Impl extends CmEarlyTerminationFeeAlgComp_Gen
		implements AdjustmentTypeGenerateAdjustmentAlgorithmSpot {

	// Hard Parameters
	private Account account;
	private Date accountingDate;
	private Date calculationDate;
	private AdjustmentType adjustmentType;
	private ServiceAgreement serviceAgreement;
	private ServiceAgreementType serviceAgreementType;
	private List<CharacteristicData> characteristicData;
	private List<BillSegmentCalculationHeaderData> calculationHeaders;

	private BigDecimal baseAmount;

	@Override
	public void invoke() {
		int monthsLeft = countMonthsLeft(serviceAgreement.getStartDate().addMonths(retrieveTerm()));
		baseAmount = getFeePerMonth().multiply(BigDecimal.valueOf(monthsLeft));
		if (notNull(getMonthsLeftCharacteristicType())) {
			addMonthsLeft(monthsLeft);
		}
	}

	private int retrieveTerm() {
		Query<QueryResultRow> query = createQuery("from ServiceAgreementCharacteristic sc"
				+ " where sc.id.serviceAgreement = :serviceAgreement and sc.id.characteristicType = :charType"
				+ " and sc.id.effectiveDate <= :onDate", "contract term");
		query.bindEntity("serviceAgreement", serviceAgreement);
		query.bindEntity("charType", getTermCharacteristicType());
		query.bindDate("onDate", calculationDate);
		query.addResult("effectiveDate", "sc.id.effectiveDate");
		query.addResult("term", "sc.searchCharacteristicValue");
		query.orderBy("effectiveDate", Query.DESCENDING);
		QueryResultRow row = query.firstRow();
		if (isNull(row) || isBlankOrNull(row.getString("term"))) {
			addError(CmMessageRepository.contractTermNotDefined(serviceAgreement.getId().getIdValue(),
					getTermCharacteristicType().getId().getTrimmedValue()));
		}
		return Integer.parseInt(row.getString("term").trim());
	}

	private int countMonthsLeft(Date termEnd) {
		int months = 0;
		Date monthStart = calculationDate;
		while (monthStart.isBefore(termEnd) && !isMaximumReached(months)) {
			months++;
			monthStart = calculationDate.addMonths(months);
		}
		return months;
	}

	private boolean isMaximumReached(int months) {
		return notNull(getMaximumMonths()) && months >= getMaximumMonths().intValue();
	}

	private void addMonthsLeft(int monthsLeft) {
		if (isNull(characteristicData)) {
			characteristicData = new ArrayList<CharacteristicData>();
		}
		CharacteristicData monthsData = CharacteristicData.Factory.newInstance();
		monthsData.setCharacteristicType(getMonthsLeftCharacteristicType());
		monthsData.setCharacteristicValue(String.valueOf(monthsLeft));
		characteristicData.add(monthsData);
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
	public AdjustmentType getAdjustmentType() {
		return adjustmentType;
	}

	@Override
	public void setAdjustmentType(AdjustmentType adjustmentType) {
		this.adjustmentType = adjustmentType;
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
	public Date getCalculationDate() {
		return calculationDate;
	}

	@Override
	public void setCalculationDate(Date calculationDate) {
		this.calculationDate = calculationDate;
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

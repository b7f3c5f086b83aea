package com.splwg.cm.domain.merchant.algorithm;

import java.math.BigInteger;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.BillSegmentStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustment.CreateFrozenAdjustmentData;
import com.splwg.ccb.domain.admin.serviceAgreementType.SaTypePostProcessingAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement_Id;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Caps the fees of one product on a bill of a merchant. The cap of the merchant's own contract, a characteristic of the
 * service agreement, goes before the cap of the algorithm. The excess comes back as a credit adjustment on the same
 * service agreement, so that the bill shows both the fees and the cap.
 *
 * @author RAdeyemi
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = priceItem, name = feePriceItem, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = feeCap, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (entityName = characteristicType, name = contractCapCharacteristicType, type = entity)
 *            , @AlgorithmSoftParameter (entityName = adjustmentType, name = capCreditAdjustmentType, required = true, type = entity)})
 */
public class CmCapMerchantFeesAlgComp_Impl extends CmCapMerchantFeesAlgComp_Gen
		implements SaTypePostProcessingAlgorithmSpot {

	private static final Logger LOGGER = LoggerFactory.getLogger(CmCapMerchantFeesAlgComp_Impl.class);

	// Hard Parameters
	private String billId;
	private String saId;
	private String trialBillId;
	private Date accountingDate;
	private Bool skipSw = Bool.FALSE;

	@Override
	public void invoke() {
		if (isBlankOrNull(billId) || notBlank(trialBillId)) {
			return;
		}
		ServiceAgreement serviceAgreement = new ServiceAgreement_Id(saId).getEntity();
		if (isNull(serviceAgreement)) {
			LOGGER.info("No service agreement " + saId);
			return;
		}
		BigDecimal excess = retrieveFees().subtract(determineCap(serviceAgreement));
		if (excess.signum() > 0) {
			creditExcess(serviceAgreement, excess);
		}
	}

	private BigDecimal retrieveFees() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SUM(CALC.CALC_AMT) AS FEE_AMT ");
		sql.append("FROM CI_BSEG BS, CI_BSEG_CALC CALC, CI_BILL_CHG CHG ");
		sql.append("WHERE BS.BILL_ID = :billId AND BS.SA_ID = :saId ");
		sql.append("AND BS.BSEG_STAT_FLG NOT IN (:error, :canceled) ");
		sql.append("AND CALC.BSEG_ID = BS.BSEG_ID ");
		sql.append("AND CHG.BILLABLE_CHG_ID = CALC.BILLABLE_CHG_ID ");
		sql.append("AND CHG.PRICEITEM_CD = :priceItemCd ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "");
			ps.bindString("billId", billId, "BILL_ID");
			ps.bindString("saId", saId, "SA_ID");
			ps.bindLookup("error", BillSegmentStatusLookup.constants.ERROR);
			ps.bindLookup("canceled", BillSegmentStatusLookup.constants.CANCELED);
			ps.bindId("priceItemCd", getFeePriceItem().getId());
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("FEE_AMT"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("FEE_AMT");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private BigDecimal determineCap(ServiceAgreement serviceAgreement) {
		if (isNull(getContractCapCharacteristicType())) {
			return getFeeCap();
		}
		Query<QueryResultRow> query = createQuery("from ServiceAgreementCharacteristic sc"
				+ " where sc.id.serviceAgreement = :serviceAgreement and sc.id.characteristicType = :charType", "");
		query.bindEntity("serviceAgreement", serviceAgreement);
		query.bindEntity("charType", getContractCapCharacteristicType());
		query.addResult("cap", "sc.searchCharacteristicValue");
		query.addResult("effectiveDate", "sc.id.effectiveDate");
		query.orderBy("effectiveDate", Query.DESCENDING);
		QueryResultRow row = query.firstRow();
		return isNull(row) || isBlankOrNull(row.getString("cap")) ? getFeeCap() : new BigDecimal(row.getString("cap").trim());
	}

	private void creditExcess(ServiceAgreement serviceAgreement, BigDecimal excess) {
		CreateFrozenAdjustmentData creditData = CreateFrozenAdjustmentData.Factory.newInstance();
		creditData.setServiceAgreement(serviceAgreement);
		creditData.setAdjustmentType(getCapCreditAdjustmentType());
		creditData.setAdjustmentAmount(new Money(excess, serviceAgreement.getAccount().getCurrency().getId()).negate());
		creditData.setAdjustmentDate(accountingDate);
		creditData.setAllowZeroAmount(Bool.FALSE);
		serviceAgreement.createFrozenAdjustment(creditData);
	}

	@Override
	public void setBillId(String billId) {
		this.billId = billId;
	}

	@Override
	public String getBillId() {
		return billId;
	}

	@Override
	public void setSaId(String saId) {
		this.saId = saId;
	}

	@Override
	public String getSaId() {
		return saId;
	}

	@Override
	public void setTrialBillId(String trialBillId) {
		this.trialBillId = trialBillId;
	}

	@Override
	public String getTrialBillId() {
		return trialBillId;
	}

	@Override
	public void setAccountingDate(Date accountingDate) {
		this.accountingDate = accountingDate;
	}

	@Override
	public Date getAccountingDate() {
		return accountingDate;
	}

	@Override
	public void setSkipSw(Bool skipSw) {
		this.skipSw = skipSw;
	}

	@Override
	public Bool getSkipSw() {
		return skipSw;
	}

	@Override
	public String getAccountId() {
		return null;
	}

	@Override
	public Bool getAllowEstSw() {
		return null;
	}

	@Override
	public Bool getAsgnSeqNbrSw() {
		return null;
	}

	@Override
	public BigInteger getBatchRunNo() {
		return null;
	}

	@Override
	public Bool getBillCompleteSw() {
		return null;
	}

	@Override
	public String getBillCycCode() {
		return null;
	}

	@Override
	public Date getBillDate() {
		return null;
	}

	@Override
	public String getBillGenType() {
		return null;
	}

	@Override
	public Bool getBillOptSw() {
		return null;
	}

	@Override
	public String getBsbsxAccountId() {
		return null;
	}

	@Override
	public String getBsbsxBillCycCode() {
		return null;
	}

	@Override
	public String getBsbsxBillId() {
		return null;
	}

	@Override
	public Date getBsbsxEndDate() {
		return null;
	}

	@Override
	public String getBsbsxSaId() {
		return null;
	}

	@Override
	public Date getBsbsxStartDate() {
		return null;
	}

	@Override
	public String getCisDivision() {
		return null;
	}

	@Override
	public Date getCutOffDate() {
		return null;
	}

	@Override
	public Date getEndDate() {
		return null;
	}

	@Override
	public Date getEstDate() {
		return null;
	}

	@Override
	public Bool getFreezeCmpSw() {
		return null;
	}

	@Override
	public Bool getMidTrxCommitSw() {
		return null;
	}

	@Override
	public String getSaTypeCode() {
		return null;
	}

	@Override
	public Date getStartDate() {
		return null;
	}

	@Override
	public String getUpdateSw() {
		return null;
	}

	@Override
	public void setAccountId(String accountId) {
	}

	@Override
	public void setAllowEstSw(Bool allowEstSw) {
	}

	@Override
	public void setAsgnSeqNbrSw(Bool asgnSeqNbrSw) {
	}

	@Override
	public void setBillCompleteSw(Bool billCompleteSw) {
	}

	@Override
	public void setBillCycCode(String billCycCode) {
	}

	@Override
	public void setBillDate(Date billDate) {
	}

	@Override
	public void setBillOptSw(Bool billOptSw) {
	}

	@Override
	public void setBsbsxAccountId(String bsbsxAccountId) {
	}

	@Override
	public void setBsbsxBillCycCode(String bsbsxBillCycCode) {
	}

	@Override
	public void setBsbsxBillId(String bsbsxBillId) {
	}

	@Override
	public void setBsbsxEndDate(Date bsbsxEndDate) {
	}

	@Override
	public void setBsbsxSaId(String bsbsxSaId) {
	}

	@Override
	public void setBsbsxStartDate(Date bsbsxStartDate) {
	}

	@Override
	public void setCisDivision(String cisDivision) {
	}

	@Override
	public void setCutOffDate(Date cutOffDate) {
	}

	@Override
	public void setEndDate(Date endDate) {
	}

	@Override
	public void setEstDate(Date estDate) {
	}

	@Override
	public void setFreezeCmpSw(Bool freezeCmpSw) {
	}

	@Override
	public void setMidTrxCommitSw(Bool midTrxCommitSw) {
	}

	@Override
	public void setSaTypeCode(String saTypeCode) {
	}

	@Override
	public void setStartDate(Date startDate) {
	}

	@Override
	public void setUpdateSw(String updateSw) {
	}

	@Override
	public void setBatchRunNo(BigInteger batchRunNo) {
	}

	@Override
	public void setBillGenType(String billGenType) {
	}

}

package com.splwg.cm.domain.payment.deposit.algorithm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.admin.serviceAgreementType.SaTypePaymentFreezeAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreementCharacteristic;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreementCharacteristic_DTO;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreementCharacteristic_Id;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction;
import com.splwg.ccb.domain.payment.payment.Payment;
import com.splwg.ccb.domain.payment.payment.PaymentSegment;

/**
 * Records on a deposit service agreement the date on which the deposit was paid in full. Deposit interest is counted from
 * that date. A later payment does not move the date.
 *
 * @author TSandoval
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = paidDateCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = depositSaType, required = true, type = string)})
 */
public class CmRecordDepositPaidDateAlgo_Impl extends CmRecordDepositPaidDateAlgo_Gen
		implements SaTypePaymentFreezeAlgorithmSpot {

	// Hard Parameters
	private ServiceAgreement serviceAgreement;
	private FinancialTransaction financialTransaction;

	@Override
	public void invoke() {
		if (!isDeposit() || isDateRecorded() || retrieveBalance().signum() > 0) {
			return;
		}
		recordDate(financialTransaction.getAccountingDate());
	}

	private boolean isDeposit() {
		return getDepositSaType().trim().equals(serviceAgreement.getServiceAgreementType().fetchIdSaType().trim());
	}

	private boolean isDateRecorded() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT EFFDT FROM CI_SA_CHAR WHERE SA_ID = :saId AND CHAR_TYPE_CD = :charTypeCd",
					"paid date of deposit");
			ps.bindId("saId", serviceAgreement.getId());
			ps.bindId("charTypeCd", getPaidDateCharacteristicType().getId());
			return notNull(ps.firstRow());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private BigDecimal retrieveBalance() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT SUM(CUR_AMT) AS BALANCE FROM CI_FT WHERE SA_ID = :saId AND FREEZE_SW = :frozen",
					"balance of deposit");
			ps.bindId("saId", serviceAgreement.getId());
			ps.bindBoolean("frozen", Bool.TRUE);
			SQLResultRow row = ps.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("BALANCE"))) {
				return BigDecimal.ZERO;
			}
			return row.getBigDecimal("BALANCE");
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private void recordDate(Date paidDate) {
		ServiceAgreementCharacteristic_DTO charDto = createDTO(ServiceAgreementCharacteristic.class);
		charDto.setId(new ServiceAgreementCharacteristic_Id(serviceAgreement.getId(), getPaidDateCharacteristicType().getId(), paidDate));
		charDto.setAdhocCharacteristicValue(paidDate.toString());
		charDto.setSearchCharacteristicValue(paidDate.toString());
		charDto.newEntity();
	}

	@Override
	public void setServiceAgreement(ServiceAgreement serviceAgreement) {
		this.serviceAgreement = serviceAgreement;
	}

	@Override
	public void setFinancialTransaction(FinancialTransaction financialTransaction) {
		this.financialTransaction = financialTransaction;
	}

	@Override
	public void setPayment(Payment payment) {
	}

	@Override
	public void setPaymentSegment(PaymentSegment paymentSegment) {
	}

}

package com.splwg.cm.domain.financial.financialTransaction.algorithm;

import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.ccb.api.lookup.FinancialTransactionTypeLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassFtFreezeAlgorithmSpot;
import com.splwg.ccb.domain.admin.generalLedgerDistributionCode.GeneralLedgerDistributionCode;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction_DTO;
import com.splwg.cm.domain.common.CmMessageRepository;

/**
 * Moves the general ledger distribution of a transaction to the next month while finance closes its books: in the last
 * days of a month nothing of the listed distribution codes reaches the ledger. Cancellations are moved only on request,
 * because auditors want a reversal in the month of its original.
 *
 * @author LHartmann
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = closingDays, required = true, type = integer)
 *            , @AlgorithmSoftParameter (entityName = generalLedgerDistributionCode, name = firstDistributionCode, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = generalLedgerDistributionCode, name = secondDistributionCode, type = entity)
 *            , @AlgorithmSoftParameter (name = deferCancellations, type = boolean)})
 */
public class CmDeferGlDistributionAlgComp_Impl extends CmDeferGlDistributionAlgComp_Gen
		implements CustomerClassFtFreezeAlgorithmSpot {

	private FinancialTransaction transaction;
	private FinancialTransactionTypeLookup transactionType;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		int days = getClosingDays().intValue();
		if (days < 1 || days > 15) {
			addError(CmMessageRepository.parameterValueNotAllowed(
					getAlgorithm().getAlgorithmType().getParameterAt(0).fetchLanguageParameterLabel(), String.valueOf(days)));
		}
	}

	@Override
	public void invoke() {
		if (isCancellation() && !isDeferringCancellations()) {
			return;
		}
		Date accountingDate = transaction.getAccountingDate();
		Date nextMonth = firstDayOfNextMonth(accountingDate);
		if (accountingDate.isBefore(nextMonth.addDays(-getClosingDays().intValue()))) {
			return;
		}
		if (isPosted(getFirstDistributionCode()) || isPosted(getSecondDistributionCode())) {
			FinancialTransaction_DTO transactionDto = transaction.getDTO();
			transactionDto.setScheduledDistributionDate(nextMonth);
			transaction.setDTO(transactionDto);
		}
	}

	private boolean isCancellation() {
		return FinancialTransactionTypeLookup.constants.ADJUSTMENT_CANCELLATION.equals(transactionType)
				|| FinancialTransactionTypeLookup.constants.BILL_CANCELLATION.equals(transactionType)
				|| FinancialTransactionTypeLookup.constants.PAY_CANCELLATION.equals(transactionType);
	}

	private boolean isDeferringCancellations() {
		return notNull(getDeferCancellations()) && getDeferCancellations().isTrue();
	}

	private Date firstDayOfNextMonth(Date date) {
		return new Date(date.getYear(), date.getMonth(), 1).addMonths(1);
	}

	private boolean isPosted(GeneralLedgerDistributionCode distributionCode) {
		if (isNull(distributionCode)) {
			return false;
		}
		Query<QueryResultRow> query = createQuery("from FinancialTransactionGeneralLedger gl"
				+ " where gl.id.financialTransaction = :transaction and gl.distributionCode = :distributionCode", "ledger lines");
		query.bindEntity("transaction", transaction);
		query.bindEntity("distributionCode", distributionCode);
		query.addResult("sequence", "gl.id.glSequence");
		return query.listSize() > 0;
	}

	@Override
	public void setFinancialTransaction(FinancialTransaction financialTransaction) {
		transaction = financialTransaction;
	}

	@Override
	public void setFinancialTransactionType(FinancialTransactionTypeLookup financialTransactionType) {
		transactionType = financialTransactionType;
	}

	@Override
	public void setRegularFinancialTransaction(FinancialTransaction regularFinancialTransaction) {
		// the distribution date of the original stays as it is
	}

	@Override
	public Bool getFinancialTransactionProcessAdded() {
		return Bool.FALSE;
	}

}

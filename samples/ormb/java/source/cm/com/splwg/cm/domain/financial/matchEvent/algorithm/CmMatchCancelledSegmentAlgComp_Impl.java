/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Match Cancelled Bill Segment
 *
 * When the cancellation of a bill segment is frozen, this algorithm puts
 * it under one match event with the financial transaction that it undoes.
 * Both disappear from the open items of the account, and a payment that
 * arrives later can not be matched to a charge that is no longer owed.
 *
 **************************************************************************
 */
package com.splwg.cm.domain.financial.matchEvent.algorithm;

import com.splwg.base.api.Query;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.ccb.api.lookup.FinancialTransactionTypeLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassFtFreezeAlgorithmSpot;
import com.splwg.ccb.domain.billing.billSegment.BillSegment_Id;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction_DTO;
import com.splwg.ccb.domain.financial.matchEvent.MatchEvent_DTO;
import com.splwg.ccb.domain.financial.matchEvent.MatchEvent_Id;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Matches a bill segment cancellation with the bill segment that it cancels.
 *
 * @author BWatson
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (lookupName = matchEventStatus, name = matchEventStatus, required = true, type = lookup)})
 */
public class CmMatchCancelledSegmentAlgComp_Impl extends CmMatchCancelledSegmentAlgComp_Gen
		implements CustomerClassFtFreezeAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmMatchCancelledSegmentAlgComp_Impl.class);

	// Hard Parameters
	private FinancialTransaction financialTransaction = null;
	private FinancialTransactionTypeLookup financialTransactionType = null;
	private FinancialTransaction regularFinancialTransaction = null;

	@Override
	public void invoke() {
		if (!FinancialTransactionTypeLookup.constants.BILL_CANCELLATION.equals(financialTransactionType)) {
			return;
		}
		FinancialTransaction original = determineOriginal();
		if (isNull(original)) {
			logger.info("No open bill segment for cancellation " + financialTransaction.getId().getIdValue());
			return;
		}
		MatchEvent_Id matchEventId = createMatchEvent(original.getServiceAgreement().getAccount());
		assignMatchEvent(original, matchEventId);
		assignMatchEvent(financialTransaction, matchEventId);
	}

	private FinancialTransaction determineOriginal() {
		if (notNull(regularFinancialTransaction)) {
			return regularFinancialTransaction;
		}
		return findOriginal();
	}

	private FinancialTransaction findOriginal() {
		Query<FinancialTransaction> query = createQuery("from FinancialTransaction ft where ft.siblingId = :siblingId"
				+ " and ft.financialTransactionType = :segment and ft.isFrozen = :frozen and ft.matchEventId is null",
				"cancelled bill segment");
		query.bindId("siblingId", new BillSegment_Id(financialTransaction.getSiblingId()));
		query.bindLookup("segment", FinancialTransactionTypeLookup.constants.BILL_SEGMENT);
		query.bindBoolean("frozen", Bool.TRUE);
		query.addResult("ft", "ft");
		return query.firstRow();
	}

	private MatchEvent_Id createMatchEvent(Account account) {
		MatchEvent_DTO matchEventDto = new MatchEvent_DTO();
		matchEventDto.setAccountId(account.getId());
		matchEventDto.setMatchEventStatus(getMatchEventStatus());
		matchEventDto.setIsDisputed(Bool.FALSE);
		matchEventDto.setIsArchived(Bool.FALSE);
		matchEventDto.setCreatedDate(getProcessDateTime().getDate());
		matchEventDto.newEntity();
		return matchEventDto.getId();
	}

	private void assignMatchEvent(FinancialTransaction transaction, MatchEvent_Id matchEventId) {
		FinancialTransaction_DTO transactionDto = transaction.getDTO();
		transactionDto.setMatchEventId(matchEventId);
		transaction.setDTO(transactionDto);
	}

	@Override
	public Bool getFinancialTransactionProcessAdded() {
		return Bool.FALSE;
	}

	@Override
	public void setFinancialTransaction(FinancialTransaction financialTransaction) {
		this.financialTransaction = financialTransaction;
	}

	@Override
	public void setFinancialTransactionType(FinancialTransactionTypeLookup financialTransactionType) {
		this.financialTransactionType = financialTransactionType;
	}

	@Override
	public void setRegularFinancialTransaction(FinancialTransaction regularFinancialTransaction) {
		this.regularFinancialTransaction = regularFinancialTransaction;
	}

}

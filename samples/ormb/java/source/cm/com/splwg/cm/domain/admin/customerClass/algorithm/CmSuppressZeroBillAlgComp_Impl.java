package com.splwg.cm.domain.admin.customerClass.algorithm;

import java.util.List;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.ccb.api.lookup.BillCompletionActionLookup;
import com.splwg.ccb.api.lookup.BillSegmentStatusLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.billSegment.BillSegment;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.common.ServerMessage;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Suppresses bills that show nothing: no amount on any calculation line and no other financial transaction that the
 * customer should see. A credit note is never suppressed, because the customer waits for it.
 *
 * @author TSandoval
 *
@AlgorithmComponent ()
 */
public class CmSuppressZeroBillAlgComp_Impl extends CmSuppressZeroBillAlgComp_Gen
		implements CustomerClassPreBillCompletionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmSuppressZeroBillAlgComp_Impl.class);

	// Hard Parameters
	private Account account;
	private Bill bill;
	private Bill creditNoteForBill;
	private Bool allowReopeningOfBills;

	// Results
	private BillCompletionActionLookup action = BillCompletionActionLookup.constants.CARRYONWITH_BILL_COMPLETION;
	private ServerMessage message;

	@Override
	public void invoke() {
		if (notNull(creditNoteForBill)) {
			logger.debug("Credit note, nothing to suppress");
			return;
		}
		if (hasChargedLine() || hasOtherTransaction()) {
			return;
		}
		action = BillCompletionActionLookup.constants.DELETE_BILL;
		message = CmMessageRepository.zeroBillSuppressed(bill.getId().getIdValue(), account.getId().getIdValue());
	}

	private boolean hasChargedLine() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT LN.BSEG_ID FROM CI_BSEG BS, CI_BSEG_CALC_LN LN ");
		sql.append("WHERE BS.BILL_ID = :billId ");
		sql.append("AND BS.BSEG_STAT_FLG <> :canceled ");
		sql.append("AND LN.BSEG_ID = BS.BSEG_ID ");
		sql.append("AND LN.PRT_SW = :print ");
		sql.append("AND LN.CALC_AMT <> :zero ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "printed lines with an amount");
			ps.bindId("billId", bill.getId());
			ps.bindLookup("canceled", BillSegmentStatusLookup.constants.CANCELED);
			ps.bindBoolean("print", Bool.TRUE);
			ps.bindBigDecimal("zero", BigDecimal.ZERO);
			return notNull(ps.firstRow());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private boolean hasOtherTransaction() {
		Query<QueryResultRow> query = createQuery("from FinancialTransaction ft, ServiceAgreement sa"
				+ " where ft.serviceAgreement = sa and sa.account = :account"
				+ " and ft.isFrozen = :frozen and ft.shouldShowOnBill = :show and ft.billId is null", "transactions to show");
		query.bindEntity("account", account);
		query.bindBoolean("frozen", Bool.TRUE);
		query.bindBoolean("show", Bool.TRUE);
		query.addResult("currentAmount", "ft.currentAmount");
		for (QueryResultRow row : query.list()) {
			if (!row.getMoney("currentAmount").isZero()) {
				return true;
			}
		}
		return false;
	}

	@Override
	public BillCompletionActionLookup getBillCompletionAction() {
		return action;
	}

	@Override
	public ServerMessage getServerMessage() {
		return message;
	}

	@Override
	public void setAccount(Account account) {
		this.account = account;
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

	@Override
	public void setCreditNoteForBill(Bill creditNoteForBill) {
		this.creditNoteForBill = creditNoteForBill;
	}

	@Override
	public Bool getAllowReopeningOfBills() {
		return allowReopeningOfBills;
	}

	@Override
	public void setAllowReopeningOfBills(Bool allowReopeningOfBills) {
		this.allowReopeningOfBills = allowReopeningOfBills;
	}

	@Override
	public void setAccountingDate(Date accountingDate) {
	}

	@Override
	public void setBillDate(Date billDate) {
	}

	@Override
	public void setBillSegments(List<BillSegment> billSegments) {
	}

}

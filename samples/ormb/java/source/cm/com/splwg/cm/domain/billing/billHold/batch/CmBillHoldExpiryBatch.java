package com.splwg.cm.domain.billing.billHold.batch;

import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.batch.JobWork;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.StandardCommitStrategy;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.billing.billHold.BillHold;
import com.splwg.cm.domain.billing.billHold.BillHold_Id;
import com.splwg.cm.domain.billing.component.CmBillHoldService;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Ends bill holds that somebody forgot: holds without an end date that are older than the given number of days.
 *
 * @author DMbeki
 *
@BatchJob (modules = { }, multiThreaded = true, rerunnable = false,
 *      softParameters = { @BatchJobSoftParameter (name = longestHoldDays, required = true, type = integer)
 *            , @BatchJobSoftParameter (name = holdReason, type = string)})
 */
public class CmBillHoldExpiryBatch extends CmBillHoldExpiryBatch_Gen {

	private static final Logger logger = LoggerFactory.getLogger(CmBillHoldExpiryBatch.class);

	@Override
	public void validateSoftParameters(boolean isNewRun) {
		if (getParameters().getLongestHoldDays().signum() <= 0) {
			addError(CmBusinessMessageRepository.parameterMustBePositive("longestHoldDays",
					getParameters().getLongestHoldDays().toString()));
		}
	}

	/**
	 * One unit of work per forgotten hold.
	 */
	@Override
	public JobWork getJobWork() {
		List<ThreadWorkUnit> workUnits = new ArrayList<ThreadWorkUnit>();
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(forgottenHoldsSql(), "forgotten bill holds");
			statement.setAutoclose(false);
			statement.bindDate("startedBefore", startLimit());
			if (notBlank(getParameters().getHoldReason())) {
				statement.bindString("holdReason", getParameters().getHoldReason(), "HOLD_REASON_FLG");
			}
			for (SQLResultRow row : statement.list()) {
				ThreadWorkUnit workUnit = new ThreadWorkUnit();
				workUnit.setPrimaryId(new BillHold_Id(row.getString("BILL_HOLD_ID")));
				workUnits.add(workUnit);
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
		logger.info(workUnits.size() + " bill holds are forgotten");
		return createJobWorkForThreadWorkUnitList(workUnits);
	}

	private String forgottenHoldsSql() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT BILL_HOLD_ID FROM CM_BILL_HOLD WHERE END_DT IS NULL AND START_DT < :startedBefore ");
		if (notBlank(getParameters().getHoldReason())) {
			sql.append("AND HOLD_REASON_FLG = :holdReason ");
		}
		sql.append("ORDER BY BILL_HOLD_ID");
		return sql.toString();
	}

	private Date startLimit() {
		return getProcessDateTime().getDate().addDays(-getParameters().getLongestHoldDays().intValue());
	}

	@Override
	public Class<CmBillHoldExpiryBatchWorker> getThreadWorkerClass() {
		return CmBillHoldExpiryBatchWorker.class;
	}

	public static class CmBillHoldExpiryBatchWorker extends CmBillHoldExpiryBatchWorker_Gen {

		@Override
		public ThreadExecutionStrategy createExecutionStrategy() {
			return new StandardCommitStrategy(this);
		}

		@Override
		public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
			BillHold hold = ((BillHold_Id) unit.getPrimaryId()).getEntity();
			if (isNull(hold) || notNull(hold.getEndDt())) {
				return true;
			}
			CmBillHoldService holdService = CmBillHoldService.Factory.newInstance();
			int released = holdService.releaseHolds(new Account_Id(hold.getAcctId()), getProcessDateTime().getDate());
			return released > 0;
		}
	}
}

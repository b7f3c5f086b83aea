/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Reminds the billing team of disputes that are open for too long. Each open
 * case gets a To Do on the day it is due and then each time the interval has
 * passed again, so that nobody gets the same reminder every night.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2015-04-21   DMbeki     Initial version.
 * 2016-11-08   AHaddad    Repeat by interval, not nightly (ticket 2045).
 **************************************************************************
 */
package com.splwg.cm.domain.billing.disputeCase.batch;

import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.batch.CommitEveryUnitStrategy;
import com.splwg.base.api.batch.JobWork;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.todo.role.Role;
import com.splwg.base.domain.todo.toDoType.ToDoType;
import com.splwg.cm.domain.billing.disputeCase.DisputeCase_Id;
import com.splwg.cm.domain.todo.component.CmToDoSender;

/**
 * Sends To Dos for disputes that are open for too long.
 *
 * @author DMbeki
 *
@BatchJob (modules = { "demo"}, multiThreaded = true, rerunnable = false,
 *      softParameters = { @BatchJobSoftParameter (entityName = toDoType, name = reminderToDoType, required = true, type = entity)
 *            , @BatchJobSoftParameter (entityName = role, name = reminderRole, type = entity)
 *            , @BatchJobSoftParameter (name = openStatus, required = true, type = string)
 *            , @BatchJobSoftParameter (name = intervalDays, required = true, type = integer)})
 */
public class CmDisputeReminderBatch extends CmDisputeReminderBatch_Gen {

	private static final String OPEN_DAYS = "openDays";
	private static final String AMOUNT = "amount";

	@Override
	public JobWork getJobWork() {
		List<ThreadWorkUnit> workUnits = new ArrayList<ThreadWorkUnit>();
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT DISPUTE_CASE_ID, DISPUTE_AMT, CRE_DTTM FROM CM_DISPUTE_CASE "
					+ "WHERE BO_STATUS_CD = :status ORDER BY DISPUTE_CASE_ID", "open disputes");
			statement.setAutoclose(false);
			statement.bindString("status", getParameters().getOpenStatus(), "BO_STATUS_CD");
			for (SQLResultRow row : statement.list()) {
				addIfDue(row, workUnits);
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
		return createJobWorkForThreadWorkUnitList(workUnits);
	}

	private void addIfDue(SQLResultRow row, List<ThreadWorkUnit> workUnits) {
		Date openSince = row.getDateTime("CRE_DTTM").getDate();
		long openDays = getProcessDateTime().getDate().difference(openSince).getTotalDays();
		long interval = getParameters().getIntervalDays().longValue();
		if (openDays == 0 || openDays % interval != 0) {
			return;
		}
		ThreadWorkUnit workUnit = new ThreadWorkUnit();
		workUnit.setPrimaryId(new DisputeCase_Id(row.getString("DISPUTE_CASE_ID")));
		workUnit.addSupplementalData(OPEN_DAYS, String.valueOf(openDays));
		workUnit.addSupplementalData(AMOUNT, row.getBigDecimal("DISPUTE_AMT").toString());
		workUnits.add(workUnit);
	}

	@Override
	public Class<CmDisputeReminderBatchWorker> getThreadWorkerClass() {
		return CmDisputeReminderBatchWorker.class;
	}

	public static class CmDisputeReminderBatchWorker extends CmDisputeReminderBatchWorker_Gen {

		private CmToDoSender toDoSender;
		private ToDoType toDoType;
		private Role role;

		@Override
		public void initializeThreadWork(boolean initializationPreviouslySuccessful)
				throws ThreadAbortedException, RunAbortedException {
			toDoSender = CmToDoSender.Factory.newInstance();
			toDoType = getParameters().getReminderToDoType();
			role = getParameters().getReminderRole();
		}

		@Override
		public ThreadExecutionStrategy createExecutionStrategy() {
			return new CommitEveryUnitStrategy(this);
		}

		@Override
		public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
			DisputeCase_Id caseId = (DisputeCase_Id) unit.getPrimaryId();
			List<String> parameters = new ArrayList<String>();
			parameters.add(caseId.getIdValue());
			parameters.add((String) unit.getSupplementallData(OPEN_DAYS));
			parameters.add((String) unit.getSupplementallData(AMOUNT));
			toDoSender.sendToRole(toDoType, role, caseId.getIdValue(), parameters);
			return true;
		}
	}
}

package com.splwg.cm.domain.billing.feeSchedule.batch;

import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.batch.CommitEveryUnitStrategy;
import com.splwg.base.api.batch.JobWork;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustment.CreateFrozenAdjustmentData;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement_Id;
import com.splwg.cm.domain.billing.component.CmFeeCalculator;
import com.splwg.cm.domain.billing.feeSchedule.FeeSchedule;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Charges the fee of a fee schedule to the agreements of a bill cycle, for the window that is open on the process date.
 * An agreement that got the adjustment in the window already is left out, so that the job can run again.
 *
 * @author CMoreau
 *
@BatchJob (modules = { }, multiThreaded = true, rerunnable = true,
 *      softParameters = { @BatchJobSoftParameter (entityName = feeSchedule, name = feeSchedule, required = true, type = entity)
 *            , @BatchJobSoftParameter (entityName = billCycle, name = billCycle, required = true, type = entity)
 *            , @BatchJobSoftParameter (entityName = adjustmentType, name = feeAdjustmentType, required = true, type = entity)
 *            , @BatchJobSoftParameter (name = saType, required = true, type = string)})
 */
public class CmFeeAssessmentBatch extends CmFeeAssessmentBatch_Gen {

	private static final String WINDOW_START = "windowStart";
	private static final String WINDOW_END = "windowEnd";

	private static final String OPEN_WINDOW_SQL = "SELECT WIN_START_DT, WIN_END_DT FROM CI_BILL_CYC_SCH "
			+ "WHERE BILL_CYC_CD = :billCycle AND WIN_START_DT <= :processDate AND WIN_END_DT >= :processDate";

	private static final String AGREEMENTS_SQL = "SELECT SA.SA_ID FROM CI_ACCT ACCT, CI_SA SA "
			+ "WHERE ACCT.BILL_CYC_CD = :billCycle AND SA.ACCT_ID = ACCT.ACCT_ID AND SA.SA_TYPE_CD = :saType "
			+ "AND SA.SA_STATUS_FLG = :active AND NOT EXISTS (SELECT ADJ.ADJ_ID FROM CI_ADJ ADJ "
			+ "WHERE ADJ.SA_ID = SA.SA_ID AND ADJ.ADJ_TYPE_CD = :adjustmentType AND ADJ.CRE_DT >= :windowStart) "
			+ "ORDER BY SA.SA_ID";

	@Override
	public JobWork getJobWork() {
		List<ThreadWorkUnit> workUnits = new ArrayList<ThreadWorkUnit>();
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(OPEN_WINDOW_SQL, "open window of the bill cycle");
			statement.bindId("billCycle", getParameters().getBillCycle().getId());
			statement.bindDate("processDate", getProcessDateTime().getDate());
			SQLResultRow window = statement.firstRow();
			if (isNull(window)) {
				addError(CmBusinessMessageRepository.billCycleNotOpen(
						getParameters().getBillCycle().getId().getIdValue(), getProcessDateTime().toString()));
			}
			addAgreements(window.getDate("WIN_START_DT"), window.getDate("WIN_END_DT"), workUnits);
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
		return createJobWorkForThreadWorkUnitList(workUnits);
	}

	private void addAgreements(Date windowStart, Date windowEnd, List<ThreadWorkUnit> workUnits) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement(AGREEMENTS_SQL, "agreements that pay the fee");
			statement.setAutoclose(false);
			statement.bindId("billCycle", getParameters().getBillCycle().getId());
			statement.bindString("saType", getParameters().getSaType(), "SA_TYPE_CD");
			statement.bindLookup("active", ServiceAgreementStatusLookup.constants.ACTIVE);
			statement.bindId("adjustmentType", getParameters().getFeeAdjustmentType().getId());
			statement.bindDate("windowStart", windowStart);
			for (SQLResultRow row : statement.list()) {
				ThreadWorkUnit workUnit = new ThreadWorkUnit();
				workUnit.setPrimaryId(new ServiceAgreement_Id(row.getString("SA_ID")));
				workUnit.addSupplementalData(WINDOW_START, windowStart);
				workUnit.addSupplementalData(WINDOW_END, windowEnd);
				workUnits.add(workUnit);
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public Class<CmFeeAssessmentBatchWorker> getThreadWorkerClass() {
		return CmFeeAssessmentBatchWorker.class;
	}

	public static class CmFeeAssessmentBatchWorker extends CmFeeAssessmentBatchWorker_Gen {

		@Override
		public ThreadExecutionStrategy createExecutionStrategy() {
			return new CommitEveryUnitStrategy(this);
		}

		@Override
		public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
			FeeSchedule feeSchedule = getParameters().getFeeSchedule();
			Date windowStart = (Date) unit.getSupplementallData(WINDOW_START);
			Date windowEnd = (Date) unit.getSupplementallData(WINDOW_END);
			CmFeeCalculator calculator = CmFeeCalculator.Factory.newInstance();
			if (!calculator.isEffective(feeSchedule, windowStart, windowEnd)) {
				logError(CmBusinessMessageRepository.feeScheduleNotEffective(feeSchedule.getId().getIdValue(),
						windowStart.toString()));
				return false;
			}
			Money fee = calculator.calculateFee(feeSchedule, windowStart, windowEnd);
			if (!fee.isZero()) {
				createFee(((ServiceAgreement_Id) unit.getPrimaryId()).getEntity(), fee);
			}
			return true;
		}

		private void createFee(ServiceAgreement agreement, Money fee) {
			CreateFrozenAdjustmentData adjustmentData = CreateFrozenAdjustmentData.Factory.newInstance();
			adjustmentData.setServiceAgreement(agreement);
			adjustmentData.setAdjustmentType(getParameters().getFeeAdjustmentType());
			adjustmentData.setAdjustmentAmount(fee);
			adjustmentData.setAdjustmentDate(getProcessDateTime().getDate());
			agreement.createFrozenAdjustment(adjustmentData);
		}
	}
}

/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Writes a file with the sums of all valid tenders per balanced deposit
 * control of a period, for the reconciliation with the bank statement. The
 * job runs in one thread, because the file has one writer.
 *
 * Line: deposit control;balanced on;tender type;currency;number;amount
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2016-03-15   FOliveira  Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.payment.deposit.batch;

import java.io.BufferedWriter;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.batch.JobWork;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.SingleTransactionStrategy;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.TenderStatusLookup;
import com.splwg.ccb.domain.payment.depositControl.DepositControl_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Extracts the deposits of a period for the bank reconciliation.
 *
 * @author FOliveira
 *
@BatchJob (modules = { }, multiThreaded = false, rerunnable = false,
 *      softParameters = { @BatchJobSoftParameter (name = filePath, required = true, type = string)
 *            , @BatchJobSoftParameter (name = fromDate, type = date)
 *            , @BatchJobSoftParameter (name = toDate, type = date)
 *            , @BatchJobSoftParameter (name = delimiter, type = string)})
 */
public class CmDepositExtractBatch extends CmDepositExtractBatch_Gen {

	private static final String BALANCED_ON = "balancedOn";

	@Override
	public void validateSoftParameters(boolean isNewRun) {
		Date fromDate = getParameters().getFromDate();
		Date toDate = getParameters().getToDate();
		if (notNull(fromDate) && notNull(toDate) && toDate.isBefore(fromDate)) {
			addError(CmBusinessMessageRepository.periodInvalid(fromDate.toString(), toDate.toString()));
		}
		File folder = new File(getParameters().getFilePath().trim()).getParentFile();
		if (isNull(folder) || !folder.isDirectory()) {
			addError(CmBusinessMessageRepository.fileNotWritable(getParameters().getFilePath()));
		}
	}

	@Override
	public JobWork getJobWork() {
		Date yesterday = getProcessDateTime().getDate().addDays(-1);
		Date fromDate = isNull(getParameters().getFromDate()) ? yesterday : getParameters().getFromDate();
		Date toDate = isNull(getParameters().getToDate()) ? yesterday : getParameters().getToDate();
		List<ThreadWorkUnit> workUnits = new ArrayList<ThreadWorkUnit>();
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT DEP_CTL_ID, BALANCED_DTTM FROM CI_DEP_CTL "
					+ "WHERE BALANCED_DTTM >= :fromDate AND BALANCED_DTTM < :nextDate ORDER BY DEP_CTL_ID",
					"balanced deposit controls");
			statement.setAutoclose(false);
			statement.bindDate("fromDate", fromDate);
			statement.bindDate("nextDate", toDate.addDays(1));
			for (SQLResultRow row : statement.list()) {
				ThreadWorkUnit workUnit = new ThreadWorkUnit();
				workUnit.setPrimaryId(new DepositControl_Id(row.getString("DEP_CTL_ID")));
				workUnit.addSupplementalData(BALANCED_ON, row.getDateTime("BALANCED_DTTM").getDate().toString());
				workUnits.add(workUnit);
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
		return createJobWorkForThreadWorkUnitList(workUnits);
	}

	@Override
	public Class<CmDepositExtractBatchWorker> getThreadWorkerClass() {
		return CmDepositExtractBatchWorker.class;
	}

	public static class CmDepositExtractBatchWorker extends CmDepositExtractBatchWorker_Gen {

		private static final Logger logger = LoggerFactory.getLogger(CmDepositExtractBatchWorker.class);

		private static final String DEFAULT_DELIMITER = ";";
		private static final String ENCODING = "UTF-8";

		private BufferedWriter writer;
		private String delimiter;

		@Override
		public ThreadExecutionStrategy createExecutionStrategy() {
			return new SingleTransactionStrategy(this);
		}

		@Override
		public void initializeThreadWork(boolean initializationPreviouslySuccessful)
				throws ThreadAbortedException, RunAbortedException {
			delimiter = isBlankOrNull(getParameters().getDelimiter()) ? DEFAULT_DELIMITER
					: getParameters().getDelimiter().trim();
			try {
				writer = new BufferedWriter(new OutputStreamWriter(
						new FileOutputStream(getParameters().getFilePath().trim()), ENCODING));
			} catch (IOException e) {
				logger.error("Deposit extract", e);
				throw new RunAbortedException(
						CmBusinessMessageRepository.fileNotWritable(getParameters().getFilePath()));
			}
		}

		@Override
		public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
			DepositControl_Id depositControlId = (DepositControl_Id) unit.getPrimaryId();
			String balancedOn = (String) unit.getSupplementallData(BALANCED_ON);
			PreparedStatement statement = null;
			try {
				statement = createPreparedStatement("SELECT TNDR.TENDER_TYPE_CD, TNDR.CURRENCY_CD, "
						+ "COUNT(*) AS TENDERS, SUM(TNDR.TENDER_AMT) AS AMOUNT FROM CI_TNDR_CTL CTL, CI_PAY_TNDR TNDR "
						+ "WHERE CTL.DEP_CTL_ID = :depositControl AND TNDR.TNDR_CTL_ID = CTL.TNDR_CTL_ID "
						+ "AND TNDR.TNDR_STATUS_FLG = :valid GROUP BY TNDR.TENDER_TYPE_CD, TNDR.CURRENCY_CD",
						"sums of a deposit control");
				statement.setAutoclose(false);
				statement.bindId("depositControl", depositControlId);
				statement.bindLookup("valid", TenderStatusLookup.constants.VALID);
				for (SQLResultRow row : statement.list()) {
					writeLine(depositControlId.getIdValue(), balancedOn, row);
				}
			} finally {
				if (notNull(statement)) {
					statement.close();
				}
			}
			return true;
		}

		@Override
		public void finalizeThreadWork() throws ThreadAbortedException, RunAbortedException {
			try {
				if (notNull(writer)) {
					writer.close();
				}
			} catch (IOException e) {
				logger.error("Deposit extract", e);
				throw new RunAbortedException(
						CmBusinessMessageRepository.fileNotWritable(getParameters().getFilePath()));
			}
		}

		private void writeLine(String depositControl, String balancedOn, SQLResultRow row) throws RunAbortedException {
			StringBuilder line = new StringBuilder();
			line.append(depositControl).append(delimiter);
			line.append(balancedOn).append(delimiter);
			line.append(row.getString("TENDER_TYPE_CD").trim()).append(delimiter);
			line.append(row.getString("CURRENCY_CD").trim()).append(delimiter);
			line.append(row.getInteger("TENDERS")).append(delimiter);
			line.append(row.getBigDecimal("AMOUNT"));
			try {
				writer.write(line.toString());
				writer.newLine();
			} catch (IOException e) {
				logger.error("Deposit extract", e);
				throw new RunAbortedException(
						CmBusinessMessageRepository.fileNotWritable(getParameters().getFilePath()));
			}
		}
	}
}

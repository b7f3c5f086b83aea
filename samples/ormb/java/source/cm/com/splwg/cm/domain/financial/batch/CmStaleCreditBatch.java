package com.splwg.cm.domain.financial.batch;

import com.splwg.base.api.QueryIterator;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadIterationStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.StringId;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic_DTO;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic_Id;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.financial.component.CmAccountBalanceReader;

/**
 * Finds accounts whose credit nobody has asked for: a credit balance and no payment for some months. They get a
 * characteristic with the amount, from which the refund team takes its list. Each thread reads its own range of
 * accounts.
 *
 * @author JNakamura
 *
@BatchJob (modules = { }, multiThreaded = true, rerunnable = true,
 *      softParameters = { @BatchJobSoftParameter (entityName = characteristicType, name = staleCreditCharType, required = true, type = entity)
 *            , @BatchJobSoftParameter (name = monthsWithoutPayment, required = true, type = integer)})
 */
public class CmStaleCreditBatch extends CmStaleCreditBatch_Gen {

	@Override
	public Class<CmStaleCreditBatchWorker> getThreadWorkerClass() {
		return CmStaleCreditBatchWorker.class;
	}

	public static class CmStaleCreditBatchWorker extends CmStaleCreditBatchWorker_Gen {

		private static final String CREDIT = "credit";

		private CharacteristicType charType;
		private Date paidBefore;

		@Override
		public ThreadExecutionStrategy createExecutionStrategy() {
			return new ThreadIterationStrategy(this);
		}

		@Override
		public void initializeThreadWork(boolean initializationPreviouslySuccessful)
				throws ThreadAbortedException, RunAbortedException {
			charType = getParameters().getStaleCreditCharType();
			paidBefore = getProcessDateTime().getDate()
					.addMonths(-getParameters().getMonthsWithoutPayment().intValue());
			startResultRowQueryIteratorForThread(Account_Id.class);
		}

		@Override
		protected QueryIterator<SQLResultRow> getQueryIteratorForThread(StringId lowId, StringId highId) {
			PreparedStatement statement = createPreparedStatement(
					"SELECT SA.ACCT_ID, SUM(FT.CUR_AMT) AS BALANCE FROM CI_SA SA, CI_FT FT "
							+ "WHERE SA.ACCT_ID BETWEEN :lowId AND :highId AND FT.SA_ID = SA.SA_ID "
							+ "AND FT.FREEZE_SW = :frozen GROUP BY SA.ACCT_ID HAVING SUM(FT.CUR_AMT) < 0",
					"accounts in credit");
			statement.setAutoclose(false);
			statement.bindId("lowId", lowId);
			statement.bindId("highId", highId);
			statement.bindBoolean("frozen", Bool.TRUE);
			return statement.iterate();
		}

		@Override
		public ThreadWorkUnit getNextWorkUnit(QueryResultRow row) {
			ThreadWorkUnit unit = new ThreadWorkUnit();
			unit.setPrimaryId(new Account_Id(row.getString("ACCT_ID")));
			unit.addSupplementalData(CREDIT, row.getBigDecimal("BALANCE").negate().toString());
			return unit;
		}

		@Override
		public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
			Account account = ((Account_Id) unit.getPrimaryId()).getEntity();
			CmAccountBalanceReader balanceReader = CmAccountBalanceReader.Factory.newInstance();
			Date lastPayment = balanceReader.fetchLastPaymentDate(account);
			if (notNull(lastPayment) && !lastPayment.isBefore(paidBefore)) {
				return true;
			}
			markAccount(account, (String) unit.getSupplementallData(CREDIT));
			return true;
		}

		private void markAccount(Account account, String credit) {
			AccountCharacteristic_Id charId = new AccountCharacteristic_Id(charType, account,
					getProcessDateTime().getDate());
			if (notNull(charId.getEntity())) {
				return;
			}
			AccountCharacteristic_DTO charDto = new AccountCharacteristic_DTO();
			charDto.setId(charId);
			charDto.setAdhocCharacteristicValue(credit);
			charDto.newEntity();
		}
	}
}

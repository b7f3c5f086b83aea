package com.splwg.cm;

import com.splwg.base.api.Query;
import com.splwg.base.api.QueryIterator;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.batch.CommitEveryUnitStrategy;
import com.splwg.base.api.batch.JobWork;
import com.splwg.base.api.batch.RunAbortedException;
import com.splwg.base.api.batch.StandardCommitStrategy;
import com.splwg.base.api.batch.ThreadAbortedException;
import com.splwg.base.api.batch.ThreadExecutionStrategy;
import com.splwg.base.api.batch.ThreadIterationStrategy;
import com.splwg.base.api.batch.ThreadWorkUnit;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.StringId;
import com.splwg.base.api.lookup.MessageSeverityLookup;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.StandardMessages;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.Bill_Id;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.shared.common.ApplicationError;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;

/** The usual batch job, and a worker that iterates by itself. */
public class CmBatchIdioms extends CmBatchIdioms_Gen {
    private static final Logger logger = LoggerFactory.getLogger(CmBatchIdioms.class);

    @Override
    public void validateSoftParameters(boolean isNewRun) {
        if (isBlankOrNull(getParameters().getFilePath())) {
            addError(StandardMessages.fieldMissing("filePath"));
        }
    }

    public JobWork getJobWork() {
        List<ThreadWorkUnit> units = new ArrayList<ThreadWorkUnit>();
        PreparedStatement ps = createPreparedStatement("SELECT ACCT_ID FROM CI_ACCT", "accounts");
        try {
            for (SQLResultRow row : ps.list()) {
                ThreadWorkUnit unit = new ThreadWorkUnit();
                unit.setPrimaryId(new Account_Id(row.getString("ACCT_ID")));
                unit.addSupplementalData("date", getProcessDateTime().getDate());
                units.add(unit);
                ThreadWorkUnit other = new ThreadWorkUnit(new Account_Id("1"));
                units.add(other);
            }
        } finally {
            ps.close();
        }
        logger.info(getBatchControlId().getIdValue() + getBatchNumber());
        Query<Bill> query = createQuery("from Bill b", "");
        if (units.isEmpty()) {
            return createJobWorkForEntityQuery(query);
        }
        return createJobWorkForThreadWorkUnitList(units);
    }

    public Class<CmBatchIdiomsWorker> getThreadWorkerClass() {
        return CmBatchIdiomsWorker.class;
    }

    public static class CmBatchIdiomsWorker extends CmBatchIdiomsWorker_Gen {
        private Date date;

        public ThreadExecutionStrategy createExecutionStrategy() {
            if (date == null) {
                return new CommitEveryUnitStrategy(this);
            }
            return date.isFirstDayOfMonth() ? new StandardCommitStrategy(this) : new ThreadIterationStrategy(this);
        }

        @Override
        public void initializeThreadWork(boolean previously) throws ThreadAbortedException, RunAbortedException {
            date = getProcessDateTime().getDate();
            startResultRowQueryIteratorForThread(Bill_Id.class);
        }

        @Override
        protected QueryIterator<QueryResultRow> getQueryIteratorForThread(StringId lowId, StringId highId) {
            Query<QueryResultRow> query = createQuery("from Bill b where b.id between :low and :high", "");
            query.bindId("low", lowId);
            query.bindId("high", highId);
            return query.iterate();
        }

        @Override
        public ThreadWorkUnit getNextWorkUnit(QueryResultRow row) {
            return new ThreadWorkUnit(row.getId("id", Bill.class));
        }

        public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException, RunAbortedException {
            Account_Id id = (Account_Id) unit.getPrimaryId();
            Account account = ((Account_Id) unit.getPrimaryId()).getEntity();
            Date cutoff = (Date) unit.getSupplementallData("date");
            String text = unit.getSupplementallData("date").toString();
            try {
                startChanges();
                saveChanges();
                logger.info(id.getIdValue() + account + cutoff + text + getParameters().getFilePath()
                        + getBatchThreadNumber().intValue() + getParameters().getProcessDate());
            } catch (ApplicationError e) {
                logError(e.getServerMessage());
                logMessage(e.getServerMessage(), MessageSeverityLookup.constants.ERROR);
                return false;
            } catch (ThreadAbortedException e) {
                throw new RunAbortedException(e.getServerMessage());
            }
            return true;
        }

        @Override
        public void finalizeThreadWork() throws ThreadAbortedException, RunAbortedException {}
    }
}

"""Batch jobs with their workers and business components compile with the sources that are generated for them."""

from tests.packs.artefacts.material import file, source


def test_a_batch_job_and_its_worker_read_their_parameters(errors):
    job = file(
        "CmPurge",
        """
import com.splwg.base.api.batch.*;
/**
@BatchJob (modules = { "demo"}, multiThreaded = true, rerunnable = false,
 *  softParameters = { @BatchJobSoftParameter (name = cutoff, required = true, type = date)
 *      , @BatchJobSoftParameter (entityName = account, name = acct, type = entity)
 *      , @BatchJobSoftParameter (name = maxErrors, type = integer)})
 */
public class CmPurge extends CmPurge_Gen {
    public JobWork getJobWork() { return getParameters().getCutoff() == null ? null : work(getParameters()); }
    private JobWork work(JobParameters parameters) { parameters.getProcessDate(); return null; }
    public Class<CmPurgeWorker> getThreadWorkerClass() { return CmPurgeWorker.class; }
    public static class CmPurgeWorker extends CmPurgeWorker_Gen {
        public ThreadExecutionStrategy createExecutionStrategy() { return null; }
        public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException {
            return getParameters().getAcct().getBillCycleCode() == null && getParameters().getMaxErrors().signum() > 0;
        }
    }
}
""",
    )
    assert errors(job) == []


def test_a_batch_job_without_a_worker_yet_gets_the_usual_one(run):
    made = run(file("CmJob", "/** @BatchJob (modules = {}) */ public class CmJob extends CmJob_Gen { }"))
    assert "abstract static class CmJobWorker_Gen" in source(made, "CmJob_Gen")


def test_a_component_is_called_through_its_factory_in_both_forms(errors):
    component = file(
        "CmFees_Impl",
        """
import java.util.*;
import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.ccb.domain.billing.bill.*;
/**
@BusinessComponent (customizationCallable = true, customizationReplaceable = true)
 */
public class CmFees_Impl extends GenericBusinessComponent implements CmFees {
    public static class Line { public int number; }
    public List<Line> lines(Map.Entry<Bill_Id, BigDecimal[]> entry, CmFees other) { return new ArrayList<Line>(); }
    public BigDecimal fee(final @Deprecated Bill bill /* the bill */, int days[]) { return null; }
    public Row row() { return null; }
    public Row.Deep deep() { return null; }
    private void hidden() { }
    private static class Row { class Deep { } }
    private interface Other extends Row2 { }
    interface Row2 { class Deep { } }
    private Row2.Deep kept() { return null; }
}
""",
    )
    caller = file(
        "Caller",
        """class Caller {
    int use(com.splwg.ccb.domain.billing.bill.Bill bill) {
        CmFees.Factory.newInstance().fee(bill, new int[1]).signum();
        return new CmFees.Factory().newInstance().lines(null, CmFees.Factory.newInstance()).get(0).number;
    }
}""",
    )
    assert errors(component, caller) == []


def test_a_component_without_annotation_is_one_error(errors):
    bare = "public class CmC_Impl extends com.splwg.base.api.GenericBusinessComponent implements CmC { }"
    draft = file("CmC_Impl", bare)
    assert errors(draft) == [(draft.path, 2, "annotation.missing")]

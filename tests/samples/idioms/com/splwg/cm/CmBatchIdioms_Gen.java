package com.splwg.cm;

import com.splwg.base.api.batch.AbstractBatchJob;
import com.splwg.base.api.batch.AbstractThreadWorker;
import com.splwg.base.api.batch.StandardJobParameters;
import com.splwg.base.api.batch.SubmissionParameters;

public abstract class CmBatchIdioms_Gen extends AbstractBatchJob {
    public final void setSubmissionParameters(SubmissionParameters parameters) {}

    protected final JobParameters getParameters() {
        return null;
    }

    public static class JobParameters extends StandardJobParameters {
        public String getFilePath() {
            return getSoftParameter("filePath");
        }
    }

    public abstract static class CmBatchIdiomsWorker_Gen extends AbstractThreadWorker {
        protected final ThreadParameters getParameters() {
            return null;
        }

        public static class ThreadParameters extends JobParameters {}
    }
}

/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Data extract of the merchant statement report. Refuses output formats that
 * the print room cannot take, builds a report name that is unique for the
 * run and finds the mailbox that gets the finished report: the feature
 * configuration holds one mailbox per report code, with a fallback.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2018-02-20   CMoreau    Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.reportsubmission.algorithm;

import java.util.Arrays;
import java.util.List;

import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.featureConfiguration.FeatureConfiguration;
import com.splwg.ccb.domain.reportsubmission.ReportDataExtractAlgorithmSpot;
import com.splwg.ccb.domain.reportsubmission.ReportParameters;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.cm.domain.common.CmBusinessMessages;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Prepares the submission of the merchant statement report.
 *
 * @author CMoreau
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = featureConfiguration, name = mailboxConfiguration, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = mailboxOptionType, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = defaultMailbox, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = allowedFormats, required = true, type = string)})
 */
public class CmMerchantStatementReportAlgComp_Impl extends CmMerchantStatementReportAlgComp_Gen
		implements ReportDataExtractAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmMerchantStatementReportAlgComp_Impl.class);

	private static final String VALUE_SEPARATOR = "=";

	// Hard Parameters
	private String reportCode;
	private String outputFormat;
	private ReportParameters reportParameters;
	private String reportName;
	private String emailId;
	private String messageNumber;
	private boolean isReportReady;

	@Override
	public void invoke() {
		isReportReady = false;
		messageNumber = null;
		if (isNull(reportParameters)) {
			addError(CmBusinessMessageRepository.reportParametersMissing(reportCode));
		}
		if (!isFormatAllowed()) {
			messageNumber = String.valueOf(CmBusinessMessages.REPORT_FORMAT_NOT_ALLOWED);
			logger.warn("Report " + reportCode + " can not be written as " + outputFormat);
			return;
		}
		reportName = reportCode.trim() + "_" + getSystemDateTime().toString();
		emailId = determineMailbox();
		isReportReady = true;
	}

	private boolean isFormatAllowed() {
		if (isBlankOrNull(outputFormat)) {
			return false;
		}
		List<String> formats = Arrays.asList(getAllowedFormats().toUpperCase().split(","));
		return formats.contains(outputFormat.trim().toUpperCase());
	}

	private String determineMailbox() {
		FeatureConfiguration configuration = getMailboxConfiguration();
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT WFM_OPT_VAL FROM CI_WFM_OPT WHERE WFM_NAME = :configuration "
					+ "AND EXT_OPT_TYPE = :optionType ORDER BY SEQ_NUM", "mailboxes of reports");
			statement.setAutoclose(false);
			statement.bindId("configuration", configuration.getId());
			statement.bindString("optionType", getMailboxOptionType(), "EXT_OPT_TYPE");
			for (SQLResultRow row : statement.list()) {
				String[] option = row.getString("WFM_OPT_VAL").trim().split(VALUE_SEPARATOR);
				if (option.length == 2 && option[0].equals(reportCode.trim())) {
					return option[1];
				}
			}
			return getDefaultMailbox();
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public String getEmailId() {
		return emailId;
	}

	@Override
	public String getMessageCategory() {
		return isNull(messageNumber) ? null : String.valueOf(CmBusinessMessages.MESSAGE_CATEGORY);
	}

	@Override
	public String getMessageNumber() {
		return messageNumber;
	}

	@Override
	public String getReportName() {
		return reportName;
	}

	@Override
	public boolean getreportStatusFlag() {
		return isReportReady;
	}

	@Override
	public void setReportCode(String code) {
		reportCode = code;
	}

	@Override
	public void setReportMode(String mode) {
	}

	@Override
	public void setReportTemplate(String template) {
	}

	@Override
	public void setReportTypeTemplate(String template) {
	}

	@Override
	public void setScriptCode(String code) {
	}

	@Override
	public void setreportOutptFormat(String format) {
		outputFormat = format;
	}

	@Override
	public void setreportParameters(ReportParameters parameters) {
		reportParameters = parameters;
	}
}

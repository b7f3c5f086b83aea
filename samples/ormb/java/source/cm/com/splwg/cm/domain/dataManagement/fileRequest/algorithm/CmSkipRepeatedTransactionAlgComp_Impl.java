package com.splwg.cm.domain.dataManagement.fileRequest.algorithm;

import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.ccb.domain.dataManagement.fileRequest.CompositeKeyBean_Per;
import com.splwg.ccb.domain.dataManagement.fileRequest.batch.FileRequestPreProcessingAlgorithmSpot;
import com.splwg.ccb.domain.dataManagement.fileRequest.batch.FileTransformationRecord;
import com.splwg.cm.domain.common.CmBusinessMessages;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Card networks send the same transaction again when a transfer breaks off. A record whose reference was uploaded in
 * the last days is skipped with a message; a payload that comes in with a byte order mark or surrounding blanks is
 * cleaned before the service sees it.
 *
 * @author FOliveira
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = transactionSource, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = daysToLookBack, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = skippedStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = checkedRequestTypes, type = string)})
 */
public class CmSkipRepeatedTransactionAlgComp_Impl extends CmSkipRepeatedTransactionAlgComp_Gen
		implements FileRequestPreProcessingAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmSkipRepeatedTransactionAlgComp_Impl.class);

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	// Hard Parameters
	private CompositeKeyBean_Per compositeKeyBean;
	private String dataReTransformRequired;
	private String fileName;
	private FileTransformationRecord inputFieldValueMap;
	private FileTransformationRecord inputGroupRecordMap;
	private FileTransformationRecord mapFieldXpathMap;
	private String messageCategory;
	private String messageNumber;
	private String messageParam1;
	private String messageParam2;
	private String messageParam3;
	private String messageParam4;
	private String operation;
	private String refId;
	private String requestPayload;
	private String requestType;
	private String servicePayload;
	private String skipReason;
	private String status;
	private boolean skipServiceExecution;

	@Override
	public void invoke() {
		servicePayload = clean(requestPayload);
		if (!isChecked() || isBlankOrNull(refId)) {
			return;
		}
		if (isUploadedAlready()) {
			skip();
		}
	}

	private String clean(String payload) {
		if (isNull(payload)) {
			return null;
		}
		String cleaned = payload.startsWith(BYTE_ORDER_MARK) ? payload.substring(1) : payload;
		return cleaned.trim();
	}

	private boolean isChecked() {
		if (isBlankOrNull(getCheckedRequestTypes())) {
			return true;
		}
		for (String checkedType : getCheckedRequestTypes().split(",")) {
			if (checkedType.trim().equals(requestType)) {
				return true;
			}
		}
		return false;
	}

	private boolean isUploadedAlready() {
		Date fromDate = getProcessDateTime().getDate().addDays(-getDaysToLookBack().intValue());
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT TXN_DETAIL_ID FROM CI_TXN_DETAIL_STG "
					+ "WHERE EXT_TXN_NBR = :reference AND TXN_SOURCE_CD = :source AND TXN_UPLOAD_DTTM >= :fromDate",
					"transaction with the same reference");
			statement.bindString("reference", refId, "EXT_TXN_NBR");
			statement.bindString("source", getTransactionSource(), "TXN_SOURCE_CD");
			statement.bindDate("fromDate", fromDate);
			return notNull(statement.firstRow());
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private void skip() {
		skipServiceExecution = true;
		status = getSkippedStatus().trim();
		skipReason = "Repeated reference " + refId;
		messageCategory = String.valueOf(CmBusinessMessages.MESSAGE_CATEGORY);
		messageNumber = String.valueOf(CmBusinessMessages.TRANSACTION_REPEATED);
		messageParam1 = refId;
		messageParam2 = fileName;
		logger.info("File " + fileName + ": reference " + refId + " is skipped");
	}

	@Override
	public CompositeKeyBean_Per getCompositeKeyBean_Per() {
		return compositeKeyBean;
	}

	@Override
	public void setCompositeKeyBean_Per(CompositeKeyBean_Per compositeKeyBean_Per) {
		this.compositeKeyBean = compositeKeyBean_Per;
	}

	@Override
	public String getDataReTransformRequired() {
		return dataReTransformRequired;
	}

	@Override
	public void setDataReTransformRequired(String dataReTransformRequired) {
		this.dataReTransformRequired = dataReTransformRequired;
	}

	@Override
	public String getFileName() {
		return fileName;
	}

	@Override
	public void setFileName(String fileName) {
		this.fileName = fileName;
	}

	@Override
	public FileTransformationRecord getInputFieldValueMap() {
		return inputFieldValueMap;
	}

	@Override
	public void setInputFieldValueMap(FileTransformationRecord inputFieldValueMap) {
		this.inputFieldValueMap = inputFieldValueMap;
	}

	@Override
	public FileTransformationRecord getInputGroupRecordMap() {
		return inputGroupRecordMap;
	}

	@Override
	public void setInputGroupRecordMap(FileTransformationRecord inputGroupRecordMap) {
		this.inputGroupRecordMap = inputGroupRecordMap;
	}

	@Override
	public FileTransformationRecord getMapFieldXpathMap() {
		return mapFieldXpathMap;
	}

	@Override
	public void setMapFieldXpathMap(FileTransformationRecord mapFieldXpathMap) {
		this.mapFieldXpathMap = mapFieldXpathMap;
	}

	@Override
	public String getMessageCategory() {
		return messageCategory;
	}

	@Override
	public void setMessageCategory(String messageCategory) {
		this.messageCategory = messageCategory;
	}

	@Override
	public String getMessageNumber() {
		return messageNumber;
	}

	@Override
	public void setMessageNumber(String messageNumber) {
		this.messageNumber = messageNumber;
	}

	@Override
	public String getMessageParam1() {
		return messageParam1;
	}

	@Override
	public void setMessageParam1(String messageParam1) {
		this.messageParam1 = messageParam1;
	}

	@Override
	public String getMessageParam2() {
		return messageParam2;
	}

	@Override
	public void setMessageParam2(String messageParam2) {
		this.messageParam2 = messageParam2;
	}

	@Override
	public String getMessageParam3() {
		return messageParam3;
	}

	@Override
	public void setMessageParam3(String messageParam3) {
		this.messageParam3 = messageParam3;
	}

	@Override
	public String getMessageParam4() {
		return messageParam4;
	}

	@Override
	public void setMessageParam4(String messageParam4) {
		this.messageParam4 = messageParam4;
	}

	@Override
	public String getMessageParam5() {
		return null;
	}

	@Override
	public String getOperation() {
		return operation;
	}

	@Override
	public void setOperation(String operation) {
		this.operation = operation;
	}

	@Override
	public String getRefId() {
		return refId;
	}

	@Override
	public void setRefId(String refId) {
		this.refId = refId;
	}

	@Override
	public String getRequestPayload() {
		return requestPayload;
	}

	@Override
	public void setRequestPayload(String requestPayload) {
		this.requestPayload = requestPayload;
	}

	@Override
	public String getRequestType() {
		return requestType;
	}

	@Override
	public void setRequestType(String requestType) {
		this.requestType = requestType;
	}

	@Override
	public void setServiceName(String serviceName) {
	}

	@Override
	public String getServicePayload() {
		return servicePayload;
	}

	@Override
	public void setServicePayload(String servicePayload) {
		this.servicePayload = servicePayload;
	}

	@Override
	public String getSkipReason() {
		return skipReason;
	}

	@Override
	public void setSkipReason(String skipReason) {
		this.skipReason = skipReason;
	}

	@Override
	public String getStatus() {
		return status;
	}

	@Override
	public void setStatus(String status) {
		this.status = status;
	}

	@Override
	public boolean isSkipServiceExecution() {
		return skipServiceExecution;
	}

	@Override
	public void setSkipServiceExecution(boolean skipServiceExecution) {
		this.skipServiceExecution = skipServiceExecution;
	}
}

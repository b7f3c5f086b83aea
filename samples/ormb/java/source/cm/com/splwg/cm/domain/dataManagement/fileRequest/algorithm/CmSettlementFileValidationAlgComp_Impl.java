/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Validation of settlement files before their records are read. The file
 * name must follow the agreed pattern, the business date in the header may
 * not be in the future, and the number of records in the footer must be the
 * number that was counted. The first failed check rejects the file.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2019-07-08   FOliveira  Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.dataManagement.fileRequest.algorithm;

import java.math.BigInteger;

import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.DateFormat;
import com.splwg.base.api.datatypes.DateFormatParseException;
import com.splwg.ccb.domain.dataManagement.fileRequest.batch.FileTransformationRecord;
import com.splwg.ccb.domain.dataManagement.fileRequest.batch.FileValidationAlgorithmSpot;
import com.splwg.cm.domain.common.CmBusinessMessages;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Checks name, business date and record count of a settlement file.
 *
 * @author FOliveira
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = fileNamePattern, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = dateFormat, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = countStart, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = rejectedStatus, required = true, type = string)})
 */
public class CmSettlementFileValidationAlgComp_Impl extends CmSettlementFileValidationAlgComp_Gen
		implements FileValidationAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmSettlementFileValidationAlgComp_Impl.class);

	// Hard Parameters
	private String fileBusinessDate;
	private String fileName;
	private long fileSizeInBytes;
	private String messageCategory;
	private String messageNumber;
	private String messageParam2;
	private String messageParam3;
	private int numOfFilesAtGivenFilePath;
	private BigInteger numOfRecords;
	private String refId;
	private String status;
	private String stringFooter;
	private boolean validateFlag;

	@Override
	public void invoke() {
		validateFlag = true;
		if (fileSizeInBytes == 0L) {
			reject(CmBusinessMessages.FILE_EMPTY, fileName, null);
		} else if (!fileName.matches(getFileNamePattern().trim())) {
			reject(CmBusinessMessages.FILE_NAME_INVALID, fileName, getFileNamePattern());
		} else if (!isBusinessDateValid()) {
			reject(CmBusinessMessages.FILE_DATE_INVALID, fileName, fileBusinessDate);
		} else if (!isRecordCountValid()) {
			reject(CmBusinessMessages.FILE_COUNT_DIFFERS, fileName, numOfRecords.toString());
		}
	}

	private boolean isBusinessDateValid() {
		if (isBlankOrNull(fileBusinessDate)) {
			return false;
		}
		try {
			Date businessDate = new DateFormat(getDateFormat().trim()).parseDate(fileBusinessDate);
			return businessDate.isSameOrBefore(getProcessDateTime().getDate());
		} catch (DateFormatParseException e) {
			logger.error("Business date of file " + fileName, e);
			return false;
		}
	}

	private boolean isRecordCountValid() {
		int start = getCountStart().intValue();
		if (isBlankOrNull(stringFooter) || stringFooter.length() <= start) {
			return false;
		}
		String count = stringFooter.substring(start).trim();
		return count.matches("[0-9]+") && new BigInteger(count).equals(numOfRecords);
	}

	private void reject(int number, String parameter2, String parameter3) {
		validateFlag = false;
		status = getRejectedStatus().trim();
		messageCategory = String.valueOf(CmBusinessMessages.MESSAGE_CATEGORY);
		messageNumber = String.valueOf(number);
		messageParam2 = parameter2;
		messageParam3 = parameter3;
		logger.warn("File " + fileName + " is rejected with message " + number);
	}

	@Override
	public void setChecksum(String checksum) {
	}

	@Override
	public String getDefaultValue1() {
		return null;
	}

	@Override
	public void setDefaultValue1(String defaultValue1) {
	}

	@Override
	public String getDefaultValue2() {
		return null;
	}

	@Override
	public void setDefaultValue2(String defaultValue2) {
	}

	@Override
	public String getDefaultValue3() {
		return null;
	}

	@Override
	public void setDefaultValue3(String defaultValue3) {
	}

	@Override
	public String getDefaultValue4() {
		return null;
	}

	@Override
	public void setDefaultValue4(String defaultValue4) {
	}

	@Override
	public String getDefaultValue5() {
		return null;
	}

	@Override
	public void setDefaultValue5(String defaultValue5) {
	}

	@Override
	public String getFileBusinessDate() {
		return fileBusinessDate;
	}

	@Override
	public void setFileBusinessDate(String fileBusinessDate) {
		this.fileBusinessDate = fileBusinessDate;
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
	public String getFilePath() {
		return null;
	}

	@Override
	public void setFilePath(String filePath) {
	}

	@Override
	public void setFilePayload(String filePayload) {
	}

	@Override
	public long getFileSizeInBytes() {
		return fileSizeInBytes;
	}

	@Override
	public void setFileSizeInBytes(long fileSizeInBytes) {
		this.fileSizeInBytes = fileSizeInBytes;
	}

	@Override
	public FileTransformationRecord getFirstRecord() {
		return null;
	}

	@Override
	public void setFirstRecord(FileTransformationRecord firstRecord) {
	}

	@Override
	public String getFirstRecordString() {
		return null;
	}

	@Override
	public void setFirstRecordString(String firstRecordString) {
	}

	@Override
	public FileTransformationRecord getFooter() {
		return null;
	}

	@Override
	public void setFooter(FileTransformationRecord footer) {
	}

	@Override
	public FileTransformationRecord getHeader() {
		return null;
	}

	@Override
	public void setHeader(FileTransformationRecord header) {
	}

	@Override
	public FileTransformationRecord getMapFieldFooterRecord() {
		return null;
	}

	@Override
	public void setMapFieldFooterRecord(FileTransformationRecord mapFieldFooterRecord) {
	}

	@Override
	public FileTransformationRecord getMapFieldHeaderRecord() {
		return null;
	}

	@Override
	public void setMapFieldHeaderRecord(FileTransformationRecord mapFieldHeaderRecord) {
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
		return null;
	}

	@Override
	public void setMessageParam4(String messageParam4) {
	}

	@Override
	public String getMessageParam5() {
		return null;
	}

	@Override
	public void setMessageParam5(String messageParam5) {
	}

	@Override
	public int getNumOfFilesAtGivenFilePath() {
		return numOfFilesAtGivenFilePath;
	}

	@Override
	public void setNumOfFilesAtGivenFilePath(int numOfFilesAtGivenFilePath) {
		this.numOfFilesAtGivenFilePath = numOfFilesAtGivenFilePath;
	}

	@Override
	public void setNumOfRecords(BigInteger numOfRecords) {
		this.numOfRecords = numOfRecords;
	}

	@Override
	public String getRefFieldName() {
		return null;
	}

	@Override
	public void setRefFieldName(String refFieldName) {
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
	public String getRefXPath() {
		return null;
	}

	@Override
	public void setRefXPath(String refXPath) {
	}

	@Override
	public String getRequestType() {
		return null;
	}

	@Override
	public void setRequestType(String requestType) {
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
	public void setStringFooter(String stringFooter) {
		this.stringFooter = stringFooter;
	}

	@Override
	public void setStringHeader(String stringHeader) {
	}

	@Override
	public boolean isValidateFlag() {
		return validateFlag;
	}

	@Override
	public void setValidateFlag(boolean validateFlag) {
		this.validateFlag = validateFlag;
	}
}

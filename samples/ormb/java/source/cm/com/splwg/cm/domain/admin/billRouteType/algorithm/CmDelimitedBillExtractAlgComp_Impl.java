/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Writes one delimited line per printed calculation line of a bill to the
 * extract file of the print house. A bill without a printed line is
 * skipped. Trial bills go to the same format in their own file.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2017-06-06   RAdeyemi    Initial version.
 * 2018-10-10   RAdeyemi    Delimiter inside a description is replaced.
 **************************************************************************
 */
package com.splwg.cm.domain.admin.billRouteType.algorithm;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.batch.batchControl.BatchControl;
import com.splwg.base.domain.common.algorithm.Algorithm;
import com.splwg.base.domain.report.reportDefinition.ReportDefinition;
import com.splwg.ccb.api.lookup.BillSegmentStatusLookup;
import com.splwg.ccb.domain.admin.billRouteType.BillRouteTypeBillExtractAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.trialBilling.TrialBill;
import com.splwg.ccb.domain.common.fileHelper.FileHelper;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Delimited bill extract for the print house.
 *
 * @author RAdeyemi
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = delimiter, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = encoding, type = string)
 *            , @AlgorithmSoftParameter (name = includeCopies, type = boolean)})
 */
public class CmDelimitedBillExtractAlgComp_Impl extends CmDelimitedBillExtractAlgComp_Gen
		implements BillRouteTypeBillExtractAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmDelimitedBillExtractAlgComp_Impl.class);

	private static final String DEFAULT_ENCODING = "UTF-8";
	private static final String LINE_END = "\r\n";

	// Hard Parameters
	private Bill bill = null;
	private String extractFileName = null;
	private BigInteger numberOfCopies = BigInteger.ONE;
	private BigInteger sequenceNumber = BigInteger.ZERO;
	private Bool isTrialBill = Bool.FALSE;

	// Results
	private Bool isBillSkipped = Bool.FALSE;
	private BigInteger returnCode = BigInteger.ZERO;

	@Override
	public void invoke() {
		List<String> lines = retrieveLines();
		if (lines.isEmpty()) {
			isBillSkipped = Bool.TRUE;
			logger.info("Bill " + bill.getId().getIdValue() + " has no printed line");
			return;
		}
		writeLines(lines, determineCopies());
	}

	private int determineCopies() {
		boolean withCopies = notNull(getIncludeCopies()) && getIncludeCopies().isTrue() && isTrialBill.isFalse();
		return withCopies ? Math.max(numberOfCopies.intValue(), 1) : 1;
	}

	private List<String> retrieveLines() {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT BS.SA_ID, BS.START_DT, BS.END_DT, LN.DESCR_ON_BILL, LN.CALC_AMT, CALC.CURRENCY_CD ");
		sql.append("FROM CI_BSEG BS, CI_BSEG_CALC CALC, CI_BSEG_CALC_LN LN ");
		sql.append("WHERE BS.BILL_ID = :billId ");
		sql.append("AND BS.BSEG_STAT_FLG = :frozen ");
		sql.append("AND CALC.BSEG_ID = BS.BSEG_ID ");
		sql.append("AND LN.BSEG_ID = CALC.BSEG_ID ");
		sql.append("AND LN.HEADER_SEQ = CALC.HEADER_SEQ ");
		sql.append("AND LN.PRT_SW = :print ");
		sql.append("ORDER BY BS.SA_ID, BS.START_DT, LN.HEADER_SEQ, LN.SEQNO ");
		List<String> lines = new ArrayList<String>();
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "printed lines of bill");
			ps.bindId("billId", bill.getId());
			ps.bindLookup("frozen", BillSegmentStatusLookup.constants.FROZEN);
			ps.bindBoolean("print", Bool.TRUE);
			ps.setAutoclose(false);
			for (SQLResultRow row : ps.list()) {
				lines.add(formatLine(row));
			}
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
		return lines;
	}

	private String formatLine(SQLResultRow row) {
		String delimiter = getDelimiter().trim();
		StringBuilder line = new StringBuilder();
		line.append(sequenceNumber).append(delimiter);
		line.append(bill.getId().getIdValue()).append(delimiter);
		line.append(bill.getAccount().getId().getIdValue()).append(delimiter);
		line.append(row.getString("SA_ID").trim()).append(delimiter);
		line.append(row.getDate("START_DT")).append(delimiter);
		line.append(row.getDate("END_DT")).append(delimiter);
		line.append(row.getString("DESCR_ON_BILL").trim().replace(delimiter, " ")).append(delimiter);
		line.append(row.getBigDecimal("CALC_AMT")).append(delimiter);
		line.append(row.getString("CURRENCY_CD").trim());
		return line.toString();
	}

	private void writeLines(List<String> lines, int copies) {
		String encoding = isBlankOrNull(getEncoding()) ? DEFAULT_ENCODING : getEncoding().trim();
		try {
			Writer writer = new OutputStreamWriter(new FileOutputStream(extractFileName, true), encoding);
			try {
				for (int copy = 0; copy < copies; copy++) {
					for (String line : lines) {
						writer.write(line);
						writer.write(LINE_END);
					}
				}
			} finally {
				writer.close();
			}
		} catch (IOException e) {
			logger.error("Extract file " + extractFileName, e);
			returnCode = BigInteger.ONE;
			addError(CmMessageRepository.extractFileNotWritten(extractFileName, bill.getId().getIdValue()));
		}
	}

	@Override
	public Bool getIsBillSkipped() {
		return isBillSkipped;
	}

	@Override
	public BigInteger getReturnCode() {
		return returnCode;
	}

	@Override
	public ReportDefinition getReportDefinition() {
		return null;
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

	@Override
	public void setExtractFileName(String extractFileName) {
		this.extractFileName = extractFileName;
	}

	@Override
	public void setNumberOfCopies(BigInteger numberOfCopies) {
		this.numberOfCopies = numberOfCopies;
	}

	@Override
	public void setSequenceNumber(BigInteger sequenceNumber) {
		this.sequenceNumber = sequenceNumber;
	}

	@Override
	public void setIsTrialBill(Bool isTrialBill) {
		this.isTrialBill = isTrialBill;
	}

	@Override
	public void setBatchControl(BatchControl batchControl) {
	}

	@Override
	public void setBatchNumber(BigInteger batchNumber) {
	}

	@Override
	public void setExtractAlgorithm(Algorithm extractAlgorithm) {
	}

	@Override
	public void setFileHelper(FileHelper fileHelper) {
	}

	@Override
	public void setToBill(Bill toBill) {
	}

	@Override
	public void setToTrialBill(TrialBill toTrialBill) {
	}

	@Override
	public void setTrialBill(TrialBill trialBill) {
	}

}

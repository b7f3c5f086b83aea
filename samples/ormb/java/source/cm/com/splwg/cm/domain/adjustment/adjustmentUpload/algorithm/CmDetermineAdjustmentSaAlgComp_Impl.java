/*
 **************************************************************************
 *                      Brightwater Utility Group
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Finds the service agreement of an uploaded adjustment. The partner sends
 * an account number; the adjustment belongs to the account's service
 * agreement of the configured type. A row whose service agreement is not
 * clear goes into suspense, where a clerk decides.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2017-09-18   BWatson     Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.adjustment.adjustmentUpload.algorithm;

import java.util.ArrayList;
import java.util.List;

import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustmentUploadStaging.AdjustmentUpload_Id;
import com.splwg.ccb.domain.admin.adjustmentType.AdjustmentTypeDetermineSAAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement_Id;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Service agreement of an uploaded adjustment by account number.
 *
 * @author BWatson
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = accountNumberType, name = accountNumberType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = targetSaType, required = true, type = string)
 *            , @AlgorithmSoftParameter (lookupName = serviceAgreementStatus, name = alternativeStatus, type = lookup)})
 */
public class CmDetermineAdjustmentSaAlgComp_Impl extends CmDetermineAdjustmentSaAlgComp_Gen
		implements AdjustmentTypeDetermineSAAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmDetermineAdjustmentSaAlgComp_Impl.class);

	// Hard Parameters
	private AdjustmentUpload_Id adjustmentUploadId = null;

	// Results
	private ServiceAgreement serviceAgreement = null;
	private boolean inSuspense = false;

	@Override
	public void invoke() {
		SQLResultRow stagingRow = retrieveStagingRow();
		if (notBlank(stagingRow.getString("SA_ID"))) {
			serviceAgreement = new ServiceAgreement_Id(stagingRow.getString("SA_ID")).getEntity();
			return;
		}
		List<String> candidates = retrieveCandidates(stagingRow.getString("MATCH_VAL"));
		if (candidates.size() != 1) {
			logger.info(candidates.size() + " service agreements for staging row " + adjustmentUploadId.getIdValue());
			inSuspense = true;
			return;
		}
		serviceAgreement = new ServiceAgreement_Id(candidates.get(0)).getEntity();
	}

	private SQLResultRow retrieveStagingRow() {
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement("SELECT SA_ID, MATCH_VAL FROM CI_ADJ_STG_UP WHERE ADJ_STG_UP_ID = :stagingId",
					"adjustment staging");
			ps.bindId("stagingId", adjustmentUploadId);
			SQLResultRow row = ps.firstRow();
			if (isNull(row)) {
				addError(CmMessageRepository.adjustmentStagingNotFound(adjustmentUploadId.getIdValue()));
			}
			return row;
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private List<String> retrieveCandidates(String accountNumber) {
		List<String> candidates = new ArrayList<String>();
		if (isBlankOrNull(accountNumber)) {
			return candidates;
		}
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT SA.SA_ID FROM CI_ACCT_NBR NBR, CI_SA SA ");
		sql.append("WHERE NBR.ACCT_NBR_TYPE_CD = :numberType ");
		sql.append("AND NBR.ACCT_NBR = :accountNumber ");
		sql.append("AND SA.ACCT_ID = NBR.ACCT_ID ");
		sql.append("AND SA.SA_TYPE_CD = :saTypeCd ");
		sql.append("AND SA.SA_STATUS_FLG IN (:active, :alternative) ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "service agreements by account number");
			ps.bindId("numberType", getAccountNumberType().getId());
			ps.bindString("accountNumber", accountNumber.trim(), "ACCT_NBR");
			ps.bindString("saTypeCd", getTargetSaType(), "SA_TYPE_CD");
			ps.bindLookup("active", ServiceAgreementStatusLookup.constants.ACTIVE);
			ps.bindLookup("alternative", determineAlternativeStatus());
			ps.setAutoclose(false);
			for (SQLResultRow row : ps.list()) {
				candidates.add(row.getString("SA_ID"));
			}
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
		return candidates;
	}

	private ServiceAgreementStatusLookup determineAlternativeStatus() {
		return isNull(getAlternativeStatus()) ? ServiceAgreementStatusLookup.constants.ACTIVE : getAlternativeStatus();
	}

	@Override
	public ServiceAgreement getServiceAgreement() {
		return serviceAgreement;
	}

	@Override
	public boolean isInSuspense() {
		return inSuspense;
	}

	@Override
	public void setAdjustmentUploadStagingId(AdjustmentUpload_Id adjustmentUploadStagingId) {
		this.adjustmentUploadId = adjustmentUploadStagingId;
	}

}

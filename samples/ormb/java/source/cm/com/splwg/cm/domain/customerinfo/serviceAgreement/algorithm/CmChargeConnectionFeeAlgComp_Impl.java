/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Connection Fee
 *
 * Charges the connection fee when a service agreement becomes active.
 * A customer who moves within the grace period, that is one whose other
 * service agreement of the same type ended shortly before, pays nothing.
 * The start date of the new service agreement is the date of the fee.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:         Reason:
 * 2019-08-02   BWatson     Initial version.
 **************************************************************************
 */
package com.splwg.cm.domain.customerinfo.serviceAgreement.algorithm;

import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.ccb.api.lookup.ServiceAgreementStatusLookup;
import com.splwg.ccb.domain.adjustment.adjustment.CreateFrozenAdjustmentData;
import com.splwg.ccb.domain.admin.serviceAgreementType.algorithm.saActivation.SaTypeSaActivationAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement_Id;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.entity.ServiceAgreement;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Charges a connection fee at activation.
 *
 * @author BWatson
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = connectionFee, required = true, type = decimal)
 *            , @AlgorithmSoftParameter (entityName = adjustmentType, name = feeAdjustmentType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = graceDays, required = true, type = integer)})
 */
public class CmChargeConnectionFeeAlgComp_Impl extends CmChargeConnectionFeeAlgComp_Gen
		implements SaTypeSaActivationAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmChargeConnectionFeeAlgComp_Impl.class);

	// Hard Parameters
	private ServiceAgreement activatedAgreement = null;

	@Override
	public void invoke() {
		com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement agreement = new ServiceAgreement_Id(
				activatedAgreement.getId().getIdValue()).getEntity();
		if (isNull(agreement) || getConnectionFee().signum() == 0) {
			return;
		}
		if (hasRecentAgreement(agreement)) {
			logger.info("Connection fee waived for service agreement " + agreement.getId().getIdValue());
			return;
		}
		chargeFee(agreement);
	}

	private boolean hasRecentAgreement(com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement agreement) {
		StringBuilder sql = new StringBuilder();
		sql.append("SELECT OTHER.SA_ID FROM CI_SA SA, CI_SA OTHER ");
		sql.append("WHERE SA.SA_ID = :saId ");
		sql.append("AND OTHER.ACCT_ID = SA.ACCT_ID ");
		sql.append("AND OTHER.CIS_DIVISION = SA.CIS_DIVISION ");
		sql.append("AND OTHER.SA_TYPE_CD = SA.SA_TYPE_CD ");
		sql.append("AND OTHER.SA_ID <> SA.SA_ID ");
		sql.append("AND OTHER.SA_STATUS_FLG <> :canceled ");
		sql.append("AND OTHER.END_DT >= :graceStart ");
		PreparedStatement ps = null;
		try {
			ps = createPreparedStatement(sql.toString(), "recent service agreement of same type");
			ps.bindId("saId", agreement.getId());
			ps.bindLookup("canceled", ServiceAgreementStatusLookup.constants.CANCELED);
			ps.bindDate("graceStart", agreement.getStartDate().addDays(-getGraceDays().intValue()));
			return notNull(ps.firstRow());
		} finally {
			if (notNull(ps)) {
				ps.close();
			}
		}
	}

	private void chargeFee(com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement agreement) {
		CreateFrozenAdjustmentData feeData = CreateFrozenAdjustmentData.Factory.newInstance();
		feeData.setServiceAgreement(agreement);
		feeData.setAdjustmentType(getFeeAdjustmentType());
		feeData.setAdjustmentAmount(new Money(getConnectionFee(), agreement.getAccount().getCurrency().getId()));
		feeData.setAdjustmentDate(agreement.getStartDate());
		feeData.setAllowZeroAmount(Bool.FALSE);
		agreement.createFrozenAdjustment(feeData);
	}

	@Override
	public void setServiceAgreement(ServiceAgreement serviceAgreement) {
		this.activatedAgreement = serviceAgreement;
	}

}

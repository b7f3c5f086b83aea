package com.splwg.cm.domain.approvalTransaction.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObject_Id;
import com.splwg.base.domain.security.user.User_Id;
import com.splwg.ccb.domain.approvalTransaction.approvalTxn.ApprovalTransactionCreationAlgorithmSpot;
import com.splwg.ccb.domain.approvalTransaction.approvalTxn.ApprovalTxn_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Puts a change of prices on the desk of an approver: adds the approval transaction of the site with the requested
 * data. A deletion starts in the urgent state, because the price stays in force until somebody decides.
 *
 * @author SPetrov
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = transactionBusinessObject, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = normalStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = urgentStatus, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = deleteAction, required = true, type = string)})
 */
public class CmCreatePriceApprovalAlgComp_Impl extends CmCreatePriceApprovalAlgComp_Gen
		implements ApprovalTransactionCreationAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmCreatePriceApprovalAlgComp_Impl.class);

	// Hard Parameters
	private String actionFlag;
	private String boGroupCode;
	private String transactionData;
	private User_Id userId;
	private ApprovalTxn_Id transactionId;

	@Override
	public void invoke() {
		if (isBlankOrNull(transactionData)) {
			addError(CmBusinessMessageRepository.approvalDataMissing(boGroupCode));
		}
		BusinessObjectInstance approval = BusinessObjectInstance.create(getTransactionBusinessObject().trim());
		approval.set("boGroup", boGroupCode);
		approval.set("action", actionFlag);
		approval.set("requestedBy", userId.getTrimmedValue());
		approval.set("requestedOn", getProcessDateTime());
		approval.set("transactionData", transactionData);
		approval.set("boStatus", determineStatus());
		BusinessObjectInstance added = BusinessObjectDispatcher.add(approval);
		transactionId = new ApprovalTxn_Id(added.getString("approvalTransactionId"));
		logger.info("Approval transaction " + added.getString("approvalTransactionId") + " for " + boGroupCode);
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		BusinessObject transactionBo = new BusinessObject_Id(getTransactionBusinessObject().trim()).getEntity();
		if (isNull(transactionBo)) {
			addError(CmBusinessMessageRepository.businessObjectUnknown(getTransactionBusinessObject()));
		}
		validateStatus(transactionBo, getNormalStatus().trim());
		validateStatus(transactionBo, getUrgentStatus().trim());
	}

	private void validateStatus(BusinessObject transactionBo, String status) {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT BO_STATUS_CD FROM F1_BUS_OBJ_STATUS "
					+ "WHERE BUS_OBJ_CD = :businessObject AND BO_STATUS_CD = :status", "status of a business object");
			statement.bindId("businessObject", transactionBo.getId());
			statement.bindString("status", status, "BO_STATUS_CD");
			if (isNull(statement.firstRow())) {
				addError(CmBusinessMessageRepository.statusUnknown(status, transactionBo.getId().getTrimmedValue()));
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	private String determineStatus() {
		if (notBlank(actionFlag) && actionFlag.trim().equals(getDeleteAction().trim())) {
			return getUrgentStatus().trim();
		}
		return getNormalStatus().trim();
	}

	@Override
	public ApprovalTxn_Id getTransactionId() {
		return transactionId;
	}

	@Override
	public void setActionFlg(String action) {
		actionFlag = action;
	}

	@Override
	public void setBoGroupCode(String groupCode) {
		boGroupCode = groupCode;
	}

	@Override
	public void setTxnData(String data) {
		transactionData = data;
	}

	@Override
	public void setUserId(User_Id user) {
		userId = user;
	}
}

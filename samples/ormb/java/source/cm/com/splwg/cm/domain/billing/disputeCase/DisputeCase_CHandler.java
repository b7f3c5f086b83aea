package com.splwg.cm.domain.billing.disputeCase;

import com.splwg.base.api.DataTransferObject;
import com.splwg.base.api.changehandling.AbstractChangeHandler;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.Bill_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Stamps new dispute cases and protects what a running case is about: account and bill may not change, the amount may
 * only be lowered.
 *
 * @author DMbeki
 *
@ChangeHandler (entityName = disputeCase)
 */
public class DisputeCase_CHandler extends AbstractChangeHandler<DisputeCase> {

	private static final Logger logger = LoggerFactory.getLogger(DisputeCase_CHandler.class);

	@Override
	protected void prepareToAdd(DataTransferObject<DisputeCase> newDto) {
		DisputeCase_DTO caseDto = (DisputeCase_DTO) newDto;
		caseDto.setCreDttm(getProcessDateTime());
		if (isBlankOrNull(caseDto.getCurrencyCd()) && notBlank(caseDto.getBillId())) {
			Bill bill = new Bill_Id(caseDto.getBillId()).getEntity();
			caseDto.setCurrencyCd(bill.getAccount().getCurrency().getId().getIdValue());
		}
	}

	@Override
	protected void handleAddOrChange(DisputeCase disputeCase, DataTransferObject<DisputeCase> originalDto) {
		if (!disputeCase.getDisputeAmt().isPositive()) {
			addError(CmBusinessMessageRepository.disputeAmountNotPositive());
		}
	}

	@Override
	protected void handleChange(DisputeCase disputeCase, DataTransferObject<DisputeCase> originalDto) {
		DisputeCase_DTO original = (DisputeCase_DTO) originalDto;
		if (!disputeCase.getAcctId().equals(original.getAcctId())
				|| !disputeCase.getBillId().equals(original.getBillId())) {
			addError(CmBusinessMessageRepository.disputeSubjectChanged(disputeCase.getId().getIdValue()));
		}
		if (disputeCase.getDisputeAmt().isGreaterThan(original.getDisputeAmt())) {
			addError(CmBusinessMessageRepository.disputeAmountRaised(original.getDisputeAmt().toPlainString(),
					disputeCase.getDisputeAmt().toPlainString()));
		}
		logger.debug("Dispute case " + disputeCase.getId().getIdValue() + " has changed");
	}
}

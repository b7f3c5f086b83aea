package com.splwg.cm.domain.billing.billHold;

import com.splwg.base.api.DataTransferObject;
import com.splwg.base.api.Query;
import com.splwg.base.api.changehandling.AbstractChangeHandler;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Keeps bill holds consistent: the account exists, the end is not before the start, and two open-ended holds of one
 * account do not stand side by side.
 *
 * @author DMbeki
 *
@ChangeHandler (entityName = billHold)
 */
public class BillHold_CHandler extends AbstractChangeHandler<BillHold> {

	@Override
	protected void prepareToAdd(DataTransferObject<BillHold> newDto) {
		BillHold_DTO holdDto = (BillHold_DTO) newDto;
		if (isNull(holdDto.getStartDt())) {
			holdDto.setStartDt(getProcessDateTime().getDate());
		}
	}

	@Override
	protected void handleAddOrChange(BillHold hold, DataTransferObject<BillHold> originalDto) {
		if (isNull(new Account_Id(hold.getAcctId()).getEntity())) {
			addError(CmBusinessMessageRepository.accountNotFound(hold.getAcctId()));
		}
		if (notNull(hold.getEndDt()) && hold.getEndDt().isBefore(hold.getStartDt())) {
			addError(CmBusinessMessageRepository.holdPeriodInvalid(hold.getStartDt().toString(),
					hold.getEndDt().toString()));
		}
		if (isNull(hold.getEndDt()) && countOpenHolds(hold) > 1) {
			addError(CmBusinessMessageRepository.openHoldExists(hold.getAcctId()));
		}
	}

	private long countOpenHolds(BillHold hold) {
		Query<BillHold> query = createQuery("from BillHold other where other.acctId = :acctId "
				+ "and other.endDt is null", "open holds of an account");
		query.bindStringProperty("acctId", BillHold.properties.acctId, hold.getAcctId());
		query.addResult("other", "other");
		return query.listSize();
	}
}

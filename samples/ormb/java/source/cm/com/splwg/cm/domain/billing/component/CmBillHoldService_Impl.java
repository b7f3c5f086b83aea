package com.splwg.cm.domain.billing.component;

import java.util.List;

import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.base.api.Query;
import com.splwg.base.api.datatypes.Date;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.billing.billHold.BillHold;
import com.splwg.cm.domain.billing.billHold.BillHold_DTO;
import com.splwg.cm.domain.billing.billHold.BillHold_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Places, finds and releases the bill holds of an account. All bill holds of Brightwater are written here, so that an
 * account never has two holds for one day.
 *
 * @author DMbeki
 *
@BusinessComponent (customizationCallable = true)
 */
public class CmBillHoldService_Impl extends GenericBusinessComponent implements CmBillHoldService {

	private static final Logger logger = LoggerFactory.getLogger(CmBillHoldService_Impl.class);

	/**
	 * Place a hold, unless the account is on hold already.
	 *
	 * @param accountId the account whose bills are to wait
	 * @param holdReason value of HOLD_REASON_FLG
	 * @param startDate first day of the hold
	 * @param endDate last day of the hold, null for "until released"
	 * @param comments free text shown to the billing team
	 * @return the id of the new or of the existing hold
	 */
	public BillHold_Id placeHold(Account_Id accountId, String holdReason, Date startDate, Date endDate,
			String comments) {
		if (notNull(endDate) && endDate.isBefore(startDate)) {
			addError(CmBusinessMessageRepository.holdPeriodInvalid(startDate.toString(), endDate.toString()));
		}
		BillHold activeHold = fetchActiveHold(accountId, startDate);
		if (notNull(activeHold)) {
			logger.info("Account " + accountId.getTrimmedValue() + " is on hold already");
			return activeHold.getId();
		}
		BillHold_DTO holdDto = new BillHold_DTO();
		holdDto.setAcctId(accountId.getIdValue());
		holdDto.setHoldReasonFlg(holdReason);
		holdDto.setStartDt(startDate);
		holdDto.setEndDt(endDate);
		holdDto.setComments(comments);
		BillHold newHold = holdDto.newEntity();
		return newHold.getId();
	}

	/**
	 * End all holds of an account that are active on a day.
	 *
	 * @return the number of holds that were ended
	 */
	public int releaseHolds(Account_Id accountId, Date releaseDate) {
		int released = 0;
		for (BillHold hold : activeHoldsQuery(accountId, releaseDate).list()) {
			BillHold_DTO holdDto = hold.getDTO();
			holdDto.setEndDt(releaseDate);
			hold.setDTO(holdDto);
			released++;
		}
		logger.debug("Released " + released + " holds of account " + accountId.getTrimmedValue());
		return released;
	}

	/**
	 * The hold of an account that is active on a day.
	 *
	 * @return null when bills may go out
	 */
	public BillHold fetchActiveHold(Account_Id accountId, Date effectiveDate) {
		List<BillHold> holds = activeHoldsQuery(accountId, effectiveDate).list();
		if (holds.isEmpty()) {
			return null;
		}
		return holds.get(0);
	}

	private Query<BillHold> activeHoldsQuery(Account_Id accountId, Date effectiveDate) {
		Query<BillHold> query = createQuery("from BillHold hold where hold.acctId = :acctId "
				+ "and hold.startDt <= :effectiveDate "
				+ "and (hold.endDt is null or hold.endDt >= :effectiveDate)", "active holds");
		query.bindStringProperty("acctId", BillHold.properties.acctId, accountId.getIdValue());
		query.bindDate("effectiveDate", effectiveDate);
		query.addResult("hold", "hold");
		return query;
	}
}

/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Works out the fee of a fee schedule for a period. A schedule holds the fee
 * of a whole month; shorter periods and months in which the schedule starts
 * or ends pay by the day.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2015-06-02   CMoreau    Initial version.
 * 2016-01-19   DMbeki     Pay by the day when the schedule ends inside the period.
 **************************************************************************
 */
package com.splwg.cm.domain.billing.component;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.domain.common.currency.Currency_Id;
import com.splwg.cm.domain.billing.feeSchedule.FeeSchedule;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Fee of a fee schedule for a period.
 *
 * @author CMoreau
 *
@BusinessComponent (customizationCallable = true, customizationReplaceable = true)
 */
public class CmFeeCalculator_Impl extends GenericBusinessComponent implements CmFeeCalculator {

	private static final int AMOUNT_SCALE = 2;

	/**
	 * The part of the monthly fee that falls into a period.
	 *
	 * @param feeSchedule schedule with the monthly fee
	 * @param periodStart first day of the period
	 * @param periodEnd last day of the period
	 * @return zero in the schedule's currency when the schedule is not effective at all in the period
	 */
	public Money calculateFee(FeeSchedule feeSchedule, Date periodStart, Date periodEnd) {
		if (periodEnd.isBefore(periodStart)) {
			addError(CmBusinessMessageRepository.periodInvalid(periodStart.toString(), periodEnd.toString()));
		}
		Currency_Id currencyId = new Currency_Id(feeSchedule.getCurrencyCd());
		Date chargedFrom = laterOf(periodStart, feeSchedule.getStartDt());
		Date chargedTo = earlierOf(periodEnd, feeSchedule.getEndDt());
		if (chargedTo.isBefore(chargedFrom)) {
			return new Money(BigDecimal.ZERO, currencyId);
		}
		BigDecimal chargedDays = daysBetween(chargedFrom, chargedTo);
		BigDecimal periodDays = daysBetween(periodStart, periodEnd);
		BigDecimal monthlyFee = feeSchedule.getFeeAmt().getAmount();
		BigDecimal fee = monthlyFee.multiply(chargedDays).divide(periodDays, AMOUNT_SCALE, BigDecimal.ROUND_HALF_UP);
		return new Money(fee, currencyId);
	}

	/**
	 * Is any day of the period covered by the schedule?
	 */
	public boolean isEffective(FeeSchedule feeSchedule, Date periodStart, Date periodEnd) {
		Date chargedFrom = laterOf(periodStart, feeSchedule.getStartDt());
		return !earlierOf(periodEnd, feeSchedule.getEndDt()).isBefore(chargedFrom);
	}

	private BigDecimal daysBetween(Date firstDay, Date lastDay) {
		return BigDecimal.valueOf(lastDay.difference(firstDay).getTotalDays() + 1);
	}

	private Date laterOf(Date one, Date other) {
		if (isNull(other) || one.isAfter(other)) {
			return one;
		}
		return other;
	}

	private Date earlierOf(Date one, Date other) {
		if (isNull(other) || one.isBefore(other)) {
			return one;
		}
		return other;
	}
}

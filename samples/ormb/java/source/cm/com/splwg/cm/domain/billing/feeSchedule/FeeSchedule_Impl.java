package com.splwg.cm.domain.billing.feeSchedule;

/**
 * A house fee (paper bill, meter rental) with the period in which it is charged. The amount is that of one month.
 *
 * @author CMoreau
 *
@BusinessEntity (tableName = CM_FEE_SCHEDULE)
 */
public class FeeSchedule_Impl extends FeeSchedule_Gen {

}

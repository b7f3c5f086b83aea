package com.splwg.cm.domain.billing.billHold;

/**
 * A period in which no bill may leave Brightwater for an account, with the reason.
 *
 * @author DMbeki
 *
@BusinessEntity (tableName = CM_BILL_HOLD)
 */
public class BillHold_Impl extends BillHold_Gen {

}

package com.splwg.cm;

import com.splwg.base.api.datatypes.Money;
import com.splwg.base.domain.common.message.MessageParameters;
import com.splwg.ccb.domain.billing.bill.Bill_Id;
import com.splwg.shared.common.ServerMessage;

/** One static method for each message. */
public class CmMessageRepository extends CmMessages {
    private static CmMessageRepository instance;

    private static CmMessageRepository getInstance() {
        if (instance == null) {
            instance = new CmMessageRepository();
        }
        return instance;
    }

    public static ServerMessage billOnHold(Bill_Id bill, Money amount) {
        MessageParameters parms = new MessageParameters();
        parms.addRawString(bill.getIdValue());
        parms.addEntityIdValues(bill);
        parms.addBigDecimal(amount.getAmount());
        return getInstance().getMessage(BILL_ON_HOLD, parms);
    }
}

package com.splwg.cm;

import com.splwg.base.domain.common.message.AbstractMessageRepository;

/** Numbers of our messages. */
public class CmMessages extends AbstractMessageRepository {
    protected static final int MESSAGE_CATEGORY = 90000;
    protected static final int BILL_ON_HOLD = 1001;

    protected CmMessages() {
        super(MESSAGE_CATEGORY);
    }
}

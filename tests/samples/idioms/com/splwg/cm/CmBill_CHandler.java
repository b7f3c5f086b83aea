package com.splwg.cm;

import com.splwg.base.api.DataTransferObject;
import com.splwg.base.api.changehandling.AbstractChangeHandler;
import com.splwg.base.api.changehandling.ValidationRule;
import com.splwg.base.api.maintenanceObject.BOBasedMaintenanceObjectCHandlerHelper;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject_Id;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic;
import com.splwg.ccb.domain.billing.bill.Bill_DTO;

/** A change handler that leaves most to the helper. */
public class CmBill_CHandler extends AbstractChangeHandler<Bill> {
    private BOBasedMaintenanceObjectCHandlerHelper<Bill, BillCharacteristic> helper =
            new BOBasedMaintenanceObjectCHandlerHelper<Bill, BillCharacteristic>(
                    new MaintenanceObject_Id("BILL"), Bill.properties, BillCharacteristic.properties);

    @Override
    public ValidationRule[] getValidationRules() {
        return helper.getValidationRules();
    }

    @Override
    protected void prepareToAdd(DataTransferObject<Bill> dto) {
        Bill_DTO bill = (Bill_DTO) dto;
        if (isNull(bill.getBillDate())) {
            bill.setBillDate(getProcessDateTime().getDate());
        }
        helper.prepareToAdd(dto);
    }

    @Override
    protected void prepareToChange(Bill entity, DataTransferObject<Bill> dto) {
        helper.prepareToChange(entity, dto);
    }

    @Override
    protected void handleAddOrChange(Bill entity, DataTransferObject<Bill> original) {
        helper.handleAddOrChange(entity, original);
    }
}

package com.splwg.cm;

import com.ibm.icu.math.BigDecimal;
import com.ibm.icu.math.MathContext;
import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.base.api.Query;
import com.splwg.base.domain.todo.role.Role;
import com.splwg.base.domain.todo.toDoEntry.ToDoCreator;
import com.splwg.base.domain.todo.toDoEntry.ToDoEntry;
import com.splwg.base.domain.todo.toDoEntry.ToDoEntry_DTO;
import com.splwg.base.domain.todo.toDoType.ToDoType;
import com.splwg.base.domain.todo.toDoType.ToDoType_Id;
import com.splwg.ccb.domain.billing.billSegment.BillCalculationLineData;
import com.splwg.ccb.domain.billing.billSegment.BillCalculationLine_DTO;
import com.splwg.ccb.domain.billing.billSegment.BillCalculationLine_Id;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeaderData;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeader_DTO;
import com.splwg.ccb.domain.billing.billSegment.BillSegmentCalculationHeader_Id;
import com.splwg.ccb.domain.billing.billSegment.BillSegment_Id;
import com.splwg.ccb.domain.common.characteristic.CharacteristicData;
import com.splwg.ccb.domain.rate.ApplyRateData;
import com.splwg.ccb.domain.rate.RateApplicationProcessor;
import com.splwg.ccb.domain.rate.RateApplicationProcessorData;
import com.splwg.d1.domain.admin.veeRule.applyVeeRule.ApplyVeeRuleAlgorithmInputData;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Data holders with their factories, and calls chained over several products. */
public class CmRules_Impl extends GenericBusinessComponent {
    public BigDecimal apply(List<BillSegmentCalculationHeaderData> headers, ApplyVeeRuleAlgorithmInputData vee) {
        BigDecimal total = new BigDecimal("0");
        for (BillSegmentCalculationHeaderData header : headers) {
            BillSegmentCalculationHeader_DTO dto = header.getBillSegmentCalculationHeaderDto();
            total = total.add(header.getBillSegmentCalculationHeaderDto().getCalculatedAmount());
            dto.setCalculatedAmount(total);
            for (BillCalculationLineData line : header.getBillCalculationLineData()) {
                total = total.add(line.getCalculatedAmount(), new MathContext(10));
                line.setSequence(BigInteger.TEN);
                line.setPriceAmount(total);
                line.setShouldPrint(null);
            }
        }
        BillSegmentCalculationHeaderData made = BillSegmentCalculationHeaderData.Factory.newInstance();
        CharacteristicData data = new CharacteristicData.Factory().newInstance();
        data.setCharacteristicValue("x");
        RateApplicationProcessorData input = RateApplicationProcessorData.Factory.newInstance();
        ApplyRateData rate = ApplyRateData.Factory.newInstance();
        input.setApplyRateData(rate);
        List<CharacteristicData> all = new ArrayList<CharacteristicData>();
        all.add(data);
        input.setCharacteristicDataList(all);
        RateApplicationProcessor.Factory.newInstance().applyRate(input);
        BillCalculationLine_DTO line = new BillCalculationLine_DTO();
        BillSegment_Id segment = new BillSegment_Id("1");
        line.setId(new BillCalculationLine_Id(new BillSegmentCalculationHeader_Id(segment, BigInteger.ONE), BigInteger.ONE));
        line.newEntity();
        ToDoType type = new ToDoType_Id("CM-TD").getEntity();
        Role role = type.getDefaultRole().getId().getToDoRole();
        ToDoEntry_DTO toDo = createDTO(ToDoEntry.class);
        toDo.setToDoRoleId(role.getId());
        ToDoCreator creator = ToDoCreator.Factory.newInstance();
        creator.setToDoDTO(toDo);
        ToDoEntry entry = creator.create();
        Query<ToDoEntry> query = createQuery("from ToDoEntry t", "");
        String rule = vee.getVeeRule().getId().getVeeRule();
        if (notNull(entry) && query.listSize() > 0 && notBlank(rule) && notNull(made)) {
            return total.setScale(2, BigDecimal.ROUND_HALF_UP);
        }
        return new com.splwg.ccb.domain.todo.toDoType.ToDoType_Id("X").getEntity().getDefaultRole().getId()
                        .getToDoRole() == null ? null : total;
    }
}

package com.splwg.cm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.base.domain.common.characteristicType.CharacteristicType_Id;
import com.splwg.base.support.algorithm.AbstractAlgorithmComponent;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import java.math.BigInteger;

public abstract class CmQueryIdioms_Gen extends AbstractAlgorithmComponent implements CmQueryIdioms {
    public final CharacteristicType getHoldCharType() {
        return new CharacteristicType_Id(getSoftParameter(0)).getEntity();
    }

    public final BigDecimal getThresholdAmount() {
        return getDecimalSoftParameter(1);
    }

    public final BillStatusLookup getStatusToCheck() {
        return getLookupSoftParameter(2, BillStatusLookup.class);
    }

    public final Bool getStrict() {
        return getBooleanSoftParameter(3);
    }

    public final BigInteger getDays() {
        return getIntegerSoftParameter(4);
    }

    protected final void validateParameterTypes() {
        if (isBlankOrNull(getSoftParameter(0))) {
            reportRequiredParameter("holdCharType", 0);
        }
    }
}

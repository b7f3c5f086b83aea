package com.splwg.cm.domain.banking.transactionFeed.algorithm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.ccb.domain.banking.transactionFeed.transactionFeedAgg.algorithm.TransactionProductDerivationPostProcessingAlgorithmSpot;
import com.splwg.ccb.domain.banking.transactionFeed.transactionFeedAgg.vo.TransactionDetailVO;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Card transactions count with at least the smallest volume of the price book, which the pricing team keeps as a
 * factor value. The configured volume serves as long as the factor has no value.
 *
 * @author SPetrov
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = factorCode, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = factorCharacteristicValue, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = fallbackVolume, required = true, type = decimal)})
 */
public class CmSmallestTransactionVolumeAlgComp_Impl extends CmSmallestTransactionVolumeAlgComp_Gen
		implements TransactionProductDerivationPostProcessingAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmSmallestTransactionVolumeAlgComp_Impl.class);

	// Hard Parameters
	private TransactionDetailVO transactionDetail;

	// Work Variables: one instance derives many transactions
	private BigDecimal smallestVolume;

	@Override
	public void invoke() {
		Money volume = transactionDetail.getTxnVol();
		if (isNull(volume) || volume.isNegative()) {
			return;
		}
		if (isNull(smallestVolume)) {
			smallestVolume = retrieveSmallestVolume();
		}
		if (volume.getAmount().compareTo(smallestVolume) < 0) {
			logger.debug("Volume " + volume.toPlainString() + " raised to " + smallestVolume);
			transactionDetail.setTxnVol(new Money(smallestVolume, volume.getCurrencyId()));
		}
	}

	private BigDecimal retrieveSmallestVolume() {
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT FACTOR_VAL FROM C1_FACTOR_VALUE WHERE FACTOR_CD = :factorCode "
					+ "AND FACTOR_CHAR_VAL = :charValue AND EFFDT <= :processDate ORDER BY EFFDT DESC",
					"smallest volume of the price book");
			statement.bindString("factorCode", getFactorCode(), "FACTOR_CD");
			statement.bindString("charValue", getFactorCharacteristicValue(), "FACTOR_CHAR_VAL");
			statement.bindDate("processDate", getProcessDateTime().getDate());
			SQLResultRow row = statement.firstRow();
			if (isNull(row) || isNull(row.getBigDecimal("FACTOR_VAL"))) {
				return getFallbackVolume();
			}
			return row.getBigDecimal("FACTOR_VAL");
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	public TransactionDetailVO getTransactionDetailVO() {
		return transactionDetail;
	}

	@Override
	public void setTransactionDetailVO(TransactionDetailVO detail) {
		transactionDetail = detail;
	}
}

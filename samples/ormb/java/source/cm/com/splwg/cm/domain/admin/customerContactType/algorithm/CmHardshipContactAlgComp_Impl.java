/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Collection action of the hardship contact type. The accounts of the person
 * get the hardship characteristic from today on (late charges are waived by
 * the rate), and a bill hold gives the care team time to agree on a plan.
 * Accounts without overdue debt are left alone.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2017-10-12   NBauer     Initial version.
 * 2019-04-01   DMbeki     Bill hold through the hold service.
 **************************************************************************
 */
package com.splwg.cm.domain.admin.customerContactType.algorithm;

import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.common.characteristicType.CharacteristicEntity_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.base.domain.common.characteristicType.CharacteristicValue_Id;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.domain.admin.customerContactType.CollectionActionAlgorithmSpot;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic_DTO;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic_Id;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.cm.domain.billing.component.CmBillHoldService;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;
import com.splwg.cm.domain.financial.component.CmAccountBalanceReader;

/**
 * Protects the overdue accounts of a customer in hardship.
 *
 * @author NBauer
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = hardshipCharType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = hardshipValue, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = holdReason, required = true, type = string)
 *            , @AlgorithmSoftParameter (name = holdDays, required = true, type = integer)
 *            , @AlgorithmSoftParameter (name = smallestDebt, type = decimal)})
 */
public class CmHardshipContactAlgComp_Impl extends CmHardshipContactAlgComp_Gen
		implements CollectionActionAlgorithmSpot {

	// Hard Parameters
	private String contactId;
	private String contactType;
	private String personId;

	@Override
	public void invoke() {
		if (isBlankOrNull(personId)) {
			addError(CmBusinessMessageRepository.personMissingOnContact(contactId));
		}
		PreparedStatement statement = null;
		try {
			statement = createPreparedStatement("SELECT ACCT_ID FROM CI_ACCT_PER WHERE PER_ID = :personId "
					+ "AND MAIN_CUST_SW = :mainCustomer", "accounts of a main customer");
			statement.setAutoclose(false);
			statement.bindString("personId", personId, "PER_ID");
			statement.bindBoolean("mainCustomer", Bool.TRUE);
			for (SQLResultRow row : statement.list()) {
				protectAccount(new Account_Id(row.getString("ACCT_ID")).getEntity());
			}
		} finally {
			if (notNull(statement)) {
				statement.close();
			}
		}
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		CharacteristicType charType = getHardshipCharType();
		if (isNull(new CharacteristicEntity_Id(charType, CharacteristicEntityLookup.constants.ACCOUNT).getEntity())) {
			addError(CmBusinessMessageRepository.charTypeNotValidForEntity(charType.getId().getTrimmedValue(),
					CharacteristicEntityLookup.constants.ACCOUNT.trimmedValue()));
		}
		if (charType.getCharacteristicType().isPredefinedValue()
				&& isNull(new CharacteristicValue_Id(charType, getHardshipValue().trim()).getEntity())) {
			addError(CmBusinessMessageRepository.charValueInvalid(charType.getId().getTrimmedValue(),
					getHardshipValue()));
		}
	}

	private void protectAccount(Account account) {
		Date today = getProcessDateTime().getDate();
		CmAccountBalanceReader balanceReader = CmAccountBalanceReader.Factory.newInstance();
		Money overdue = balanceReader.fetchOverdueAmount(account, today, 0);
		if (!isWorthProtecting(overdue)) {
			return;
		}
		addHardshipCharacteristic(account, today);
		CmBillHoldService holdService = CmBillHoldService.Factory.newInstance();
		holdService.placeHold(account.getId(), getHoldReason().trim(), today,
				today.addDays(getHoldDays().intValue()), "Contact " + contactId);
	}

	private boolean isWorthProtecting(Money overdue) {
		if (isNull(getSmallestDebt())) {
			return overdue.isPositive();
		}
		return overdue.getAmount().compareTo(getSmallestDebt()) >= 0;
	}

	private void addHardshipCharacteristic(Account account, Date today) {
		AccountCharacteristic_Id charId = new AccountCharacteristic_Id(getHardshipCharType(), account, today);
		if (notNull(charId.getEntity())) {
			return;
		}
		AccountCharacteristic_DTO charDto = new AccountCharacteristic_DTO();
		charDto.setId(charId);
		if (getHardshipCharType().getCharacteristicType().isAdhocValue()) {
			charDto.setAdhocCharacteristicValue(getHardshipValue().trim());
		} else {
			charDto.setCharacteristicValue(getHardshipValue().trim());
		}
		charDto.newEntity();
	}

	@Override
	public String getContactID() {
		return contactId;
	}

	@Override
	public String getContactType() {
		return contactType;
	}

	@Override
	public String getPersionID() {
		return personId;
	}

	@Override
	public void setContactID(String id) {
		contactId = id;
	}

	@Override
	public void setContactType(String type) {
		contactType = type;
	}

	@Override
	public void setPersionID(String id) {
		personId = id;
	}
}

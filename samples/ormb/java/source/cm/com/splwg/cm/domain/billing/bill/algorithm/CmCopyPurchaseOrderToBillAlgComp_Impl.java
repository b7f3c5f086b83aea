package com.splwg.cm.domain.billing.bill.algorithm;

import java.math.BigInteger;

import com.splwg.base.api.Query;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.domain.common.characteristicType.CharacteristicEntity_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClass;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPostBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic_DTO;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic_Id;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic;
import com.splwg.cm.domain.common.CmMessageRepository;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Copies the purchase order number of the account to the completed bill, so that it can be printed and so that it stays
 * on the bill when the customer sends a new purchase order later. Business accounts that must have a purchase order, but
 * have none, stop with an error unless a default is configured.
 *
 * @author LHartmann
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = accountCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = characteristicType, name = billCharacteristicType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = customerClass, name = mandatoryForCustomerClass, type = entity)
 *            , @AlgorithmSoftParameter (name = defaultPurchaseOrder, type = string)})
 */
public class CmCopyPurchaseOrderToBillAlgComp_Impl extends CmCopyPurchaseOrderToBillAlgComp_Gen
		implements CustomerClassPostBillCompletionAlgorithmSpot {

	private static final Logger logger = LoggerFactory.getLogger(CmCopyPurchaseOrderToBillAlgComp_Impl.class);

	private Bill bill;

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		validateCharacteristicEntity(0, getAccountCharacteristicType(), CharacteristicEntityLookup.constants.ACCOUNT);
		validateCharacteristicEntity(1, getBillCharacteristicType(), CharacteristicEntityLookup.constants.BILL);
	}

	private void validateCharacteristicEntity(int position, CharacteristicType charType, CharacteristicEntityLookup charEntity) {
		if (isNull(new CharacteristicEntity_Id(charType, charEntity).getEntity())) {
			addError(CmMessageRepository.charTypeNotValidForEntity(
					getAlgorithm().getAlgorithmType().getParameterAt(position).fetchLanguageParameterLabel(),
					charType.getId().getTrimmedValue(), charEntity.trimmedValue()));
		}
	}

	@Override
	public void invoke() {
		String purchaseOrder = determinePurchaseOrder();
		if (isBlankOrNull(purchaseOrder)) {
			if (isPurchaseOrderMandatory()) {
				addError(CmMessageRepository.purchaseOrderMissing(bill.getAccount().getId().getIdValue()));
			}
			return;
		}
		if (isAlreadyOnBill()) {
			logger.debug("Bill " + bill.getId().getIdValue() + " was reopened and has its purchase order");
			return;
		}
		addPurchaseOrder(purchaseOrder);
	}

	private String determinePurchaseOrder() {
		AccountCharacteristic accountChar = bill.getAccount().getEffectiveCharacteristic(getAccountCharacteristicType());
		if (notNull(accountChar) && notBlank(accountChar.getAdhocCharacteristicValue())) {
			return accountChar.getAdhocCharacteristicValue().trim();
		}
		return getDefaultPurchaseOrder();
	}

	private boolean isPurchaseOrderMandatory() {
		CustomerClass mandatoryClass = getMandatoryForCustomerClass();
		return notNull(mandatoryClass) && mandatoryClass.getId().equals(bill.getAccount().getCustomerClass().getId());
	}

	private boolean isAlreadyOnBill() {
		Query<QueryResultRow> query = createQuery("from BillCharacteristic bc where bc.id.bill = :bill"
				+ " and bc.id.characteristicType = :charType", "purchase order of bill");
		query.bindEntity("bill", bill);
		query.bindEntity("charType", getBillCharacteristicType());
		query.addResult("sequence", "bc.id.sequence");
		return notNull(query.firstRow());
	}

	private void addPurchaseOrder(String purchaseOrder) {
		BillCharacteristic_DTO charDto = createDTO(BillCharacteristic.class);
		charDto.setId(new BillCharacteristic_Id(getBillCharacteristicType().getId(), bill.getId(), BigInteger.ONE));
		charDto.setAdhocCharacteristicValue(purchaseOrder);
		charDto.setSearchCharacteristicValue(purchaseOrder.toUpperCase());
		charDto.newEntity();
	}

	@Override
	public void setBill(Bill bill) {
		this.bill = bill;
	}

}

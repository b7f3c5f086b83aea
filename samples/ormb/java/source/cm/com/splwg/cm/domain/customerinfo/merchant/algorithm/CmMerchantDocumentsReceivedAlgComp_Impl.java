/*
 **************************************************************************
 *
 * PROGRAM DESCRIPTION:
 *
 * Exit algorithm of the document state of a merchant's application. The
 * application may only go on when each required document has been received,
 * that is when the person carries a characteristic with the archive number
 * of the document. The first missing document stops the transition; when all
 * are there, an entry in the log of the application tells so.
 *
 **************************************************************************
 *
 * CHANGE HISTORY:
 *
 * Date:        by:        Reason:
 * 2015-11-03   KLindqvist Initial version.
 * 2017-02-14   SPetrov    Second document is optional (sole traders).
 **************************************************************************
 */
package com.splwg.cm.domain.customerinfo.merchant.algorithm;

import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.LogEntryTypeLookup;
import com.splwg.base.api.maintenanceObject.MaintenanceObjectLogHelper;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.BusinessObjectExitStatusAlgorithmSpot;
import com.splwg.base.domain.common.characteristicType.CharacteristicEntity_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.domain.common.c1Request.C1Request;
import com.splwg.ccb.domain.common.c1Request.C1RequestLog;
import com.splwg.ccb.domain.common.c1Request.C1Request_Id;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.ccb.domain.customerinfo.person.PersonCharacteristic;
import com.splwg.ccb.domain.customerinfo.person.Person_Id;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Requires the documents of a merchant before the application goes on.
 *
 * @author KLindqvist
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, name = tradeRegisterCharType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (entityName = characteristicType, name = bankLetterCharType, type = entity)})
 */
public class CmMerchantDocumentsReceivedAlgComp_Impl extends CmMerchantDocumentsReceivedAlgComp_Gen
		implements BusinessObjectExitStatusAlgorithmSpot {

	// Hard Parameters
	private BusinessObject businessObject;
	private BusinessObjectInstanceKey boKey;
	private BusinessObjectActionLookup action;

	@Override
	public void invoke() {
		if (notNull(action) && action.isDelete()) {
			return;
		}
		BusinessObjectInstance application = BusinessObjectDispatcher.read(boKey, false);
		Person merchant = new Person_Id(application.getString("personId")).getEntity();
		requireDocument(merchant, getTradeRegisterCharType());
		if (notNull(getBankLetterCharType())) {
			requireDocument(merchant, getBankLetterCharType());
		}
		addLogEntry(application, merchant);
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		validateCharacteristicType(getTradeRegisterCharType());
		if (notNull(getBankLetterCharType())) {
			validateCharacteristicType(getBankLetterCharType());
		}
	}

	private void validateCharacteristicType(CharacteristicType charType) {
		CharacteristicEntity_Id entityId = new CharacteristicEntity_Id(charType,
				CharacteristicEntityLookup.constants.PERSON);
		if (isNull(entityId.getEntity())) {
			addError(CmBusinessMessageRepository.charTypeNotValidForEntity(charType.getId().getTrimmedValue(),
					CharacteristicEntityLookup.constants.PERSON.trimmedValue()));
		}
	}

	private void requireDocument(Person merchant, CharacteristicType documentType) {
		PersonCharacteristic document = merchant.getEffectiveCharacteristic(documentType);
		if (isNull(document) || isBlankOrNull(document.getAdhocCharacteristicValue())) {
			addError(CmBusinessMessageRepository.documentMissing(merchant.getPersonPrimaryName(),
					documentType.fetchLanguageDescription()));
		}
	}

	private void addLogEntry(BusinessObjectInstance application, Person merchant) {
		C1Request request = new C1Request_Id(application.getString("requestId")).getEntity();
		MaintenanceObjectLogHelper<C1Request, C1RequestLog> logHelper =
				new MaintenanceObjectLogHelper<C1Request, C1RequestLog>(businessObject.getMaintenanceObject(), request);
		logHelper.addLogEntry(LogEntryTypeLookup.constants.SYSTEM,
				CmBusinessMessageRepository.documentsReceived(merchant.getPersonPrimaryName()), null,
				getTradeRegisterCharType(),
				merchant.getEffectiveCharacteristic(getTradeRegisterCharType()).getAdhocCharacteristicValue());
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
		action = boAction;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
		businessObject = bo;
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey key) {
		boKey = key;
	}

	@Override
	public boolean getForcePostProcessing() {
		return false;
	}
}

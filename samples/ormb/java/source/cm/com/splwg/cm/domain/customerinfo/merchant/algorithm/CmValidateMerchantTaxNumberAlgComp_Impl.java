package com.splwg.cm.domain.customerinfo.merchant.algorithm;

import com.splwg.base.api.Query;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.BusinessObjectInstanceKey;
import com.splwg.base.api.datatypes.EntityId;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.domain.common.businessObject.BusinessObject;
import com.splwg.base.domain.common.businessObject.ValidateBusinessObjectAlgorithmSpot;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject;
import com.splwg.ccb.domain.admin.idType.IdType;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.ccb.domain.customerinfo.person.PersonId;
import com.splwg.cm.domain.common.CmBusinessMessageRepository;

/**
 * Checks the tax number on a merchant's application: digits with a valid check digit (weighted sum, modulus 11), and
 * not in use by another person.
 *
 * @author SPetrov
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = idType, name = taxNumberIdType, required = true, type = entity)
 *            , @AlgorithmSoftParameter (name = weights, required = true, type = string)})
 */
public class CmValidateMerchantTaxNumberAlgComp_Impl extends CmValidateMerchantTaxNumberAlgComp_Gen
		implements ValidateBusinessObjectAlgorithmSpot {

	private static final int MODULUS = 11;

	// Hard Parameters
	private BusinessObjectActionLookup action;
	private BusinessObjectInstance newBusinessObject;
	private BusinessObjectInstance originalBusinessObject;

	@Override
	public void invoke() {
		if (action.isDelete() || isNull(newBusinessObject)) {
			return;
		}
		String taxNumber = newBusinessObject.getString("taxNumber");
		if (isBlankOrNull(taxNumber) || isUnchanged(taxNumber)) {
			return;
		}
		taxNumber = taxNumber.trim();
		if (!hasValidCheckDigit(taxNumber)) {
			addError(CmBusinessMessageRepository.taxNumberInvalid(taxNumber));
		}
		Person owner = fetchOtherOwner(taxNumber, newBusinessObject.getString("personId"));
		if (notNull(owner)) {
			addError(CmBusinessMessageRepository.taxNumberInUse(taxNumber, owner.getPersonPrimaryName()));
		}
	}

	@Override
	protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
		for (String weight : getWeights().split(",")) {
			if (!weight.trim().matches("[0-9]+")) {
				addError(CmBusinessMessageRepository.weightsInvalid(getWeights()));
			}
		}
	}

	private boolean isUnchanged(String taxNumber) {
		return notNull(originalBusinessObject) && taxNumber.equals(originalBusinessObject.getString("taxNumber"));
	}

	private boolean hasValidCheckDigit(String taxNumber) {
		String[] weights = getWeights().split(",");
		if (!taxNumber.matches("[0-9]+") || taxNumber.length() != weights.length + 1) {
			return false;
		}
		int sum = 0;
		for (int i = 0; i < weights.length; i++) {
			sum += Integer.parseInt(weights[i].trim()) * Character.digit(taxNumber.charAt(i), 10);
		}
		return sum % MODULUS % 10 == Character.digit(taxNumber.charAt(weights.length), 10);
	}

	private Person fetchOtherOwner(String taxNumber, String personId) {
		Query<Person> query = createQuery("from PersonId perId where perId.id.idType.id = :idType "
				+ "and perId.personIdNumber = :taxNumber", "owner of a tax number");
		query.bindId("idType", getTaxNumberIdType().getId());
		query.bindStringProperty("taxNumber", PersonId.properties.personIdNumber, taxNumber);
		query.addResult("person", "perId.id.person");
		for (Person person : query.list()) {
			if (!person.getId().getIdValue().equals(personId)) {
				return person;
			}
		}
		return null;
	}

	@Override
	public void setAction(BusinessObjectActionLookup boAction) {
		action = boAction;
	}

	@Override
	public void setBusinessObject(BusinessObject bo) {
	}

	@Override
	public void setBusinessObjectKey(BusinessObjectInstanceKey boKey) {
	}

	@Override
	public void setEntityId(EntityId id) {
	}

	@Override
	public void setMaintenanceObject(MaintenanceObject mo) {
	}

	@Override
	public void setNewBusinessObject(BusinessObjectInstance boRequest) {
		newBusinessObject = boRequest;
	}

	@Override
	public void setOriginalBusinessObject(BusinessObjectInstance boRequest) {
		originalBusinessObject = boRequest;
	}
}

# Business objects, business services, scripts: schema instances that are read and written by element name.
package com.splwg.base.api.businessObject

class COTSInstanceNode
  void set(String, Object)
  <T> COTSFieldDataAndMD<T> getFieldAndMDForPath(String)
  <T> COTSFieldDataAndMD<T> getFieldAndMD(String)
  COTSInstanceNode getGroup(String)
  COTSInstanceNode getGroupFromPath(String)
  COTSInstanceList getList(String)
  COTSInstanceList getListFromPath(String)
  String getString(String)
  BigDecimal getNumber(String)
  Date getDate(String)
  DateTime getDateTime(String)
  Time getTime(String)
  TimeInterval getTimeInterval(String)
  Money getMoney(String)
  Bool getBoolean(String)
  <L extends Lookup> L getLookup(String)
  <L extends Lookup> L getLookup(String, Class<L>)
  <E extends BusinessEntity> E getEntity(String)
  <E extends BusinessEntity> E getEntity(String, Class<E>)
  <I extends Id> I getId(String, Class<?>)
  ExtendedLookupValue_Id getExtendedLookupId(String)
  String getXMLString(String)
  void setXMLString(String, String)
  void setXMLFieldStringFromPath(String, String)
  Element getElement()
  List<Element> getRawElements(String)
  SchemaListMD getSchemaMD()
  String toString()

class SchemaInstance extends COTSInstanceNode
  Document getDocument()
  String getSchemaName()
  void copyContentFrom(SchemaInstance)

class COTSInstanceListNode extends COTSInstanceNode
  void delete()

interface COTSInstanceList extends Iterable<COTSInstanceListNode>
  Iterator<COTSInstanceListNode> iterator()
  COTSInstanceListNode newChild()
  boolean isEmpty()
  int getSize()
  List<COTSInstanceNode> getElementsWhere(String)
  SchemaListMD getSchemaMD()
  void remove(COTSInstanceListNode)
  void clear()

interface COTSFieldDataAndMD<T>
  T getValue()
  void setValue(Object)
  String getXMLValue()
  void setXMLValue(String)
  String toString()

class BusinessObjectInstance extends SchemaInstance
  static BusinessObjectInstance create(Object)
  static BusinessObjectInstance create(Object, Object)
  BusinessObject getBusinessObject()
  <E extends BusinessEntity> E getEntity()

class BusinessObjectInstanceKey extends SchemaInstance
  static BusinessObjectInstanceKey create(Object)
  BusinessObject getBusinessObject()

class DataAreaInstance extends SchemaInstance
  DataAreaInstance(DataAreaInfo, Document)
  static DataAreaInstance create(Object)

class SchemaInstanceChanges
  boolean isEmpty()
  boolean hasChanged(String)

class BusinessObjectStatusCode
  BusinessObjectStatusCode(BusinessObject_Id, String)
  BusinessObjectStatusCode(BusinessObject, String)
  BusinessObjectStatusCode(Object, String)
  BusinessObject_Id getBusinessObjectId()
  String getStatus()
  String getStatusString()
  String getDescription()

class BusinessObjectDispatcher
  static BusinessObjectInstance read(SchemaInstance)
  static BusinessObjectInstance read(SchemaInstance, boolean)
  static Document read(Document)
  static BusinessObjectInstance readAsBOInstance(Object, Object)
  static BusinessObjectInstance add(SchemaInstance)
  static Document add(Document)
  static BusinessObjectInstance update(SchemaInstance)
  static Document update(Document)
  static BusinessObjectInstance fastAdd(SchemaInstance)
  static Document fastAdd(Document)
  static BusinessObjectInstance fastUpdate(SchemaInstance)
  static Document fastUpdate(Document)
  static BusinessObjectInstance replace(SchemaInstance)
  static void delete(Object)
  static BusinessObjectInstance execute(SchemaInstance, BusinessObjectActionLookup)
  static Document execute(Document, BusinessObjectActionLookup)
  static BusinessObjectInstance fastExecute(SchemaInstance, BusinessObjectActionLookup)

package com.splwg.base.api.businessService

class BusinessServiceInstance extends SchemaInstance
  static BusinessServiceInstance create(Object)

class BusinessServiceDispatcher
  static BusinessServiceInstance execute(BusinessServiceInstance)
  static Document execute(Document)
  static Document execute(Document, String)

package com.splwg.base.api.serviceScript

class ServiceScriptInstance extends SchemaInstance
  ServiceScriptInstance(String)
  static ServiceScriptInstance create(Object)

class ServiceScriptDispatcher
  static ServiceScriptInstance invoke(ServiceScriptInstance)
  static ServiceScriptInstance execute(ServiceScriptInstance)

package com.splwg.base.api.maintenanceObject

class MaintenanceObjectLogHelper<E extends BusinessEntity, L extends BusinessEntity>
  MaintenanceObjectLogHelper(Object, Object)
  MaintenanceObjectLogHelper(Object, Object, Object)
  L addLogEntry(LogEntryTypeLookup, ServerMessage)
  L addLogEntry(LogEntryTypeLookup, ServerMessage, String)
  L addLogEntry(LogEntryTypeLookup, ServerMessage, Object, CharacteristicValue)
  L addLogEntry(LogEntryTypeLookup, ServerMessage, String, CharacteristicType, Object)
  String toString()

class BOBasedMaintenanceObjectCHandlerHelper<E extends BusinessEntity, L extends BusinessEntity>
  BOBasedMaintenanceObjectCHandlerHelper(MaintenanceObject_Id, Object)
  BOBasedMaintenanceObjectCHandlerHelper(MaintenanceObject_Id, Object, Object)
  BOBasedMaintenanceObjectCHandlerHelper(MaintenanceObject_Id, Object, Object, Object)
  void prepareToAdd(DataTransferObject<?>)
  void prepareToChange(Object, DataTransferObject<?>)
  void handleAdd(Object)
  void handleChange(Object, DataTransferObject<?>)
  void handleAddOrChange(Object, DataTransferObject<?>)
  ValidationRule[] getValidationRules()

class MaintenanceLogCHandlerHelper<E extends BusinessEntity, L extends BusinessEntity>
  MaintenanceLogCHandlerHelper(MaintenanceObject_Id, Object)
  MaintenanceLogCHandlerHelper(MaintenanceObject_Id, Object, Object)
  MaintenanceLogCHandlerHelper(MaintenanceObject_Id, Object, Object, Object)
  void prepareToAdd(DataTransferObject<?>)
  void prepareToChange(Object, DataTransferObject<?>)
  ValidationRule[] getValidationRules()

class MaintenanceLogParameterCHandlerHelper<E extends BusinessEntity, L extends BusinessEntity>
  MaintenanceLogParameterCHandlerHelper(MaintenanceObject_Id, Object)
  MaintenanceLogParameterCHandlerHelper(MaintenanceObject_Id, Object, Object)
  void prepareToAdd(DataTransferObject<?>)
  ValidationRule[] getValidationRules()

package com.splwg.base.api.changehandling

abstract class AbstractChangeHandler<E extends BusinessEntity> extends GenericBusinessObject
  protected void prepareToAdd(DataTransferObject<E>)
  protected void prepareToChange(E, DataTransferObject<E>)
  protected void handleAdd(E)
  protected void handleChange(E, DataTransferObject<E>)
  protected void handleAddOrChange(E, DataTransferObject<E>)
  protected void handleDelete(E)
  protected void prepareToDelete(E)
  protected ValidationRule[] getValidationRules()

abstract class ValidationRule
  ValidationRule(String)
  String getRuleId()
  String getDescription()

class StringProperty
  String getName()

class Property<T>
  String getName()

class ServerMessageParameter

class ServerMessageTemplate

interface CharacteristicValueInterface
  CharacteristicType getCharacteristicType()
  String getCharacteristicValueString()
  String getAdhocCharacteristicValue()
  String getSearchCharacteristicValue()
  String getCharacteristicValueForeignKey1()
  String getCharacteristicValueFK2()
  String getCharacteristicValueFK3()
  String getCharacteristicValueFk4()
  String getCharacteristicValueFK5()

package com.splwg.base.support.schema

class EntityInfo
  Table_Id getTableId()
  String getName()

class BusinessObjectInfo
  BusinessObject getBusinessObject()
  BusinessObject_Id getBusinessObjectId()
  Iterable<ExtendedLookupValueInfo> getActiveExtendedLookupValues()
  ExtendedLookupValueInfo getExtendedLookupValue(String)
  SchemaListMD getSchemaMD()

class BusinessObjectInfoCache implements ApplicationCache
  static BusinessObjectInfo getRequiredBusinessObjectInfo(String)
  static BusinessObjectInfo getRequiredBusinessObjectInfo(BusinessObject_Id)
  static BusinessObjectInfo getBusinessObjectInfo(Object)

class ExtendedLookupValueInfo
  ExtendedLookupValue_Id getId()
  Document getXMLRepresentation()
  Lookup getLookupUsage()
  String getDescription()

class MaintenanceObjectInfo
  BusinessObjectInfo determineBusinessObjectInfo(Object)
  String getOption(MaintenanceObjectOptionTypeLookup)
  List<MaintenanceObjectAlgorithm_Id> getArchivingEligibilityAlgorithmIds()
  MaintenanceObject getMaintenanceObject()

class MaintenanceObjectInfoCache implements ApplicationCache
  static MaintenanceObjectInfo getMaintenanceObjectInfo(MaintenanceObject_Id)
  static MaintenanceObjectInfo getRequiredMaintenanceObjectInfo(MaintenanceObject_Id)

class DataAreaInfo
  SchemaListMD getSchemaMD()

class DataAreaInfoCache implements ApplicationCache
  static DataAreaInfo getRequiredDataAreaInfo(Object)

package com.splwg.base.support.schema.metadata

class SchemaListMD
  Object getFieldNamed(String)
  SchemaRawMD getRawNamed(String)
  Document toExpandedXMLDocument(boolean)

class SchemaRawMD

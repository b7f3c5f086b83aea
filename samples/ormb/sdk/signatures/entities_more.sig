# Entities that queries and tables show but no class does, and the everyday properties of set-up entities.
package com.splwg.ccb.domain.financial.financialTransaction

entity FinancialTransactionExtension
  FinancialTransaction financialTransaction
  Date startDate, endDate
  Policy policy
  Membership membership

entity FinancialTransactionProcess
  id FinancialTransaction financialTransaction, BatchControl batchControl
  BatchControl batchControl
  BigInteger batchNumber

package com.splwg.ccb.domain.creditcollections.overdueProcess

entity OverdueProcess
  Account account
  OverdueProcessStatusLookup overdueProcessStatus
  com.splwg.ccb.domain.admin.overdueProcessTemplate.OverdueProcessTemplate overdueProcessTemplate
  DateTime creationDateTime
  Date inactiveDate
  EntityCollection<OverdueProcessEvent> getEvents()
  EntityCollection<OverdueProcessLog> getLogs()
  EntityCollection<OverdueProcessObjectsBeingCollectedOn> getObjectsBeingCollectedOn()

entity OverdueProcessEvent
  id OverdueProcess overdueProcess, BigInteger eventSequence
  OverdueEventStatusLookup overdueEventStatus
  Date triggerDate, completionDate
  String overdueEventTypeCode

entity OverdueProcessLog
  id OverdueProcess overdueProcess, BigInteger logSequenceNumber
  CharacteristicType characteristicType
  String characteristicValueForeignKey1, adhocCharacteristicValue, characteristicValue
  DateTime logDateTime
  Message_Id messageId

entity OverdueProcessObjectsBeingCollectedOn
  id OverdueProcess overdueProcess, BigInteger sequence
  CharacteristicType characteristicType
  String characteristicValueForeignKey1, adhocCharacteristicValue

package com.splwg.ccb.domain.admin.overdueProcessTemplate

entity OverdueProcessTemplate
  EntityCollection<OverdueProcessTemplateResponse> getResponses()

entity OverdueProcessTemplateResponse
  id OverdueProcessTemplate overdueProcessTemplate, BigInteger eventSequence

package com.splwg.ccb.domain.billing.trialBilling

entity TrialBill
  Account account
  Date billDate, dueDate

entity TrialBillSegment
  TrialBill_Id billId
  ServiceAgreement serviceAgreement
  BillSegmentStatusLookup billSegmentStatus
  Date startDate, endDate

entity TrialBillSegmentCalculationHeader
  id TrialBillSegment billSegment, BigInteger headerSequence
  BillableCharge_Id billableChargeId
  BigDecimal calculatedAmount

package com.splwg.ccb.domain.billing.billSegment

entity BillSegmentException
  BillSegment billSegment
  String expandedMessage
  Message_Id messageId
  DateTime creationDateTime

entity BillSegmentExtension
  BillSegment billSegment
  String priceItemCode, priceAsgnId, usageAccountId
  BsegTypeFlgLookup bsegTypeFlg

package com.splwg.ccb.domain.admin.billFactor

entity BillFactor
  CharacteristicType characteristicType
  EntityCollection<BillFactorCharacteristic> getBillFactorCharacteristics()

entity BillFactorCharacteristic
  id BillFactor billFactor, CharacteristicValue characteristicValue

entity BillFactorValue
  id BillFactorCharacteristic billFactorCharacteristic, Date effectiveDate
  BigDecimal value

package com.splwg.ccb.domain.admin.factor

entity Factor

entity FactorValue
  id Factor factor, String characteristicValue, Date effectiveDate
  BigDecimal value

package com.splwg.ccb.domain.admin.adjustmentType

entity AdjustmentType
  GeneralLedgerDistributionCode distributionCode
  Currency currency
  Money defaultAmount
  EntityCollection<AdjustmentTypeCharacteristic> getCharacteristics()

entity AdjustmentTypeCharacteristic
  id AdjustmentType adjustmentType, CharacteristicType characteristicType, BigInteger sequence

package com.splwg.ccb.domain.billing.bill

entity BillAch
  id Bill bill, String accountAutoPayId
  Date autopayCreationDate
  User autopayStopUser
  Money autopayAmount

package com.splwg.d1.domain.communications.activity.entities

entity ActivityRelatedObject
  id Activity activity, MaintenanceObject maintenanceObject
  String primaryKeyValue1

package com.splwg.ccb.domain.payment.paymentEvent

entity AutoPayStagingUpload
  AutopayClearingStaging autopayClearing

package com.splwg.ccb.domain.customerinfo.account

entity CreditReviewSchedule
  id Account account, Date nextCreditReviewDate

entity CreditRatingHistory
  Account account
  BigInteger creditRatingPoints
  Date startDate, endDate

entity AccountAlert
  id Account account, com.splwg.ccb.domain.admin.alertType.AlertType alertType
  Date startDate, endDate

package com.splwg.ccb.domain.admin.alertType

entity AlertType

package com.splwg.ccb.domain.admin.billPeriod

entity BillPeriod
  EntityCollection<BillPeriodSchedule> getSchedules()

entity BillPeriodSchedule
  id BillPeriod billPeriod, Date billDate
  Date cutoffDate

package com.splwg.ccb.domain.admin.billCycle

entity BillCycle
  EntityCollection<BillCycleSchedule> getSchedules()

package com.splwg.ccb.domain.admin.customerClass

entity CustomerClass
  EntityCollection<CustomerClassCharacteristic> getCharacteristics()
  Bool isOpenItem, isBusinessActivityRequired
  BigInteger billLeadDays

entity CustomerClassCharacteristic
  id CustomerClass customerClass, CharacteristicType characteristicType, Date effectiveDate

package com.splwg.ccb.domain.admin.collectionClass

entity CollectionClass
  CollectionMethodLookup collectionMethod

package com.splwg.ccb.domain.admin.cisDivision

entity CisDivision
  GeneralLedgerDivision glDivision
  EntityCollection<CisDivisionCharacteristic> getCharacteristics()
  CisDivisionCharacteristic getEffectiveCharacteristic(CharacteristicType)

package com.splwg.ccb.domain.admin.serviceAgreementType

entity ServiceAgreementType
  id CisDivision division, String saType
  GeneralLedgerDistributionCode distributionCode
  Currency currency
  EntityCollection<ServiceAgreementTypeCharacteristic> getCharacteristics()
  String specialRole

entity ServiceAgreementTypeCharacteristic
  id ServiceAgreementType serviceAgreementType, CharacteristicType characteristicType, BigInteger sequence

package com.splwg.ccb.domain.admin.billRouteType

entity BillRouteType
  BillRoutingMethodLookup billRoutingMethod

package com.splwg.ccb.domain.admin.generalLedgerDistributionCode

entity GeneralLedgerDistributionEff
  id GeneralLedgerDistributionCode distributionCode, Date effectiveDate
  String glAccount
  EffectiveStatusLookup effectiveStatus

package com.splwg.ccb.domain.admin.generalLedgerDivision

entity GeneralLedgerDivision
  AccountingCalendar calendar
  Currency currency

package com.splwg.ccb.domain.admin.accountingCalendar

entity CalendarPeriod
  id AccountingCalendar calendar, BigInteger fiscalYear, BigInteger accountingPeriod
  Date beginDate, endDate, openFromDate, openToDate

package com.splwg.ccb.domain.admin.tenderType

entity TenderType
  Currency currency
  Bool isAutopay, generatesAutopay

package com.splwg.ccb.domain.customerinfo.premise

entity Premise
  String address1, address2, address3, address4, city, county, state, country, postal
  EntityCollection<PremiseCharacteristic> getCharacteristics()

package com.splwg.ccb.domain.pricing.party

entity Party
  String partyUid
  String partyType

package com.splwg.ccb.domain.pricing.priceitem

entity PriceItem
  String pricetype, status
  UnitOfMeasure_Id unitOfMeasureId

entity PriceItemRelationship
  id PriceItem parent, PriceItem child, String relationshipType

package com.splwg.ccb.domain.pricing.pricecomp

entity PriceComp
  PriceAsgn_Id priceAsgnId
  com.splwg.ccb.domain.pricing.ratecomponent.RcMap_Id rcMapId
  BigDecimal valueAmt
  EntityCollection<PriceCompTier> getTiers()

entity PriceCompTier
  id PriceComp priceComp, BigInteger sequence
  BigDecimal lowerLimit, upperLimit

package com.splwg.base.domain.common.businessObject

entity BusinessObject
  MaintenanceObject maintenanceObject
  String instanceControl
  EntityCollection<BusinessObjectOption> getOptions()

package com.splwg.base.domain.common.maintenanceObject

entity MaintenanceObject
  String service

package com.splwg.base.domain.batch.batchControl

entity BatchControl
  BigInteger nextBatchNumber, batchPriority
  String programName
  DateTime lastUpdateDateTime

package com.splwg.base.domain.batch.batchRun

entity BatchRun
  id BatchControl batchControl, BigInteger batchNumber, BigInteger batchRerunNumber
  RunStatusLookup runStatus
  Date processDate
  DateTime startDateTime, endDateTime

package com.splwg.base.domain.security.user

entity User
  String firstName, lastName, emailAddress, userName
  Language language
  EntityCollection<UserCharacteristic> getCharacteristics()

package com.splwg.base.domain.common.characteristicType

entity CharacteristicType
  Bool isCharacteristicSearchable
  String characteristicTypeCode
  CharacteristicValue getCharacteristicValue(String)

package com.splwg.base.domain.common.timeZone

entity TimeZone
  String javaTimeZoneId

package com.splwg.base.domain.common.algorithm

entity Algorithm
  AlgorithmType algorithmType
  EntityCollection<AlgorithmVersion> getVersions()

entity AlgorithmVersion
  id Algorithm algorithm, Date effectiveDate

package com.splwg.base.domain.common.algorithmType

entity AlgorithmTypeParameter
  id AlgorithmType algorithmType, BigInteger sequence
  Bool isRequired

entity AlgorithmType
  AlgorithmTypeParameter getParameterAt(int)
  EntityCollection<AlgorithmTypeParameter> getParameters()
  String programName

# What the facts imply but do not show: kinds of results that only chained calls would tell, key parts, close relatives.
package com.splwg.ccb.domain.customerinfo.account

entity Account
  EntityCollection<AccountNumber> getAccountNumber()
  EntityCollection<AccountNumber> getAccountNumbers()
  EntityCollection<AccountAutopay> getAutopays()

entity AccountPerson
  EntityCollection<AccountPersonRouting> getAccountPersonRouting()
  EntityCollection<PersonAddressOverride> getPersonAddressOverrides()

package com.splwg.ccb.domain.todo.toDoType

entity ToDoType
  com.splwg.base.domain.todo.toDoType.ToDoTypeRole getDefaultRole()

package com.splwg.base.domain.todo.toDoType

entity ToDoTypeRole
  id ToDoType toDoType, Role toDoRole

package com.splwg.d1.domain.admin.veeRule.entities

entity VeeRule
  id com.splwg.d1.domain.admin.veeGroup.entities.VeeGroup veeGroup, String veeRule

package com.splwg.d1.domain.admin.veeGroup.entities

entity VeeGroup

package com.splwg.d1.domain.admin.usageRule.entities

entity UsageRule
  id com.splwg.d1.domain.admin.usageGroup.entities.UsageGroup usageGroup, String usageRule

package com.splwg.tax.domain.admin.formRuleGroup

entity FormRuleGroup

package com.splwg.tax.domain.admin.debtCategory

entity DebtCategory

package com.splwg.ccb.domain.admin.revenueClass

entity RevenueClass

package com.splwg.d1.domain.admin.manufacturer.entities

entity Manufacturer

package com.splwg.base.domain.common.businessObject

entity BusinessObjectStatusTransitionRule
  com.splwg.base.api.lookup.BusinessObjectStatusTransitionConditionLookup condition

entity BusinessObjectStatus
  com.splwg.base.api.lookup.BusinessObjectStatusConditionLookup condition

package com.splwg.d1.domain.admin.measuringComponentType.entities

entity MeasuringComponentType
  TimeInterval secondsPerInterval

package com.splwg.ccb.domain.billing.bill

entity Bill
  Account account
  Date billDate, dueDate, lateChargeDate, nextCreditReviewDate, windowStartDate, ilmDate
  DateTime creationDateTime, completedDatetime
  BillStatusLookup billStatus
  BillCycle billCycle
  Bool isAdhocBill, isReopenAllowed, isEligibleForArchiving
  Bill_Id crNoteFromBillId
  String seqBillNumber, alternateBillId, grpRefVal, trialBillId
  EntityCollection<BillCharacteristic> getCharacteristics()
  EntityCollection<BillRouting> getBillRoutings()
  EntityCollection<BillMessage> getBillMessages()
  BillCharacteristic getEffectiveCharacteristic(CharacteristicType)

entity BillMessage
  id Bill bill, String billMessageCode

package com.splwg.ccb.domain.billing.billSegment

entity BillSegment
  Bill_Id billId
  ServiceAgreement serviceAgreement
  Date startDate, endDate, windowStartDate
  BillSegmentStatusLookup billSegmentStatus
  BillCycle_Id billCycleId
  Bool isEstimate, isClosingBillSegment, isItemOverride, hasServiceQuantityOverride
  BillSegment_Id rebillSegmentId, masterBillSegmentId
  com.splwg.ccb.domain.customerinfo.premise.Premise_Id premiseId

entity BillSegmentCalculationHeader
  id BillSegment billSegment, BigInteger headerSequence
  BillableCharge_Id billableChargeId
  Currency currency
  Date startDate, endDate
  BigDecimal calculatedAmount
  String descriptionOnBill
  com.splwg.ccb.domain.rate.rateSchedule.RateSchedule_Id rateScheduleId
  EntityCollection<BillCalculationLine> getCalculationLines()
  EntityCollection<BillCalculationLine> getBillCalculationLines()

entity BillCalculationLine
  id BillSegmentCalculationHeader billSegmentCalculationHeader, BigInteger sequence
  BigDecimal calculatedAmount, baseAmount, exemptAmount, billableServiceQuantity, valueAmt, pricamt, exchRate, totaggsq
  Currency currency
  String descriptionOnBill
  GeneralLedgerDistributionCode_Id distributionCodeId
  Bool shouldPrint, shouldAppearInSummary, measuresPeakQuantity
  BigInteger rcSequence
  String priceCompId

entity BillSegmentServiceQuantity
  id BillSegment billSegment, String unitOfMeasure, String timeOfUse, String serviceQuantityIdentifier
  BigDecimal initialServiceQuantity, billableServiceQuantity

package com.splwg.ccb.domain.billing.billableCharge

entity BillableCharge
  ServiceAgreement serviceAgreement
  Date startDate, endDate, billAfter, creationDate
  BillableChargeStatusLookup billableChargeStatus
  String descriptionOnBill
  EntityCollection<BillableChargeLine> getLines()
  EntityCollection<BillableChargeLine> getBillableChargeLines()
  EntityCollection<BilllableChargeCharacteristic> getCharacteristics()
  EntityCollection<BillableChargeRead> getReads()

entity BillableChargeLine
  id BillableCharge billableCharge, BigInteger lineSequence
  Money chargeAmount
  String descriptionOnBill
  Currency currency
  Bool shouldShowOnBill, shouldAppearInSummary, isMemoOnly
  GeneralLedgerDistributionCode_Id distributionCodeId

package com.splwg.ccb.domain.customerinfo.serviceAgreement

entity ServiceAgreement
  Account account
  ServiceAgreementType serviceAgreementType
  ServiceAgreementStatusLookup status
  Date startDate, endDate, expireDate, renewalDate
  Currency_Id currencyId
  CustomerReadLookup customerRead
  com.splwg.ccb.domain.customerinfo.premise.Premise_Id characteristicPremiseId
  Money totalToBillAmount
  EntityCollection<ServiceAgreementCharacteristic> getCharacteristics()
  ServiceAgreementCharacteristic getEffectiveCharacteristic(CharacteristicType)

package com.splwg.ccb.domain.customerinfo.person

entity Person
  PersonOrBusinessLookup personOrBusiness
  EntityCollection<PersonAddress> getPersonAddresses()

entity PersonAddress
  id Person person, String addressType

package com.splwg.ccb.domain.financial.financialTransaction

entity FinancialTransaction
  ServiceAgreement serviceAgreement
  Currency currency
  FinancialTransactionTypeLookup financialTransactionType
  Money currentAmount, payoffAmount
  Date accountingDate, arrearsDate, scheduledDistributionDate
  DateTime freezeDateTime, creationDateTime
  Bool isFrozen, isNewCharge, isCorrection, isRedundant, isNotInArrears, shouldShowOnBill
  String parentId, siblingId
  MatchEvent_Id matchEventId
  EntityCollection<FinancialTransactionGeneralLedger> getGeneralLedgers()
  EntityCollection<FinancialTransactionGeneralLedger> getFinancialTransactionGeneralLedgers()

entity FinancialTransactionGeneralLedger
  id FinancialTransaction financialTransaction, BigInteger glSequence
  Money amount
  String glAccount
  GeneralLedgerDistributionCode distributionCode
  Bool isTotalAmount

package com.splwg.ccb.domain.adjustment.adjustment

entity Adjustment
  ServiceAgreement serviceAgreement
  AdjustmentType adjustmentType
  AdjustmentStatusLookup adjustmentStatus
  Money adjustmentAmount
  Date creationDate, adjustmentDate
  Currency currency
  String comments
  EntityCollection<AdjustmentCharacteristic> getCharacteristics()

package com.splwg.ccb.domain.payment.payment

entity Payment
  PaymentEvent paymentEvent
  Account account
  Currency currency
  PaymentStatusLookup paymentStatus
  Money paymentAmount
  EntityCollection<PaymentSegment> getPaymentSegments()
  EntityCollection<PaymentCharacteristic> getCharacteristics()

entity PaymentSegment
  Payment payment
  ServiceAgreement serviceAgreement
  Currency currency
  Money paySegmentAmount

package com.splwg.ccb.domain.payment.paymentEvent

entity PaymentEvent
  Date paymentDate
  DateTime creationDateTime
  EntityCollection<Payment> getPayments()
  EntityCollection<PaymentTender> getPaymentTenders()

entity PaymentTender
  PaymentEvent paymentEvent
  Account payorAccount
  Money tenderAmount
  Currency currency
  String checkNumber, externalReferenceId
  TenderStatusLookup tenderStatus
  com.splwg.ccb.domain.admin.tenderType.TenderType tenderType
  EntityCollection<PaymentTenderCharacteristic> getCharacteristics()

package com.splwg.ccb.domain.pricing.priceassign

entity PriceAsgn
  PriceItem priceItemCode
  Date startDate, endDate
  EntityCollection<PriceAssignmentChar> getCharacteristics()

package com.splwg.ccb.domain.pricing.priceitem

entity PriceItem
  EntityCollection<PriceItemChar> getCharacteristics()

package com.splwg.ccb.domain.insurance.policy

entity Policy
  EntityCollection<PolicyCharacteristic> getCharacteristics()
  EntityCollection<PolicyPerson> getPersons()
  BusinessObject businessObject
  Date startDate, endDate
  String policyNumber, status, sourceSystem

entity PolicyPerson
  id Policy policy, Person person
  Bool isMainCustomer
  Date startDate, endDate

package com.splwg.ccb.domain.admin.billCycle

entity BillCycleSchedule
  id BillCycle billCycle, Date windowStartDate
  Date windowEndDate, accountingDate, estimationDate
  Bool freezeComplete

package com.splwg.base.domain.common.currency

entity Currency
  BigInteger decimalPositions
  String currencySymbol

package com.splwg.base.domain.common.characteristicType

entity CharacteristicEntity
  id CharacteristicType characteristicType, CharacteristicEntityLookup characteristicEntity

entity CharacteristicValue
  id CharacteristicType characteristicType, String characteristicValue

package com.splwg.base.domain.common.featureConfiguration

entity FeatureConfigurationOption
  id FeatureConfiguration workforceManagementSystem, String optionType, BigInteger sequence
  String value

package com.splwg.base.domain.todo.toDoEntry

entity ToDoEntry
  ToDoType toDoType
  Role toDoRole
  ToDoEntryStatusLookup toDoEntryStatus
  DateTime creationDateTime
  User assignedToUser
  BigInteger priority
  String comments
  Message_Id messageId
  EntityCollection<ToDoDrillKeyValue> getDrillKeyValues()
  EntityCollection<ToDoSortKeyValue> getSortKeyValues()
  EntityCollection<ToDoEntryCharacteristic> getCharacteristics()

entity ToDoDrillKeyValue
  id ToDoEntry toDo, BigInteger sequence
  String keyValue

entity ToDoSortKeyValue
  id ToDoEntry toDo, BigInteger sequence
  String keyValue

entity ToDoEntryCharacteristic
  id ToDoEntry toDoEntry, CharacteristicType characteristicType, BigInteger sequence

package com.splwg.base.domain.common.lookup

entity LookupValue
  id LookupField field, String fieldValue
  <L extends Lookup> L asLookup()
  String fetchIdFieldValue()
  String getEffectiveDescription()
  String getValueName()

package com.splwg.base.domain.common.message

entity Message
  id MessageCategory messageCategory, BigInteger messageNumber
  BigInteger category, number
  <T> T fetchLanguageEntity()

package com.splwg.ccb.domain.billing.billableCharge

entity BillableChargeRead
  id BillableCharge billableCharge, BigInteger sequence, String servicePointIdString

entity BillableChargeServiceQuantity
  id BillableCharge billableCharge, BigInteger sequence

package com.splwg.base.domain.security.userGroup

entity UserGroup

entity UserGroupUser
  id UserGroup userGroup, User user

package com.splwg.base.domain.workflow.notificationExternalId

entity OutboundMessageProfile
  id NotificationExternalId notificationExternalId, OutboundMessageType type

package com.splwg.d1.domain.deviceManagement.deviceConfiguration.entities

entity DeviceConfiguration
  InstallEvent retrieveCurrentInstallationInformation(DateTime)

package com.splwg.d1.domain.admin.usageSubscriptionType.entities

entity UsageSubscriptionType

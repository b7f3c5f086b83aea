# Set-up entities that soft parameters name, often without an import: `setup PACKAGE Name` is PACKAGE.name.Name.
setup com.splwg.base.domain.common WorkCalendar DisplayProfile NavigationOption Script BusinessService DataArea
setup com.splwg.base.domain.common MasterConfiguration ForeignKeyReference MaintenanceObject MessageCategory
setup com.splwg.base.domain.security ApplicationService DataAccessRole UserGroup AccessGroup
setup com.splwg.base.domain.xai XaiInboundService XaiSender
setup com.splwg.base.domain.report ReportDefinition
setup com.splwg.base.domain.todo Role

setup com.splwg.ccb.domain.admin AccountRelationshipType AdjustmentTypeProfile ApprovalProfile AutopaySource
setup com.splwg.ccb.domain.admin BillCancelReason BillPrintGroup BillSegmentType BillableChargeLineType
setup com.splwg.ccb.domain.admin BillableChargeTemplate BudgetPlan CaseType ChargeType CollectionAgency
setup com.splwg.ccb.domain.admin CollectionEventType CollectionProcessTemplate CreditRatingType DepositClass
setup com.splwg.ccb.domain.admin DistributionRule FinancialTransactionAlgorithm Fund InvoiceFrequency
setup com.splwg.ccb.domain.admin LetterTemplate MatchEventCancelReason OverdueEventType PaymentMethod PaymentTemplate
setup com.splwg.ccb.domain.admin PayPlanType PersonRelationshipType PremiseType RevenueClass ServiceAgreementRelationshipType
setup com.splwg.ccb.domain.admin ServiceQuantityRule ServiceType SeveranceProcessTemplate StatementCycle TenderType
setup com.splwg.ccb.domain.admin ThirdPartyPayor TransactionRecordType TransactionSource WriteOffControl
setup com.splwg.ccb.domain.admin WriteOffProcessTemplate CustomerContactClass GeneralLedgerDivision MeterType
setup com.splwg.ccb.domain.pricing PriceList ProductVersion PricingGroup
setup com.splwg.ccb.domain.rate RateSchedule RateFactor

setup com.splwg.tax.domain.admin AccountRelationshipType AdjustmentType AssetType Bank CaseType CollectionCaseType
setup com.splwg.tax.domain.admin CollectionClass DebtCategory DebtCategoryPriority ExemptionType FormChangeReason
setup com.splwg.tax.domain.admin FormSource GeneralLedgerDivision LetterTemplate OverpaymentProcessType
setup com.splwg.tax.domain.admin PaymentCancelReason PayPlanType PenaltyInterestType ProcessFlowType RevenueCalendar
setup com.splwg.tax.domain.admin SuppressionType TenderSource WorkflowProcessTemplate BillCycle TaxType

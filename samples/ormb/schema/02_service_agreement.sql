REM  Service agreements (contracts) and their types.
REM  Run as CISADM.

WHENEVER SQLERROR EXIT SQL.SQLCODE
SET DEFINE OFF

PROMPT ... CI_SA

CREATE TABLE CISADM.CI_SA
(
  SA_ID               CHAR(10 BYTE)                     NOT NULL,
  ACCT_ID             CHAR(10 BYTE)                     NOT NULL,
  CIS_DIVISION        CHAR(5 BYTE)                      NOT NULL,
  SA_TYPE_CD          CHAR(8 BYTE)                      NOT NULL,
  SA_STATUS_FLG       CHAR(2 BYTE)                      NOT NULL,
  START_DT            DATE                              NOT NULL,
  END_DT              DATE,
  START_OPT_CD        CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  CURRENCY_CD         CHAR(3 BYTE)                      NOT NULL,
  CHAR_PREM_ID        CHAR(10 BYTE),
  TAX_ROLE_ID         CHAR(10 BYTE),
  OLD_ACCT_ID         VARCHAR2(30 BYTE)   DEFAULT ' '   NOT NULL,
  CUST_READ_FLG       CHAR(2 BYTE)        DEFAULT ' '   NOT NULL,
  ALLOW_EST_SW        CHAR(1 BYTE)        DEFAULT 'N'   NOT NULL,
  SIC_CD              CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  IB_SA_CUTOFF_TM     DATE,
  IB_BASE_TM_DAY_FLG  CHAR(2 BYTE)        DEFAULT ' '   NOT NULL,
  DEP_CL_CD           CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  TOT_TO_BILL_AMT     NUMBER(15,2)        DEFAULT 0     NOT NULL,
  RCR_CHG_AMT         NUMBER(15,2)        DEFAULT 0     NOT NULL,
  EXP_END_DT          DATE,
  EXPIRE_DT           DATE,
  RENEWAL_DT          DATE,
  NB_APAY_FLG         CHAR(2 BYTE)        DEFAULT ' '   NOT NULL,
  CIAC_REVIEW_DT      DATE,
  ALLOC_PRIORITY      NUMBER(5,0)         DEFAULT 0     NOT NULL,
  VERSION             NUMBER(5,0)         DEFAULT 1     NOT NULL
)
TABLESPACE CISTS_CUST
PCTFREE 10 INITRANS 4
STORAGE (INITIAL 64K NEXT 1M BUFFER_POOL DEFAULT)
/

CREATE UNIQUE INDEX CISADM.XT120P0 ON CISADM.CI_SA (SA_ID)
  TABLESPACE CISTS_CUST_IX
/

ALTER TABLE CISADM.CI_SA ADD
  CONSTRAINT XT120P0 PRIMARY KEY (SA_ID)
  USING INDEX CISADM.XT120P0
/

CREATE INDEX CISADM.XT120S1 ON CISADM.CI_SA (ACCT_ID, SA_STATUS_FLG) TABLESPACE CISTS_CUST_IX
/

COMMENT ON TABLE CISADM.CI_SA IS 'Service agreement (contract): what the customer has agreed to take, at which terms. Charges, payments and adjustments all land on a service agreement.'
/
COMMENT ON COLUMN CISADM.CI_SA.SA_ID IS 'Service agreement (contract)'
/
COMMENT ON COLUMN CISADM.CI_SA.ACCT_ID IS 'Account'
/
COMMENT ON COLUMN CISADM.CI_SA.CIS_DIVISION IS 'Division (jurisdiction)'
/
COMMENT ON COLUMN CISADM.CI_SA.SA_TYPE_CD IS 'Service agreement type'
/
COMMENT ON COLUMN CISADM.CI_SA.SA_STATUS_FLG IS 'Status: 05 incomplete, 10 pending start, 20 active, 30 pending stop, 40 stopped, 50 reactivated, 60 closed, 70 cancelled'
/
COMMENT ON COLUMN CISADM.CI_SA.START_DT IS 'First day of service'
/
COMMENT ON COLUMN CISADM.CI_SA.END_DT IS 'Last day of service; empty while the contract runs'
/
COMMENT ON COLUMN CISADM.CI_SA.START_OPT_CD IS 'Start option: default values used when the contract was set up'
/
COMMENT ON COLUMN CISADM.CI_SA.CURRENCY_CD IS 'Currency of the amounts'
/
COMMENT ON COLUMN CISADM.CI_SA.CHAR_PREM_ID IS 'Characteristic premise: where the service is used'
/
COMMENT ON COLUMN CISADM.CI_SA.TAX_ROLE_ID IS 'Tax role of the account'
/
COMMENT ON COLUMN CISADM.CI_SA.OLD_ACCT_ID IS 'Account number in the system used before'
/
COMMENT ON COLUMN CISADM.CI_SA.CUST_READ_FLG IS 'Whether the customer reads the meter'
/
COMMENT ON COLUMN CISADM.CI_SA.ALLOW_EST_SW IS 'Whether estimated reads may be billed'
/
COMMENT ON COLUMN CISADM.CI_SA.SIC_CD IS 'Branch of trade'
/
COMMENT ON COLUMN CISADM.CI_SA.IB_SA_CUTOFF_TM IS 'Hour at which the day ends for interval billing'
/
COMMENT ON COLUMN CISADM.CI_SA.IB_BASE_TM_DAY_FLG IS 'On which day the hour falls'
/
COMMENT ON COLUMN CISADM.CI_SA.DEP_CL_CD IS 'Deposit class'
/
COMMENT ON COLUMN CISADM.CI_SA.TOT_TO_BILL_AMT IS 'Amount to bill over the life of a payment arrangement or loan'
/
COMMENT ON COLUMN CISADM.CI_SA.RCR_CHG_AMT IS 'Recurring charge of each bill, for budgets and levelled payment'
/
COMMENT ON COLUMN CISADM.CI_SA.EXP_END_DT IS 'Day on which the contract is expected to end'
/
COMMENT ON COLUMN CISADM.CI_SA.EXPIRE_DT IS 'Day on which the terms expire and must be renewed'
/
COMMENT ON COLUMN CISADM.CI_SA.RENEWAL_DT IS 'Day on which the terms were last renewed'
/
COMMENT ON COLUMN CISADM.CI_SA.NB_APAY_FLG IS 'How direct debit works for contracts that are not billed'
/
COMMENT ON COLUMN CISADM.CI_SA.CIAC_REVIEW_DT IS 'Day on which the customer''s contribution to construction is reviewed'
/
COMMENT ON COLUMN CISADM.CI_SA.ALLOC_PRIORITY IS 'Order in which payments go to the contracts of an account'
/
COMMENT ON COLUMN CISADM.CI_SA.VERSION IS 'Counts changes; guards against two people changing the row at once'
/

PROMPT ... CI_SA_CHAR

CREATE TABLE CISADM.CI_SA_CHAR
(
  SA_ID           CHAR(10 BYTE)                     NOT NULL,
  CHAR_TYPE_CD    CHAR(8 BYTE)                      NOT NULL,
  EFFDT           DATE                              NOT NULL,
  CHAR_VAL        CHAR(16 BYTE)       DEFAULT ' '   NOT NULL,
  ADHOC_CHAR_VAL  VARCHAR2(254 BYTE)  DEFAULT ' '   NOT NULL,
  CHAR_VAL_FK1    VARCHAR2(50 BYTE)   DEFAULT ' '   NOT NULL,
  CHAR_VAL_FK2    VARCHAR2(50 BYTE)   DEFAULT ' '   NOT NULL,
  CHAR_VAL_FK3    VARCHAR2(50 BYTE)   DEFAULT ' '   NOT NULL,
  CHAR_VAL_FK4    VARCHAR2(50 BYTE)   DEFAULT ' '   NOT NULL,
  CHAR_VAL_FK5    VARCHAR2(50 BYTE)   DEFAULT ' '   NOT NULL,
  SRCH_CHAR_VAL   VARCHAR2(50 BYTE)   DEFAULT ' '   NOT NULL,
  VERSION         NUMBER(5,0)         DEFAULT 1     NOT NULL
)
TABLESPACE CISTS_CUST
PCTFREE 10 INITRANS 4
STORAGE (INITIAL 64K NEXT 1M BUFFER_POOL DEFAULT)
/

CREATE UNIQUE INDEX CISADM.XT121P0 ON CISADM.CI_SA_CHAR (SA_ID, CHAR_TYPE_CD, EFFDT)
  TABLESPACE CISTS_CUST_IX
/

ALTER TABLE CISADM.CI_SA_CHAR ADD
  CONSTRAINT XT121P0 PRIMARY KEY (SA_ID, CHAR_TYPE_CD, EFFDT)
  USING INDEX CISADM.XT121P0
/

COMMENT ON TABLE CISADM.CI_SA_CHAR IS 'Characteristics of a service agreement: effective-dated facts such as the contracted capacity, a discount group or the exemption from late fees.'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.SA_ID IS 'Service agreement (contract)'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_TYPE_CD IS 'Characteristic type: what the value is about'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.EFFDT IS 'Date from which the value is in effect'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_VAL IS 'Predefined value of the characteristic'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.ADHOC_CHAR_VAL IS 'Free-form value of the characteristic'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_VAL_FK1 IS 'Foreign key value of the characteristic, first part'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_VAL_FK2 IS 'Foreign key value, second part'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_VAL_FK3 IS 'Foreign key value, third part'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_VAL_FK4 IS 'Foreign key value, fourth part'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.CHAR_VAL_FK5 IS 'Foreign key value, fifth part'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.SRCH_CHAR_VAL IS 'Value of the characteristic in the form used for searching'
/
COMMENT ON COLUMN CISADM.CI_SA_CHAR.VERSION IS 'Counts changes; guards against two people changing the row at once'
/

PROMPT ... CI_SA_TYPE

CREATE TABLE CISADM.CI_SA_TYPE
(
  CIS_DIVISION         CHAR(5 BYTE)                      NOT NULL,
  SA_TYPE_CD           CHAR(8 BYTE)                      NOT NULL,
  SVC_TYPE_CD          CHAR(2 BYTE)                      NOT NULL,
  DST_ID               CHAR(10 BYTE)                     NOT NULL,
  REV_CL_CD            CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  BILL_SEG_TYPE_CD     CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  PAY_SEG_TYPE_CD      CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  DEBT_CL_CD           CHAR(4 BYTE)        DEFAULT ' '   NOT NULL,
  GL_DIVISION          CHAR(5 BYTE)        DEFAULT ' '   NOT NULL,
  SPECIAL_ROLE_FLG     CHAR(2 BYTE)        DEFAULT ' '   NOT NULL,
  ADJ_TYPE_PROF_CD     CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  CURRENCY_CD          CHAR(3 BYTE)                      NOT NULL,
  BILL_PRINT_PRIO_FLG  CHAR(2 BYTE)        DEFAULT ' '   NOT NULL,
  ONE_TIME_CHG_SW      CHAR(1 BYTE)        DEFAULT 'N'   NOT NULL,
  LATE_PAY_CHARGE_SW   CHAR(1 BYTE)        DEFAULT 'N'   NOT NULL,
  PAY_PRIORITY_FLG     CHAR(2 BYTE)        DEFAULT ' '   NOT NULL,
  DO_NOT_OVRD_SW       CHAR(1 BYTE)        DEFAULT 'N'   NOT NULL,
  BILL_SW              CHAR(1 BYTE)        DEFAULT 'N'   NOT NULL,
  MAX_EST_DAYS         NUMBER(3,0)         DEFAULT 0     NOT NULL,
  VERSION              NUMBER(5,0)         DEFAULT 1     NOT NULL
)
TABLESPACE CISTS_CUST
PCTFREE 10 INITRANS 4
STORAGE (INITIAL 64K NEXT 1M BUFFER_POOL DEFAULT)
/

CREATE UNIQUE INDEX CISADM.XT122P0 ON CISADM.CI_SA_TYPE (CIS_DIVISION, SA_TYPE_CD)
  TABLESPACE CISTS_CUST_IX
/

ALTER TABLE CISADM.CI_SA_TYPE ADD
  CONSTRAINT XT122P0 PRIMARY KEY (CIS_DIVISION, SA_TYPE_CD)
  USING INDEX CISADM.XT122P0
/

COMMENT ON TABLE CISADM.CI_SA_TYPE IS 'Service agreement type: the rules that all contracts of a kind share, such as how they are billed, posted and collected.'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.CIS_DIVISION IS 'Division (jurisdiction)'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.SA_TYPE_CD IS 'Service agreement type'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.SVC_TYPE_CD IS 'Service type: electricity, water, merchant services'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.DST_ID IS 'Distribution code of the receivable'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.REV_CL_CD IS 'Revenue class'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.BILL_SEG_TYPE_CD IS 'Bill segment type: how the bill segment is made'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.PAY_SEG_TYPE_CD IS 'Payment segment type: how the payment is booked'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.DEBT_CL_CD IS 'Debt class of the service agreement''s balance'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.GL_DIVISION IS 'General ledger division that owns the money'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.SPECIAL_ROLE_FLG IS 'Special role: billable charge, cash deposit, loan, write-off, overpayment'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.ADJ_TYPE_PROF_CD IS 'Adjustment types that are allowed'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.CURRENCY_CD IS 'Currency of the amounts'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.BILL_PRINT_PRIO_FLG IS 'Order of the bill segments on the bill'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.ONE_TIME_CHG_SW IS 'Whether the contract is for a single charge'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.LATE_PAY_CHARGE_SW IS 'Whether unpaid balances attract a late payment charge'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.PAY_PRIORITY_FLG IS 'Order in which payments are distributed'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.DO_NOT_OVRD_SW IS 'Whether service agreements may override the type''s settings'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.BILL_SW IS 'Whether contracts of this type are billed'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.MAX_EST_DAYS IS 'Longest time that may be billed on estimates'
/
COMMENT ON COLUMN CISADM.CI_SA_TYPE.VERSION IS 'Counts changes; guards against two people changing the row at once'
/

PROMPT ... CI_PRC_AGRD

CREATE TABLE CISADM.CI_PRC_AGRD
(
  SA_ID              CHAR(10 BYTE)                     NOT NULL,
  PRICEITEM_CD       CHAR(30 BYTE)                     NOT NULL,
  START_DT           DATE                              NOT NULL,
  END_DT             DATE,
  VALUE_AMT          NUMBER(18,5)        DEFAULT 0     NOT NULL,
  CURRENCY_CD        CHAR(3 BYTE)                      NOT NULL,
  AGREED_BY_USER_ID  CHAR(8 BYTE)        DEFAULT ' '   NOT NULL,
  APPROVAL_TXN_ID    CHAR(14 BYTE),
  VERSION            NUMBER(5,0)         DEFAULT 1     NOT NULL
)
TABLESPACE CISTS_CUST
PCTFREE 10 INITRANS 4
STORAGE (INITIAL 64K NEXT 1M BUFFER_POOL DEFAULT)
/

CREATE UNIQUE INDEX CISADM.XT123P0 ON CISADM.CI_PRC_AGRD (SA_ID, PRICEITEM_CD, START_DT)
  TABLESPACE CISTS_CUST_IX
/

ALTER TABLE CISADM.CI_PRC_AGRD ADD
  CONSTRAINT XT123P0 PRIMARY KEY (SA_ID, PRICEITEM_CD, START_DT)
  USING INDEX CISADM.XT123P0
/

COMMENT ON TABLE CISADM.CI_PRC_AGRD IS 'Price agreement detail: prices agreed for one service agreement outside the price lists.'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.SA_ID IS 'Service agreement (contract)'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.PRICEITEM_CD IS 'Price item: the product or service that is priced'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.START_DT IS 'First day'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.END_DT IS 'Last day; empty while open-ended'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.VALUE_AMT IS 'Agreed price'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.CURRENCY_CD IS 'Currency of the amounts'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.AGREED_BY_USER_ID IS 'User who agreed the price'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.APPROVAL_TXN_ID IS 'Approval under which the price was released'
/
COMMENT ON COLUMN CISADM.CI_PRC_AGRD.VERSION IS 'Counts changes; guards against two people changing the row at once'
/

PROMPT ... foreign keys

ALTER TABLE CISADM.CI_SA ADD CONSTRAINT XR120F1 FOREIGN KEY (CIS_DIVISION, SA_TYPE_CD)
  REFERENCES CISADM.CI_SA_TYPE (CIS_DIVISION, SA_TYPE_CD)
/
ALTER TABLE CISADM.CI_SA_CHAR ADD CONSTRAINT XR121F1 FOREIGN KEY (SA_ID)
  REFERENCES CISADM.CI_SA (SA_ID)
/
ALTER TABLE CISADM.CI_PRC_AGRD ADD CONSTRAINT XR123F1 FOREIGN KEY (SA_ID)
  REFERENCES CISADM.CI_SA (SA_ID)
/
PROMPT done

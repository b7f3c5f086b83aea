/*
   Payments: events, payments, segments, tenders; tender and deposit controls; payment files; bank accounts.
   TENDER_CTL is spelt TNDR_CTL throughout, but the tender itself is PAY_TENDER_ID: this is the product's naming.
*/

-- CI_PAY_EVENT
create table ci_pay_event (
  pay_event_id             char(12) not null,
  pay_dt                   date not null,
  cre_dttm                 date not null,
  doc_id                   char(15),
  non_cis_name             varchar2(64 char) default ' ' not null,
  non_cis_ref_nbr          varchar2(30 char) default ' ' not null,
  non_cis_comment          varchar2(254 char) default ' ' not null,
  bus_obj_cd               char(30),
  bo_status_cd             char(12),
  ilm_dt                   date,
  ilm_arch_sw              char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_pay_event_pk primary key (pay_event_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pay_event is
  'Payment event: the occasion on which money came in. Holds the tenders (how it was paid) and the payments (for whom it was paid).';
comment on column ci_pay_event.pay_event_id is 'Payment event: the occasion on which money came in';
comment on column ci_pay_event.pay_dt is 'Payment date';
comment on column ci_pay_event.cre_dttm is 'Date and time of creation';
comment on column ci_pay_event.doc_id is 'Scanned remittance slip';
comment on column ci_pay_event.non_cis_name is 'Name of a payer who is not a customer';
comment on column ci_pay_event.non_cis_ref_nbr is 'Reference of money that is not for an account';
comment on column ci_pay_event.non_cis_comment is 'Remark on such money';
comment on column ci_pay_event.bus_obj_cd is 'Business object';
comment on column ci_pay_event.bo_status_cd is 'Status in the life cycle of the business object';
comment on column ci_pay_event.ilm_dt is 'Date from which the retention period counts';
comment on column ci_pay_event.ilm_arch_sw is 'Whether the record may be archived';
comment on column ci_pay_event.version is 'Counts changes; guards against two people changing the row at once';

-- CI_PAY
create table ci_pay (
  pay_id                   char(12) not null,
  pay_event_id             char(12) not null references ci_pay_event (pay_event_id),
  acct_id                  char(10) not null,
  pay_amt                  number(15,2) not null,
  currency_cd              char(3) not null,
  pay_status_flg           char(2) not null,
  match_type_cd            char(8),
  match_val                varchar2(30 char) default ' ' not null,
  can_rsn_cd               char(8),
  non_cis_sw               char(1) default 'N' not null,
  self_serv_conf_nbr       char(14),
  pay_plan_id              char(12),
  ilm_dt                   date,
  ilm_arch_sw              char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_pay_pk primary key (pay_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pay is
  'Payment: the part of a payment event that goes to one account.';
comment on column ci_pay.pay_id is 'Payment';
comment on column ci_pay.pay_event_id is 'Payment event: the occasion on which money came in';
comment on column ci_pay.acct_id is 'Account';
comment on column ci_pay.pay_amt is 'Amount of the payment';
comment on column ci_pay.currency_cd is 'Currency of the amounts';
comment on column ci_pay.pay_status_flg is 'Status: incomplete, freezable, error, frozen, cancelled';
comment on column ci_pay.match_type_cd is 'Match type: by which number the money is matched (bill, contract, account)';
comment on column ci_pay.match_val is 'Bill or contract number for which the customer paid';
comment on column ci_pay.can_rsn_cd is 'Cancel reason';
comment on column ci_pay.non_cis_sw is 'Whether the money is not for a customer';
comment on column ci_pay.self_serv_conf_nbr is 'Confirmation number of the self-service site';
comment on column ci_pay.pay_plan_id is 'Payment plan that the payment keeps';
comment on column ci_pay.ilm_dt is 'Date from which the retention period counts';
comment on column ci_pay.ilm_arch_sw is 'Whether the record may be archived';
comment on column ci_pay.version is 'Counts changes; guards against two people changing the row at once';
create index ci_pay_ix1 on ci_pay (pay_event_id) tablespace cists_fin_ix;
create index ci_pay_ix2 on ci_pay (acct_id, pay_status_flg) tablespace cists_fin_ix;

-- CI_PAY_CHAR
create table ci_pay_char (
  pay_id                   char(12) not null references ci_pay (pay_id),
  char_type_cd             char(8) not null,
  seq_num                  number(3) not null,
  char_val                 char(16) default ' ' not null,
  adhoc_char_val           varchar2(254 char) default ' ' not null,
  char_val_fk1             varchar2(50 char) default ' ' not null,
  char_val_fk2             varchar2(50 char) default ' ' not null,
  char_val_fk3             varchar2(50 char) default ' ' not null,
  char_val_fk4             varchar2(50 char) default ' ' not null,
  char_val_fk5             varchar2(50 char) default ' ' not null,
  srch_char_val            varchar2(50 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_pay_char_pk primary key (pay_id, char_type_cd, seq_num)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pay_char is
  'Characteristics of a payment: reason codes, references from the bank file, links to refunds.';
comment on column ci_pay_char.pay_id is 'Payment';
comment on column ci_pay_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_pay_char.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_pay_char.char_val is 'Predefined value of the characteristic';
comment on column ci_pay_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_pay_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_pay_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_pay_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_pay_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_pay_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_pay_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_pay_char.version is 'Counts changes; guards against two people changing the row at once';

-- CI_PAY_SEG
create table ci_pay_seg (
  pay_seg_id               char(12) not null,
  pay_id                   char(12) not null references ci_pay (pay_id),
  sa_id                    char(10) not null,
  pay_seg_amt              number(15,2) not null,
  currency_cd              char(3) not null,
  acct_id                  char(10),
  match_evt_id             char(12),
  version                  number(5) default 1 not null,
  constraint ci_pay_seg_pk primary key (pay_seg_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pay_seg is
  'Payment segment: the part of a payment that was distributed to one service agreement.';
comment on column ci_pay_seg.pay_seg_id is 'Payment segment: the part of a payment that goes to one service agreement';
comment on column ci_pay_seg.pay_id is 'Payment';
comment on column ci_pay_seg.sa_id is 'Service agreement (contract)';
comment on column ci_pay_seg.pay_seg_amt is 'Amount that goes to the contract';
comment on column ci_pay_seg.currency_cd is 'Currency of the amounts';
comment on column ci_pay_seg.acct_id is 'Account of the contract';
comment on column ci_pay_seg.match_evt_id is 'Match event that ties debits to the credits that pay them';
comment on column ci_pay_seg.version is 'Counts changes; guards against two people changing the row at once';

-- CI_PAY_TNDR
create table ci_pay_tndr (
  pay_tender_id            char(12) not null,
  pay_event_id             char(12) not null references ci_pay_event (pay_event_id),
  tndr_ctl_id              char(10) not null,
  tender_type_cd           char(4) not null,
  tender_amt               number(15,2) not null,
  currency_cd              char(3) not null,
  tndr_status_flg          char(2) not null,
  check_nbr                varchar2(10 char) default ' ' not null,
  micr_id                  varchar2(30 char) default ' ' not null,
  payor_acct_id            char(10),
  ext_reference_id         varchar2(36 char) default ' ' not null,
  apay_src_cd              char(12),
  ext_acct_id              varchar2(50 char) default ' ' not null,
  expire_dt                date,
  entity_name              varchar2(254 char) default ' ' not null,
  can_rsn_cd               char(8),
  auth_nbr                 varchar2(36 char) default ' ' not null,
  cre_dttm                 date,
  ilm_arch_sw              char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_pay_tndr_pk primary key (pay_tender_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pay_tndr is
  'Payment tender: how the money of a payment event was handed over: cash, cheque, card, direct debit. A tender can be cancelled when the cheque bounces.';
comment on column ci_pay_tndr.pay_tender_id is 'Payment tender: how the money was handed over';
comment on column ci_pay_tndr.pay_event_id is 'Payment event: the occasion on which money came in';
comment on column ci_pay_tndr.tndr_ctl_id is 'Tender control: the batch of tenders from one source';
comment on column ci_pay_tndr.tender_type_cd is 'Tender type: cash, cheque, card, direct debit';
comment on column ci_pay_tndr.tender_amt is 'Amount handed over';
comment on column ci_pay_tndr.currency_cd is 'Currency of the amounts';
comment on column ci_pay_tndr.tndr_status_flg is 'Status: valid, cancelled';
comment on column ci_pay_tndr.check_nbr is 'Cheque number';
comment on column ci_pay_tndr.micr_id is 'Bank code line of the cheque';
comment on column ci_pay_tndr.payor_acct_id is 'Account that paid, which may pay for others';
comment on column ci_pay_tndr.ext_reference_id is 'Reference from the bank, lockbox or card processor';
comment on column ci_pay_tndr.apay_src_cd is 'Direct debit source: the bank or card scheme';
comment on column ci_pay_tndr.ext_acct_id is 'Bank account or card from which the money comes';
comment on column ci_pay_tndr.expire_dt is 'Day on which the card expires';
comment on column ci_pay_tndr.entity_name is 'Name on the bank account or card';
comment on column ci_pay_tndr.can_rsn_cd is 'Cancel reason';
comment on column ci_pay_tndr.auth_nbr is 'Authorisation of the card payment';
comment on column ci_pay_tndr.cre_dttm is 'Date and time of creation';
comment on column ci_pay_tndr.ilm_arch_sw is 'Whether the record may be archived';
comment on column ci_pay_tndr.version is 'Counts changes; guards against two people changing the row at once';
create index ci_pay_tndr_ix1 on ci_pay_tndr (pay_event_id) tablespace cists_fin_ix;
create index ci_pay_tndr_ix2 on ci_pay_tndr (ext_reference_id) tablespace cists_fin_ix;

-- CI_PAY_TNDR_CHAR
create table ci_pay_tndr_char (
  pay_tender_id            char(12) not null references ci_pay_tndr (pay_tender_id),
  char_type_cd             char(8) not null,
  seq_num                  number(3) not null,
  char_val                 char(16) default ' ' not null,
  adhoc_char_val           varchar2(254 char) default ' ' not null,
  char_val_fk1             varchar2(50 char) default ' ' not null,
  char_val_fk2             varchar2(50 char) default ' ' not null,
  char_val_fk3             varchar2(50 char) default ' ' not null,
  char_val_fk4             varchar2(50 char) default ' ' not null,
  char_val_fk5             varchar2(50 char) default ' ' not null,
  srch_char_val            varchar2(50 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_pay_tndr_char_pk primary key (pay_tender_id, char_type_cd, seq_num)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pay_tndr_char is
  'Characteristics of a payment tender: terminal, card brand, bank file reference.';
comment on column ci_pay_tndr_char.pay_tender_id is 'Payment tender: how the money was handed over';
comment on column ci_pay_tndr_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_pay_tndr_char.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_pay_tndr_char.char_val is 'Predefined value of the characteristic';
comment on column ci_pay_tndr_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_pay_tndr_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_pay_tndr_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_pay_tndr_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_pay_tndr_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_pay_tndr_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_pay_tndr_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_pay_tndr_char.version is 'Counts changes; guards against two people changing the row at once';

-- CI_PEVT_DTL_ST
create table ci_pevt_dtl_st (
  ext_source_id            char(15) not null,
  ext_transmit_id          varchar2(30 char) not null,
  pevt_dtl_seq             number(8) not null,
  pevt_stg_st_flg          char(2) not null,
  pevt_process_id          char(12) default ' ' not null,
  dst_rule_cd              char(12) not null,
  dst_rule_value           varchar2(254 char) default ' ' not null,
  cust_id                  varchar2(36 char) default ' ' not null,
  acct_id                  char(10),
  tender_type_cd           char(4) not null,
  tender_amt               number(15,2) not null,
  currency_cd              char(3) not null,
  accounting_dt            date not null,
  pay_event_id             char(12) references ci_pay_event (pay_event_id),
  tndr_ctl_id              char(10),
  check_nbr                varchar2(10 char) default ' ' not null,
  micr_id                  varchar2(30 char) default ' ' not null,
  ext_reference_id         varchar2(36 char) default ' ' not null,
  match_type_cd            char(8),
  match_val                varchar2(30 char) default ' ' not null,
  apay_src_cd              char(12),
  ext_acct_id              varchar2(50 char) default ' ' not null,
  expire_dt                date,
  entity_name              varchar2(254 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_pevt_dtl_st_pk primary key (ext_source_id, ext_transmit_id, pevt_dtl_seq)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pevt_dtl_st is
  'Payment event detail staging: rows of a payment file. A distribution rule turns each into an event, a tender and payments.';
comment on column ci_pevt_dtl_st.ext_source_id is 'Name of the outside source of payments';
comment on column ci_pevt_dtl_st.ext_transmit_id is 'Transmission: the file from which the row came';
comment on column ci_pevt_dtl_st.pevt_dtl_seq is 'Row number in the file';
comment on column ci_pevt_dtl_st.pevt_stg_st_flg is 'Status: incomplete, pending, complete, error';
comment on column ci_pevt_dtl_st.pevt_process_id is 'Process that has taken the row';
comment on column ci_pevt_dtl_st.dst_rule_cd is 'Distribution rule';
comment on column ci_pevt_dtl_st.dst_rule_value is 'Value on which the distribution rule works, such as the bill number';
comment on column ci_pevt_dtl_st.cust_id is 'Customer number as the payer wrote it';
comment on column ci_pevt_dtl_st.acct_id is 'Account, once it is known';
comment on column ci_pevt_dtl_st.tender_type_cd is 'Tender type: cash, cheque, card, direct debit';
comment on column ci_pevt_dtl_st.tender_amt is 'Amount';
comment on column ci_pevt_dtl_st.currency_cd is 'Currency of the amounts';
comment on column ci_pevt_dtl_st.accounting_dt is 'Accounting date: decides on the ledger period';
comment on column ci_pevt_dtl_st.pay_event_id is 'Payment event that was made';
comment on column ci_pevt_dtl_st.tndr_ctl_id is 'Tender control: the batch of tenders from one source';
comment on column ci_pevt_dtl_st.check_nbr is 'Cheque number';
comment on column ci_pevt_dtl_st.micr_id is 'Bank code line of the cheque';
comment on column ci_pevt_dtl_st.ext_reference_id is 'Reference of the payer''s bank';
comment on column ci_pevt_dtl_st.match_type_cd is 'Match type: by which number the money is matched (bill, contract, account)';
comment on column ci_pevt_dtl_st.match_val is 'Number by which the money is matched';
comment on column ci_pevt_dtl_st.apay_src_cd is 'Direct debit source';
comment on column ci_pevt_dtl_st.ext_acct_id is 'Bank account or card';
comment on column ci_pevt_dtl_st.expire_dt is 'Day on which the card expires';
comment on column ci_pevt_dtl_st.entity_name is 'Name on the bank account or card';
comment on column ci_pevt_dtl_st.version is 'Counts changes; guards against two people changing the row at once';

-- CI_PEVT_DTL_ST_CHAR
create table ci_pevt_dtl_st_char (
  ext_source_id            char(15) not null,
  ext_transmit_id          varchar2(30 char) not null,
  pevt_dtl_seq             number(8) not null,
  char_type_cd             char(8) not null,
  seq_num                  number(3) not null,
  char_val                 char(16) default ' ' not null,
  adhoc_char_val           varchar2(254 char) default ' ' not null,
  char_val_fk1             varchar2(50 char) default ' ' not null,
  char_val_fk2             varchar2(50 char) default ' ' not null,
  char_val_fk3             varchar2(50 char) default ' ' not null,
  char_val_fk4             varchar2(50 char) default ' ' not null,
  char_val_fk5             varchar2(50 char) default ' ' not null,
  srch_char_val            varchar2(50 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_pevt_dtl_st_char_pk primary key (ext_source_id, ext_transmit_id, pevt_dtl_seq, char_type_cd, seq_num)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_pevt_dtl_st_char is
  'Characteristics of a payment staging row.';
comment on column ci_pevt_dtl_st_char.ext_source_id is 'Name of the outside source of payments';
comment on column ci_pevt_dtl_st_char.ext_transmit_id is 'Transmission';
comment on column ci_pevt_dtl_st_char.pevt_dtl_seq is 'Row number in the file';
comment on column ci_pevt_dtl_st_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_pevt_dtl_st_char.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_pevt_dtl_st_char.char_val is 'Predefined value of the characteristic';
comment on column ci_pevt_dtl_st_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_pevt_dtl_st_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_pevt_dtl_st_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_pevt_dtl_st_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_pevt_dtl_st_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_pevt_dtl_st_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_pevt_dtl_st_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_pevt_dtl_st_char.version is 'Counts changes; guards against two people changing the row at once';

-- CI_DEP_CTL
create table ci_dep_ctl (
  dep_ctl_id               char(10) not null,
  dep_ctl_status_flg       char(2) not null,
  tndr_srce_type_flg       char(2) not null,
  currency_cd              char(3) not null,
  expected_end_bal_amt     number(15,2) default 0 not null,
  cre_dttm                 date not null,
  balanced_dttm            date,
  user_id                  char(8) default ' ' not null,
  out_tol_reason           varchar2(254 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_dep_ctl_pk primary key (dep_ctl_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_dep_ctl is
  'Deposit control: the drawers and batches that are taken to the bank together, with the expected total.';
comment on column ci_dep_ctl.dep_ctl_id is 'Deposit control: what is taken to the bank together';
comment on column ci_dep_ctl.dep_ctl_status_flg is 'Status: open, balancing in progress, balanced';
comment on column ci_dep_ctl.tndr_srce_type_flg is 'Kind of source: cashiering, lockbox, direct debit, ad hoc';
comment on column ci_dep_ctl.currency_cd is 'Currency of the amounts';
comment on column ci_dep_ctl.expected_end_bal_amt is 'Expected total';
comment on column ci_dep_ctl.cre_dttm is 'Date and time of creation';
comment on column ci_dep_ctl.balanced_dttm is 'When the deposit was balanced';
comment on column ci_dep_ctl.user_id is 'User';
comment on column ci_dep_ctl.out_tol_reason is 'Explanation when the count differs from the expectation';
comment on column ci_dep_ctl.version is 'Counts changes; guards against two people changing the row at once';

-- CI_TNDR_CTL
create table ci_tndr_ctl (
  tndr_ctl_id              char(10) not null,
  dep_ctl_id               char(10) references ci_dep_ctl (dep_ctl_id),
  tndr_source_cd           char(8) not null,
  tndr_ctl_st_flg          char(2) not null,
  currency_cd              char(3) not null,
  start_bal_amt            number(15,2) default 0 not null,
  expected_end_bal_amt     number(15,2) default 0 not null,
  all_users_sw             char(1) default 'N' not null,
  batch_cd                 char(8),
  batch_nbr                number(10) default 0 not null,
  cre_dttm                 date not null,
  balanced_dttm            date,
  user_id                  char(8) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_tndr_ctl_pk primary key (tndr_ctl_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_tndr_ctl is
  'Tender control: a batch of tenders from one source, such as the day of a cash drawer or a lockbox file. Must balance before its payments can be frozen.';
comment on column ci_tndr_ctl.tndr_ctl_id is 'Tender control: the batch of tenders from one source';
comment on column ci_tndr_ctl.dep_ctl_id is 'Deposit control: what is taken to the bank together';
comment on column ci_tndr_ctl.tndr_source_cd is 'Tender source: cash desk, lockbox, card terminal';
comment on column ci_tndr_ctl.tndr_ctl_st_flg is 'Status: open, balancing in progress, balanced';
comment on column ci_tndr_ctl.currency_cd is 'Currency of the amounts';
comment on column ci_tndr_ctl.start_bal_amt is 'Cash in the drawer at the start';
comment on column ci_tndr_ctl.expected_end_bal_amt is 'Expected total';
comment on column ci_tndr_ctl.all_users_sw is 'Whether every user may add tenders';
comment on column ci_tndr_ctl.batch_cd is 'Batch control';
comment on column ci_tndr_ctl.batch_nbr is 'Run number of the batch';
comment on column ci_tndr_ctl.cre_dttm is 'Date and time of creation';
comment on column ci_tndr_ctl.balanced_dttm is 'When the batch was balanced';
comment on column ci_tndr_ctl.user_id is 'User';
comment on column ci_tndr_ctl.version is 'Counts changes; guards against two people changing the row at once';

-- CI_TNDR_SRCE
create table ci_tndr_srce (
  tndr_source_cd           char(8) not null,
  tndr_srce_type_flg       char(2) not null,
  ext_source_id            char(15) default ' ' not null,
  bank_cd                  char(8),
  bank_acct_key            char(8),
  currency_cd              char(3) not null,
  sa_id                    char(10),
  dflt_start_bal_amt       number(15,2) default 0 not null,
  max_amt_bal              number(15,2) default 0 not null,
  version                  number(5) default 1 not null,
  constraint ci_tndr_srce_pk primary key (tndr_source_cd)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_tndr_srce is
  'Tender source: where tenders come from, with the bank account to which they go and the contract for money that cannot be assigned.';
comment on column ci_tndr_srce.tndr_source_cd is 'Tender source: cash desk, lockbox, card terminal';
comment on column ci_tndr_srce.tndr_srce_type_flg is 'Kind of source: cashiering, lockbox, direct debit, ad hoc';
comment on column ci_tndr_srce.ext_source_id is 'Name of the outside source of payments';
comment on column ci_tndr_srce.bank_cd is 'Bank';
comment on column ci_tndr_srce.bank_acct_key is 'Key of the bank account inside the bank';
comment on column ci_tndr_srce.currency_cd is 'Currency of the amounts';
comment on column ci_tndr_srce.sa_id is 'Suspense contract for money whose account is not known';
comment on column ci_tndr_srce.dflt_start_bal_amt is 'Usual cash at the start of the day';
comment on column ci_tndr_srce.max_amt_bal is 'From this amount on the drawer must be emptied';
comment on column ci_tndr_srce.version is 'Counts changes; guards against two people changing the row at once';

-- CI_TNDR_SRCE_L
create table ci_tndr_srce_l (
  tndr_source_cd           char(8) not null references ci_tndr_srce (tndr_source_cd),
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_tndr_srce_l_pk primary key (tndr_source_cd, language_cd)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_tndr_srce_l is
  'Descriptions of tender sources, by language.';
comment on column ci_tndr_srce_l.tndr_source_cd is 'Tender source: cash desk, lockbox, card terminal';
comment on column ci_tndr_srce_l.language_cd is 'Language of the description';
comment on column ci_tndr_srce_l.descr is 'Description';
comment on column ci_tndr_srce_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_BANK_ACCOUNT
create table ci_bank_account (
  bank_cd                  char(8) not null,
  bank_acct_key            char(8) not null,
  account_nbr              varchar2(30 char) not null,
  branch_id                varchar2(30 char) default ' ' not null,
  check_digit              varchar2(4 char) default ' ' not null,
  dfi_id_num               varchar2(20 char) default ' ' not null,
  currency_cd              char(3) not null,
  dst_id                   char(10) not null,
  version                  number(5) default 1 not null,
  constraint ci_bank_account_pk primary key (bank_cd, bank_acct_key)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_bank_account is
  'The company''s own bank accounts.';
comment on column ci_bank_account.bank_cd is 'Bank';
comment on column ci_bank_account.bank_acct_key is 'Key of the bank account inside the bank';
comment on column ci_bank_account.account_nbr is 'Account number at the bank';
comment on column ci_bank_account.branch_id is 'Branch';
comment on column ci_bank_account.check_digit is 'Check digit';
comment on column ci_bank_account.dfi_id_num is 'Routing number of the bank';
comment on column ci_bank_account.currency_cd is 'Currency of the amounts';
comment on column ci_bank_account.dst_id is 'Distribution code of the cash account';
comment on column ci_bank_account.version is 'Counts changes; guards against two people changing the row at once';

-- CI_BANK_ACCOUNT_L
create table ci_bank_account_l (
  bank_cd                  char(8) not null,
  bank_acct_key            char(8) not null,
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_bank_account_l_pk primary key (bank_cd, bank_acct_key, language_cd)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_bank_account_l is
  'Descriptions of the company''s bank accounts, by language.';
comment on column ci_bank_account_l.bank_cd is 'Bank';
comment on column ci_bank_account_l.bank_acct_key is 'Key of the bank account inside the bank';
comment on column ci_bank_account_l.language_cd is 'Language of the description';
comment on column ci_bank_account_l.descr is 'Description';
comment on column ci_bank_account_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_BANK_L
create table ci_bank_l (
  bank_cd                  char(8) not null,
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_bank_l_pk primary key (bank_cd, language_cd)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_bank_l is
  'Names of banks, by language.';
comment on column ci_bank_l.bank_cd is 'Bank';
comment on column ci_bank_l.language_cd is 'Language of the description';
comment on column ci_bank_l.descr is 'Description';
comment on column ci_bank_l.version is 'Counts changes; guards against two people changing the row at once';

alter table ci_pay_tndr add constraint ci_pay_tndr_fk3
  foreign key (tndr_ctl_id) references ci_tndr_ctl (tndr_ctl_id);
alter table ci_pevt_dtl_st add constraint ci_pevt_dtl_st_fk3
  foreign key (tndr_ctl_id) references ci_tndr_ctl (tndr_ctl_id);
alter table ci_pevt_dtl_st_char add constraint ci_pevt_dtl_st_char_fk1
  foreign key (ext_source_id, ext_transmit_id, pevt_dtl_seq) references ci_pevt_dtl_st (ext_source_id, ext_transmit_id, pevt_dtl_seq);
alter table ci_tndr_ctl add constraint ci_tndr_ctl_fk2
  foreign key (tndr_source_cd) references ci_tndr_srce (tndr_source_cd);
alter table ci_tndr_srce add constraint ci_tndr_srce_fk1
  foreign key (bank_cd, bank_acct_key) references ci_bank_account (bank_cd, bank_acct_key);
alter table ci_bank_account_l add constraint ci_bank_account_l_fk1
  foreign key (bank_cd, bank_acct_key) references ci_bank_account (bank_cd, bank_acct_key);

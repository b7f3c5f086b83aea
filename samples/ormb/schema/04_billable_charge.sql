/*
   Billable charges with their lines and characteristics.
   Written by hand for the test environments; sizes are left to the tablespace.
*/

-- CI_BILL_CHG
create table ci_bill_chg (
  billable_chg_id          char(12) not null,
  sa_id                    char(10) not null,
  start_dt                 date not null,
  end_dt                   date not null,
  bill_after_dt            date,
  billable_chg_stat        char(2) not null,
  cre_dt                   date not null,
  descr_on_bill            varchar2(254 char) default ' ' not null,
  bchg_tmpl_cd             char(8) default ' ' not null,
  bchg_up_id               char(12),
  priceitem_cd             char(30),
  price_asgn_id            char(12),
  priceitem_parm_grp_id    number(12) default 0 not null,
  recurring_flg            char(4) default ' ' not null,
  bill_period_cd           char(8),
  recur_freq_flg           char(4) default ' ' not null,
  feed_source_flg          char(4) default ' ' not null,
  adhoc_bill_sw            char(1) default 'N' not null,
  tou_cd                   char(8) default ' ' not null,
  grp_ref_val              varchar2(50 char) default ' ' not null,
  policy_invoice_freq_cd   char(8),
  ilm_dt                   date,
  ilm_arch_sw              char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_bill_chg_pk primary key (billable_chg_id)
    using index tablespace cists_bill_ix
) tablespace cists_bill;

comment on table ci_bill_chg is
  'Billable charge: a charge that is worked out elsewhere or entered by hand and waits to be billed: transactions, one-time fees, pass-through charges.';
comment on column ci_bill_chg.billable_chg_id is 'Billable charge';
comment on column ci_bill_chg.sa_id is 'Service agreement (contract)';
comment on column ci_bill_chg.start_dt is 'First day that the charge is for';
comment on column ci_bill_chg.end_dt is 'Last day that the charge is for';
comment on column ci_bill_chg.bill_after_dt is 'The charge is not billed before this date';
comment on column ci_bill_chg.billable_chg_stat is 'Status: billable, cancelled';
comment on column ci_bill_chg.cre_dt is 'Day on which the record was created';
comment on column ci_bill_chg.descr_on_bill is 'Text printed on the bill';
comment on column ci_bill_chg.bchg_tmpl_cd is 'Billable charge template';
comment on column ci_bill_chg.bchg_up_id is 'Upload row from which the charge was made';
comment on column ci_bill_chg.priceitem_cd is 'Price item: the product or service that is priced';
comment on column ci_bill_chg.price_asgn_id is 'Price assignment';
comment on column ci_bill_chg.priceitem_parm_grp_id is 'Price parameter group: the combination of parameter values for which the price holds';
comment on column ci_bill_chg.recurring_flg is 'Whether the charge recurs: no, by frequency, by bill period';
comment on column ci_bill_chg.bill_period_cd is 'Bill period';
comment on column ci_bill_chg.recur_freq_flg is 'How often a recurring charge is billed';
comment on column ci_bill_chg.feed_source_flg is 'Where the charge came from: transaction feed, upload, entered by hand';
comment on column ci_bill_chg.adhoc_bill_sw is 'Whether the charge goes on an off-cycle bill of its own';
comment on column ci_bill_chg.tou_cd is 'Time of use: peak, off-peak, shoulder';
comment on column ci_bill_chg.grp_ref_val is 'Reference that groups charges on one bill';
comment on column ci_bill_chg.policy_invoice_freq_cd is 'Invoice frequency of the policy';
comment on column ci_bill_chg.ilm_dt is 'Date from which the retention period counts';
comment on column ci_bill_chg.ilm_arch_sw is 'Whether the record may be archived';
comment on column ci_bill_chg.version is 'Counts changes; guards against two people changing the row at once';
create index ci_bill_chg_ix1 on ci_bill_chg (sa_id, billable_chg_stat) tablespace cists_bill_ix;

-- CI_BILL_CHG_CHAR
create table ci_bill_chg_char (
  billable_chg_id          char(12) not null references ci_bill_chg (billable_chg_id),
  char_type_cd             char(8) not null,
  effdt                    date not null,
  char_val                 char(16) default ' ' not null,
  adhoc_char_val           varchar2(254 char) default ' ' not null,
  char_val_fk1             varchar2(50 char) default ' ' not null,
  char_val_fk2             varchar2(50 char) default ' ' not null,
  char_val_fk3             varchar2(50 char) default ' ' not null,
  char_val_fk4             varchar2(50 char) default ' ' not null,
  char_val_fk5             varchar2(50 char) default ' ' not null,
  srch_char_val            varchar2(50 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_bill_chg_char_pk primary key (billable_chg_id, char_type_cd, effdt)
    using index tablespace cists_bill_ix
) tablespace cists_bill;

comment on table ci_bill_chg_char is
  'Characteristics of a billable charge: what the bill print, the rate or the settlement must know about it.';
comment on column ci_bill_chg_char.billable_chg_id is 'Billable charge';
comment on column ci_bill_chg_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_bill_chg_char.effdt is 'Date from which the value is in effect';
comment on column ci_bill_chg_char.char_val is 'Predefined value of the characteristic';
comment on column ci_bill_chg_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_bill_chg_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_bill_chg_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_bill_chg_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_bill_chg_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_bill_chg_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_bill_chg_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_bill_chg_char.version is 'Counts changes; guards against two people changing the row at once';

-- CI_B_CHG_LINE
create table ci_b_chg_line (
  billable_chg_id          char(12) not null references ci_bill_chg (billable_chg_id),
  line_seq                 number(5) not null,
  charge_amt               number(15,2) default 0 not null,
  precs_charge_amt         number(20,10) default 0 not null,
  currency_cd              char(3) not null,
  dst_id                   char(10) not null,
  show_on_bill_sw          char(1) default 'N' not null,
  app_in_summ_sw           char(1) default 'N' not null,
  memo_sw                  char(1) default 'N' not null,
  descr_on_bill            varchar2(254 char) default ' ' not null,
  tax_sw                   char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_b_chg_line_pk primary key (billable_chg_id, line_seq)
    using index tablespace cists_bill_ix
) tablespace cists_bill;

comment on table ci_b_chg_line is
  'Billable charge line: an amount with its distribution code. Lines become calculation lines of the bill segment.';
comment on column ci_b_chg_line.billable_chg_id is 'Billable charge';
comment on column ci_b_chg_line.line_seq is 'Line number';
comment on column ci_b_chg_line.charge_amt is 'Amount in money';
comment on column ci_b_chg_line.precs_charge_amt is 'Amount before rounding';
comment on column ci_b_chg_line.currency_cd is 'Currency of the amounts';
comment on column ci_b_chg_line.dst_id is 'Distribution code: which general ledger account is posted';
comment on column ci_b_chg_line.show_on_bill_sw is 'Whether the line is shown on the bill';
comment on column ci_b_chg_line.app_in_summ_sw is 'Whether the amount counts in the summary line of the bill';
comment on column ci_b_chg_line.memo_sw is 'Whether the line is for information only and does not count';
comment on column ci_b_chg_line.descr_on_bill is 'Text printed on the bill';
comment on column ci_b_chg_line.tax_sw is 'Whether the line is a tax';
comment on column ci_b_chg_line.version is 'Counts changes; guards against two people changing the row at once';

-- CI_B_LN_CHAR
create table ci_b_ln_char (
  billable_chg_id          char(12) not null,
  line_seq                 number(5) not null,
  char_type_cd             char(8) not null,
  char_val                 char(16) default ' ' not null,
  adhoc_char_val           varchar2(254 char) default ' ' not null,
  char_val_fk1             varchar2(50 char) default ' ' not null,
  char_val_fk2             varchar2(50 char) default ' ' not null,
  char_val_fk3             varchar2(50 char) default ' ' not null,
  char_val_fk4             varchar2(50 char) default ' ' not null,
  char_val_fk5             varchar2(50 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_b_ln_char_pk primary key (billable_chg_id, line_seq, char_type_cd)
    using index tablespace cists_bill_ix
) tablespace cists_bill;

comment on table ci_b_ln_char is
  'Characteristics of a billable charge line.';
comment on column ci_b_ln_char.billable_chg_id is 'Billable charge';
comment on column ci_b_ln_char.line_seq is 'Line to which the value belongs';
comment on column ci_b_ln_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_b_ln_char.char_val is 'Predefined value of the characteristic';
comment on column ci_b_ln_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_b_ln_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_b_ln_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_b_ln_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_b_ln_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_b_ln_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_b_ln_char.version is 'Counts changes; guards against two people changing the row at once';

alter table ci_b_ln_char add constraint ci_b_ln_char_fk1
  foreign key (billable_chg_id, line_seq) references ci_b_chg_line (billable_chg_id, line_seq);

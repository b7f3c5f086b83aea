/* Adjustments, uploaded adjustments and the settings of adjustment types. */

-- CI_ADJ
create table ci_adj (
  adj_id                   char(12) not null,
  sa_id                    char(10) not null,
  adj_type_cd              char(8) not null,
  adj_status_flg           char(2) not null,
  cre_dt                   date not null,
  currency_cd              char(3) not null,
  adj_amt                  number(15,2) not null,
  xfer_adj_id              char(12),
  can_rsn_cd               char(8),
  comments                 varchar2(254 char) default ' ' not null,
  behalf_sa_id             char(10),
  base_amt                 number(15,2) default 0 not null,
  gen_ref_dt               date,
  appr_req_id              char(12),
  bus_obj_cd               char(30),
  bo_status_cd             char(12),
  ilm_dt                   date,
  ilm_arch_sw              char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_adj_pk primary key (adj_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_adj is
  'Adjustment: a debit or credit on a service agreement outside bills and payments: fees, corrections, transfers, write-offs, refunds, interest.';
comment on column ci_adj.adj_id is 'Adjustment';
comment on column ci_adj.sa_id is 'Service agreement (contract)';
comment on column ci_adj.adj_type_cd is 'Adjustment type';
comment on column ci_adj.adj_status_flg is 'Status: incomplete, freezable, frozen, cancelled';
comment on column ci_adj.cre_dt is 'Day on which the record was created';
comment on column ci_adj.currency_cd is 'Currency of the amounts';
comment on column ci_adj.adj_amt is 'Amount: positive is owed by the customer, negative in favour of the customer';
comment on column ci_adj.xfer_adj_id is 'The other side of a transfer between two contracts';
comment on column ci_adj.can_rsn_cd is 'Cancel reason';
comment on column ci_adj.comments is 'Remark';
comment on column ci_adj.behalf_sa_id is 'Contract on whose behalf a deposit is taken or applied';
comment on column ci_adj.base_amt is 'Amount from which a calculated adjustment is worked out';
comment on column ci_adj.gen_ref_dt is 'Calculation date of a calculated adjustment';
comment on column ci_adj.appr_req_id is 'Approval request';
comment on column ci_adj.bus_obj_cd is 'Business object';
comment on column ci_adj.bo_status_cd is 'Status in the life cycle of the business object';
comment on column ci_adj.ilm_dt is 'Date from which the retention period counts';
comment on column ci_adj.ilm_arch_sw is 'Whether the record may be archived';
comment on column ci_adj.version is 'Counts changes; guards against two people changing the row at once';
create index ci_adj_ix1 on ci_adj (sa_id, adj_type_cd) tablespace cists_fin_ix;

-- CI_ADJ_CHAR
create table ci_adj_char (
  adj_id                   char(12) not null references ci_adj (adj_id),
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
  constraint ci_adj_char_pk primary key (adj_id, char_type_cd, seq_num)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_adj_char is
  'Characteristics of an adjustment: the bill it corrects, the case behind it, the reason given by the agent.';
comment on column ci_adj_char.adj_id is 'Adjustment';
comment on column ci_adj_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_adj_char.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_adj_char.char_val is 'Predefined value of the characteristic';
comment on column ci_adj_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_adj_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_adj_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_adj_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_adj_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_adj_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_adj_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_adj_char.version is 'Counts changes; guards against two people changing the row at once';

-- CI_ADJ_STG_UP
create table ci_adj_stg_up (
  adj_stg_up_id            char(12) not null,
  adj_stg_ctl_id           char(12) not null,
  adj_stg_up_status_flg    char(2) not null,
  adj_type_cd              char(8) not null,
  adj_amt                  number(15,2) default 0 not null,
  sa_id                    char(10),
  adj_id                   char(12) references ci_adj (adj_id),
  match_val                varchar2(254 char),
  match_type_flg           char(4) default ' ' not null,
  cre_dt                   date,
  adj_suspense_flg         char(4) default ' ' not null,
  message_cat_nbr          number(5) default 0 not null,
  message_nbr              number(5) default 0 not null,
  comments                 varchar2(254 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_adj_stg_up_pk primary key (adj_stg_up_id)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_adj_stg_up is
  'Adjustment upload staging: rows of an uploaded file that become adjustments once the service agreement is found.';
comment on column ci_adj_stg_up.adj_stg_up_id is 'Adjustment upload staging row';
comment on column ci_adj_stg_up.adj_stg_ctl_id is 'Adjustment upload staging control: the uploaded file';
comment on column ci_adj_stg_up.adj_stg_up_status_flg is 'Status: pending, error, complete';
comment on column ci_adj_stg_up.adj_type_cd is 'Adjustment type';
comment on column ci_adj_stg_up.adj_amt is 'Amount';
comment on column ci_adj_stg_up.sa_id is 'Contract, when the file knows it or once it was found';
comment on column ci_adj_stg_up.adj_id is 'Adjustment that was made';
comment on column ci_adj_stg_up.match_val is 'Number in the file by which the contract is found';
comment on column ci_adj_stg_up.match_type_flg is 'What the number is: contract, account identifier, bill';
comment on column ci_adj_stg_up.cre_dt is 'Day on which the record was created';
comment on column ci_adj_stg_up.adj_suspense_flg is 'Whether the amount was booked on a suspense contract';
comment on column ci_adj_stg_up.message_cat_nbr is 'Message category';
comment on column ci_adj_stg_up.message_nbr is 'Message number in the category';
comment on column ci_adj_stg_up.comments is 'Remark from the file';
comment on column ci_adj_stg_up.version is 'Counts changes; guards against two people changing the row at once';

-- CI_ADJ_TYPE_L
create table ci_adj_type_l (
  adj_type_cd              char(8) not null,
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  descr_on_bill            varchar2(254 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_adj_type_l_pk primary key (adj_type_cd, language_cd)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_adj_type_l is
  'Descriptions of adjustment types, by language.';
comment on column ci_adj_type_l.adj_type_cd is 'Adjustment type';
comment on column ci_adj_type_l.language_cd is 'Language of the description';
comment on column ci_adj_type_l.descr is 'Description';
comment on column ci_adj_type_l.descr_on_bill is 'Text printed on the bill for adjustments of the type';
comment on column ci_adj_type_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_ADJ_TY_CHAR
create table ci_adj_ty_char (
  adj_type_cd              char(8) not null,
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
  required_sw              char(1) default 'N' not null,
  default_sw               char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_adj_ty_char_pk primary key (adj_type_cd, char_type_cd, seq_num)
    using index tablespace cists_fin_ix
) tablespace cists_fin;

comment on table ci_adj_ty_char is
  'Characteristics of an adjustment type: default values and settings that algorithms read.';
comment on column ci_adj_ty_char.adj_type_cd is 'Adjustment type';
comment on column ci_adj_ty_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_adj_ty_char.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_adj_ty_char.char_val is 'Predefined value of the characteristic';
comment on column ci_adj_ty_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_adj_ty_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_adj_ty_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_adj_ty_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_adj_ty_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_adj_ty_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_adj_ty_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_adj_ty_char.required_sw is 'Whether adjustments of the type must have the characteristic';
comment on column ci_adj_ty_char.default_sw is 'Whether the value is offered for new adjustments';
comment on column ci_adj_ty_char.version is 'Counts changes; guards against two people changing the row at once';

alter table ci_adj add constraint ci_adj_fk1
  foreign key (xfer_adj_id) references ci_adj (adj_id);

/* Configuration: divisions, characteristic types, lookups, messages, feature options, business objects. */

-- CI_CIS_DIVISION
create table ci_cis_division (
  cis_division             char(5) not null,
  gl_division              char(5) default ' ' not null,
  currency_cd              char(3),
  country                  char(3) default ' ' not null,
  bus_obj_cd               char(30),
  version                  number(5) default 1 not null,
  constraint ci_cis_division_pk primary key (cis_division)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_cis_division is
  'Division (jurisdiction): the part of the company, or the legal entity, in which a customer is served.';
comment on column ci_cis_division.cis_division is 'Division (jurisdiction)';
comment on column ci_cis_division.gl_division is 'General ledger division that owns the money';
comment on column ci_cis_division.currency_cd is 'Currency of the amounts';
comment on column ci_cis_division.country is 'Country';
comment on column ci_cis_division.bus_obj_cd is 'Business object';
comment on column ci_cis_division.version is 'Counts changes; guards against two people changing the row at once';

-- CI_CIS_DIVISION_L
create table ci_cis_division_l (
  cis_division             char(5) not null references ci_cis_division (cis_division),
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_cis_division_l_pk primary key (cis_division, language_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_cis_division_l is
  'Descriptions of divisions, by language.';
comment on column ci_cis_division_l.cis_division is 'Division (jurisdiction)';
comment on column ci_cis_division_l.language_cd is 'Language of the description';
comment on column ci_cis_division_l.descr is 'Description';
comment on column ci_cis_division_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_CIS_DIV_CHAR
create table ci_cis_div_char (
  cis_division             char(5) not null references ci_cis_division (cis_division),
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
  constraint ci_cis_div_char_pk primary key (cis_division, char_type_cd, effdt)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_cis_div_char is
  'Characteristics of a division: effective-dated settings such as grace days, tax registration or the rounding account.';
comment on column ci_cis_div_char.cis_division is 'Division (jurisdiction)';
comment on column ci_cis_div_char.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_cis_div_char.effdt is 'Date from which the value is in effect';
comment on column ci_cis_div_char.char_val is 'Predefined value of the characteristic';
comment on column ci_cis_div_char.adhoc_char_val is 'Free-form value of the characteristic';
comment on column ci_cis_div_char.char_val_fk1 is 'Foreign key value of the characteristic, first part';
comment on column ci_cis_div_char.char_val_fk2 is 'Foreign key value, second part';
comment on column ci_cis_div_char.char_val_fk3 is 'Foreign key value, third part';
comment on column ci_cis_div_char.char_val_fk4 is 'Foreign key value, fourth part';
comment on column ci_cis_div_char.char_val_fk5 is 'Foreign key value, fifth part';
comment on column ci_cis_div_char.srch_char_val is 'Value of the characteristic in the form used for searching';
comment on column ci_cis_div_char.version is 'Counts changes; guards against two people changing the row at once';

-- CI_CIS_DIV_ALG
create table ci_cis_div_alg (
  cis_division             char(5) not null references ci_cis_division (cis_division),
  div_alg_entity_flg       char(4) not null,
  seq_num                  number(3) not null,
  alg_cd                   char(12) not null,
  version                  number(5) default 1 not null,
  constraint ci_cis_div_alg_pk primary key (cis_division, div_alg_entity_flg, seq_num)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_cis_div_alg is
  'Algorithms plugged into a division.';
comment on column ci_cis_div_alg.cis_division is 'Division (jurisdiction)';
comment on column ci_cis_div_alg.div_alg_entity_flg is 'System event at which the algorithm is called';
comment on column ci_cis_div_alg.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_cis_div_alg.alg_cd is 'Algorithm plugged in';
comment on column ci_cis_div_alg.version is 'Counts changes; guards against two people changing the row at once';

-- CI_CIS_DIV_BICY
create table ci_cis_div_bicy (
  cis_division             char(5) not null references ci_cis_division (cis_division),
  bill_cyc_cd              char(4) not null,
  dflt_sw                  char(1) default 'N' not null,
  version                  number(5) default 1 not null,
  constraint ci_cis_div_bicy_pk primary key (cis_division, bill_cyc_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_cis_div_bicy is
  'Bill cycles that are used in a division.';
comment on column ci_cis_div_bicy.cis_division is 'Division (jurisdiction)';
comment on column ci_cis_div_bicy.bill_cyc_cd is 'Bill cycle: when the account is billed';
comment on column ci_cis_div_bicy.dflt_sw is 'Whether new accounts of the division get the cycle';
comment on column ci_cis_div_bicy.version is 'Counts changes; guards against two people changing the row at once';

-- CI_COUNTRY_L
create table ci_country_l (
  country                  char(3) not null,
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  address1_lbl             varchar2(60 char) default ' ' not null,
  address2_lbl             varchar2(60 char) default ' ' not null,
  city_lbl                 varchar2(60 char) default ' ' not null,
  postal_lbl               varchar2(60 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_country_l_pk primary key (country, language_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_country_l is
  'Names of countries and labels of address fields, by language.';
comment on column ci_country_l.country is 'Country';
comment on column ci_country_l.language_cd is 'Language of the description';
comment on column ci_country_l.descr is 'Description';
comment on column ci_country_l.address1_lbl is 'Label of the first address line';
comment on column ci_country_l.address2_lbl is 'Label of the second address line';
comment on column ci_country_l.city_lbl is 'Label of the city';
comment on column ci_country_l.postal_lbl is 'Label of the postal code';
comment on column ci_country_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_CHAR_TYPE
create table ci_char_type (
  char_type_cd             char(8) not null,
  char_type_flg            char(4) not null,
  fk_ref_cd                char(8),
  adhoc_val_alg_cd         char(12),
  custom_sw                char(1) default 'N' not null,
  search_type_flg          char(4) default ' ' not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_char_type_pk primary key (char_type_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_char_type is
  'Characteristic type: what can be recorded as a characteristic, and whether its value is predefined, free-form, a foreign key or a file.';
comment on column ci_char_type.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_char_type.char_type_flg is 'Kind of value: predefined (DFV), ad hoc (ADV), foreign key (FKV)';
comment on column ci_char_type.fk_ref_cd is 'Foreign key reference: to which object a foreign key value points';
comment on column ci_char_type.adhoc_val_alg_cd is 'Algorithm that validates ad hoc values';
comment on column ci_char_type.custom_sw is 'Whether users may add values on the fly';
comment on column ci_char_type.search_type_flg is 'Whether records can be searched by the value';
comment on column ci_char_type.owner_flg is 'Who owns the row: the product or the site';
comment on column ci_char_type.version is 'Counts changes; guards against two people changing the row at once';

-- CI_CHAR_VAL_L
create table ci_char_val_l (
  char_type_cd             char(8) not null references ci_char_type (char_type_cd),
  char_val                 char(16) not null,
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_char_val_l_pk primary key (char_type_cd, char_val, language_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_char_val_l is
  'Predefined characteristic values with their descriptions, by language.';
comment on column ci_char_val_l.char_type_cd is 'Characteristic type: what the value is about';
comment on column ci_char_val_l.char_val is 'Predefined value of the characteristic';
comment on column ci_char_val_l.language_cd is 'Language of the description';
comment on column ci_char_val_l.descr is 'Description';
comment on column ci_char_val_l.owner_flg is 'Who owns the row: the product or the site';
comment on column ci_char_val_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_INSTALLATION
create table ci_installation (
  installation_id          char(2) not null,
  currency_cd              char(3) not null,
  language_cd              char(3) not null,
  country                  char(3) default ' ' not null,
  gl_batch_cd              char(8) default ' ' not null,
  bill_seg_frz_opt_flg     char(4) default ' ' not null,
  base_time_zone_cd        char(10) default ' ' not null,
  max_bill_days            number(3) default 0 not null,
  allow_est_sw             char(1) default 'N' not null,
  default_cis_division     char(5),
  version                  number(5) default 1 not null,
  constraint ci_installation_pk primary key (installation_id)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_installation is
  'Installation options: settings that hold for the whole company. A single row.';
comment on column ci_installation.installation_id is 'Always the same value: there is one row';
comment on column ci_installation.currency_cd is 'Currency of the amounts';
comment on column ci_installation.language_cd is 'Language of the description';
comment on column ci_installation.country is 'Country';
comment on column ci_installation.gl_batch_cd is 'Batch control of the ledger interface';
comment on column ci_installation.bill_seg_frz_opt_flg is 'Whether bill segments are frozen at will or at bill completion';
comment on column ci_installation.base_time_zone_cd is 'Time zone';
comment on column ci_installation.max_bill_days is 'Longest period that may be billed';
comment on column ci_installation.allow_est_sw is 'Whether estimates are allowed';
comment on column ci_installation.default_cis_division is 'Division of new customers';
comment on column ci_installation.version is 'Counts changes; guards against two people changing the row at once';

-- CI_LOOKUP_VAL
create table ci_lookup_val (
  field_name               char(30) not null,
  field_value              char(4) not null,
  value_name               varchar2(50 char) not null,
  eff_status               char(1) default ' ' not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_lookup_val_pk primary key (field_name, field_value)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_lookup_val is
  'Values of lookup fields: the fixed lists behind flags and statuses.';
comment on column ci_lookup_val.field_name is 'Lookup field, such as the bill status flag';
comment on column ci_lookup_val.field_value is 'Value as stored';
comment on column ci_lookup_val.value_name is 'Name of the value in programs';
comment on column ci_lookup_val.eff_status is 'Whether the row is active or inactive';
comment on column ci_lookup_val.owner_flg is 'Who owns the row: the product or the site';
comment on column ci_lookup_val.version is 'Counts changes; guards against two people changing the row at once';

-- CI_MSG_L
create table ci_msg_l (
  message_cat_nbr          number(5) not null,
  message_nbr              number(5) not null,
  language_cd              char(3) not null,
  message_text             varchar2(254 char) not null,
  message_text_ovrd        varchar2(254 char) default ' ' not null,
  descrlong                varchar2(4000 char) default ' ' not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_msg_l_pk primary key (message_cat_nbr, message_nbr, language_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_msg_l is
  'Texts of messages, by language.';
comment on column ci_msg_l.message_cat_nbr is 'Message category';
comment on column ci_msg_l.message_nbr is 'Message number in the category';
comment on column ci_msg_l.language_cd is 'Language of the description';
comment on column ci_msg_l.message_text is 'Text with places for the values (%1, %2)';
comment on column ci_msg_l.message_text_ovrd is 'The site''s own text';
comment on column ci_msg_l.descrlong is 'Detailed description';
comment on column ci_msg_l.owner_flg is 'Who owns the row: the product or the site';
comment on column ci_msg_l.version is 'Counts changes; guards against two people changing the row at once';

-- CI_WFM
create table ci_wfm (
  wfm_name                 char(12) not null,
  ext_sys_typ_flg          char(4) not null,
  version                  number(5) default 1 not null,
  constraint ci_wfm_pk primary key (wfm_name)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_wfm is
  'Feature configuration: options of a feature or an integration, kept outside the code.';
comment on column ci_wfm.wfm_name is 'Feature configuration';
comment on column ci_wfm.ext_sys_typ_flg is 'Feature type: which options are possible';
comment on column ci_wfm.version is 'Counts changes; guards against two people changing the row at once';

-- CI_WFM_OPT
create table ci_wfm_opt (
  wfm_name                 char(12) not null references ci_wfm (wfm_name),
  ext_opt_type             char(4) not null,
  seq_num                  number(3) not null,
  wfm_opt_val              varchar2(254 char) not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_wfm_opt_pk primary key (wfm_name, ext_opt_type, seq_num)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_wfm_opt is
  'Options of a feature configuration.';
comment on column ci_wfm_opt.wfm_name is 'Feature configuration';
comment on column ci_wfm_opt.ext_opt_type is 'Option type';
comment on column ci_wfm_opt.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_wfm_opt.wfm_opt_val is 'Value of the option';
comment on column ci_wfm_opt.owner_flg is 'Who owns the row: the product or the site';
comment on column ci_wfm_opt.version is 'Counts changes; guards against two people changing the row at once';

-- CI_XAI_SNDR_CTX
create table ci_xai_sndr_ctx (
  xai_sender_id            char(12) not null,
  sender_ctxt_flg          char(4) not null,
  seq_num                  number(3) not null,
  context_value            varchar2(254 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint ci_xai_sndr_ctx_pk primary key (xai_sender_id, sender_ctxt_flg, seq_num)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table ci_xai_sndr_ctx is
  'Settings of a message sender: host, user, time-out.';
comment on column ci_xai_sndr_ctx.xai_sender_id is 'Message sender';
comment on column ci_xai_sndr_ctx.sender_ctxt_flg is 'Which setting';
comment on column ci_xai_sndr_ctx.seq_num is 'Sequence, to tell several values of one type apart';
comment on column ci_xai_sndr_ctx.context_value is 'Value of the setting';
comment on column ci_xai_sndr_ctx.version is 'Counts changes; guards against two people changing the row at once';

-- F1_BUS_OBJ
create table f1_bus_obj (
  bus_obj_cd               char(30) not null,
  maint_obj_cd             char(12) not null,
  parent_bus_obj_cd        char(30),
  life_cycle_bus_obj_cd    char(30),
  instance_ctrl_flg        char(4) default ' ' not null,
  app_svc_id               char(20) default ' ' not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint f1_bus_obj_pk primary key (bus_obj_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table f1_bus_obj is
  'Business object: a kind of record with its own schema, life cycle and algorithms on top of a maintenance object.';
comment on column f1_bus_obj.bus_obj_cd is 'Business object';
comment on column f1_bus_obj.maint_obj_cd is 'Maintenance object: the tables in which the record is stored';
comment on column f1_bus_obj.parent_bus_obj_cd is 'Parent whose life cycle is inherited';
comment on column f1_bus_obj.life_cycle_bus_obj_cd is 'Business object that defines the life cycle';
comment on column f1_bus_obj.instance_ctrl_flg is 'Whether records of this kind may be created';
comment on column f1_bus_obj.app_svc_id is 'Application service that grants access';
comment on column f1_bus_obj.owner_flg is 'Who owns the row: the product or the site';
comment on column f1_bus_obj.version is 'Counts changes; guards against two people changing the row at once';

-- F1_BUS_OBJ_STATUS
create table f1_bus_obj_status (
  bus_obj_cd               char(30) not null references f1_bus_obj (bus_obj_cd),
  bo_status_cd             char(12) not null,
  bo_status_cond_flg       char(4) not null,
  transitory_status_flg    char(4) default ' ' not null,
  alert_flg                char(4) default ' ' not null,
  batch_cd                 char(8),
  access_mode              char(4) default ' ' not null,
  sort_seq                 number(3) default 0 not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint f1_bus_obj_status_pk primary key (bus_obj_cd, bo_status_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table f1_bus_obj_status is
  'Statuses of a business object: its life cycle. Enter, exit and monitoring algorithms hang on a status.';
comment on column f1_bus_obj_status.bus_obj_cd is 'Business object';
comment on column f1_bus_obj_status.bo_status_cd is 'Status in the life cycle of the business object';
comment on column f1_bus_obj_status.bo_status_cond_flg is 'Whether the status is initial, interim or final';
comment on column f1_bus_obj_status.transitory_status_flg is 'Whether records stay in the status or pass through it';
comment on column f1_bus_obj_status.alert_flg is 'Whether an alert is shown';
comment on column f1_bus_obj_status.batch_cd is 'Monitor batch that moves records on from the status';
comment on column f1_bus_obj_status.access_mode is 'Access mode needed to enter the status';
comment on column f1_bus_obj_status.sort_seq is 'Order in the life cycle';
comment on column f1_bus_obj_status.owner_flg is 'Who owns the row: the product or the site';
comment on column f1_bus_obj_status.version is 'Counts changes; guards against two people changing the row at once';

-- F1_BUS_OBJ_STATUS_OPT
create table f1_bus_obj_status_opt (
  bus_obj_cd               char(30) not null,
  bo_status_cd             char(12) not null,
  bo_opt_flg               char(4) not null,
  seq_num                  number(3) not null,
  bo_opt_val               varchar2(254 char) not null,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint f1_bus_obj_status_opt_pk primary key (bus_obj_cd, bo_status_cd, bo_opt_flg, seq_num)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table f1_bus_obj_status_opt is
  'Options of a status of a business object, read by the algorithms that hang on it.';
comment on column f1_bus_obj_status_opt.bus_obj_cd is 'Business object';
comment on column f1_bus_obj_status_opt.bo_status_cd is 'Status in the life cycle of the business object';
comment on column f1_bus_obj_status_opt.bo_opt_flg is 'Option type';
comment on column f1_bus_obj_status_opt.seq_num is 'Sequence, to tell several values of one type apart';
comment on column f1_bus_obj_status_opt.bo_opt_val is 'Value of the option';
comment on column f1_bus_obj_status_opt.owner_flg is 'Who owns the row: the product or the site';
comment on column f1_bus_obj_status_opt.version is 'Counts changes; guards against two people changing the row at once';

-- F1_EXT_LOOKUP_VALUE
create table f1_ext_lookup_value (
  bus_obj_cd               char(30) not null references f1_bus_obj (bus_obj_cd),
  f1_ext_lookup_value      char(30) not null,
  f1_ext_lookup_usage_flg  char(4) default ' ' not null,
  bo_data_area             clob,
  owner_flg                char(4) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint f1_ext_lookup_value_pk primary key (bus_obj_cd, f1_ext_lookup_value)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table f1_ext_lookup_value is
  'Extended lookup values: value lists with more fields than a plain lookup, each list a business object.';
comment on column f1_ext_lookup_value.bus_obj_cd is 'Business object';
comment on column f1_ext_lookup_value.f1_ext_lookup_value is 'Value';
comment on column f1_ext_lookup_value.f1_ext_lookup_usage_flg is 'Whether the value is active';
comment on column f1_ext_lookup_value.bo_data_area is 'Details of the business object that have no column of their own (XML)';
comment on column f1_ext_lookup_value.owner_flg is 'Who owns the row: the product or the site';
comment on column f1_ext_lookup_value.version is 'Counts changes; guards against two people changing the row at once';

-- F1_EXT_LOOKUP_VAL_L
create table f1_ext_lookup_val_l (
  bus_obj_cd               char(30) not null,
  f1_ext_lookup_value      char(30) not null,
  language_cd              char(3) not null,
  descr                    varchar2(60 char) default ' ' not null,
  descr_ovrd               varchar2(60 char) default ' ' not null,
  descrlong                varchar2(4000 char) default ' ' not null,
  version                  number(5) default 1 not null,
  constraint f1_ext_lookup_val_l_pk primary key (bus_obj_cd, f1_ext_lookup_value, language_cd)
    using index tablespace cists_01_ix
) tablespace cists_01;

comment on table f1_ext_lookup_val_l is
  'Descriptions of extended lookup values, by language.';
comment on column f1_ext_lookup_val_l.bus_obj_cd is 'Business object';
comment on column f1_ext_lookup_val_l.f1_ext_lookup_value is 'Value';
comment on column f1_ext_lookup_val_l.language_cd is 'Language of the description';
comment on column f1_ext_lookup_val_l.descr is 'Description';
comment on column f1_ext_lookup_val_l.descr_ovrd is 'The site''s own description, shown in place of the product''s';
comment on column f1_ext_lookup_val_l.descrlong is 'Detailed description';
comment on column f1_ext_lookup_val_l.version is 'Counts changes; guards against two people changing the row at once';

alter table ci_cis_division add constraint ci_cis_division_fk2
  foreign key (bus_obj_cd) references f1_bus_obj (bus_obj_cd);
alter table ci_cis_div_char add constraint ci_cis_div_char_fk2
  foreign key (char_type_cd) references ci_char_type (char_type_cd);
alter table f1_bus_obj add constraint f1_bus_obj_fk1
  foreign key (parent_bus_obj_cd) references f1_bus_obj (bus_obj_cd);
alter table f1_bus_obj_status_opt add constraint f1_bus_obj_status_opt_fk1
  foreign key (bus_obj_cd, bo_status_cd) references f1_bus_obj_status (bus_obj_cd, bo_status_cd);
alter table f1_ext_lookup_val_l add constraint f1_ext_lookup_val_l_fk1
  foreign key (bus_obj_cd, f1_ext_lookup_value) references f1_ext_lookup_value (bus_obj_cd, f1_ext_lookup_value);

package com.splwg.cm;

import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.ListFilter;
import com.splwg.base.api.Query;
import com.splwg.base.api.QueryIterator;
import com.splwg.base.api.QueryResultRow;
import com.splwg.base.api.businessObject.BusinessObjectDispatcher;
import com.splwg.base.api.businessObject.BusinessObjectInstance;
import com.splwg.base.api.businessObject.COTSInstanceList;
import com.splwg.base.api.businessObject.COTSInstanceListNode;
import com.splwg.base.api.businessObject.COTSInstanceNode;
import com.splwg.base.api.businessService.BusinessServiceDispatcher;
import com.splwg.base.api.businessService.BusinessServiceInstance;
import com.splwg.base.api.datatypes.Bool;
import com.splwg.base.api.datatypes.Date;
import com.splwg.base.api.datatypes.DateFormat;
import com.splwg.base.api.datatypes.DateFormatParseException;
import com.splwg.base.api.datatypes.DateTime;
import com.splwg.base.api.datatypes.LookupHelper;
import com.splwg.base.api.datatypes.Money;
import com.splwg.base.api.lookup.BusinessObjectActionLookup;
import com.splwg.base.api.lookup.LogEntryTypeLookup;
import com.splwg.base.api.maintenanceObject.MaintenanceObjectLogHelper;
import com.splwg.base.api.serviceScript.ServiceScriptDispatcher;
import com.splwg.base.api.serviceScript.ServiceScriptInstance;
import com.splwg.base.api.sql.PreparedStatement;
import com.splwg.base.api.sql.SQLResultRow;
import com.splwg.base.domain.StandardMessages;
import com.splwg.base.domain.common.algorithm.AlgorithmComponentCache;
import com.splwg.base.domain.common.algorithm.Algorithm_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicEntity_Id;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.base.domain.common.characteristicType.CharacteristicType_Id;
import com.splwg.base.domain.common.currency.Currency;
import com.splwg.base.domain.common.currency.Currency_Id;
import com.splwg.base.domain.common.lookup.LookupField_Id;
import com.splwg.base.domain.common.lookup.LookupValue;
import com.splwg.base.domain.common.lookup.LookupValue_Id;
import com.splwg.base.domain.common.maintenanceObject.MaintenanceObject_Id;
import com.splwg.base.domain.common.message.MessageParameters;
import com.splwg.base.support.context.FrameworkSession;
import com.splwg.base.support.context.SessionHolder;
import com.splwg.ccb.api.lookup.BillCompletionActionLookup;
import com.splwg.ccb.api.lookup.BillSegmentStatusLookup;
import com.splwg.ccb.api.lookup.BillStatusLookup;
import com.splwg.ccb.api.lookup.CharacteristicEntityLookup;
import com.splwg.ccb.api.lookup.FinancialTransactionTypeLookup;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic_DTO;
import com.splwg.ccb.domain.billing.bill.BillCharacteristic_Id;
import com.splwg.ccb.domain.billing.bill.Bill_DTO;
import com.splwg.ccb.domain.billing.bill.Bill_Id;
import com.splwg.ccb.domain.billing.billSegment.BillSegment;
import com.splwg.ccb.domain.billing.billSegment.BillSegment_Id;
import com.splwg.ccb.domain.customerinfo.account.Account;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic_DTO;
import com.splwg.ccb.domain.customerinfo.account.AccountCharacteristic_Id;
import com.splwg.ccb.domain.customerinfo.account.AccountNumber;
import com.splwg.ccb.domain.customerinfo.account.AccountPerson;
import com.splwg.ccb.domain.customerinfo.account.Account_DTO;
import com.splwg.ccb.domain.customerinfo.account.Account_Id;
import com.splwg.ccb.domain.customerinfo.person.Person;
import com.splwg.ccb.domain.customerinfo.person.PersonId;
import com.splwg.ccb.domain.customerinfo.serviceAgreement.ServiceAgreement;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction;
import com.splwg.ccb.domain.financial.financialTransaction.FinancialTransaction_Id;
import com.splwg.shared.common.ApplicationError;
import com.splwg.shared.common.LoggedException;
import com.splwg.shared.common.ServerMessage;
import com.splwg.shared.common.StringUtilities;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.dom4j.Document;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Node;

/** Every way of asking, binding and walking that customer code uses. */
public class CmQueryIdioms_Impl extends CmQueryIdioms_Gen implements CustomerClassPreBillCompletionAlgorithmSpot {
    private static final Logger logger = LoggerFactory.getLogger(CmQueryIdioms_Impl.class);
    private Logger own = LoggerFactory.getLogger(this.getClass());
    private Bill bill;
    private Account account;
    private Bool allowReopening = Bool.FALSE;
    private List<BillSegment> segments = new ArrayList<BillSegment>();

    @Override
    protected void extraSoftParameterValidations(boolean forAlgorithmValidation) {
        CharacteristicType type = getHoldCharType();
        if (isNull(new CharacteristicEntity_Id(type, CharacteristicEntityLookup.constants.ACCOUNT).getEntity())) {
            addError(StandardMessages.fieldInvalid(
                    getAlgorithm().getAlgorithmType().getParameterAt(0).fetchLanguageParameterLabel()));
        }
        if (isNull(new CharacteristicEntity_Id(type.getId(), CharacteristicEntityLookup.constants.PERSON).getEntity())) {
            addWarning(StandardMessages.fieldMissing("person"));
        }
    }

    @Override
    public void invoke() {
        sql();
        hql();
        values();
        entities();
        schemas();
        errors();
        try {
            lines();
        } catch (DocumentException e) {
            logger.error("not XML", e);
        } catch (Exception e) {
            throw LoggedException.wrap("failed", e);
        }
    }

    private void sql() {
        PreparedStatement ps = null;
        BigDecimal total = BigDecimal.ZERO;
        try {
            StringBuilder text = new StringBuilder();
            text.append("SELECT BILL_ID, CUR_AMT FROM CI_FT WHERE SA_ID = :saId AND ACCT_ID = :acctId");
            ps = createPreparedStatement(text.toString(), "");
            ps.bindId("acctId", account.getId());
            ps.bindId("saId", bill.getAccount().getId());
            ps.bindString("status", "10", "BO_STATUS_CD");
            ps.bindLookup("stat", BillStatusLookup.constants.COMPLETE);
            ps.bindDate("dt", getProcessDateTime().getDate());
            ps.bindDateTime("now", getSystemDateTime());
            ps.bindBigInteger("seq", BigInteger.ONE);
            ps.bindBigDecimal("amt", getThresholdAmount());
            ps.bindBoolean("sw", Bool.TRUE);
            ps.bindEntity("bill", bill);
            ps.bindMoney("m", Money.ZERO);
            ps.bindStringProperty("ch", BillCharacteristic.properties.characteristicValue, "x");
            ps.setAutoclose(false);
            for (SQLResultRow row : ps.list()) {
                total = total.add(row.getBigDecimal("CUR_AMT"));
                Bill_Id id = (Bill_Id) row.getId("BILL_ID", Bill.class);
                Bill_Id same = row.getId("BILL_ID", Bill.class);
                Account acct = row.getEntity("ACCT_ID", Account.class);
                String text2 = row.get("X").toString() + id.getIdValue() + same + acct.getId().getTrimmedValue();
                if (notBlank(text2) && notNull(row.getInteger("N")) && row.getMoney("M").isPositive()) {
                    logger.info(text2.trim());
                }
                Money money = row.getMoney("M", new Currency_Id("USD"));
                BillStatusLookup status = row.getLookup("S", BillStatusLookup.class);
                if (status.isComplete() && !money.isZero()) {
                    own.debug("x " + money);
                }
            }
            QueryIterator<SQLResultRow> iterator = ps.iterate();
            while (iterator.hasNext()) {
                SQLResultRow row = iterator.next();
                row.getString("A").trim();
            }
            iterator.close();
            List<SQLResultRow> rows = ps.list();
            ArrayList<SQLResultRow> copy = (ArrayList<SQLResultRow>) ps.list();
            Iterator<SQLResultRow> plain = rows.iterator();
            SQLResultRow first = ps.firstRow();
            if (notNull(first) && copy.size() > 0 && plain.hasNext()) {
                ps.executeUpdate();
                ps.execute();
            }
        } finally {
            if (notNull(ps)) {
                ps.close();
                ps = null;
            }
        }
        if (total.compareTo(BigDecimal.ZERO) > 0 && total.signum() == 1) {
            logger.info("total " + total.setScale(2, BigDecimal.ROUND_HALF_UP));
        }
    }

    private void hql() {
        Query<QueryResultRow> query = createQuery("from Bill bill where bill.account = :acct", "bills");
        query.bindEntity("acct", account);
        query.bindId("id", bill.getId());
        query.bindLookup("st", BillSegmentStatusLookup.constants.FROZEN);
        query.bindStringProperty("nbr", AccountNumber.properties.accountNumber, "1");
        query.addResult("billId", "bill.id");
        query.orderBy("billId", Query.DESCENDING);
        query.selectDistinct(true);
        for (QueryResultRow row : query.list()) {
            Bill_Id id = (Bill_Id) row.get("billId");
            Bill entity = row.getEntity("bill", Bill.class);
            logger.debug(id.getEntity().getBillDate() + " " + entity.getDueDate());
        }
        Query<Account_Id> ids = createQuery("from Account acct");
        Account_Id firstId = ids.firstRow();
        Query raw = createQuery("from Bill b", "");
        List list = raw.list();
        Iterator it = list.iterator();
        while (it.hasNext()) {
            Bill each = (Bill) it.next();
            each.getId();
        }
        Query<FinancialTransaction> fts = createQuery("from FinancialTransaction ft", "x");
        for (FinancialTransaction ft : fts.list()) {
            if (ft.getFinancialTransactionType().isBillSegment()
                    || ft.getFinancialTransactionType().equals(FinancialTransactionTypeLookup.constants.ADJUSTMENT)) {
                String sibling = ft.getSiblingId();
                BillSegment segment = new BillSegment_Id(sibling).getEntity();
                segments.add(segment);
            }
        }
        long size = query.listSize();
        if (size > 0 && fts.iterate().hasNext() && notNull(firstId)) {
            logger.info("some");
        }
    }

    private void values() {
        try {
            Date date = new Date(2020, 1, 31);
            DateFormat format = new DateFormat("yyyy-MM-dd");
            Date parsed = format.parseDate("2020-01-01");
            DateTime stamp = format.parseDateTime("2020-01-01");
            if (date.isAfter(parsed) || date.isSameOrBefore(bill.getDueDate().addDays(3).addMonths(1))) {
                long days = date.difference(parsed).getTotalDays();
                int month = date.getMonth();
                logger.info(days + month + stamp.getDate().toString(format) + date.getMonthValue().getMonth());
            }
        } catch (DateFormatParseException e) {
            e.printStackTrace();
        }
        Currency currency = account.getCurrency();
        Money money = new Money("10.00", currency.getId());
        Money other = new Money(new BigDecimal("1"), currency.getId()).add(money).subtract(money).negate();
        if (money.isGreaterThan(other) && money.getAmount().compareTo(new BigDecimal(0)) != 0) {
            money = Money.ZERO;
        }
        BigDecimal share = money.getAmount().multiply(BigDecimal.valueOf(2)).divide(new BigDecimal("3"), 2, 4);
        Bool flag = Bool.valueOf(share.intValue() > 3);
        if (flag.isTrue() && flag.asJavaBoolean() && !flag.value() && getStrict().isFalse()) {
            flag = flag.not();
        }
        BillStatusLookup status = LookupHelper.getLookupInstance(BillStatusLookup.class, "C");
        LookupValue value = status.getLookupValue();
        String text = value.fetchIdFieldValue() + value.getEffectiveDescription() + status.trimmedValue() + status.value();
        LookupValue named = new LookupValue_Id(new LookupField_Id("BILL_STAT_FLG"), text).getEntity();
        if (notNull(named) && StringUtilities.isBlankOrNull(text) && getStatusToCheck().isPending()) {
            allowReopening = flag;
        }
        Map<Account_Id, Money> totals = new HashMap<Account_Id, Money>();
        totals.put(account.getId(), money);
        BigInteger days = getDays().add(BigInteger.valueOf(1));
        Date late = getSystemDateTime().getDate().addDays(days.intValue());
        Date utc = late;
        logger.warn(utc, new RuntimeException());
    }

    private void entities() {
        Account_Id accountId = new Account_Id("1234567890");
        Account found = accountId.getEntity();
        if (isNull(found) || found == null || found.equals(account)) {
            return;
        }
        for (AccountPerson person : found.getPersons()) {
            if (person.getIsMainCustomer().isTrue()) {
                Person who = person.fetchIdPerson();
                logger.info(who.getPersonPrimaryName() + person.getId().getPersonId().getIdValue()
                        + person.fetchIdAccount().getId().getIdValue());
                for (PersonId personId : who.getIds()) {
                    logger.info(personId.getPersonIdNumber() + personId.fetchIdIdType().getId().getIdValue());
                }
            }
        }
        Iterator<AccountPerson> each = found.getPersons().iterator();
        ListFilter<AccountPerson> filter =
                found.getPersons().createFilter("where this.isMainCustomer = :main", "main customer");
        filter.bindBoolean("main", Bool.TRUE);
        AccountPerson main = filter.firstRow();
        List<AccountPerson> all = filter.list();
        AccountPerson chained = found.getPersons().createFilter("where this.id.person = :p", "").firstRow();
        logger.info("" + main + all + chained + each.next());

        CharacteristicType type = new CharacteristicType_Id("HOLD").getEntity();
        AccountCharacteristic current = found.getEffectiveCharacteristic(type);
        String held = null;
        if (type.getCharacteristicType().isAdhocValue()) {
            held = current.getAdhocCharacteristicValue();
        } else if (type.getCharacteristicType().isPredefinedValue()) {
            held = current.getCharacteristicValue().trim();
        } else if (type.getCharacteristicType().isForeignKeyValue()) {
            held = current.getCharacteristicValueForeignKey1();
        }
        AccountCharacteristic_DTO dto = createDTO(AccountCharacteristic.class);
        dto.setId(new AccountCharacteristic_Id(type.getId(), found.getId(), getProcessDateTime().getDate()));
        dto.setAdhocCharacteristicValue(held);
        AccountCharacteristic made = dto.newEntity();
        BillCharacteristic_DTO billChar = new BillCharacteristic_DTO();
        billChar.setId(new BillCharacteristic_Id(type.getId(), bill.getId(), BigInteger.ONE));
        billChar.newEntity();
        Account_DTO accountDto = found.getDTO();
        accountDto.setBillCycleId(found.getBillCycleId());
        found.setDTO(accountDto);
        made.delete();
        startChanges();
        saveChanges();
        Bill_DTO billDto = bill.getDTO();
        billDto.setIsAdhocBill(Bool.TRUE);
        bill.setDTO(billDto);
        for (BillSegment segment : segments) {
            ServiceAgreement sa = segment.getServiceAgreement();
            String code = sa.getServiceAgreementType().getId().getSaType().trim();
            if (sa.getServiceAgreementType().getId().getDivision().getId().getIdValue().equals(code)) {
                logger.info(sa.getServiceAgreementType().fetchIdSaType() + segment.getBillId().getEntity().getId());
            }
        }
        logger.info(new FinancialTransaction_Id("1").getEntity().getServiceAgreement().getAccount().getCustomerClass()
                .getId().getIdValue().trim());
        User();
    }

    private void User() {
        logger.info(getActiveContextUser().getId().getIdValue() + getActiveContextLanguage().getId().getIdValue());
        if (isOnlineConnection()) {
            FrameworkSession session = (FrameworkSession) SessionHolder.getSession();
            session.setSavepoint("before");
            session.rollbackToSavepoint("before");
            session.flush("x");
        }
    }

    private void schemas() {
        BusinessObjectInstance bo = BusinessObjectInstance.create("C1-Bill");
        bo.set("bill", bill);
        bo.set("amount", new BigDecimal("3"));
        bo = BusinessObjectDispatcher.read(bo, true);
        COTSInstanceNode group = bo.getGroup("details");
        group.set("x", "y");
        COTSInstanceList lines = bo.getGroupFromPath("a/b").getList("lines");
        for (COTSInstanceListNode line : lines) {
            logger.info(line.getString("id") + line.getNumber("n") + line.getDate("d") + line.getBoolean("b").isTrue());
        }
        Iterator<COTSInstanceListNode> walker = lines.iterator();
        COTSInstanceListNode child = lines.newChild();
        child.set("a", walker.hasNext() ? "x" : "y");
        Money money = (Money) bo.getFieldAndMDForPath("a/asCurrent").getValue();
        String xml = bo.getFieldAndMDForPath("a/asCurrent").getXMLValue();
        bo.getFieldAndMDForPath("a/asCurrent").setXMLValue(xml);
        Date date = (Date) bo.getFieldAndMDForPath("d").getValue();
        BillStatusLookup status = (BillStatusLookup) bo.getLookup("status");
        Account of = bo.getEntity("account", Account.class);
        Document document = bo.getDocument();
        Element element = bo.getElement();
        bo = BusinessObjectDispatcher.execute(bo, BusinessObjectActionLookup.constants.FAST_ADD);
        BusinessObjectDispatcher.add(bo);
        BusinessObjectDispatcher.update(bo);
        BusinessServiceInstance bs = BusinessServiceInstance.create("F1-AddToDoEntry");
        bs.getFieldAndMDForPath("sendTo").setXMLValue("SNDR");
        BusinessServiceInstance answer = BusinessServiceDispatcher.execute(bs);
        ServiceScriptInstance script = ServiceScriptInstance.create("CmScript");
        ServiceScriptDispatcher.invoke(script);
        new MaintenanceObjectLogHelper<Bill, BillSegment>(new MaintenanceObject_Id("BILL").getEntity(), bill)
                .addLogEntry(LogEntryTypeLookup.constants.SYSTEM, StandardMessages.fieldMissing("a"), null, null, bill);
        logger.info("" + money + date + status + of + document.asXML() + element.getText() + answer.getString("a"));
        CustomerClassPreBillCompletionAlgorithmSpot next = AlgorithmComponentCache.getAlgorithmComponent(
                new Algorithm_Id("CM-X"), CustomerClassPreBillCompletionAlgorithmSpot.class);
        next.setBill(bill);
        next.invoke();
        allowReopening = next.getAllowReopeningOfBills();
    }

    private void errors() {
        MessageParameters parameters = new MessageParameters();
        parameters.addRawString(bill.getId().getIdValue());
        try {
            addError(StandardMessages.fieldMissing("BILL_ID"));
        } catch (ApplicationError e) {
            ServerMessage message = e.getServerMessage();
            logger.error(message.getMessageText(), e);
            System.out.println(e.getServerMessage().getCategory() + message.getNumber().toString());
            throw e;
        }
    }

    private void lines() throws DocumentException {
        Document document = DocumentHelper.parseText("<a/>");
        List nodes = document.selectNodes("//b");
        for (Object each : nodes) {
            Node node = (Node) each;
            logger.info(node.selectSingleNode("c").getText());
        }
        Element root = document.getRootElement();
        root.addElement("d").setText("x");
        for (Iterator i = root.elementIterator("e"); i.hasNext(); ) {
            Element e = (Element) i.next();
            e.attributeValue("f");
        }
    }

    @Override
    public Bool getAllowReopeningOfBills() {
        return allowReopening;
    }

    @Override
    public BillCompletionActionLookup getBillCompletionAction() {
        return null;
    }

    @Override
    public ServerMessage getServerMessage() {
        return null;
    }

    @Override
    public void setAccount(Account value) {
        account = value;
    }

    @Override
    public void setAccountingDate(Date value) {}

    @Override
    public void setAllowReopeningOfBills(Bool value) {}

    @Override
    public void setBill(Bill value) {
        bill = value;
    }

    @Override
    public void setBillDate(Date value) {}

    @Override
    public void setBillSegments(List<BillSegment> value) {
        segments = value;
    }

    @Override
    public void setCreditNoteForBill(Bill value) {}
}

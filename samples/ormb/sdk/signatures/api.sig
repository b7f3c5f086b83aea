# What business code sees of the framework: entities, queries, SQL, components.
package com.splwg.base.api

interface BusinessEntity
  <I extends EntityId<?>> I getId()
  <D extends DataTransferObject<?>> D getDTO()
  void setDTO(DataTransferObject<?>)
  String entityName()
  String fetchLanguageDescription()
  void delete()
  boolean equals(Object)
  String toString()

interface SimpleKeyedBusinessEntity<E extends BusinessEntity> extends BusinessEntity

interface CompositeKeyedBusinessEntity<E extends BusinessEntity> extends BusinessEntity

interface SessionManagedEntity

interface Versioned
  long getVersion()

interface DataTransferObject<E extends BusinessEntity> extends Serializable
  <I extends EntityId<?>> I getId()
  E newEntity()
  E getEntity()
  String entityName()
  void setVersion(int)
  String getBusinessObjectDataArea()

abstract class AbstractDataTransferObject<E extends BusinessEntity> implements DataTransferObject<E>
  <I extends EntityId<?>> I getId()
  E newEntity()
  E getEntity()
  String entityName()
  long getVersion()
  void setVersion(int)
  String getBusinessObjectDataArea()
  void setBusinessObjectDataArea(String)
  void setExtraTCopybookFieldValue(String, String)

interface EntityCollection<E> extends Iterable<E>
  Iterator<E> iterator()
  ListFilter<E> createFilter(String)
  ListFilter<E> createFilter(String, String)
  <D> D newChildDTO()
  E add(DataTransferObject<?>)
  E add(DataTransferObject<?>, Object)
  E add(DataTransferObject<?>, Object, Object)
  void remove(Object)
  boolean contains(Object)
  int size()
  boolean isEmpty()
  List<E> asList()
  Set<E> asSet()

interface PropertyHolder<E extends BusinessEntity>

interface BusinessComponent

interface ApplicationCache

abstract class GenericBusinessObject
  protected boolean notNull(Object)
  protected boolean isNull(Object)
  protected boolean isBlankOrNull(String)
  protected boolean notBlank(String)
  protected boolean isEmptyOrNull(String)
  protected void addError(ServerMessage)
  protected void addError(ServerMessage, MessageSeverityLookup)
  protected void addWarning(ServerMessage)
  protected boolean areWarningsEnabled()
  protected PreparedStatement createPreparedStatement(String)
  protected PreparedStatement createPreparedStatement(String, String)
  protected <T> Query<T> createQuery(String)
  protected <T> Query<T> createQuery(String, String)
  protected <E extends BusinessEntity, D extends DataTransferObject<E>> D createDTO(Class<E>)
  protected DateTime getSystemDateTime()
  protected DateTime getProcessDateTime()
  protected User getActiveContextUser()
  protected Language getActiveContextLanguage()
  protected boolean isOnlineConnection()
  protected void startChanges()
  protected void saveChanges()

abstract class GenericBusinessComponent extends GenericBusinessObject implements BusinessComponent

class SavepointExecutable
  SavepointExecutable()
  SavepointExecutable.SavepointResult doIt(String)
  protected void execute()
  class SavepointResult
    String getMessage()
    ServerMessage getServerMessage()
    boolean hasError()

interface Bindable
  void bindString(String, String, String)
  void bindId(String, Id)
  void bindEntity(String, BusinessEntity)
  void bindLookup(String, Lookup)
  void bindDate(String, Date)
  void bindDateTime(String, DateTime)
  void bindTime(String, Time)
  void bindBoolean(String, Bool)
  void bindBigInteger(String, BigInteger)
  void bindBigDecimal(String, BigDecimal)
  void bindMoney(String, Money)
  void bindStringProperty(String, StringProperty, String)

interface Query<T> extends Bindable
  static final int ASCENDING = 0
  static final int DESCENDING = 1
  void addResult(String, String)
  void orderBy(String)
  void orderBy(String, int)
  void groupBy(String)
  void selectDistinct(boolean)
  void setMaxResults(int)
  void setFirstResult(int)
  T firstRow()
  List<T> list()
  long listSize()
  QueryIterator<T> iterate()
  UnionQuery<T> unionWith(Query<?>)

interface UnionQuery<T> extends Bindable
  void addResult(String, String)
  void orderBy(String)
  void orderBy(String, int)
  void selectDistinct(boolean)
  T firstRow()
  List<T> list()
  long listSize()
  QueryIterator<T> iterate()

interface ListFilter<T> extends Bindable
  void addResult(String, String)
  void orderBy(String)
  void orderBy(String, int)
  void selectDistinct(boolean)
  T firstRow()
  List<T> list()
  long listSize()
  QueryIterator<T> iterate()

interface QueryIterator<T> extends Iterator<T>
  boolean hasNext()
  T next()
  T nextRow()
  void close()

interface QueryResultRow
  Object get(String)
  String getString(String)
  Date getDate(String)
  DateTime getDateTime(String)
  BigInteger getInteger(String)
  BigDecimal getBigDecimal(String)
  Money getMoney(String)
  Money getMoney(String, Currency_Id)
  Bool getBoolean(String)
  <E extends BusinessEntity> E getEntity(String, Class<E>)
  <I extends Id> I getId(String, Class<?>)
  <L extends Lookup> L getLookup(String, Class<L>)

package com.splwg.base.api.sql

interface PreparedStatement extends com.splwg.base.api.Bindable
  void bindDayInMonth(String, DayInMonth)
  void bindMonthInYear(String, MonthInYear)
  void setAutoclose(boolean)
  SQLResultRow firstRow()
  List<SQLResultRow> list()
  QueryIterator<SQLResultRow> iterate()
  int execute()
  int executeUpdate()
  void close()

interface SQLResultRow extends QueryResultRow
  Time getTime(String)
  TimeInterval getTimeInterval(String)

package com.splwg.base.api.algorithms

interface AlgorithmSpot
  void invoke()

package com.splwg.base.support.algorithm

abstract class AbstractAlgorithmComponent extends GenericBusinessComponent
  protected String getSoftParameter(int)
  protected Bool getBooleanSoftParameter(int)
  protected BigInteger getIntegerSoftParameter(int)
  protected BigDecimal getDecimalSoftParameter(int)
  protected Date getDateSoftParameter(int)
  protected <E extends BusinessEntity> E getEntitySoftParameter(int, Class<E>)
  protected <L extends Lookup> L getLookupSoftParameter(int, Class<L>)
  protected void reportRequiredParameter(String, int)
  protected void validateParameterTypes()
  protected void extraSoftParameterValidations(boolean)
  protected Algorithm getAlgorithm()
  protected Algorithm_Id getAlgorithmId()
  protected boolean isNullOrEmpty(String)

package com.splwg.base.support.api

abstract class AbstractBusinessEntity<E extends BusinessEntity> extends GenericBusinessObject
  String entityName()
  void delete()

interface FrameworkBusinessEntity<E extends BusinessEntity>

package com.splwg.base.domain.common.algorithm

class AlgorithmComponentCache implements ApplicationCache
  static <A> A getAlgorithmComponent(Algorithm_Id, Class<A>)

package com.splwg.base.domain.common.characteristicType

interface Characteristic extends BusinessEntity
  CharacteristicType fetchIdCharacteristicType()
  Date fetchIdEffectiveDate()
  BigInteger fetchIdSequence()
  String getCharacteristicValue()
  CharacteristicValue fetchCharacteristicValue()
  String getAdhocCharacteristicValue()
  String getSearchCharacteristicValue()
  String getCharacteristicValueForeignKey1()
  String getCharacteristicValueForeignKey2()
  String getCharacteristicValueForeignKey3()
  String getCharacteristicValueForeignKey4()
  String getCharacteristicValueForeignKey5()
  String getCharacteristicValueFK2()
  String getCharacteristicValueFK3()
  String getCharacteristicValueFk4()
  String getCharacteristicValueFK5()
  CharacteristicValueInterface toCharacteristicInterface()

package com.splwg.base.api.characteristic

class CharacteristicHelper
  static void reformatAdhocValue(Object, DataTransferObject<?>)
  static void updateSearchCharacteristicValue(Object)

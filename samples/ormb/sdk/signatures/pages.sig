# Page services and the test case base classes.
package com.splwg.base.api.service

class PageHeader implements Serializable
  PageHeader()
  <T> T get(Object)
  String getString(Object)
  void put(Object, Object)
  void putAll(Map)
  void putAll(Object)
  Map<String, Object> getAttributes()

class PageBody extends DataElement

class Header extends PageHeader

class DataElement implements Serializable
  DataElement()
  <T> T get(Object)
  String getString(Object)
  void put(Object, Object)
  void putAll(Map)
  void putAll(Object)
  Map<String, Object> getAttributes()
  ItemList<DataElement> newList(Object)
  void addList(ItemList<?>)
  ItemList<DataElement> getList(Object)
  DataElement getPrimaryRow()
  String toString()

class ItemList<T extends DataElement> implements Iterable<T>, Serializable
  ItemList()
  ItemList(Object)
  T newDataElement()
  Iterator<T> iterator()
  List<T> getList()
  void setList(List<T>)
  int size()
  boolean isEmpty()

package com.splwg.base.support.pagemaintenance

abstract class AbstractPageMaintenance extends GenericBusinessObject
  protected DataElement read(PageHeader) throws ApplicationError
  protected PageHeader add(DataElement) throws ApplicationError
  protected void change(DataElement) throws ApplicationError
  protected void delete(DataElement) throws ApplicationError
  protected PageHeader getInputHeader()
  protected void setOverrideResultForChange(DataElement)
  protected void logInfo(ServerMessage)

abstract class PageMaintenance extends AbstractPageMaintenance

abstract class EntityPageMaintenance<E extends BusinessEntity> extends AbstractPageMaintenance

abstract class QueryPageMaintenance extends AbstractPageMaintenance

abstract class ListPageMaintenance extends AbstractPageMaintenance

package com.splwg.base.api.testers

abstract class AbstractAllTests

abstract class ContextTestCase extends GenericBusinessObject
  protected void setUp() throws Exception
  protected void tearDown() throws Exception
  protected FrameworkSession getSession()
  void assertTrue(boolean)
  void assertTrue(String, boolean)
  void assertFalse(boolean)
  void assertFalse(String, boolean)
  void assertEquals(Object, Object)
  void assertEquals(String, Object, Object)
  void assertNull(Object)
  void assertNull(String, Object)
  void assertNotNull(Object)
  void assertNotNull(String, Object)
  void fail(String)

abstract class AlgorithmImplementationTestCase extends ContextTestCase
  protected abstract Class<?> getAlgorithmImplementationClass()
  protected <A> A createAlgorithmComponent(Class<A>)

abstract class BatchJobTestCase extends ContextTestCase
  protected SubmissionParameters setupRun(SubmissionParameters)
  protected void validateResults(BatchRun)
  protected SubmissionParameters createDefaultParameters(int)

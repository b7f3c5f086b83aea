# Messages, errors, logging, the session, and the small helpers that business code calls statically.
package com.splwg.shared.common

class ServerMessage implements Serializable
  ServerMessage()
  BigInteger getCategory()
  BigInteger getNumber()
  Message_Id getMessageId()
  String getMessageText()
  String getLongDescription()
  MessageParameters getMessageParameters()
  String getProgramName()
  void setCategory(BigInteger)
  void setNumber(BigInteger)
  void setMessageText(String)
  void setMessageText(Object)
  void setLongDescription(String)
  void setMessageParameters(MessageParameters)
  void setProgramName(String)
  String toString()

class ApplicationError extends RuntimeException
  ApplicationError(ServerMessage)
  ServerMessage getServerMessage()

class ApplicationWarning extends RuntimeException
  ApplicationWarning(ServerMessage)
  ServerMessage getServerMessage()

class ApplicationException extends RuntimeException
  ApplicationException(String)
  ApplicationException(ServerMessage)
  ServerMessage getServerMessage()

class LoggedException extends RuntimeException
  static LoggedException wrap(Throwable)
  static LoggedException wrap(String, Throwable)
  static LoggedException wrap(Logger, Throwable)
  static LoggedException wrap(Logger, String, Throwable)
  static LoggedException raised(String)
  static LoggedException raised(Logger, String)

class StringUtilities
  static boolean isBlankOrNull(String)
  static boolean isEmptyOrNull(String)
  static boolean notEmptyOrBlank(String)
  static boolean notEmptyOrBlank(Object)
  static String padRight(String, int)
  static String padLeft(String, int)

class Cryptography
  static String encrypt(String)
  static String decrypt(String)
  static String decryptIfNeeded(String)

class Base64Encoder
  static String encode(byte[])

class Dom4JHelper
  static Document parseText(String)
  static List<Element> getSameNameSpacedElements(Element, String)
  static String print(Node, OutputFormat)
  static String print(Object, OutputFormat)

package com.splwg.shared.logging

class Logger
  boolean isDebugEnabled()
  boolean isInfoEnabled()
  void trace(Object)
  void debug(Object)
  void debug(Object, Throwable)
  void info(Object)
  void info(Object, Throwable)
  void warn(Object)
  void warn(Object, Throwable)
  void error(Object)
  void error(Object, Throwable)
  void fatal(Object)
  void fatal(Object, Throwable)
  long infoStart(String)
  long debugStart(String)
  void infoTime(String, long)
  void debugTime(String, long)
  long getElapsedTime(long)

class LoggerFactory
  static Logger getLogger(Class<?>)

package com.splwg.shared.environ

class ApplicationProperties
  static String getProperty(String)
  static String getProperty(String, String)
  static String getNullableProperty(String)

package com.splwg.base.support.context

class SessionHolder
  static FrameworkSession getSession()

interface Session
  void initialize()
  void commit()
  void rollback()
  DateTime getProcessDateTime()
  DateTime getSystemDateTime()
  RequestContext getRequestContext()
  List<ServerMessage> getWarnings()
  boolean isOnlineConnection()

interface FrameworkSession extends Session
  void setSavepoint(String)
  void rollbackToSavepoint(String)
  void removeSavepoint(String)
  boolean hasActiveSavepointWithName(String)
  void flush()
  void flush(String)
  void notifyOfDirectUpdate()
  void assertDeadlineNotExceeded()
  void saveChanges()
  PreparedStatement createPreparedStatement(String)
  PreparedStatement createPreparedStatement(String, String)
  <T> Query<T> createQuery(String)
  <T> Query<T> createQuery(String, String)
  org.hibernate.internal.SessionImpl getHibernateSession()

interface RequestContext
  void ignoreWarnings(boolean)
  boolean traceStandardOut()
  boolean isOnlineConnection()
  Language getLanguage()
  User getUser()

class ContextHolder
  static ApplicationContext getContext()

interface ApplicationContext
  Object getProperty(String)

package com.splwg.base.domain.common.message

abstract class AbstractMessageRepository
  AbstractMessageRepository(int)
  AbstractMessageRepository(BigInteger)
  protected ServerMessage getMessage(int)
  protected ServerMessage getMessage(int, MessageParameters)
  protected MessageCategory_Id getCategoryId()
  protected ServerMessageTemplate getDeclarativeMessage(int, ServerMessageParameter...)

class MessageParameters implements Serializable
  MessageParameters()
  void addRawString(String)
  void addEntityIdValues(Id)
  void addField(String)
  void addBigDecimal(BigDecimal)
  void addBigInteger(BigInteger)
  void addInteger(int)
  void addDate(Date)
  void addDateTime(DateTime)
  void addMoney(Money)
  void addLookup(Lookup)
  void addEntity(BusinessEntity)
  void addObject(Object)
  <T extends List> T getParameters()
  int getSize()

interface ServerMessageFactory
  ServerMessage createMessage(MessageCategory_Id, int, MessageParameters)
  class Factory
    Factory()
    static ServerMessageFactory newInstance()

package com.splwg.base.domain

class StandardMessages
  static ServerMessage fieldMissing(String)
  static ServerMessage fieldInvalid(String)
  static ServerMessage systemError(Throwable)
  static ServerMessage recordNotFoundError(Object)
  static ServerMessage idInvalid(Id)
  static ServerMessage retentionPeriodNotDefined()

package com.splwg.base.common

class NullHelper
  static boolean isNull(Object)
  static boolean notNull(Object)

class ClassUtils
  static ClassLoader getClassLoader()

package com.splwg.base.api.installation

class InstallationHelper
  static Installation getInstallation()
  static BigInteger getEnvironmentId()
  static Currency_Id getCurrencyCode()
  static TimeZone fetchTimeZone()
  static TimeZone_Id getTimeZoneCode()

package com.splwg.base.domain.common.installation

class InstallationHelper
  static Installation getInstallation()
  static Currency_Id getCurrencyCode()

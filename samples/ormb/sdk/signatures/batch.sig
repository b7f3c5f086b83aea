# Batch jobs: the job, its workers, the work units and how they are committed.
package com.splwg.base.api.batch

abstract class AbstractBatchJob extends GenericBusinessObject
  JobWork getJobWork()
  abstract Class<? extends ThreadWorker> getThreadWorkerClass()
  void validateSoftParameters(boolean)
  void setSubmissionParameters(SubmissionParameters)
  protected BatchControl_Id getBatchControlId()
  protected BatchControl getBatchControl()
  protected BigInteger getBatchNumber()
  protected BigInteger getBatchRerunNumber()
  protected BigInteger getBatchThreadCount()
  protected JobWork createJobWorkForThreadWorkUnitList(List<ThreadWorkUnit>)
  protected JobWork createJobWorkForEntityQuery(Query<?>)
  protected JobWork createJobWorkForQueryIterator(QueryIterator<?>, Object)
  protected JobWork createJobWorkForSQL(String)
  protected FrameworkSession getSession()
  protected void logError(ServerMessage)
  protected void logInfo(ServerMessage)
  protected void logWarning(ServerMessage)
  protected void logMessage(ServerMessage, MessageSeverityLookup)

abstract class AbstractThreadWorker extends GenericBusinessObject implements ThreadWorker
  abstract ThreadExecutionStrategy createExecutionStrategy()
  abstract boolean executeWorkUnit(ThreadWorkUnit) throws ThreadAbortedException, RunAbortedException
  WorkUnitResult executeWorkUnitDetailedResult(ThreadWorkUnit) throws ThreadAbortedException, RunAbortedException
  void initializeThreadWork(boolean) throws ThreadAbortedException, RunAbortedException
  void finalizeThreadWork() throws ThreadAbortedException, RunAbortedException
  void finalizeJobWork() throws Exception
  protected BatchControl_Id getBatchControlId()
  protected BatchControl getBatchControl()
  protected BigInteger getBatchNumber()
  protected BigInteger getBatchRerunNumber()
  protected BigInteger getBatchThreadNumber()
  protected BigInteger getBatchThreadCount()
  protected void startResultRowQueryIteratorForThread(Class<?>)
  protected <T> QueryIterator<T> getQueryIteratorForThread(StringId, StringId)
  ThreadWorkUnit getNextWorkUnit(QueryResultRow)
  protected FrameworkSession getSession()
  protected boolean isNullOrBlank(String)
  protected void logError(ServerMessage)
  protected void logInfo(ServerMessage)
  protected void logWarning(ServerMessage)
  protected void logMessage(ServerMessage, MessageSeverityLookup)

interface ThreadWorker

class StandardJobParameters
  Date getProcessDate()
  BatchControl_Id getBatchControlId()
  BigInteger getBatchNumber()
  BigInteger getBatchRerunNumber()
  BigInteger getBatchThreadCount()
  BigInteger getBatchThreadNumber()
  BigInteger getMaxErrors()
  BigInteger getMaxTimeoutMinutes()
  BigInteger getMaximumTimeoutMinutes()
  BigInteger getMaximumCommitRecords()
  BigInteger getRecordsBetweenCommits()
  Language_Id getLanguageId()
  User_Id getUserId()
  Bool getIsTracingProgramStart()
  Bool getIsTracingProgramEnd()
  Bool getIsTracingSQL()
  Bool getIsTracingStandardOut()
  String getExtraParameter(String)
  protected String getSoftParameter(String)

class SubmissionParameters
  BatchControl_Id getBatchControlId()
  void setBatchControlId(BatchControl_Id)
  void setBatchNumber(BigInteger)
  void setBatchRerunNumber(BigInteger)
  void setBatchThreadCount(BigInteger)
  void setBatchThreadNumber(BigInteger)
  Date getProcessDate()
  void setProcessDate(Date)
  void setLanguageId(Language_Id)
  void setUserId(User_Id)
  void setMaxExecutionAttempts(BigInteger)
  void setMaximumCommitRecords(BigInteger)
  void setMaximumTimeoutMinutes(BigInteger)
  Properties getExtraParameters()
  void setExtraParameters(Properties)
  void setIsTracingProgramStart(Bool)
  void setIsTracingProgramEnd(Bool)
  void setIsTracingSQL(Bool)
  void setIsTracingStandardOut(Bool)

interface JobWork

class DefaultJobWork implements JobWork
  DefaultJobWork()
  DefaultJobWork(List<ThreadWorkUnit>)

interface ThreadWork

class ThreadWorkUnit implements Serializable
  ThreadWorkUnit()
  ThreadWorkUnit(Id)
  ThreadWorkUnit(Object)
  <I extends Id> I getPrimaryId()
  void setPrimaryId(Object)
  void addSupplementalData(Object, Object)
  <T> T getSupplementallData(Object)
  Map<String, Object> getSupplementalData()

class WorkUnitResult
  WorkUnitResult(boolean)
  boolean isSuccessful()
  int getUnitsProcessed()
  void setUnitsProcessed(int)
  int getUnitsInError()
  void setUnitsInError(int)

interface ThreadExecutionStrategy

class StandardCommitStrategy implements ThreadExecutionStrategy
  StandardCommitStrategy(ThreadWorker)

class CommitEveryUnitStrategy implements ThreadExecutionStrategy
  CommitEveryUnitStrategy(ThreadWorker)

class SingleTransactionStrategy implements ThreadExecutionStrategy
  SingleTransactionStrategy(ThreadWorker)

class ThreadIterationStrategy implements ThreadExecutionStrategy
  ThreadIterationStrategy(ThreadWorker)

class ThreadAbortedException extends RuntimeException
  ThreadAbortedException(ServerMessage)
  ThreadAbortedException(Object)
  ServerMessage getServerMessage()

class RunAbortedException extends RuntimeException
  RunAbortedException(ServerMessage)
  RunAbortedException(Object)
  ServerMessage getServerMessage()

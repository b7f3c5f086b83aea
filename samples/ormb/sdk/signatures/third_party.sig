# Third-party types that OUAF code imports now and then, cut down to what such code calls.
package org.apache.commons.lang

class StringUtils
  static boolean isBlank(String)
  static boolean isNotBlank(String)
  static boolean isEmpty(String)
  static boolean isNotEmpty(String)
  static boolean isNumeric(String)
  static boolean isAlpha(String)
  static boolean isAlphanumeric(String)
  static boolean equals(String, String)
  static boolean equalsIgnoreCase(String, String)
  static boolean contains(String, String)
  static boolean contains(String, char)
  static boolean startsWith(String, String)
  static boolean endsWith(String, String)
  static String trim(String)
  static String trimToEmpty(String)
  static String trimToNull(String)
  static String strip(String)
  static String substring(String, int)
  static String substring(String, int, int)
  static String substringBefore(String, String)
  static String substringAfter(String, String)
  static String substringBetween(String, String)
  static String substringBetween(String, String, String)
  static String left(String, int)
  static String right(String, int)
  static String leftPad(String, int)
  static String leftPad(String, int, char)
  static String leftPad(String, int, String)
  static String rightPad(String, int)
  static String rightPad(String, int, char)
  static String rightPad(String, int, String)
  static String repeat(String, int)
  static String replace(String, String, String)
  static String remove(String, String)
  static String deleteWhitespace(String)
  static String upperCase(String)
  static String lowerCase(String)
  static String capitalize(String)
  static String defaultString(String)
  static String defaultString(String, String)
  static String defaultIfEmpty(String, String)
  static String join(Collection, String)
  static String join(Object[], String)
  static String reverse(String)
  static String[] split(String)
  static String[] split(String, String)
  static String[] split(String, char)
  static String[] splitPreserveAllTokens(String, String)
  static String[] splitPreserveAllTokens(String, char)
  static int countMatches(String, String)
  static int indexOf(String, String)
  static int length(String)

class ArrayUtils
  static boolean isEmpty(Object[])
  static boolean contains(Object[], Object)

class StringEscapeUtils
  static String escapeXml(String)
  static String unescapeXml(String)
  static String escapeHtml(String)

package org.apache.commons.lang.math

class NumberUtils
  static boolean isNumber(String)
  static boolean isDigits(String)
  static int toInt(String)
  static int toInt(String, int)

package org.apache.commons.lang.time

class DateUtils
  static java.util.Date addDays(java.util.Date, int)
  static java.util.Date addMonths(java.util.Date, int)
  static java.util.Date truncate(java.util.Date, int)

class DateFormatUtils
  static String format(java.util.Date, String)

package org.apache.commons.lang3

class StringUtils
  static boolean isBlank(CharSequence)
  static boolean isNotBlank(CharSequence)
  static boolean isEmpty(CharSequence)
  static boolean isNotEmpty(CharSequence)
  static boolean isNumeric(CharSequence)
  static boolean equals(CharSequence, CharSequence)
  static boolean equalsIgnoreCase(CharSequence, CharSequence)
  static boolean contains(CharSequence, CharSequence)
  static boolean startsWith(CharSequence, CharSequence)
  static boolean endsWith(CharSequence, CharSequence)
  static String trim(String)
  static String trimToEmpty(String)
  static String trimToNull(String)
  static String substring(String, int)
  static String substring(String, int, int)
  static String substringBefore(String, String)
  static String substringAfter(String, String)
  static String substringBetween(String, String, String)
  static String left(String, int)
  static String right(String, int)
  static String leftPad(String, int)
  static String leftPad(String, int, char)
  static String leftPad(String, int, String)
  static String rightPad(String, int)
  static String rightPad(String, int, char)
  static String rightPad(String, int, String)
  static String repeat(String, int)
  static String replace(String, String, String)
  static String remove(String, String)
  static String upperCase(String)
  static String lowerCase(String)
  static String defaultString(String)
  static String defaultString(String, String)
  static String join(Iterable<?>, String)
  static String join(Object[], String)
  static String[] split(String)
  static String[] split(String, String)
  static String[] split(String, char)
  static int countMatches(CharSequence, CharSequence)

package org.apache.commons.logging

interface Log
  boolean isDebugEnabled()
  void debug(Object)
  void debug(Object, Throwable)
  void info(Object)
  void info(Object, Throwable)
  void warn(Object)
  void warn(Object, Throwable)
  void error(Object)
  void error(Object, Throwable)
  void fatal(Object)

class LogFactory
  static Log getLog(Class)
  static Log getLog(String)

package org.apache.commons.io

class FileUtils
  static void copyFile(java.io.File, java.io.File) throws java.io.IOException
  static void moveFile(java.io.File, java.io.File) throws java.io.IOException
  static void copyFileToDirectory(java.io.File, java.io.File) throws java.io.IOException
  static void moveFileToDirectory(java.io.File, java.io.File, boolean) throws java.io.IOException
  static void forceMkdir(java.io.File) throws java.io.IOException
  static void forceDelete(java.io.File) throws java.io.IOException
  static String readFileToString(java.io.File) throws java.io.IOException
  static String readFileToString(java.io.File, String) throws java.io.IOException
  static void writeStringToFile(java.io.File, String) throws java.io.IOException
  static byte[] readFileToByteArray(java.io.File) throws java.io.IOException
  static List<String> readLines(java.io.File) throws java.io.IOException

class FilenameUtils
  static String getExtension(String)
  static String getBaseName(String)
  static String getName(String)

class IOUtils
  static String toString(java.io.InputStream) throws java.io.IOException
  static String toString(java.io.InputStream, String) throws java.io.IOException
  static byte[] toByteArray(java.io.InputStream) throws java.io.IOException
  static int copy(java.io.InputStream, java.io.OutputStream) throws java.io.IOException
  static void closeQuietly(java.io.Closeable)

package org.apache.commons.codec.binary

class Base64
  Base64()
  static String encodeBase64String(byte[])
  static byte[] encodeBase64(byte[])
  static byte[] decodeBase64(String)
  static byte[] decodeBase64(byte[])
  byte[] encode(byte[])
  byte[] decode(byte[])

package org.apache.poi.ss.usermodel

interface Workbook
  static final int SHEET_STATE_HIDDEN = 1
  Sheet createSheet()
  Sheet createSheet(String)
  Sheet getSheet(String)
  Sheet getSheetAt(int)
  String getSheetName(int)
  int getNumberOfSheets()
  int getSheetIndex(String)
  void setSheetName(int, String)
  void removeSheetAt(int)
  CellStyle createCellStyle()
  Font createFont()
  DataFormat createDataFormat()
  CreationHelper getCreationHelper()
  void write(java.io.OutputStream) throws java.io.IOException
  void close() throws java.io.IOException

interface Sheet extends Iterable<Row>
  Row createRow(int)
  Row getRow(int)
  void removeRow(Row)
  int getLastRowNum()
  int getFirstRowNum()
  int getPhysicalNumberOfRows()
  Iterator<Row> rowIterator()
  Iterator<Row> iterator()
  String getSheetName()
  Workbook getWorkbook()
  void autoSizeColumn(int)
  void setColumnWidth(int, int)
  int addMergedRegion(org.apache.poi.ss.util.CellRangeAddress)
  void createFreezePane(int, int)
  void protectSheet(String)

interface Row extends Iterable<Cell>
  Cell createCell(int)
  Cell createCell(int, int)
  Cell getCell(int)
  Cell getCell(int, MissingCellPolicy)
  void removeCell(Cell)
  static final MissingCellPolicy RETURN_NULL_AND_BLANK
  static final MissingCellPolicy RETURN_BLANK_AS_NULL
  static final MissingCellPolicy CREATE_NULL_AS_BLANK
  short getFirstCellNum()
  short getLastCellNum()
  int getPhysicalNumberOfCells()
  int getRowNum()
  Iterator<Cell> cellIterator()
  Iterator<Cell> iterator()
  void setHeight(short)
  void setHeightInPoints(float)
  void setRowStyle(CellStyle)
  class MissingCellPolicy

interface Cell
  static final int CELL_TYPE_NUMERIC = 0
  static final int CELL_TYPE_STRING = 1
  static final int CELL_TYPE_FORMULA = 2
  static final int CELL_TYPE_BLANK = 3
  static final int CELL_TYPE_BOOLEAN = 4
  static final int CELL_TYPE_ERROR = 5
  int getCellType()
  void setCellType(int)
  String getStringCellValue()
  double getNumericCellValue()
  boolean getBooleanCellValue()
  java.util.Date getDateCellValue()
  RichTextString getRichStringCellValue()
  String getCellFormula()
  void setCellFormula(String)
  void setCellValue(String)
  void setCellValue(double)
  void setCellValue(boolean)
  void setCellValue(java.util.Date)
  void setCellValue(java.util.Calendar)
  void setCellValue(RichTextString)
  CellStyle getCellStyle()
  void setCellStyle(CellStyle)
  int getColumnIndex()
  int getRowIndex()
  Row getRow()
  Sheet getSheet()

interface RichTextString
  String getString()

interface CellStyle
  static final short ALIGN_GENERAL = 0
  static final short ALIGN_LEFT = 1
  static final short ALIGN_CENTER = 2
  static final short ALIGN_RIGHT = 3
  static final short BORDER_NONE = 0
  static final short BORDER_THIN = 1
  static final short BORDER_MEDIUM = 2
  static final short SOLID_FOREGROUND = 1
  static final short VERTICAL_CENTER = 1
  void setAlignment(short)
  void setVerticalAlignment(short)
  void setBorderBottom(short)
  void setBorderTop(short)
  void setBorderLeft(short)
  void setBorderRight(short)
  void setFillForegroundColor(short)
  void setFillBackgroundColor(short)
  void setFillPattern(short)
  void setFont(Font)
  void setDataFormat(short)
  void setWrapText(boolean)
  void setLocked(boolean)
  String getDataFormatString()

interface Font
  static final short BOLDWEIGHT_NORMAL = 400
  static final short BOLDWEIGHT_BOLD = 700
  static final short COLOR_RED = 10
  void setBold(boolean)
  void setBoldweight(short)
  void setColor(short)
  void setFontHeight(short)
  void setFontHeightInPoints(short)
  void setFontName(String)
  void setItalic(boolean)

interface DataFormat
  short getFormat(String)

interface CreationHelper
  DataFormat createDataFormat()
  RichTextString createRichTextString(String)

class DateUtil
  static boolean isCellDateFormatted(Cell)
  static java.util.Date getJavaDate(double)

class DataFormatter
  DataFormatter()
  String formatCellValue(Cell)

class WorkbookFactory
  static Workbook create(java.io.InputStream) throws java.io.IOException
  static Workbook create(java.io.File) throws java.io.IOException

class IndexedColors
  static final IndexedColors BLACK
  static final IndexedColors WHITE
  static final IndexedColors RED
  static final IndexedColors GREEN
  static final IndexedColors BLUE
  static final IndexedColors YELLOW
  static final IndexedColors GREY_25_PERCENT
  short getIndex()

package org.apache.poi.ss.util

class CellRangeAddress
  CellRangeAddress(int, int, int, int)

package org.apache.poi.openxml4j.exceptions

class InvalidFormatException extends RuntimeException

package org.apache.poi.poifs.filesystem

class POIFSFileSystem
  POIFSFileSystem(java.io.InputStream) throws java.io.IOException

package org.apache.poi.hssf.usermodel

class HSSFWorkbook implements org.apache.poi.ss.usermodel.Workbook
  HSSFWorkbook()
  HSSFWorkbook(java.io.InputStream) throws java.io.IOException
  HSSFWorkbook(org.apache.poi.poifs.filesystem.POIFSFileSystem) throws java.io.IOException
  HSSFSheet createSheet()
  HSSFSheet createSheet(String)
  HSSFSheet getSheet(String)
  HSSFSheet getSheetAt(int)
  HSSFCellStyle createCellStyle()
  HSSFFont createFont()

class HSSFSheet implements org.apache.poi.ss.usermodel.Sheet
  HSSFRow createRow(int)
  HSSFRow getRow(int)

class HSSFRow implements org.apache.poi.ss.usermodel.Row
  HSSFCell createCell(int)
  HSSFCell createCell(int, int)
  HSSFCell getCell(int)

class HSSFCell implements org.apache.poi.ss.usermodel.Cell

class HSSFCellStyle implements org.apache.poi.ss.usermodel.CellStyle

class HSSFFont implements org.apache.poi.ss.usermodel.Font

class HSSFDateUtil
  static boolean isCellDateFormatted(org.apache.poi.ss.usermodel.Cell)
  static java.util.Date getJavaDate(double)

class HSSFRichTextString implements org.apache.poi.ss.usermodel.RichTextString
  HSSFRichTextString(String)

package org.apache.poi.xssf.usermodel

class XSSFWorkbook implements org.apache.poi.ss.usermodel.Workbook
  XSSFWorkbook()
  XSSFWorkbook(java.io.InputStream) throws java.io.IOException
  XSSFWorkbook(java.io.File) throws java.io.IOException
  XSSFWorkbook(String) throws java.io.IOException
  XSSFSheet createSheet()
  XSSFSheet createSheet(String)
  XSSFSheet getSheet(String)
  XSSFSheet getSheetAt(int)
  XSSFCellStyle createCellStyle()
  XSSFFont createFont()

class XSSFSheet implements org.apache.poi.ss.usermodel.Sheet
  XSSFRow createRow(int)
  XSSFRow getRow(int)

class XSSFRow implements org.apache.poi.ss.usermodel.Row
  XSSFCell createCell(int)
  XSSFCell createCell(int, int)
  XSSFCell getCell(int)

class XSSFCell implements org.apache.poi.ss.usermodel.Cell

class XSSFCellStyle implements org.apache.poi.ss.usermodel.CellStyle

class XSSFFont implements org.apache.poi.ss.usermodel.Font

package org.apache.poi.xssf.streaming

class SXSSFWorkbook implements org.apache.poi.ss.usermodel.Workbook
  SXSSFWorkbook()
  SXSSFWorkbook(int)
  boolean dispose()

package org.joda.time

class DateTime implements Comparable<DateTime>
  DateTime()
  DateTime(long)
  DateTime(Object)
  DateTime(int, int, int, int, int)
  DateTime(int, int, int, int, int, int)
  static DateTime now()
  static DateTime parse(String)
  DateTime plusDays(int)
  DateTime plusMonths(int)
  DateTime minusDays(int)
  DateTime minusMonths(int)
  int getYear()
  int getMonthOfYear()
  int getDayOfMonth()
  boolean isAfter(DateTime)
  boolean isBefore(DateTime)
  LocalDate toLocalDate()
  java.util.Date toDate()
  String toString(String)
  long getMillis()
  int compareTo(DateTime)

class LocalDate implements Comparable<LocalDate>
  LocalDate()
  LocalDate(int, int, int)
  LocalDate(Object)
  static LocalDate parse(String)
  static LocalDate fromDateFields(java.util.Date)
  LocalDate plusDays(int)
  LocalDate plusMonths(int)
  LocalDate plusYears(int)
  LocalDate minusDays(int)
  LocalDate minusMonths(int)
  LocalDate withDayOfMonth(int)
  int getYear()
  int getMonthOfYear()
  int getDayOfMonth()
  boolean isAfter(LocalDate)
  boolean isBefore(LocalDate)
  java.util.Date toDate()
  String toString(String)
  int compareTo(LocalDate)

class Days
  static Days daysBetween(DateTime, DateTime)
  static Days daysBetween(LocalDate, LocalDate)
  int getDays()

class Months
  static Months monthsBetween(DateTime, DateTime)
  static Months monthsBetween(LocalDate, LocalDate)
  int getMonths()

class Years
  static Years yearsBetween(DateTime, DateTime)
  static Years yearsBetween(LocalDate, LocalDate)
  int getYears()

class Period
  Period(DateTime, DateTime)
  Period(LocalDate, LocalDate)
  int getYears()
  int getMonths()
  int getDays()

package org.hibernate

interface Session
  java.sql.Connection connection()
  void flush()
  void clear()

class HibernateException extends RuntimeException
  HibernateException(String)

package org.hibernate.internal

class SessionImpl implements org.hibernate.Session
  java.sql.Connection connection()
  void flush()
  void clear()

package org.glassfish.jersey.client

class JerseyClient

package javax.xml.bind

class DatatypeConverter
  static String printBase64Binary(byte[])
  static byte[] parseBase64Binary(String)
  static String printHexBinary(byte[])

class JAXBException extends Exception
  JAXBException(String)

class JAXBContext
  static JAXBContext newInstance(Class...) throws JAXBException
  Marshaller createMarshaller() throws JAXBException
  Unmarshaller createUnmarshaller() throws JAXBException

interface Marshaller
  static final String JAXB_FORMATTED_OUTPUT = "jaxb.formatted.output"
  void marshal(Object, java.io.Writer) throws JAXBException
  void marshal(Object, java.io.OutputStream) throws JAXBException
  void setProperty(String, Object)

interface Unmarshaller
  Object unmarshal(java.io.InputStream) throws JAXBException
  Object unmarshal(java.io.Reader) throws JAXBException
  Object unmarshal(java.io.File) throws JAXBException

package oracle.jdbc

class OracleTypes
  static final int CURSOR = -10
  static final int VARCHAR = 12
  static final int NUMBER = 2
  static final int ARRAY = 2003
  static final int CLOB = 2005

interface OracleConnection extends java.sql.Connection

interface OraclePreparedStatement extends java.sql.PreparedStatement

interface OracleCallableStatement extends java.sql.CallableStatement

package javax.mail

class MessagingException extends Exception
  MessagingException(String)

class Session
  static Session getInstance(Properties)
  static Session getInstance(Properties, Authenticator)
  static Session getDefaultInstance(Properties)
  static Session getDefaultInstance(Properties, Authenticator)
  void setDebug(boolean)

abstract class Authenticator
  protected PasswordAuthentication getPasswordAuthentication()

class PasswordAuthentication
  PasswordAuthentication(String, String)

class Transport
  static void send(Message) throws MessagingException

abstract class Address

abstract class Message
  void setFrom(Address) throws MessagingException
  void setRecipients(RecipientType, Address[]) throws MessagingException
  void addRecipient(RecipientType, Address) throws MessagingException
  void setSubject(String) throws MessagingException
  void setText(String) throws MessagingException
  void setContent(Object, String) throws MessagingException
  void setContent(Multipart) throws MessagingException
  void setSentDate(java.util.Date) throws MessagingException
  class RecipientType
    static final RecipientType TO
    static final RecipientType CC
    static final RecipientType BCC

abstract class Multipart
  void addBodyPart(BodyPart) throws MessagingException

abstract class BodyPart
  void setText(String) throws MessagingException
  void setContent(Object, String) throws MessagingException
  void setFileName(String) throws MessagingException
  void setDataHandler(javax.activation.DataHandler) throws MessagingException

package javax.mail.internet

class MimeMessage extends javax.mail.Message
  MimeMessage(javax.mail.Session)

class MimeMultipart extends javax.mail.Multipart
  MimeMultipart()

class MimeBodyPart extends javax.mail.BodyPart
  MimeBodyPart()
  void attachFile(String) throws java.io.IOException

class InternetAddress extends javax.mail.Address
  InternetAddress(String)
  static InternetAddress[] parse(String)

package javax.activation

interface DataSource

class FileDataSource implements DataSource
  FileDataSource(String)
  FileDataSource(java.io.File)

class DataHandler
  DataHandler(DataSource)

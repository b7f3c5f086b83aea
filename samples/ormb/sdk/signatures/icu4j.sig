# The part of ICU4J that OUAF code imports, by its published interface.
package com.ibm.icu.math

class MathContext implements Serializable
  static final int PLAIN = 0
  static final int SCIENTIFIC = 1
  static final int ENGINEERING = 2
  static final int ROUND_CEILING = 2
  static final int ROUND_DOWN = 1
  static final int ROUND_FLOOR = 3
  static final int ROUND_HALF_DOWN = 5
  static final int ROUND_HALF_EVEN = 6
  static final int ROUND_HALF_UP = 4
  static final int ROUND_UNNECESSARY = 7
  static final int ROUND_UP = 0
  static final MathContext DEFAULT
  MathContext(int)
  MathContext(int, int)
  MathContext(int, int, boolean)
  MathContext(int, int, boolean, int)
  int getDigits()
  int getForm()
  boolean getLostDigits()
  int getRoundingMode()
  String toString()

class BigDecimal extends Number implements Serializable, Comparable<BigDecimal>
  static final BigDecimal ZERO
  static final BigDecimal ONE
  static final BigDecimal TEN
  static final int ROUND_CEILING = 2
  static final int ROUND_DOWN = 1
  static final int ROUND_FLOOR = 3
  static final int ROUND_HALF_DOWN = 5
  static final int ROUND_HALF_EVEN = 6
  static final int ROUND_HALF_UP = 4
  static final int ROUND_UNNECESSARY = 7
  static final int ROUND_UP = 0
  BigDecimal(java.math.BigDecimal)
  BigDecimal(BigInteger)
  BigDecimal(BigInteger, int)
  BigDecimal(char[])
  BigDecimal(char[], int, int)
  BigDecimal(double)
  BigDecimal(int)
  BigDecimal(long)
  BigDecimal(String)
  BigDecimal abs()
  BigDecimal abs(MathContext)
  BigDecimal add(BigDecimal)
  BigDecimal add(BigDecimal, MathContext)
  int compareTo(BigDecimal)
  int compareTo(BigDecimal, MathContext)
  BigDecimal divide(BigDecimal)
  BigDecimal divide(BigDecimal, int)
  BigDecimal divide(BigDecimal, int, int)
  BigDecimal divide(BigDecimal, MathContext)
  BigDecimal divideInteger(BigDecimal)
  BigDecimal divideInteger(BigDecimal, MathContext)
  BigDecimal max(BigDecimal)
  BigDecimal max(BigDecimal, MathContext)
  BigDecimal min(BigDecimal)
  BigDecimal min(BigDecimal, MathContext)
  BigDecimal multiply(BigDecimal)
  BigDecimal multiply(BigDecimal, MathContext)
  BigDecimal negate()
  BigDecimal negate(MathContext)
  BigDecimal plus()
  BigDecimal plus(MathContext)
  BigDecimal pow(BigDecimal)
  BigDecimal pow(BigDecimal, MathContext)
  BigDecimal remainder(BigDecimal)
  BigDecimal remainder(BigDecimal, MathContext)
  BigDecimal subtract(BigDecimal)
  BigDecimal subtract(BigDecimal, MathContext)
  byte byteValueExact()
  double doubleValue()
  boolean equals(Object)
  float floatValue()
  String format(int, int)
  String format(int, int, int, int, int, int)
  int hashCode()
  int intValue()
  int intValueExact()
  long longValue()
  long longValueExact()
  BigDecimal movePointLeft(int)
  BigDecimal movePointRight(int)
  int scale()
  BigDecimal setScale(int)
  BigDecimal setScale(int, int)
  short shortValueExact()
  int signum()
  java.math.BigDecimal toBigDecimal()
  BigInteger toBigInteger()
  BigInteger toBigIntegerExact()
  char[] toCharArray()
  String toString()
  BigInteger unscaledValue()
  static BigDecimal valueOf(double)
  static BigDecimal valueOf(long)
  static BigDecimal valueOf(long, int)

package com.ibm.icu.text


abstract class UFormat extends java.text.Format
  StringBuffer format(Object, StringBuffer, java.text.FieldPosition)
  Object parseObject(String, java.text.ParsePosition)

abstract class DateFormat extends UFormat
  static final int FULL = 0
  static final int LONG = 1
  static final int MEDIUM = 2
  static final int SHORT = 3
  static final int DEFAULT = 2
  static DateFormat getDateInstance()
  static DateFormat getDateInstance(int)
  static DateFormat getTimeInstance()
  static DateFormat getDateTimeInstance()
  static DateFormat getInstance()
  String format(java.util.Date)
  java.util.Date parse(String) throws java.text.ParseException
  void setLenient(boolean)
  boolean isLenient()
  void setTimeZone(com.ibm.icu.util.TimeZone)
  void setCalendar(com.ibm.icu.util.Calendar)

class SimpleDateFormat extends DateFormat
  SimpleDateFormat()
  SimpleDateFormat(String)
  SimpleDateFormat(String, Locale)
  void applyPattern(String)
  String toPattern()

abstract class NumberFormat extends UFormat
  static NumberFormat getInstance()
  static NumberFormat getInstance(Locale)
  static NumberFormat getNumberInstance()
  static NumberFormat getNumberInstance(Locale)
  static NumberFormat getIntegerInstance()
  static NumberFormat getCurrencyInstance()
  static NumberFormat getCurrencyInstance(Locale)
  static NumberFormat getPercentInstance()
  String format(double)
  String format(long)
  String format(BigInteger)
  String format(java.math.BigDecimal)
  String format(com.ibm.icu.math.BigDecimal)
  Number parse(String) throws java.text.ParseException
  void setMinimumFractionDigits(int)
  void setMaximumFractionDigits(int)
  void setMinimumIntegerDigits(int)
  void setMaximumIntegerDigits(int)
  void setGroupingUsed(boolean)
  void setRoundingMode(int)

class DecimalFormat extends NumberFormat
  DecimalFormat()
  DecimalFormat(String)
  DecimalFormat(String, DecimalFormatSymbols)
  void applyPattern(String)
  String toPattern()
  void setDecimalFormatSymbols(DecimalFormatSymbols)
  void setParseBigDecimal(boolean)

class DecimalFormatSymbols implements Serializable
  DecimalFormatSymbols()
  DecimalFormatSymbols(Locale)
  void setDecimalSeparator(char)
  void setGroupingSeparator(char)

class MessageFormat
  static String format(String, Object...)

package com.ibm.icu.util

abstract class TimeZone implements Serializable
  static TimeZone getTimeZone(String)
  static TimeZone getDefault()
  String getID()

abstract class Calendar implements Serializable, Comparable<Calendar>
  static final int ERA = 0
  static final int YEAR = 1
  static final int MONTH = 2
  static final int WEEK_OF_YEAR = 3
  static final int WEEK_OF_MONTH = 4
  static final int DATE = 5
  static final int DAY_OF_MONTH = 5
  static final int DAY_OF_YEAR = 6
  static final int DAY_OF_WEEK = 7
  static final int AM_PM = 9
  static final int HOUR = 10
  static final int HOUR_OF_DAY = 11
  static final int MINUTE = 12
  static final int SECOND = 13
  static final int MILLISECOND = 14
  static final int SUNDAY = 1
  static final int MONDAY = 2
  static final int TUESDAY = 3
  static final int WEDNESDAY = 4
  static final int THURSDAY = 5
  static final int FRIDAY = 6
  static final int SATURDAY = 7
  static final int JANUARY = 0
  static final int FEBRUARY = 1
  static final int MARCH = 2
  static final int APRIL = 3
  static final int MAY = 4
  static final int JUNE = 5
  static final int JULY = 6
  static final int AUGUST = 7
  static final int SEPTEMBER = 8
  static final int OCTOBER = 9
  static final int NOVEMBER = 10
  static final int DECEMBER = 11
  static Calendar getInstance()
  static Calendar getInstance(TimeZone)
  static Calendar getInstance(Locale)
  java.util.Date getTime()
  void setTime(java.util.Date)
  long getTimeInMillis()
  void setTimeInMillis(long)
  int get(int)
  void set(int, int)
  void set(int, int, int)
  void set(int, int, int, int, int)
  void set(int, int, int, int, int, int)
  void add(int, int)
  void roll(int, int)
  void clear()
  boolean after(Object)
  boolean before(Object)
  int getActualMaximum(int)
  int getActualMinimum(int)
  void setLenient(boolean)
  void setTimeZone(TimeZone)
  int compareTo(Calendar)

class GregorianCalendar extends Calendar
  GregorianCalendar()
  GregorianCalendar(int, int, int)
  GregorianCalendar(int, int, int, int, int)
  GregorianCalendar(int, int, int, int, int, int)
  boolean isLeapYear(int)

class StringTokenizer implements Enumeration<Object>
  StringTokenizer(String)
  StringTokenizer(String, String)
  StringTokenizer(String, String, boolean)
  boolean hasMoreTokens()
  String nextToken()
  String nextToken(String)
  boolean hasMoreElements()
  Object nextElement()
  int countTokens()

class Currency implements Serializable
  static Currency getInstance(String)
  String getCurrencyCode()
  String getSymbol()

class ULocale implements Serializable
  ULocale(String)

# The part of dom4j 1.6 that OUAF code imports. Collections are raw in 1.6.
package org.dom4j

interface Node extends Cloneable
  String getName()
  void setName(String)
  String getText()
  void setText(String)
  String getStringValue()
  String getPath()
  String getUniquePath()
  String asXML()
  short getNodeType()
  String getNodeTypeName()
  Element getParent()
  void setParent(Element)
  Document getDocument()
  boolean hasContent()
  boolean isReadOnly()
  Node detach()
  List selectNodes(String)
  List selectNodes(String, String)
  Object selectObject(String)
  Node selectSingleNode(String)
  String valueOf(String)
  Number numberValueOf(String)
  boolean matches(String)
  XPath createXPath(String)
  void write(java.io.Writer) throws java.io.IOException
  Object clone()

interface Branch extends Node
  Node node(int)
  int indexOf(Node)
  int nodeCount()
  Element elementByID(String)
  List content()
  Iterator nodeIterator()
  void setContent(List)
  void appendContent(Branch)
  void clearContent()
  List processingInstructions()
  void add(Node)
  void add(Element)
  void add(Comment)
  boolean remove(Node)
  boolean remove(Element)
  boolean remove(Comment)
  Element addElement(String)
  Element addElement(QName)
  Element addElement(String, String)
  void normalize()

interface Document extends Branch
  Element getRootElement()
  void setRootElement(Element)
  Document addComment(String)
  String getXMLEncoding()
  void setXMLEncoding(String)

interface Element extends Branch
  QName getQName()
  void setQName(QName)
  Namespace getNamespace()
  String getNamespacePrefix()
  String getNamespaceURI()
  String getQualifiedName()
  Object getData()
  void setData(Object)
  List attributes()
  void setAttributes(List)
  int attributeCount()
  Iterator attributeIterator()
  Attribute attribute(int)
  Attribute attribute(String)
  Attribute attribute(QName)
  String attributeValue(String)
  String attributeValue(String, String)
  String attributeValue(QName)
  Element addAttribute(String, String)
  Element addAttribute(QName, String)
  void setAttributeValue(String, String)
  Element addCDATA(String)
  Element addComment(String)
  Element addNamespace(String, String)
  Element addText(String)
  void add(Attribute)
  void add(CDATA)
  void add(Text)
  void add(Namespace)
  boolean remove(Attribute)
  boolean remove(Text)
  Element element(String)
  Element element(QName)
  List elements()
  List elements(String)
  List elements(QName)
  Iterator elementIterator()
  Iterator elementIterator(String)
  Iterator elementIterator(QName)
  String elementText(String)
  String elementText(QName)
  String elementTextTrim(String)
  String getTextTrim()
  Node getXPathResult(int)
  boolean isRootElement()
  boolean hasMixedContent()
  boolean isTextOnly()
  void appendAttributes(Element)
  Element createCopy()
  Element createCopy(String)
  Element createCopy(QName)

interface Attribute extends Node
  QName getQName()
  Namespace getNamespace()
  String getNamespacePrefix()
  String getNamespaceURI()
  String getQualifiedName()
  String getValue()
  void setValue(String)
  Object getData()
  void setData(Object)

interface CharacterData extends Node
  void appendText(String)

interface CDATA extends CharacterData

interface Text extends CharacterData

interface Comment extends CharacterData

interface XPath
  List selectNodes(Object)
  Node selectSingleNode(Object)
  String valueOf(Object)
  void setNamespaceURIs(Map)

class QName implements Serializable
  QName(String)
  QName(String, Namespace)
  static QName get(String)
  static QName get(String, Namespace)
  static QName get(String, String)
  String getName()
  String getQualifiedName()
  Namespace getNamespace()
  String getNamespaceURI()

class Namespace
  static final Namespace NO_NAMESPACE
  Namespace(String, String)
  static Namespace get(String)
  static Namespace get(String, String)
  String getPrefix()
  String getURI()

class DocumentException extends RuntimeException
  DocumentException(String)
  DocumentException(String, Throwable)
  DocumentException(Throwable)

class DocumentHelper
  static Document createDocument()
  static Document createDocument(Element)
  static Element createElement(String)
  static Element createElement(QName)
  static Attribute createAttribute(Element, String, String)
  static CDATA createCDATA(String)
  static Text createText(String)
  static Namespace createNamespace(String, String)
  static QName createQName(String)
  static QName createQName(String, Namespace)
  static XPath createXPath(String)
  static Document parseText(String) throws DocumentException
  static Element makeElement(Branch, String)
  static List selectNodes(String, Node)

package org.dom4j.io

class SAXReader
  SAXReader()
  SAXReader(boolean)
  Document read(java.io.File) throws DocumentException
  Document read(java.net.URL) throws DocumentException
  Document read(String) throws DocumentException
  Document read(java.io.InputStream) throws DocumentException
  Document read(java.io.InputStream, String) throws DocumentException
  Document read(java.io.Reader) throws DocumentException
  void setEncoding(String)
  void setFeature(String, boolean) throws org.xml.sax.SAXException

class OutputFormat
  OutputFormat()
  OutputFormat(String)
  OutputFormat(String, boolean)
  OutputFormat(String, boolean, String)
  static OutputFormat createPrettyPrint()
  static OutputFormat createCompactFormat()
  void setEncoding(String)
  void setIndent(String)
  void setIndent(boolean)
  void setIndentSize(int)
  void setNewlines(boolean)
  void setSuppressDeclaration(boolean)
  void setTrimText(boolean)
  void setExpandEmptyElements(boolean)
  void setOmitEncoding(boolean)

class XMLWriter
  XMLWriter()
  XMLWriter(OutputFormat)
  XMLWriter(java.io.OutputStream) throws java.io.UnsupportedEncodingException
  XMLWriter(java.io.OutputStream, OutputFormat) throws java.io.UnsupportedEncodingException
  XMLWriter(java.io.Writer)
  XMLWriter(java.io.Writer, OutputFormat)
  void write(Document) throws java.io.IOException
  void write(Element) throws java.io.IOException
  void write(Node) throws java.io.IOException
  void write(String) throws java.io.IOException
  void write(Object) throws java.io.IOException
  void setEscapeText(boolean)
  void flush() throws java.io.IOException
  void close() throws java.io.IOException

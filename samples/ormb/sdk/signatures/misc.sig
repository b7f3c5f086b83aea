package org.hibernate.internal

class SessionImpl
  java.sql.Connection connection()
  void flush()
  void clear()

package org.glassfish.jersey.client

class JerseyClient

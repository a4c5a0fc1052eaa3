package org.commworld.spark.control;

/** Bytes that no well-behaved peer sends; the connection that they came on is closed. */
final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message, null, false, false);
  }
}

package org.commworld.wire;

import java.io.IOException;

/** A peer sent what this protocol does not allow; its connection cannot go on. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What was not allowed. */
  public ProtocolException(String message) {
    super(message);
  }
}

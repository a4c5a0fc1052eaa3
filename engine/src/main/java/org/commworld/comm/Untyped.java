package org.commworld.comm;

import org.jspecify.annotations.Nullable;

/**
 * Objects whose type only the caller knows: a message says what it is, the receiving code what it
 * expects.
 */
final class Untyped {
  private Untyped() {}

  /** {@code object} as what the caller expects; if it is none, the caller's own cast throws. */
  @SuppressWarnings({"unchecked", "NullAway"}) // T is nullable where the sender may send null.
  static <T extends @Nullable Object> T as(@Nullable Object object) {
    return (T) object;
  }
}

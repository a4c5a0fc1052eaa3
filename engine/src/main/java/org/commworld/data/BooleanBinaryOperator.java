package org.commworld.data;

/** What the JDK has for int, long and double only. */
@FunctionalInterface
interface BooleanBinaryOperator {
  boolean apply(boolean left, boolean right);
}

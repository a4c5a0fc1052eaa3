package org.commworld.data;

/** What the JDK has for int, long and double only. */
@FunctionalInterface
interface FloatBinaryOperator {
  float apply(float left, float right);
}

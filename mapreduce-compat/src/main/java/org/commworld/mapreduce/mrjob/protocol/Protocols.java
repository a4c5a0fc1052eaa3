package org.commworld.mapreduce.mrjob.protocol;

/**
 * The protocols of mrjob. Unless a job says otherwise its input is {@link #rawValue()}, and {@link
 * #json()} goes between tasks and to the output.
 *
 * <table>
 * <caption>Java types of JSON</caption>
 * <tr><th>JSON</th><th>read as</th><th>written from</th></tr>
 * <tr><td>object</td><td>{@code LinkedHashMap}, in the order of the text</td><td>{@code Map}</td></tr>
 * <tr><td>array</td><td>{@code ArrayList}</td><td>{@code Iterable}, arrays but {@code byte[]}</td></tr>
 * <tr><td>integer</td><td>{@code Long}, {@code BigInteger} where that is too small</td><td>{@code Byte},
 *   {@code Short}, {@code Integer}, {@code Long}, {@code BigInteger}</td></tr>
 * <tr><td>other number, {@code NaN}, {@code Infinity}</td><td>{@code Double}</td><td>{@code Double},
 *   {@code Float}</td></tr>
 * <tr><td>string</td><td>{@code String}</td><td>{@code CharSequence}, {@code Character}</td></tr>
 * <tr><td>true, false, null</td><td>{@code Boolean}, null</td><td>{@code Boolean}, null</td></tr>
 * </table>
 */
public final class Protocols {
  private Protocols() {}

  /** JSON key, tab, JSON value; the same bytes as Python's {@code json.dumps} writes. */
  public static Protocol json() {
    return new JsonLines(true);
  }

  /** A JSON value alone; keys are read as null and not written. */
  public static Protocol jsonValue() {
    return new JsonLines(false);
  }

  /**
   * Strings in UTF-8: key, tab, value. Bytes that are not UTF-8 are read as ISO 8859-1. A line
   * without a tab has a null value; a null key or value is not written, and neither is its tab.
   */
  public static Protocol raw() {
    return new TextLines(true);
  }

  /** The whole line as a string; keys are read as null and not written. */
  public static Protocol rawValue() {
    return new TextLines(false);
  }

  /** As {@link #raw()}, with {@code byte[]} for strings. */
  public static Protocol bytes() {
    return new ByteLines(true);
  }

  /** As {@link #rawValue()}, with {@code byte[]} for strings. */
  public static Protocol bytesValue() {
    return new ByteLines(false);
  }
}

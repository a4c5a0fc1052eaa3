package org.commworld.mapreduce.hadoop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code hadoop-tests.txt}, of lines {@code run CLASS}, or {@code run CLASS without METHOD,METHOD:
 * reason}, or {@code run CLASS with key=value: reason} for classes that are run, and {@code not
 * CLASS: reason} for those that are not.
 */
record HadoopTestList(List<Entry> entries) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<kind>run|not) (?<name>[\\w.]+)( without (?<methods>[\\w,]+))?"
              + "( with (?<setting>[\\w.]+=[\\w.]+))?(: (?<reason>.+))?");

  /**
   * A test class.
   *
   * @param without methods that are not run though the class is
   * @param setting for each job's configuration, or empty
   */
  record Entry(String name, boolean runs, List<String> without, String setting) {
    @Override
    public String toString() {
      return name;
    }
  }

  static HadoopTestList read() {
    try (InputStream file = HadoopTestList.class.getResourceAsStream("hadoop-tests.txt")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new HadoopTestList(
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(HadoopTestList::entry)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("bad line of hadoop-tests.txt: " + line);
    }
    boolean runs = matcher.group("kind").equals("run");
    String methods = matcher.group("methods");
    String setting = matcher.group("setting");
    boolean whole = runs && methods == null && setting == null;
    if (whole != (matcher.group("reason") == null)) {
      throw new IllegalStateException("a reason is missing, or none is needed: " + line);
    }
    return new Entry(
        matcher.group("name"),
        runs,
        methods == null ? List.of() : List.of(methods.split(",")),
        setting == null ? "" : setting);
  }
}

package org.commworld.mapreduce.mrjob;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Options and arguments of a program; options may stand anywhere before {@code --}. */
final class ArgumentParser {
  private static final int HELP_COLUMN = 34;

  private final Map<String, Option> byName = new LinkedHashMap<>();
  private final StringBuilder help = new StringBuilder();

  /** One option; the setter gets the empty string for a flag. */
  private record Option(boolean hasValue, Consumer<String> setter) {}

  /** Begins a group of options in the help text. */
  void group(String title) {
    help.append('\n').append(title).append(":\n");
  }

  void flag(String names, String text, Runnable setter) {
    add(names, names, text, new Option(false, unused -> setter.run()));
  }

  void value(String names, String valueName, String text, Consumer<String> setter) {
    add(names, names + " " + valueName, text, new Option(true, setter));
  }

  private void add(String names, String left, String text, Option option) {
    for (String name : names.split(", ")) {
      if (byName.put(name, option) != null) {
        throw new IllegalStateException("option declared twice: option=" + name);
      }
    }
    help.append("  ").append(left);
    int used = left.length() + 2;
    help.append(
        used < HELP_COLUMN ? " ".repeat(HELP_COLUMN - used) : "\n" + " ".repeat(HELP_COLUMN));
    help.append(text).append('\n');
  }

  String help() {
    return help.toString();
  }

  /** Sets options; returns the arguments that are none. */
  List<String> parse(String... words) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (word.equals("--")) {
        arguments.addAll(List.of(words).subList(i + 1, words.length));
        break;
      }
      if (word.equals("-") || !word.startsWith("-")) {
        arguments.add(word);
      } else {
        i = option(words, i);
      }
    }
    return arguments;
  }

  private int option(String[] words, int i) {
    String word = words[i];
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = byName.get(name);
    if (option == null) {
      throw new UsageException("unknown option: option=" + name);
    }
    if (!option.hasValue()) {
      if (equals >= 0) {
        throw new UsageException("option takes no value: option=" + name);
      }
      option.setter().accept("");
      return i;
    }
    if (equals >= 0) {
      option.setter().accept(word.substring(equals + 1));
      return i;
    }
    if (i + 1 == words.length) {
      throw new UsageException("option without its value: option=" + name);
    }
    option.setter().accept(words[i + 1]);
    return i + 1;
  }
}

package org.commworld.mapreduce.mrjob;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step that is a Hadoop program in a jar, run in a JVM of its own as {@code hadoop jar} runs it.
 * For the runners local, spark and hadoop.
 *
 * @param jar path of the jar
 * @param mainClass the main class; empty for the one that the jar's manifest names
 * @param args the program's arguments, in which {@link #INPUT}, {@link #OUTPUT} and {@link
 *     #GENERIC_ARGS} are replaced
 */
public record JarStep(String jar, Optional<String> mainClass, List<String> args) implements Step {
  /** Replaced by the step's input paths, separated by commas. */
  public static final String INPUT = "<input>";

  /** Replaced by the step's output directory, which does not exist yet. */
  public static final String OUTPUT = "<output>";

  /** Replaced by {@code -D name=value} for each setting of the job and by {@code -libjars}. */
  public static final String GENERIC_ARGS = "<generic args>";

  /** Copies the arguments. */
  public JarStep {
    args = List.copyOf(args);
  }

  /** A step whose main class the jar's manifest names. */
  public static JarStep of(String jar, String... args) {
    return new JarStep(jar, Optional.empty(), List.of(args));
  }

  /** The arguments with the step's own words in place. */
  List<String> arguments(List<String> inputs, String output, List<String> genericArgs) {
    List<String> words = new ArrayList<>();
    for (String arg : args) {
      switch (arg) {
        case INPUT -> words.add(String.join(",", inputs));
        case OUTPUT -> words.add(output);
        case GENERIC_ARGS -> words.addAll(genericArgs);
        default -> words.add(arg);
      }
    }
    return words;
  }
}

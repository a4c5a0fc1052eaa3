package org.commworld.compare.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commworld.compare.engine.Engine.Style;
import org.commworld.compare.workload.Workload;

/**
 * The sources of a workload in a style, as they are carried in the jar.
 *
 * <p>The same rule holds for all styles: a program's own file, and each of our files that it needs,
 * directly or not, but for what starts and measures programs and takes their answers. Which these
 * are is read off the sources: files included, modules and classes imported, and classes of the
 * same package that are named.
 *
 * @param program the style's own file
 * @param shared what it needs of files that other programs may use too
 */
record Code(Source program, List<Source> shared) {
  private static final String JAVA = "/META-INF/sources/org/commworld/";
  private static final String NATIVE = "/org/commworld/compare/native/";

  /** Starts and measures programs, passes tasks and answers, times an operation of a sweep. */
  private static final Set<String> MEASURES =
      Set.of(
          "compare.h",
          "compare.py",
          "compare/dataflow/Dataflow.java",
          "compare/mapreduce/MapReduce.java",
          "compare/ranks/Calls.java",
          "compare/ranks/RankWork.java",
          "compare/workload/Answer.java",
          "compare/workload/Task.java",
          "compare/workload/Workload.java");

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
  private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(.*)\"");
  private static final Pattern MODULE = Pattern.compile("(?m)^from ([a-z]+) import");
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?m)^import (?:static )?org\\.commworld\\.((?:compare|examples)[a-z.]*\\.[A-Z]\\w*)");
  private static final Pattern CLASS = Pattern.compile("\\b([A-Z]\\w*)");

  /** A file. */
  record Source(String file, String text) {
    /** Without directories. */
    String name() {
      return file.substring(file.lastIndexOf('/') + 1);
    }

    /** Lines that are neither blank nor comment. */
    int lines() {
      return file.endsWith(".py") ? LineCount.ofPython(text) : LineCount.ofJavaOrC(text);
    }
  }

  /** The code of a workload that the style has. */
  static Code of(Workload workload, Style style) {
    return switch (style) {
      case C -> of(NATIVE, workload.label() + ".c");
      case PYTHON -> of(NATIVE, workload.label() + ".py");
      case DATAFLOW -> of(JAVA, "compare/dataflow/" + className(workload) + ".java");
      case RANKS -> of(JAVA, "compare/ranks/" + className(workload) + ".java");
      case MAPREDUCE -> of(JAVA, "compare/mapreduce/" + className(workload) + ".java");
    };
  }

  private static String className(Workload workload) {
    return switch (workload) {
      case ALL_REDUCE -> "AllReduce";
      case ALL_TO_ALL -> "AllToAll";
      case K_MEANS -> "KMeans";
      case LOGISTIC_REGRESSION -> "LogisticRegression";
      case PAGE_RANK -> "PageRank";
      case WORD_COUNT -> "WordCount";
      case SORT -> "Sort";
      case HEAT -> "Heat";
      case PI -> "Pi";
    };
  }

  private static Code of(String root, String program) {
    Set<String> known = new HashSet<>(MEASURES);
    known.add(program);
    List<Source> sources = new ArrayList<>(List.of(read(root, program)));
    for (int i = 0; i < sources.size(); i++) {
      for (String file : needs(root, sources.get(i))) {
        if (known.add(file)) {
          sources.add(read(root, file));
        }
      }
    }
    return new Code(sources.get(0), List.copyOf(sources.subList(1, sources.size())));
  }

  /** What a source names of our files. */
  private static List<String> needs(String root, Source source) {
    if (source.file().endsWith(".py")) {
      return all(MODULE, source.text())
          .map(module -> module + ".py")
          .filter(file -> isCarried(root, file)) // Python's own are not
          .toList();
    }
    String code = COMMENT.matcher(source.text()).replaceAll("");
    if (root.equals(NATIVE)) {
      return all(INCLUDE, code).toList();
    }
    List<String> needs =
        new ArrayList<>(all(IMPORT, code).map(name -> name.replace('.', '/') + ".java").toList());
    String directory = source.file().substring(0, source.file().lastIndexOf('/') + 1);
    all(CLASS, code)
        .filter(name -> needs.stream().noneMatch(file -> file.endsWith("/" + name + ".java")))
        .map(name -> directory + name + ".java")
        .filter(file -> isCarried(root, file))
        .forEach(needs::add);
    return needs;
  }

  private static Stream<String> all(Pattern pattern, String code) {
    return pattern.matcher(code).results().map(found -> found.group(1)).distinct();
  }

  private static boolean isCarried(String root, String file) {
    return Code.class.getResource(root + file) != null;
  }

  private static Source read(String root, String file) {
    try (InputStream in = Code.class.getResourceAsStream(root + file)) {
      if (in == null) {
        throw new IllegalStateException("not carried: file=" + file);
      }
      return new Source(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read: file=" + file, e);
    }
  }

  /** Of the program alone. */
  int programLines() {
    return program.lines();
  }

  /** Of what it needs besides. */
  int sharedLines() {
    return shared.stream().mapToInt(Source::lines).sum();
  }

  /** The names of what it needs besides. */
  List<String> sharedNames() {
    return shared.stream().map(Source::name).sorted().toList();
  }

  /** All text, file by file. */
  String text() {
    String mark = program.file().endsWith(".py") ? "#" : "//";
    return program.text()
        + shared.stream()
            .map(source -> "\n%s ---- %s\n\n%s".formatted(mark, source.name(), source.text()))
            .collect(Collectors.joining());
  }
}

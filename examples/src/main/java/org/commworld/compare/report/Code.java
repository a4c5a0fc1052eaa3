package org.commworld.compare.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.commworld.compare.engine.Engine.Style;
import org.commworld.compare.workload.Workload;

/**
 * The sources of a workload in a style, as they are carried in the jar.
 *
 * @param program the style's own file
 * @param kernel what the styles in Java share of the workload: the arithmetic, no communication;
 *     empty in other styles, whose program has it all
 */
record Code(Source program, List<Source> kernel) {
  private static final String JAVA = "/META-INF/sources/org/commworld/";
  private static final String NATIVE = "/org/commworld/compare/native/";

  /** A file. */
  record Source(String name, String text) {
    /** Lines that are neither blank nor comment. */
    int lines() {
      return name.endsWith(".py") ? LineCount.ofPython(text) : LineCount.ofJavaOrC(text);
    }
  }

  /** The code of a workload that the style has. */
  static Code of(Workload workload, Style style) {
    return switch (style) {
      case C -> new Code(read(NATIVE, workload.label() + ".c"), List.of());
      case PYTHON -> new Code(read(NATIVE, workload.label() + ".py"), List.of());
      case DATAFLOW -> java("dataflow", workload);
      case RANKS -> java("ranks", workload);
      case MAPREDUCE -> java("mapreduce", workload);
    };
  }

  private static Code java(String directory, Workload workload) {
    String name =
        switch (workload) {
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
    List<String> kernel =
        switch (workload) {
          case ALL_REDUCE, ALL_TO_ALL -> List.of("compare/workload/Pattern.java");
          case K_MEANS ->
              List.of("compare/workload/ClusterSums.java", "compare/workload/Points.java");
          case LOGISTIC_REGRESSION -> List.of("examples/LatenessModel.java");
          case PAGE_RANK -> List.of("compare/workload/Page.java");
          case WORD_COUNT -> List.of("compare/workload/Words.java");
          case SORT -> List.of("compare/workload/Records.java", "compare/workload/SortDigest.java");
          case HEAT -> List.of("compare/workload/Stencil.java");
          case PI -> List.of("compare/workload/Samples.java");
        };
    return new Code(
        read(JAVA, "compare/" + directory + "/" + name + ".java"),
        kernel.stream().map(file -> read(JAVA, file)).toList());
  }

  private static Source read(String root, String file) {
    try (InputStream in = Code.class.getResourceAsStream(root + file)) {
      if (in == null) {
        throw new IllegalStateException("not carried: file=" + file);
      }
      return new Source(
          file.substring(file.lastIndexOf('/') + 1),
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read: file=" + file, e);
    }
  }

  /** Of the program alone. */
  int programLines() {
    return program.lines();
  }

  /** Of what it shares with other styles. */
  int kernelLines() {
    return kernel.stream().mapToInt(Source::lines).sum();
  }

  /** All text, file by file. */
  String text() {
    return program.text()
        + kernel.stream()
            .map(
                source ->
                    "\n// ---- shared by the styles in Java: "
                        + source.name()
                        + "\n\n"
                        + source.text())
            .collect(Collectors.joining());
  }
}

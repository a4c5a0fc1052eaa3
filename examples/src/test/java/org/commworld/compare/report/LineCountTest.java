package org.commworld.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.engine.Engine.Style;
import org.commworld.compare.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LineCountTest {
  @Test
  void blanksAndCommentsDoNotCount() {
    String text =
        """
        /* a
         * comment */
        package a; // one

          // not one
        String s = "/* // " + '"'; /* two
        end */
        int x /* inside */ = 3; // three
        /** doc */ int y = 4;
        """;

    assertThat(LineCount.ofJavaOrC(text)).isEqualTo(4);
    assertThat(LineCount.ofJavaOrC("int x;\n// last line")).isEqualTo(1);
    assertThat(LineCount.ofJavaOrC("/* open")).isZero();
    assertThat(LineCount.ofJavaOrC("int x;")).isEqualTo(1);
    assertThat(LineCount.ofJavaOrC("")).isZero();
  }

  @Test
  void docStringsOfPythonDoNotCount() {
    String text =
        "\"\"\"One line.\"\"\"\nimport os\n\n# no\ndef f():\n    \"\"\"Two\n    lines.\"\"\"\n    return 1\n";

    assertThat(LineCount.ofPython(text)).isEqualTo(3);
  }

  @Test
  void everyProgramIsCarried() {
    for (Workload workload : Workload.values()) {
      for (Engine engine : Engine.values()) {
        if (engine.reasonAgainst(workload).isEmpty()) {
          Code code = Code.of(workload, engine.style());
          assertThat(code.programLines()).as("%s %s", workload, engine).isBetween(3, 200);
          assertThat(code.shared())
              .as("%s %s", workload, engine)
              .isNotEmpty()
              .allSatisfy(source -> assertThat(source.lines()).isBetween(1, 100));
        }
      }
    }
  }

  @Test
  void whatAProgramNeedsCountsInEveryStyleAndWhatMeasuresInNone() {
    assertThat(shared(Workload.ALL_REDUCE, Style.C)).containsExactly("memory.h", "pattern.h");
    assertThat(shared(Workload.ALL_REDUCE, Style.PYTHON)).containsExactly("pattern.py");
    assertThat(shared(Workload.ALL_REDUCE, Style.RANKS)).containsExactly("Pattern.java");
    assertThat(shared(Workload.ALL_REDUCE, Style.DATAFLOW))
        .containsExactly("Pattern.java", "Rdds.java");
    assertThat(shared(Workload.K_MEANS, Style.C)).containsExactly("input.h", "lines.h", "memory.h");
    assertThat(shared(Workload.K_MEANS, Style.PYTHON)).containsExactly("lines.py");
    assertThat(shared(Workload.K_MEANS, Style.RANKS))
        .containsExactly("ClusterSums.java", "Points.java", "TextPart.java");
    assertThat(shared(Workload.K_MEANS, Style.MAPREDUCE))
        .containsExactly("ClusterSums.java", "Jobs.java", "Points.java");
    assertThat(shared(Workload.LOGISTIC_REGRESSION, Style.DATAFLOW))
        .containsExactly("DoubleList.java", "LatenessModel.java", "Rdds.java");
    assertThat(shared(Workload.SORT, Style.RANKS))
        .containsExactly("RecordPart.java", "Records.java", "SortDigest.java");
    assertThat(shared(Workload.HEAT, Style.RANKS)).containsExactly("Blocks.java", "Stencil.java");
    assertThat(shared(Workload.HEAT, Style.C)).containsExactly("memory.h", "share.h");
  }

  private static List<String> shared(Workload workload, Style style) {
    return Code.of(workload, style).sharedNames();
  }

  @Test
  void theReportSaysTheRuleAndBothNumbers() throws Exception {
    Code code = Code.of(Workload.K_MEANS, Style.C);

    assertThat(HtmlReport.of(Made.results()))
        .contains("by one rule for all", "Not counted in any is what starts and measures")
        .contains(">" + code.programLines() + " + " + code.sharedLines() + "<")
        .contains("kmeans.c, " + code.programLines() + " lines + " + code.sharedLines() + " of ");
  }
}

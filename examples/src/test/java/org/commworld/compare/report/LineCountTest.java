package org.commworld.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

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
          boolean isJava = engine.style() != Style.C && engine.style() != Style.PYTHON;
          assertThat(code.kernelLines() > 0).as("%s %s", workload, engine).isEqualTo(isJava);
        }
      }
    }
  }
}

package org.commworld.compare.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are known otherwise: by hand, or by a law. */
@Timeout(30)
class OracleTest {
  @TempDir Path directory;

  private static Answer answer(Workload workload, long size, int rounds, int ranks)
      throws Exception {
    return Oracle.answer(new Task(workload, size, rounds, ""), ranks);
  }

  private double[] answer(Workload workload, int rounds, String text) throws Exception {
    Path file = directory.resolve("input");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    Task task = new Task(workload, 1, rounds, file.toString());
    return numbers(Oracle.answer(task, 1));
  }

  private static double[] numbers(Answer answer) {
    return answer.values().stream().mapToDouble(Double::parseDouble).toArray();
  }

  private static void assertAgrees(double[] answer, double... expected) {
    assertThat(Answer.of(answer).agrees(Answer.of(expected)))
        .as("%s and %s", Arrays.toString(answer), Arrays.toString(expected))
        .isTrue();
  }

  @Test
  void callsNothingOfWhatEnginesShare() {
    classes()
        .that()
        .haveFullyQualifiedName(Oracle.class.getName())
        .should()
        .onlyDependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("java..")
                .or(JavaClass.Predicates.belongToAnyOf(Oracle.class, Answer.class, Task.class))
                .or(JavaClass.Predicates.belongToAnyOf(Workload.class)))
        .check(new ClassFileImporter().importPackages("org.commworld.compare.data"));
  }

  @Test
  void twoRanksOfTwoElementsAreDoneByHand() throws Exception {
    // Sums 3072 and 3074, weights 1 and 2 on rank 0, 2 and 3 on rank 1.
    assertThat(answer(Workload.ALL_REDUCE, 16, 1, 2)).isEqualTo(Answer.of(3072 * 3 + 3074 * 5));
    // Rank 0 receives 1024 and 2048, rank 1 receives 1025 and 2049.
    assertThat(answer(Workload.ALL_TO_ALL, 8, 1, 2))
        .isEqualTo(Answer.of(1024 + 2 * 2048 + 2 * 1025 + 3 * 2049));
  }

  @Test
  void aCentreMovesToTheMiddleOfItsPoints() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < 8; c++) {
      text.append(100 * c).append(",0\n");
    }
    text.append("3,4\n");

    // The second round has both points of the first cluster 2.5 from their centre.
    assertAgrees(
        answer(Workload.K_MEANS, 2, text.toString()),
        numbers(
            Answer.parse("12.5 1.5 2 100 0 200 0 300 0 400 0 500 0 600 0 700 0 2 1 1 1 1 1 1 1")));
  }

  @Test
  void theFirstStepOfTheGradientIsTheMeanOfTheFeatures() throws Exception {
    // Before it all chances are a half. At midnight the angles are 0, at 6 a quarter of the circle.
    double[] answer = answer(Workload.LOGISTIC_REGRESSION, 1, "16,1400,0\n15,700,360\n");

    assertThat(answer)
        .containsExactly(new double[] {0, 0.25, 0.25, -0.25, 0.5, 0, Math.log(2)}, within(1e-15));
  }

  @Test
  void ranksOfPagesAddUpToOne() throws Exception {
    // Both link to page 0, which so has 0.075 + 0.85.
    assertAgrees(answer(Workload.PAGE_RANK, 1, "0 0\n1 0\n"), 1, 0.925 + 2 * 0.075, 0.925);
    // A circle stays as it is.
    assertAgrees(answer(Workload.PAGE_RANK, 9, "0 1\n1 2\n2 0\n"), 1, 2, 1 / 3.0);
  }

  @Test
  void wordsAreRunsOfLetters() throws Exception {
    assertThat(answer(Workload.WORD_COUNT, 1, "The the-\nTHEÄ a1a"))
        .containsExactly(5, 2, 3 * ("the".hashCode() % 1_000_003) + 2 * 97);
  }

  @Test
  void recordsAreSortedByUnsignedKeys() throws Exception {
    String high = "\u00ff".repeat(10) + "\0".repeat(90);
    String low = "\0".repeat(99) + "\u0001";

    double[] digest = answer(Workload.SORT, 1, high + low);
    double[] sorted = answer(Workload.SORT, 1, low + high);

    assertThat(digest).isEqualTo(sorted);
    assertThat(answer(Workload.SORT, 1, low + low)).containsExactly(2, 2, 3);
  }

  @Test
  void heatIsThatOfAPlateStepByStep() throws Exception {
    for (int n : new int[] {4, 9, 30}) {
      for (int rounds : new int[] {0, 1, 20}) {
        double[][] plate = new double[n + 2][n + 2];
        for (int i = n / 4; i < n - n / 4; i++) {
          Arrays.fill(plate[i + 1], 1 + n / 4, 1 + n - n / 4, 1 + i % 7);
        }
        for (int round = 0; round < rounds; round++) {
          double[][] before = Arrays.stream(plate).map(double[]::clone).toArray(double[][]::new);
          for (int k = 0; k < n * n; k++) {
            int i = k / n + 1;
            int j = k % n + 1;
            plate[i][j] =
                0.6 * before[i][j]
                    + 0.1 * (before[i - 1][j] + before[i + 1][j])
                    + 0.1 * (before[i][j - 1] + before[i][j + 1]);
          }
        }
        double heat = 0;
        double weighted = 0;
        double spread = 0;
        for (int k = 0; k < n * n; k++) {
          heat += plate[k / n + 1][k % n + 1];
          weighted += plate[k / n + 1][k % n + 1] * (k / n % 10 + (k % n + 1) % 3 + 1);
          spread += k / n < n / 4 ? plate[k / n + 1][k % n + 1] : 0;
        }
        assertAgrees(numbers(answer(Workload.HEAT, n, rounds, 1)), heat, weighted, spread);
      }
    }
  }

  @Test
  void aQuarterOfPiOfTheSamplesAreWithinTheCircle() throws Exception {
    int n = 1_000_000;
    double hits = numbers(answer(Workload.PI, n, 1, 1))[0];
    double chance = Math.PI / 4;

    assertThat(Math.abs(hits - n * chance)).isLessThan(4 * Math.sqrt(n * chance * (1 - chance)));
  }
}

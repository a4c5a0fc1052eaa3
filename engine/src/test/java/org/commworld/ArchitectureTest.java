package org.commworld;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.commworld");

  private static final String[] LIBRARIES = {"java..", "org.jspecify..", "org.slf4j.."};

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.commworld.(**)").should().beFreeOfCycles().check(ENGINE);
  }

  @ParameterizedTest
  @CsvSource({
    "org.commworld.mpi, ",
    "org.commworld.spi, org.commworld.mpi",
    "org.commworld.data, org.commworld.mpi org.commworld.spi",
    "org.commworld.collective.topo, ",
    "org.commworld.collective.select, ",
    "org.commworld.collective.algo,"
        + " org.commworld.mpi org.commworld.data org.commworld.collective.topo",
  })
  void aPackageImportsOnlyThoseBelowIt(String importing, String allowed) {
    Stream<String> below = allowed == null ? Stream.of() : Arrays.stream(allowed.split(" "));
    String[] all =
        Stream.of(Stream.of(importing), below, Arrays.stream(LIBRARIES))
            .flatMap(s -> s)
            .toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage(importing)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all)
        .check(ENGINE);
  }

  @Test
  void theEngineKnowsNothingOfItsSurroundings() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.apache.zookeeper..",
            "org.apache.curator..",
            "org.apache.hadoop..",
            "scala..")
        .check(ENGINE);
  }

  @Test
  void nothingImportsTheCompositionRoot() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.commworld.runtime")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.commworld.runtime")
        .check(ENGINE);
  }
}

package org.commworld.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.commworld.spark");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.commworld.(spark..)").should().beFreeOfCycles().check(MODULE);
  }

  @Test
  void controlPlaneKnowsNeitherSparkNorTheLibrary() {
    noClasses()
        .that()
        .resideInAPackage("org.commworld.spark.control")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.commworld.spark",
            "org.commworld.spark.launch..",
            "org.commworld.zookeeper..",
            "org.commworld.runtime..")
        .check(MODULE);
  }

  @Test
  void libraryDoesNotKnowItsUsers() {
    noClasses()
        .that()
        .resideInAPackage("org.commworld.spark")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.commworld.spark.launch..", "org.commworld.examples..", "org.commworld.mapreduce..")
        .check(MODULE);
  }

  @Test
  void sparksOwnBarrierIsNeverCalled() {
    noClasses()
        .should()
        .callMethod(org.apache.spark.BarrierTaskContext.class, "barrier")
        .orShould()
        .callMethod(org.apache.spark.BarrierTaskContext.class, "allGather", String.class)
        .check(MODULE);
  }
}

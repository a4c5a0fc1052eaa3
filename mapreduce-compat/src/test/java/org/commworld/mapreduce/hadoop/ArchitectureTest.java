package org.commworld.mapreduce.hadoop;

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
          .importPackages("org.commworld.mapreduce");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.commworld.(mapreduce..)").should().beFreeOfCycles().check(MODULE);
  }

  @Test
  void tasksDoNotKnowTheClient() {
    noClasses()
        .that()
        .resideInAnyPackage("..mapreduce.hadoop.task..", "..mapreduce.hadoop.shuffle..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..mapreduce.hadoop.client..")
        .check(MODULE);
  }

  @Test
  void executorsNeedNothingButThisModule() {
    noClasses()
        .that()
        .resideInAPackage("..mapreduce.hadoop..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.commworld.spark..", "org.commworld.runtime..", "org.commworld.zookeeper..")
        .check(MODULE);
  }
}

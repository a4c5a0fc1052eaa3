package org.commworld.zookeeper;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.commworld.zookeeper");

  @Test
  void ofTheEngineOnlyApiAndPortsAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.commworld..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.commworld.mpi", "org.commworld.spi", "org.commworld.zookeeper"))))
        .check(classes);
  }

  @Test
  void nothingOfSparkOrHadoopIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
        .check(classes);
  }

  @Test
  void noCuratorRecipeIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.curator.framework.recipes..")
        .check(classes);
  }
}

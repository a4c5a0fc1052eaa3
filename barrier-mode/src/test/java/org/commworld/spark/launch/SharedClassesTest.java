package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SharedClassesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.String",
        "javax.xml.parsers.SAXParser",
        "org.w3c.dom.Node",
        "scala.Option",
        "org.apache.spark.SparkContext",
        "org.apache.hadoop.fs.Path",
        "org.slf4j.Logger",
        "org.commworld.mpi.Comm"
      })
  void whatTheJvmSparkAndCommworldUseIsShared(String name) {
    assertThat(SharedClasses.contains(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Main",
        "com.example.Main",
        "org.example.Main",
        "org.apache.commons.math3.Field",
        "javax.inject.Inject",
        "org.commworld.examples.Hello"
      })
  void whatIsTheProgramsIsNot(String name) {
    assertThat(SharedClasses.contains(name)).isFalse();
  }
}

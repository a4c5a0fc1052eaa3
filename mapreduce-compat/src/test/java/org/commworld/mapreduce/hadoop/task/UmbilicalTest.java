package org.commworld.mapreduce.hadoop.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.mapred.AMFeedback;
import org.apache.hadoop.mapred.TaskUmbilicalProtocol;
import org.apache.spark.TaskContext$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hadoop's Task ends the JVM when its umbilical throws or does not know it. */
@Timeout(60)
class UmbilicalTest {
  private final TaskUmbilicalProtocol protocol =
      new Umbilical(TaskContext$.MODULE$.empty()).protocol();

  /** All but the one that asks Spark. */
  static Stream<Method> methods() {
    return Arrays.stream(TaskUmbilicalProtocol.class.getMethods())
        .filter(method -> !method.getName().equals("canCommit"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noMethodThrows(Method method) {
    Object[] nothing =
        Arrays.stream(method.getParameterTypes())
            .map(
                type ->
                    type == int.class
                        ? 0
                        : type == long.class ? 0L : type == boolean.class ? false : null)
            .toArray();

    assertThatCode(() -> method.invoke(protocol, nothing)).doesNotThrowAnyException();
  }

  @Test
  void taskIsAlwaysKnown() throws Exception {
    AMFeedback feedback = protocol.statusUpdate(null, null);

    assertThat(feedback.getTaskFound()).isTrue();
  }
}

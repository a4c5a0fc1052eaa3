package org.commworld.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class CoreBindingTest {
  @Test
  void processorsAreReadFromAList() {
    assertThat(CoreBinding.processors("3")).containsExactly(3);
    assertThat(CoreBinding.processors("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void threadRunsOnItsProcessorUntilItIsClosed() throws IOException {
    String before = CoreBinding.allowed();
    List<Integer> processors = CoreBinding.processors(before);
    int last = processors.size() - 1;

    try (CoreBinding binding = CoreBinding.of(last, processors.size())) {
      assertThat(binding).isNotNull();
      assertThat(CoreBinding.allowed()).isEqualTo(processors.get(last).toString());
    }

    assertThat(CoreBinding.allowed()).isEqualTo(before);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void interruptIsKept() throws IOException {
    String before = CoreBinding.allowed();
    Thread.currentThread().interrupt();

    CoreBinding.of(0, 1).close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(CoreBinding.allowed()).isEqualTo(before);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void moreRanksThanProcessorsAreNotBound() throws IOException {
    String before = CoreBinding.allowed();

    try (CoreBinding binding = CoreBinding.of(0, 1_000_000)) {
      assertThat(binding).isSameAs(CoreBinding.none());
      assertThat(CoreBinding.allowed()).isEqualTo(before);
    }
  }
}

package org.commworld.mapreduce.hadoop.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkingLinksTest {
  @TempDir private Path directory;
  private Path target;
  private WorkingLinks links;

  @BeforeEach
  void prepare() throws IOException {
    target = Files.writeString(directory.resolve("target"), "t");
    links = new WorkingLinks(directory);
  }

  @Test
  void linkGoesWithItsLastUser() throws IOException {
    links.add("name", target);
    links.add("name", target);

    links.remove("name", target);
    assertThat(directory.resolve("name")).hasContent("t");
    links.remove("name", target);
    assertThat(directory.resolve("name")).doesNotExist();
  }

  @Test
  void secondTargetIsRefused() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "o");
    links.add("name", target);

    assertThatThrownBy(() -> links.add("name", other))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("link=name", "target=" + other, "targetInUse=" + target);
    links.remove("name", other);

    assertThat(directory.resolve("name")).hasContent("t");
  }

  @Test
  void fileThatIsThereStays() throws IOException {
    Files.writeString(directory.resolve("name"), "mine");

    links.add("name", target);
    links.remove("name", target);

    assertThat(directory.resolve("name")).hasContent("mine");
  }

  @Test
  void linkThatPointsNowhereIsReplaced() throws IOException {
    Files.createSymbolicLink(directory.resolve("name"), directory.resolve("gone"));

    links.add("name", target);

    assertThat(directory.resolve("name")).hasContent("t");
  }
}

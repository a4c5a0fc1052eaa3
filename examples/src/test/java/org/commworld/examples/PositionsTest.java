package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PositionsTest {
  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("places.csv"), text);
  }

  @Test
  void columnsAreFoundByName() throws IOException {
    Path file = file("name,longitude,latitude\na,1.5,2\nb,-3,4\n");

    assertThat(Positions.read(file)).containsExactly(2, 1.5, 4, -3);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> Positions.read(directory.resolve("none.csv")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.csv");
  }

  @Test
  void mistakesAreNamedByLine() throws IOException {
    Path noColumn = file("name,longitude\n");
    assertThatThrownBy(() -> Positions.read(noColumn)).hasMessageContaining("places.csv:1: ");

    Path shortLine = file("latitude,longitude\n1,2\n3\n");
    assertThatThrownBy(() -> Positions.read(shortLine))
        .hasMessageContaining("places.csv:3: expected at least 2 columns, got 1");

    Path notFinite = file("latitude,longitude\nNaN,2\n");
    assertThatThrownBy(() -> Positions.read(notFinite))
        .hasMessageContaining("places.csv:2: expected a number in column 1, got 'NaN'");
  }
}

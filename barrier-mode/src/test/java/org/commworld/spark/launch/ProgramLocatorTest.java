package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ProgramLocatorTest {
  @TempDir private Path directory;

  private final ProgramLocator local = new ProgramLocator(List.of(), false);
  private final ProgramLocator cluster = new ProgramLocator(List.of(), true);

  @Test
  void jarNamesItsMainClass() throws IOException {
    Path jar = jar("a.jar", "program.Sample");

    Program program = local.locate(jar.toString(), List.of(), List.of("x"));

    assertThat(program)
        .isEqualTo(new Program("program.Sample", List.of("x"), List.of(jar.toString()), false));
  }

  @Test
  void classIsFoundWithoutRunningItsInitializer() {
    assertThat(local.locate("program.Sample", List.of(), List.of()).mainClass())
        .isEqualTo("program.Sample");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> local.locate("no.Such", List.of(), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no.Such");
    assertThatThrownBy(() -> local.locate("none.jar", List.of(), List.of()))
        .hasMessage("no such file: none.jar");
    assertThatThrownBy(() -> local.locate("program.Sample", List.of("x.jar"), List.of()))
        .hasMessage("no such file: x.jar");
  }

  @Test
  void classWithoutMainIsNamed() {
    assertThatThrownBy(() -> local.locate("java.lang.String", List.of(), List.of()))
        .hasMessageContaining("no public static void main(String[]) in class java.lang.String");
  }

  @Test
  void jarWithoutMainClassIsNamed() throws IOException {
    Path jar = jar("b.jar", null);

    assertThatThrownBy(() -> local.locate(jar.toString(), List.of(), List.of()))
        .hasMessageContaining("no Main-Class")
        .hasMessageContaining(jar.toString());
  }

  @Test
  void fileThatIsNoJarIsNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "text");

    assertThatThrownBy(() -> local.locate(text.toString(), List.of(), List.of()))
        .hasMessageContaining("not a readable jar: " + text);
  }

  @Test
  void clusterNeedsJarsOfDifferentNames() throws IOException {
    Path first = jar("c.jar", "program.Sample");
    Path second =
        Files.copy(first, Files.createDirectory(directory.resolve("other")).resolve("c.jar"));

    assertThatThrownBy(
            () -> cluster.locate(first.toString(), List.of(second.toString()), List.of()))
        .hasMessageContaining("two jars of the same name: " + second);
    assertThatThrownBy(
            () -> cluster.locate("program.Sample", List.of(directory.toString()), List.of()))
        .hasMessageContaining(directory.toString());
  }

  private Path jar(String name, String mainClass) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (mainClass != null) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    }
    Path jar = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return jar;
  }
}

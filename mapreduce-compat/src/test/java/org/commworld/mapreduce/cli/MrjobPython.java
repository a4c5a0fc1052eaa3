package org.commworld.mapreduce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A Python that has mrjob: the {@code python3} of the PATH, or else one of a virtual environment
 * below {@code target}, into which pip brings it.
 *
 * @param executable absolute; empty if there is none
 * @param trouble why there is none
 */
record MrjobPython(String executable, String trouble) {
  /** mrjob knows no Python above 3.12, and there only with the distutils that setuptools brings. */
  private static final List<String> NAMES =
      List.of("python3", "python3.12", "python3.11", "python3.10", "python3.9");

  private static final Path ENVIRONMENT =
      HadoopProcess.ROOT.resolve("mapreduce-compat/target/mrjob-python");
  private static final String NAMES_ITSELF =
      "import mrjob.job, mrjob.examples.mr_wc, sys; print(sys.executable)";
  private static final long LIMIT_SECONDS = 150;

  static MrjobPython find() throws IOException, InterruptedException {
    String inEnvironment = ENVIRONMENT.resolve("bin/python3").toString();
    for (String python : List.of("python3", inEnvironment)) {
      Output found = run(python, "-c", NAMES_ITSELF);
      if (found.status == 0) {
        return new MrjobPython(found.text.strip(), "");
      }
    }
    String trouble = "";
    for (String name : NAMES) {
      trouble = install(name);
      if (trouble.isEmpty()) {
        return new MrjobPython(inEnvironment, "");
      }
    }
    return new MrjobPython("", trouble);
  }

  /** What went wrong; empty if nothing did. */
  private static String install(String python) throws IOException, InterruptedException {
    String installed = ENVIRONMENT.resolve("bin/python3").toString();
    for (List<String> command :
        List.of(
            List.of(python, "-m", "venv", "--clear", ENVIRONMENT.toString()),
            List.of(
                installed,
                "-m",
                "pip",
                "install",
                "--retries=0",
                "--timeout=20",
                "--quiet",
                "mrjob",
                "setuptools"),
            List.of(installed, "-c", NAMES_ITSELF))) {
      Output output = run(command.toArray(String[]::new));
      if (output.status != 0) {
        return String.join(" ", command) + ": " + output.text;
      }
    }
    return "";
  }

  private record Output(int status, String text) {}

  private static Output run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Output(127, e.getMessage());
    }
    CompletableFuture<String> text = HadoopProcess.text(process.getInputStream());
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return new Output(-1, "still running after " + LIMIT_SECONDS + " s");
    }
    return new Output(process.exitValue(), text.join());
  }
}

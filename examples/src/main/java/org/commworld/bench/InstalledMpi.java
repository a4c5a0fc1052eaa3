package org.commworld.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commworld.bench.rank.Transport;

/** Another MPI on this machine: its compiler, and its launcher with the options it needs. */
public final class InstalledMpi {
  private static final int COMMAND_SECONDS = 120;
  private static final Pattern OPEN_MPI = Pattern.compile("\\(Open MPI\\) ((\\d+)\\S*)");
  private static final Pattern HYDRA = Pattern.compile("(?s)HYDRA.*?Version:\\s*(\\S+)");

  private final String mpirun;
  private final Kind kind;

  /**
   * Which MPI.
   *
   * @param name as tables name it
   * @param isOpenMpi whether it is Open MPI; otherwise it is MPICH or one made of it
   * @param major its major version
   */
  record Kind(String name, boolean isOpenMpi, int major) {
    /** What {@code mpirun --version} has said. */
    static Kind of(String version) {
      Matcher open = OPEN_MPI.matcher(version);
      if (open.find()) {
        return new Kind("Open MPI " + open.group(1), true, Integer.parseInt(open.group(2)));
      }
      Matcher hydra = HYDRA.matcher(version);
      if (hydra.find()) {
        return new Kind("MPICH " + hydra.group(1), false, 0);
      }
      throw new BenchException(
          "neither Open MPI nor MPICH: version=" + version.lines().findFirst().orElse(""));
    }
  }

  /**
   * The MPI of a launcher.
   *
   * @param mpirun the command: mpirun, mpiexec, mpirun.mpich, or a path of one
   * @throws BenchException if it cannot be run, or is neither Open MPI nor MPICH
   */
  public InstalledMpi(String mpirun) {
    this.mpirun = mpirun;
    this.kind = Kind.of(output(List.of(mpirun, "--version")));
  }

  /** Its name and version. */
  public String name() {
    return kind.name;
  }

  /** Whether it is Open MPI; otherwise it is MPICH or one made of it. */
  public boolean isOpenMpi() {
    return kind.isOpenMpi;
  }

  /**
   * Builds {@code program} with the compiler beside the launcher: mpicc for mpirun or mpiexec,
   * mpicc.mpich for mpirun.mpich.
   *
   * @throws BenchException with what the compiler says first
   */
  public void build(Path source, Path program, String... flags) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(compiler(mpirun), "-O2", "-o", program.toString(), source.toString()));
    command.addAll(List.of(flags));
    output(command);
  }

  static String compiler(String mpirun) {
    int name = mpirun.lastIndexOf('/') + 1;
    return mpirun.substring(0, name)
        + mpirun.substring(name).replaceFirst("^mpi(run|exec)", "mpicc");
  }

  /**
   * The command that starts {@code ranks} of the program whose words follow.
   *
   * @param binds whether each has a processor of its own; there must be as many
   */
  public List<String> launcher(Transport transport, int ranks, boolean binds) {
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> command = new ArrayList<>();
    command.add(mpirun);
    command.addAll(options(kind, transport, ranks > processors, binds, isRoot()));
    command.addAll(List.of("-n", String.valueOf(ranks)));
    return command;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Shared memory or sockets as ours; yielding where ranks outnumber processors. */
  static List<String> options(
      Kind kind, Transport transport, boolean oversubscribed, boolean binds, boolean root) {
    boolean sockets = transport == Transport.TCP;
    List<String> options = new ArrayList<>();
    if (!kind.isOpenMpi) {
      if (sockets) {
        options.addAll(List.of("-env", "UCX_TLS", "tcp,self", "-env", "FI_PROVIDER", "tcp"));
        options.addAll(List.of("-env", "MPIR_CVAR_NOLOCAL", "1"));
      }
      options.addAll(List.of("-bind-to", binds ? "core" : "none"));
      return options;
    }
    if (root) {
      options.add("--allow-run-as-root");
    }
    String shared = kind.major < 5 ? "vader" : "sm";
    options.addAll(List.of("--mca", "pml", "ob1"));
    options.addAll(List.of("--mca", "btl", "self," + (sockets ? "tcp" : shared)));
    if (sockets) {
      options.addAll(List.of("--mca", "btl_tcp_if_include", "127.0.0.1/8"));
    }
    options.addAll(List.of("--bind-to", binds ? "core" : "none"));
    if (oversubscribed) {
      options.add("--oversubscribe");
      options.addAll(List.of("--mca", "mpi_yield_when_idle", "1"));
    }
    return options;
  }

  /** Runs a command; what it prints. */
  private static String output(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new BenchException(
            "%s failed: %s".formatted(command.get(0), output.lines().findFirst().orElse("")));
      }
      return output;
    } catch (IOException e) {
      throw new BenchException(
          "cannot run %s (is an MPI with its compiler installed?): %s"
              .formatted(command.get(0), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while running " + command.get(0), e);
    }
  }
}

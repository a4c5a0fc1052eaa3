package org.commworld.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commworld.bench.rank.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class InstalledMpiTest {
  private static final String OPEN_MPI = "mpirun (Open MPI) 4.1.4\n\nReport bugs to nobody";
  private static final String MPICH =
      "HYDRA build details:\n    Version:                                 4.0.2\n";

  @Test
  void theKindOfMpiIsReadFromItsVersion() {
    assertThat(InstalledMpi.Kind.of(OPEN_MPI))
        .isEqualTo(new InstalledMpi.Kind("Open MPI 4.1.4", true, 4));
    assertThat(InstalledMpi.Kind.of(MPICH))
        .isEqualTo(new InstalledMpi.Kind("MPICH 4.0.2", false, 0));
    assertThatThrownBy(() -> InstalledMpi.Kind.of("srun 23.1"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("version=srun 23.1");
  }

  @Test
  void theCompilerIsTheOneBesideTheLauncher() {
    assertThat(InstalledMpi.compiler("mpirun")).isEqualTo("mpicc");
    assertThat(InstalledMpi.compiler("mpiexec.mpich")).isEqualTo("mpicc.mpich");
    assertThat(InstalledMpi.compiler("/opt/mpirun/bin/mpirun")).isEqualTo("/opt/mpirun/bin/mpicc");
  }

  @Test
  void openMpiUsesWhatOursUses() {
    InstalledMpi.Kind kind = InstalledMpi.Kind.of(OPEN_MPI);

    assertThat(InstalledMpi.options(kind, Transport.TCP, false, false, false)).contains("self,tcp");
    assertThat(InstalledMpi.options(kind, Transport.INPROC, false, false, false))
        .contains("self,vader");
    assertThat(
            InstalledMpi.options(
                new InstalledMpi.Kind("", true, 5), Transport.SHM, false, false, false))
        .contains("self,sm");
  }

  @Test
  void openMpiYieldsWhereRanksOutnumberProcessors() {
    InstalledMpi.Kind kind = InstalledMpi.Kind.of(OPEN_MPI);

    assertThat(InstalledMpi.options(kind, Transport.TCP, true, false, false))
        .contains("mpi_yield_when_idle")
        .containsSubsequence("--bind-to", "none");
    assertThat(InstalledMpi.options(kind, Transport.TCP, false, true, true))
        .doesNotContain("mpi_yield_when_idle")
        .contains("--allow-run-as-root")
        .containsSubsequence("--bind-to", "core");
  }
}

package org.commworld.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Bootstrap;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.commworld.wire.FailureCodec;

/** JVMs of one rank each that meet in a directory: for worlds of real processes. */
public final class FileBootstrap implements Bootstrap {
  private static final long POLL_NANOS = 1_000_000;
  private static final String FAILURE = "failure";

  private final Path directory;

  /** Meets in {@code directory}, which is the world's own. */
  public FileBootstrap(Path directory) {
    this.directory = directory;
  }

  @Override
  public Membership join(WorldId world, ProcessCard self, Duration timeout) {
    try {
      int rank = self.ranks().get(0);
      publish("rank-" + rank, self.host() + "\n" + self.port());
      List<ProcessCard> cards = new ArrayList<>();
      for (int other = 0; other < world.size(); other++) {
        Path file = directory.resolve("rank-" + other);
        if (!await(() -> Files.exists(file), timeout)) {
          throw new MpiException(ErrorClass.TIMEOUT, "rank did not join: rank=" + other);
        }
        List<String> lines = Files.readAllLines(file);
        int port = Integer.parseInt(lines.get(1));
        cards.add(new ProcessCard("p" + other, lines.get(0), port, List.of(other)));
      }
      return new Member(new Roster(world, cards));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot join in " + directory, e);
    }
  }

  private void publish(String name, String text) throws IOException {
    Path draft = Files.createTempFile(directory, "draft", "");
    Files.writeString(draft, text);
    Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean await(BooleanSupplier condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private final class Member implements Membership {
    private final Roster roster;

    Member(Roster roster) {
      this.roster = roster;
    }

    @Override
    public Roster roster() {
      return roster;
    }

    @Override
    public void onFailure(Consumer<Failure> listener) {
      // Nobody watches the directory; whoever wants to know asks with awaitFailure.
    }

    @Override
    public void fail(Failure failure) {
      try {
        if (!Files.exists(directory.resolve(FAILURE))) {
          byte[] bytes = FailureCodec.encode(failure);
          publish(FAILURE, new String(bytes, StandardCharsets.ISO_8859_1));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot tell of " + failure, e);
      }
    }

    @Override
    public Optional<Failure> awaitFailure(Duration timeout) {
      Path file = directory.resolve(FAILURE);
      if (!await(() -> Files.exists(file), timeout)) {
        return Optional.empty();
      }
      try {
        String text = Files.readString(file);
        return Optional.of(FailureCodec.decode(text.getBytes(StandardCharsets.ISO_8859_1)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }

    @Override
    public void close() {
      // The directory belongs to the test.
    }
  }
}

package org.commworld.bench.rank;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.mpi.Comm;
import org.commworld.runtime.Engine;
import org.commworld.runtime.EngineConfig;
import org.commworld.spi.WorldId;

/**
 * A JVM that hosts some ranks of a measured world, each on a thread of its own. Between orders its
 * ranks wait on a queue and take no processor from whoever is measured then.
 */
public final class RankMain {
  private final int ranks;
  private final Buffers buffers;
  private final AtomicInteger done = new AtomicInteger();
  private final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final List<BlockingQueue<Optional<Order>>> orders = new ArrayList<>();

  private RankMain(int ranks, Buffers buffers) {
    this.ranks = ranks;
    this.buffers = buffers;
    for (int i = 0; i < ranks; i++) {
      orders.add(new LinkedBlockingQueue<>());
    }
  }

  /**
   * Runs ranks until the measuring process ends the work.
   *
   * @param arguments transport; the world's uid and size; this JVM's ranks, with commas between;
   *     its address; the measuring process's; whether ranks are bound to processors; the text of
   *     the table of algorithms; whether buffers are direct memory; whether they are fresh
   */
  public static void main(String[] arguments) throws Exception {
    EngineConfig config =
        Transport.find(arguments[0])
            .orElseThrow()
            .engineConfig()
            .withBoundRanks(Boolean.parseBoolean(arguments[6]))
            .withAlgorithms(AlgorithmTable.parse(arguments[7], "command"));
    WorldId world = new WorldId(arguments[1], 0, Integer.parseInt(arguments[2]));
    List<Integer> own = Arrays.stream(arguments[3].split(",")).map(Integer::valueOf).toList();
    String address = Objects.requireNonNull(System.getenv(Link.VARIABLE), Link.VARIABLE);
    System.exit(
        new RankMain(
                own.size(),
                new Buffers(Boolean.parseBoolean(arguments[8]), Boolean.parseBoolean(arguments[9])))
            .run(
                config,
                world,
                own,
                new Meeting(
                    InetAddress.getByName(arguments[4]),
                    InetAddress.getByName(arguments[5]),
                    address)));
  }

  /**
   * Where JVMs meet.
   *
   * @param self this JVM's address
   * @param hub the measuring process's
   * @param address port and key there
   */
  private record Meeting(InetAddress self, InetAddress hub, String address) {}

  private int run(EngineConfig config, WorldId world, List<Integer> own, Meeting meeting)
      throws IOException, InterruptedException {
    Engine.Self self =
        new Engine.Self("ranks-" + own.get(0), meeting.self.getHostAddress(), meeting.self, own);
    try (Link link =
            Link.connect(
                meeting.hub,
                meeting.address,
                own,
                order -> orders.forEach(queue -> queue.add(order)));
        Engine engine = Engine.start(config, world, self, link.key(), link)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < ranks; i++) {
        int rank = own.get(i);
        BlockingQueue<Optional<Order>> queue = orders.get(i);
        threads.add(new Thread(() -> runRank(engine, link, rank, queue), "rank-" + rank));
      }
      engine.onFailure(failure -> threads.forEach(Thread::interrupt));
      threads.forEach(Thread::start);
      link.say("ready");
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return failed.get() ? 1 : 0;
  }

  private void runRank(Engine engine, Link link, int rank, BlockingQueue<Optional<Order>> queue) {
    try {
      engine.runRank(rank, comm -> obey(comm, link, queue));
    } catch (Exception | Error e) {
      // The engine has told the measuring process of the first failure, which names its cause.
      failed.set(true);
    }
  }

  /** Carries out orders until there are no more; how many there were. */
  private int obey(Comm comm, Link link, BlockingQueue<Optional<Order>> queue)
      throws InterruptedException {
    Block block = null;
    for (int obeyed = 0; ; obeyed++) {
      Optional<Order> order = queue.take();
      if (order.isEmpty()) {
        return obeyed;
      }
      if (block == null || !block.measures(order.get())) {
        block = new Block(comm, order.get(), buffers);
      }
      Figure figure = block.run(order.get().seconds());
      if (comm.rank() == 0) {
        link.say(figure.line());
      }
      if (done.incrementAndGet() % ranks == 0) {
        link.say("done " + compilers.getTotalCompilationTime());
      }
    }
  }
}

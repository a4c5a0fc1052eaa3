package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.WorldId;

/** A driver and members, each with a session of its own, at some ZooKeeper. */
final class Lab implements AutoCloseable {
  static final String APP = "app-1";
  static final Duration SOON = Duration.ofSeconds(20);
  static final Duration GRACE = Duration.ofMillis(300);

  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ZkConfig config;
  final ZkSession driver;
  final ZkApplication application;

  Lab(ZkConfig config) {
    this.config = config;
    driver = session();
    application = closing(ZkApplication.register(driver, APP, "test"));
  }

  /** An embedded server in {@code directory}, for tests that need no more than one. */
  static EmbeddedZooKeeper server(Path directory) {
    return EmbeddedZooKeeper.start(InetAddress.getLoopbackAddress(), directory);
  }

  /**
   * Curator gives a session up after a third of 20 s; a busy machine takes seconds for anything.
   */
  static ZkConfig config(String connect) {
    return ZkConfig.of(connect)
        .withSessionTimeout(Duration.ofSeconds(20))
        .withConnectTimeout(Duration.ofSeconds(10));
  }

  static WorldId world(int epoch, int size) {
    return new WorldId("0123456789abcdef0123456789abcdef", epoch, size);
  }

  static ProcessCard card(String key, Integer... ranks) {
    return new ProcessCard(key, "host-" + key, 4000, List.of(ranks));
  }

  static Failure failure(int rank) {
    return new Failure(
        Failure.Kind.RANK_THREW, rank, "host", 1, "rank " + rank + " threw", "stack");
  }

  ZkSession session() {
    return closing(ZkSession.open(config));
  }

  ZkWorld open(WorldId world) {
    return open(world, Duration.ofSeconds(60));
  }

  ZkWorld open(WorldId world, Duration joinTimeout) {
    return closing(ZkWorld.open(driver, APP, world, "job", joinTimeout, GRACE));
  }

  CompletableFuture<Membership> join(ZkSession session, WorldId world, ProcessCard card) {
    return join(session, world, card, Duration.ofSeconds(60));
  }

  CompletableFuture<Membership> join(
      ZkSession session, WorldId world, ProcessCard card, Duration timeout) {
    ZkBootstrap bootstrap = new ZkBootstrap(session, APP);
    return CompletableFuture.supplyAsync(() -> bootstrap.join(world, card, timeout), threads);
  }

  /** One member with one rank and one session for each rank of {@code world}. */
  List<Membership> joinAll(WorldId world) throws Exception {
    List<CompletableFuture<Membership>> joining =
        IntStream.range(0, world.size())
            .mapToObj(rank -> join(session(), world, card("x" + rank, rank)))
            .toList();
    List<Membership> members = new ArrayList<>();
    for (CompletableFuture<Membership> member : joining) {
      members.add(closing(member.get(SOON.toSeconds(), TimeUnit.SECONDS)));
    }
    return members;
  }

  ExecutorService threads() {
    return threads;
  }

  /** Closes {@code resource}, after those that were made later, when the lab is closed. */
  <T extends AutoCloseable> T closing(T resource) {
    synchronized (toClose) {
      toClose.push(resource);
    }
    return resource;
  }

  Znodes nodes() {
    return driver.nodes();
  }

  ZkPaths.Job job(WorldId world) {
    return ZkPaths.app(config.root(), APP).job(world.jobUid());
  }

  ControlState ctl(WorldId world) throws Exception {
    return ControlState.decode(nodes().read(job(world).at(world.epoch()).ctl()).data());
  }

  JobRecord record(WorldId world) throws Exception {
    return JobRecord.decode(nodes().read(job(world).path()).data());
  }

  /** All znodes at and below {@code path}. */
  List<String> tree(String path) throws Exception {
    List<String> paths = new ArrayList<>(List.of(path));
    for (String child : nodes().children(path)) {
      paths.addAll(tree(path + "/" + child));
    }
    return paths;
  }

  /** Waits until {@code claim} holds. */
  static void eventually(String description, BooleanSupplier claim) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!claim.getAsBoolean() && System.nanoTime() < deadline) {
      assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(claim.getAsBoolean()).as(description).isTrue();
  }

  /** Ends the session as if the server had expired it. */
  static void expire(ZkSession session) throws Exception {
    session.client().getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        throw new AssertionError("did not close", e);
      }
    }
  }
}

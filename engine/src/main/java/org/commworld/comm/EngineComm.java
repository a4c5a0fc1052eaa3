package org.commworld.comm;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.Group;
import org.commworld.mpi.Message;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;
import org.commworld.mpi.SplitType;
import org.commworld.mpi.Status;
import org.commworld.spi.Failure;
import org.commworld.wire.CollectiveKind;
import org.jspecify.annotations.Nullable;

/** A communicator of the engine: hands each operation to the part that carries it out. */
public final class EngineComm implements Comm {
  private final CommCore core;
  private final Splitter splitter;
  private final PointToPoint messages;
  private final BufferCollectives buffers;
  private final ObjectCollectives objects;
  private final NonblockingCollectives nonblocking;

  EngineComm(CommCore core, NonblockingCollectives nonblocking, Communicators factory) {
    this.core = core;
    this.nonblocking = nonblocking;
    this.splitter = new Splitter(core, factory);
    this.messages = new PointToPoint(core);
    this.buffers = new BufferCollectives(core);
    this.objects = new ObjectCollectives(core);
  }

  @Override
  public int rank() {
    return core.rank();
  }

  @Override
  public int size() {
    return core.size();
  }

  @Override
  public String name() {
    return core.name();
  }

  @Override
  public Group group() {
    return Group.of(core.worldRanks(), worldRank());
  }

  @Override
  public String processorName() {
    return HostName.local();
  }

  private int worldRank() {
    return core.endpoint().rank();
  }

  @Override
  public Comm dup() {
    return splitter.dup();
  }

  @Override
  public Optional<Comm> split(int color, int key) {
    return splitter.split(color, key);
  }

  @Override
  public Comm splitType(SplitType type, int key) {
    return splitter.splitType(type, key);
  }

  @Override
  public Optional<Comm> create(Group group) {
    return splitter.create(group);
  }

  @Override
  public void free() {
    if (core.pointToPointContext() == 0) {
      throw new MpiException(ErrorClass.COMM, "the world cannot be freed");
    }
    nonblocking.finish();
    buffers.barrier(CollectiveKind.FREE);
    nonblocking.close();
    core.close();
  }

  /** Waits until all ranks of the world are done with it (MPI 4.1 §11.2.2). */
  public void finish() {
    nonblocking.finish();
    buffers.barrier(CollectiveKind.FINALIZE);
  }

  @Override
  public void abort(int code) {
    String host = core.endpoint().world().host(worldRank());
    String message = "rank %d on %s called abort(%d)".formatted(worldRank(), host, code);
    int status = code == 0 ? 1 : code;
    core.endpoint()
        .world()
        .fate()
        .fail(new Failure(Failure.Kind.ABORTED, worldRank(), host, status, message, ""), null);
    core.endpoint().world().fate().check();
  }

  // ---- point to point ----

  @Override
  public void send(@Nullable Object x, int dest, int tag) {
    messages.send(x, dest, tag, false);
  }

  @Override
  public void sSend(@Nullable Object x, int dest, int tag) {
    messages.send(x, dest, tag, true);
  }

  @Override
  public Request iSend(@Nullable Object x, int dest, int tag) {
    return messages.iSend(x, dest, tag, false);
  }

  @Override
  public Request isSend(@Nullable Object x, int dest, int tag) {
    return messages.iSend(x, dest, tag, true);
  }

  @Override
  public Status recv(Object buffer, int source, int tag) {
    return messages.recv(buffer, source, tag);
  }

  @Override
  public <T extends @Nullable Object> T recv(int source, int tag) {
    return Untyped.as(messages.recv(source, tag));
  }

  @Override
  public Request iRecv(Object buffer, int source, int tag) {
    return messages.iRecv(Checks.writable(buffer), source, tag);
  }

  @Override
  public Request iRecv(int source, int tag) {
    return messages.iRecv(null, source, tag);
  }

  @Override
  public Status sendRecv(
      @Nullable Object x, int dest, int sendTag, Object buffer, int source, int recvTag) {
    return messages.sendRecv(x, dest, sendTag, buffer, source, recvTag);
  }

  @Override
  public <T extends @Nullable Object> T sendRecv(
      @Nullable Object x, int dest, int sendTag, int source, int recvTag) {
    return Untyped.as(messages.sendRecv(x, dest, sendTag, source, recvTag));
  }

  @Override
  public Status probe(int source, int tag) {
    return messages.probe(source, tag);
  }

  @Override
  public Optional<Status> iProbe(int source, int tag) {
    return messages.iProbe(source, tag);
  }

  @Override
  public Message mProbe(int source, int tag) {
    return messages.mProbe(source, tag);
  }

  @Override
  public Optional<Message> imProbe(int source, int tag) {
    return messages.imProbe(source, tag);
  }

  // ---- collectives ----

  @Override
  public void barrier() {
    buffers.barrier(CollectiveKind.BARRIER);
  }

  @Override
  public <T extends @Nullable Object> T bcast(T x, int root) {
    Data data = core.buffers().tryOf(x);
    if (data == null) {
      return Untyped.as(objects.bcast(x, root));
    }
    buffers.bcast(data, root);
    return x;
  }

  @Override
  public void scatter(@Nullable Object send, Object recv, int root) {
    buffers.scatter(send, recv, root);
  }

  @Override
  public void scatterv(
      @Nullable Object send,
      int @Nullable [] counts,
      int @Nullable [] displs,
      Object recv,
      int root) {
    buffers.scatterv(send, counts, displs, recv, root);
  }

  @Override
  public <T extends @Nullable Object> T scatter(@Nullable List<? extends T> values, int root) {
    return Untyped.as(objects.scatter(values, root));
  }

  @Override
  public void gather(Object send, @Nullable Object recv, int root) {
    buffers.gather(send, recv, root);
  }

  @Override
  public void gatherv(
      Object send,
      @Nullable Object recv,
      int @Nullable [] counts,
      int @Nullable [] displs,
      int root) {
    buffers.gatherv(send, recv, counts, displs, root);
  }

  @Override
  public <T extends @Nullable Object> List<T> gather(T value, int root) {
    return Untyped.as(objects.gather(value, root));
  }

  @Override
  public void allGather(Object send, Object recv) {
    buffers.allGather(send, recv);
  }

  @Override
  public void allGatherv(Object send, Object recv, int[] counts, int[] displs) {
    buffers.allGatherv(send, recv, counts, displs);
  }

  @Override
  public <T extends @Nullable Object> List<T> allGather(T value) {
    return Untyped.as(objects.allGather(value));
  }

  @Override
  public void allToAll(Object send, Object recv) {
    buffers.allToAll(send, recv);
  }

  @Override
  public void allToAllv(
      Object send,
      int[] sendCounts,
      int[] sendDispls,
      Object recv,
      int[] recvCounts,
      int[] recvDispls) {
    buffers.allToAllv(send, sendCounts, sendDispls, recv, recvCounts, recvDispls);
  }

  @Override
  public <T extends @Nullable Object> List<T> allToAll(List<? extends T> values) {
    return Untyped.as(objects.allToAll(values));
  }

  @Override
  public void reduce(Object send, @Nullable Object recv, Op op, int root) {
    buffers.reduce(send, recv, op, root);
  }

  @Override
  public <T extends @Nullable Object> @Nullable T reduce(
      T value, BinaryOperator<T> operator, int root) {
    return Untyped.as(objects.reduce(value, untyped(operator), root));
  }

  @Override
  public void allReduce(Object send, Object recv, Op op) {
    buffers.allReduce(send, recv, op);
  }

  @Override
  public <T> T allReduce(T x, Op op) {
    if (core.buffers().tryOf(x) != null) {
      buffers.allReduce(x, x, op);
      return x;
    }
    Object one = Boxes.unbox(x);
    buffers.allReduce(one, one, op);
    return Untyped.as(Boxes.box(one));
  }

  @Override
  public <T extends @Nullable Object> T allReduce(T value, BinaryOperator<T> operator) {
    return Untyped.as(objects.allReduce(value, untyped(operator)));
  }

  @Override
  public void reduceScatter(Object send, Object recv, int[] counts, Op op) {
    buffers.reduceScatter(send, recv, counts, op);
  }

  @Override
  public void reduceScatterBlock(Object send, Object recv, Op op) {
    buffers.reduceScatterBlock(send, recv, op);
  }

  @Override
  public void scan(Object send, Object recv, Op op) {
    buffers.scan(send, recv, op, false);
  }

  @Override
  public <T extends @Nullable Object> T scan(T value, BinaryOperator<T> operator) {
    return Untyped.as(objects.scan(value, untyped(operator)));
  }

  @Override
  public void exScan(Object send, Object recv, Op op) {
    buffers.scan(send, recv, op, true);
  }

  @Override
  public <T extends @Nullable Object> @Nullable T exScan(T value, BinaryOperator<T> operator) {
    return Untyped.as(objects.exScan(value, untyped(operator)));
  }

  // ---- nonblocking collectives ----

  @Override
  public Request iBarrier() {
    return nonblocking.start(c -> c.barrier(CollectiveKind.BARRIER));
  }

  @Override
  public Request iBcast(Object buffer, int root) {
    return nonblocking.start(c -> c.bcast(Checks.readable(buffer), root));
  }

  @Override
  public Request iScatter(@Nullable Object send, Object recv, int root) {
    return nonblocking.start(c -> c.scatter(send, recv, root));
  }

  @Override
  public Request iScatterv(
      @Nullable Object send,
      int @Nullable [] counts,
      int @Nullable [] displs,
      Object recv,
      int root) {
    return nonblocking.start(c -> c.scatterv(send, copy(counts), copy(displs), recv, root));
  }

  @Override
  public Request iGather(Object send, @Nullable Object recv, int root) {
    return nonblocking.start(c -> c.gather(send, recv, root));
  }

  @Override
  public Request iGatherv(
      Object send,
      @Nullable Object recv,
      int @Nullable [] counts,
      int @Nullable [] displs,
      int root) {
    return nonblocking.start(c -> c.gatherv(send, recv, copy(counts), copy(displs), root));
  }

  @Override
  public Request iAllGather(Object send, Object recv) {
    return nonblocking.start(c -> c.allGather(send, recv));
  }

  @Override
  public Request iAllGatherv(Object send, Object recv, int[] counts, int[] displs) {
    return nonblocking.start(c -> c.allGatherv(send, recv, counts.clone(), displs.clone()));
  }

  @Override
  public Request iAllToAll(Object send, Object recv) {
    return nonblocking.start(c -> c.allToAll(send, recv));
  }

  @Override
  public Request iAllToAllv(
      Object send,
      int[] sendCounts,
      int[] sendDispls,
      Object recv,
      int[] recvCounts,
      int[] recvDispls) {
    return nonblocking.start(
        c ->
            c.allToAllv(
                send,
                sendCounts.clone(),
                sendDispls.clone(),
                recv,
                recvCounts.clone(),
                recvDispls.clone()));
  }

  @Override
  public Request iReduce(Object send, @Nullable Object recv, Op op, int root) {
    return nonblocking.start(c -> c.reduce(send, recv, op, root));
  }

  @Override
  public Request iAllReduce(Object send, Object recv, Op op) {
    return nonblocking.start(c -> c.allReduce(send, recv, op));
  }

  @Override
  public Request iReduceScatter(Object send, Object recv, int[] counts, Op op) {
    return nonblocking.start(c -> c.reduceScatter(send, recv, counts.clone(), op));
  }

  @Override
  public Request iReduceScatterBlock(Object send, Object recv, Op op) {
    return nonblocking.start(c -> c.reduceScatterBlock(send, recv, op));
  }

  @Override
  public Request iScan(Object send, Object recv, Op op) {
    return nonblocking.start(c -> c.scan(send, recv, op, false));
  }

  @Override
  public Request iExScan(Object send, Object recv, Op op) {
    return nonblocking.start(c -> c.scan(send, recv, op, true));
  }

  /** Counts are the caller's again when the call returns. */
  private static int @Nullable [] copy(int @Nullable [] counts) {
    return counts == null ? null : counts.clone();
  }

  private static <T extends @Nullable Object> BinaryOperator<@Nullable Object> untyped(
      BinaryOperator<T> operator) {
    return Untyped.as(operator);
  }

  @Override
  public String toString() {
    return "%s[rank=%d, size=%d]".formatted(name(), rank(), size());
  }
}

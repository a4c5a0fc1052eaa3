package org.commworld.mpi;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A communicator: a group of ranks and a context of messages of their own (MPI 4.1 chapter 7).
 *
 * <p><b>Buffers and objects.</b> Two families of data, told apart by what is passed. A
 * <i>buffer</i> is a primitive array, an NIO buffer (heap or direct) or a {@link Data}; its
 * elements move without boxing, in place, and its type travels with it. Anything else is an
 * <i>object</i>: it is serialized on the sender and read back in the receiver's class loader, in
 * one JVM too, so that ranks never share it. {@code null} is an object.
 *
 * <p><b>Blocking and threads.</b> A method waits until its result is there; those that return a
 * {@link Request} or an {@link Optional} do not wait. Any thread of a rank may call at any time
 * (MPI_THREAD_MULTIPLE), but collectives on one communicator must be called in the same order by
 * all ranks, one at a time. A buffer may be used again when the call returns, or its request is
 * complete.
 *
 * <p><b>Errors.</b> A wrong argument throws {@link MpiException} before anything is sent. When any
 * rank fails, every pending and later call on every rank throws {@link ProcessFailedException} or
 * {@link AbortException} with the same first cause. Ranks that call different collectives, or the
 * same one with different kind, root, op, type or count, get an exception of class MISMATCH, all of
 * them.
 */
public interface Comm {
  /** Any source will do, in a receive or probe. */
  int ANY_SOURCE = -1;

  /** Any tag will do, in a receive or probe. */
  int ANY_TAG = -1;

  /** A peer that is not there: a send to it and a receive from it do nothing (MPI 4.1 §3.10). */
  int PROC_NULL = -2;

  /** No rank, no index; as a color in {@link #split}: in no group. */
  int UNDEFINED = -32766;

  /** The largest tag. */
  int TAG_UB = Integer.MAX_VALUE;

  /**
   * The world of the rank that the calling code belongs to, in a program that the launcher started:
   * found through the class loader of the calling classes, so that every thread of the rank finds
   * it. Code that was given a Comm as an argument uses that one.
   *
   * @throws IllegalStateException if the caller is no rank's program
   */
  static Comm world() {
    return RankScope.current()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no world here: the calling class was not started as a rank by the launcher"))
        .world();
  }

  // ---- this communicator ----

  /** The caller's rank here, from 0. */
  int rank();

  /** Number of ranks. */
  int size();

  /** Its name in messages: "world", or how it was made. */
  String name();

  /** Its ranks, as ranks of the world. Local. */
  Group group();

  /** What the host that the caller's rank runs on calls itself. Local. */
  String processorName();

  /** A communicator with the same ranks and a context of its own. Collective. */
  Comm dup();

  /**
   * One communicator for each color; in it, ranks ordered by key, then by rank here. Collective
   * (MPI 4.1 §7.4.2).
   *
   * @param color 0 or more, or {@link #UNDEFINED} to be in none
   * @return the caller's, empty for UNDEFINED
   */
  Optional<Comm> split(int color, int key);

  /** One communicator for each host or JVM, ordered by key, then by rank. Collective. */
  Comm splitType(SplitType type, int key);

  /**
   * A communicator of the ranks of {@code group}, a part of this one's. Collective over all ranks
   * here.
   *
   * @return empty for a caller that is not in it
   */
  Optional<Comm> create(Group group);

  /**
   * Ends the use of this communicator; later calls throw. Collective: waits for all ranks. Not for
   * the world.
   */
  void free();

  /**
   * Ends the whole world: every call on every rank throws, the launcher exits with {@code code}.
   * Never returns.
   */
  void abort(int code);

  // ---- point to point ----

  /**
   * Sends {@code x} to {@code dest}, in standard mode (MPI 4.1 §3.4): returns when {@code x} may be
   * used again, which for a long message is when the receiver has begun to receive it.
   */
  void send(@Nullable Object x, int dest, int tag);

  /** Sends in synchronous mode: returns when the receiver has begun to receive it. */
  void sSend(@Nullable Object x, int dest, int tag);

  /** Starts a send in standard mode. */
  Request iSend(@Nullable Object x, int dest, int tag);

  /** Starts a send in synchronous mode. */
  Request isSend(@Nullable Object x, int dest, int tag);

  /**
   * Receives into {@code buffer}, which may be longer than the message.
   *
   * @param source a rank, {@link #ANY_SOURCE} or {@link #PROC_NULL}
   * @param tag a tag or {@link #ANY_TAG}
   * @throws TruncationException if the message is longer than the buffer
   * @throws MpiException of class TYPE if the message has elements of another type
   */
  Status recv(Object buffer, int source, int tag);

  /**
   * Receives an object; what was sent from a buffer comes as a fresh array (pair types as a
   * ByteBuffer).
   */
  <T extends @Nullable Object> T recv(int source, int tag);

  /** Starts a receive into {@code buffer}. */
  Request iRecv(Object buffer, int source, int tag);

  /** Starts a receive of an object, which {@link Request#value()} gives. */
  Request iRecv(int source, int tag);

  /** Sends and receives at once, never deadlocks with itself (MPI 4.1 §3.11). */
  Status sendRecv(
      @Nullable Object x, int dest, int sendTag, Object buffer, int source, int recvTag);

  /** Sends one object and receives another at once. */
  <T extends @Nullable Object> T sendRecv(
      @Nullable Object x, int dest, int sendTag, int source, int recvTag);

  /** Waits for a message and says what it is, without receiving it. */
  Status probe(int source, int tag);

  /** What {@link #probe} would say, if there is a message now. */
  Optional<Status> iProbe(int source, int tag);

  /**
   * Waits for a message and takes it out of the queue, for its holder to receive (MPI 4.1 §3.8.2).
   */
  Message mProbe(int source, int tag);

  /** What {@link #mProbe} would give, if there is a message now. */
  Optional<Message> imProbe(int source, int tag);

  // ---- collectives; p is size() ----

  /** Returns when all ranks have called it (MPI 4.1 §6.3). */
  void barrier();

  /**
   * Gives every rank what {@code root} passes (MPI 4.1 §6.4). A buffer is filled in place, of the
   * same type and count on all ranks, and returned; of an object, each rank gets its own copy. A
   * rank other than root may pass null.
   */
  <T extends @Nullable Object> T bcast(T x, int root);

  /**
   * Rank r gets elements [r·n, (r+1)·n) of {@code send} at root, n = count of {@code recv} (MPI 4.1
   * §6.6).
   */
  void scatter(@Nullable Object send, Object recv, int root);

  /** Rank r gets {@code counts[r]} elements from {@code displs[r]} on; both matter at root only. */
  void scatterv(
      @Nullable Object send,
      int @Nullable [] counts,
      int @Nullable [] displs,
      Object recv,
      int root);

  /** Rank r gets {@code values.get(r)} of root, p objects; elsewhere {@code values} is not read. */
  <T extends @Nullable Object> T scatter(@Nullable List<? extends T> values, int root);

  /** Root gets p·n elements by rank, n = count of {@code send} (MPI 4.1 §6.5). */
  void gather(Object send, @Nullable Object recv, int root);

  /**
   * Root gets {@code counts[r]} elements of rank r at {@code displs[r]}; both matter at root only.
   */
  void gatherv(
      Object send,
      @Nullable Object recv,
      int @Nullable [] counts,
      int @Nullable [] displs,
      int root);

  /** Root gets the p objects by rank; the others an empty list. */
  <T extends @Nullable Object> List<T> gather(T value, int root);

  /** Every rank gets p·n elements by rank, n = count of {@code send} (MPI 4.1 §6.7). */
  void allGather(Object send, Object recv);

  /** Every rank gets {@code counts[r]} elements of rank r at {@code displs[r]}. */
  void allGatherv(Object send, Object recv, int[] counts, int[] displs);

  /** Every rank gets the p objects by rank. */
  <T extends @Nullable Object> List<T> allGather(T value);

  /**
   * Block r of {@code send} goes to rank r, block s of {@code recv} comes from rank s; p equal
   * blocks (MPI 4.1 §6.8).
   */
  void allToAll(Object send, Object recv);

  /**
   * As {@link #allToAll(Object, Object)} with a count and displacement for each rank, sent and
   * received.
   */
  void allToAllv(
      Object send,
      int[] sendCounts,
      int[] sendDispls,
      Object recv,
      int[] recvCounts,
      int[] recvDispls);

  /** {@code values.get(r)} goes to rank r; what comes from each rank, by rank. */
  <T extends @Nullable Object> List<T> allToAll(List<? extends T> values);

  /**
   * Root's {@code recv} gets, element by element, {@code op} over all ranks' {@code send} (MPI 4.1
   * §6.9.1). Elsewhere {@code recv} is not touched and may be null.
   */
  void reduce(Object send, @Nullable Object recv, Op op, int root);

  /**
   * {@code operator} over all ranks' objects in the order of ranks; null on ranks other than root.
   */
  <T extends @Nullable Object> @Nullable T reduce(T value, BinaryOperator<T> operator, int root);

  /**
   * Every rank's {@code recv} gets, element by element, {@code op} over all ranks' {@code send}
   * (MPI 4.1 §6.9.6).
   */
  void allReduce(Object send, Object recv, Op op);

  /**
   * {@code op} over all ranks' {@code x}: a buffer is reduced in place and returned; a boxed number
   * or Boolean gives a new one, so that {@code double total = comm.allReduce(part, Op.SUM)}.
   */
  <T> T allReduce(T x, Op op);

  /**
   * {@code operator} over all ranks' objects in the order of ranks, which need not be commutative.
   */
  <T extends @Nullable Object> T allReduce(T value, BinaryOperator<T> operator);

  /**
   * Rank r's {@code recv} gets its {@code counts[r]} elements of the reduction of {@code send} (MPI
   * 4.1 §6.10.2).
   */
  void reduceScatter(Object send, Object recv, int[] counts, Op op);

  /** As {@link #reduceScatter} with equal parts, n = count of {@code recv} (MPI 4.1 §6.10.1). */
  void reduceScatterBlock(Object send, Object recv, Op op);

  /**
   * Rank r's {@code recv} gets {@code op} over the {@code send} of ranks 0 … r (MPI 4.1 §6.11.1).
   */
  void scan(Object send, Object recv, Op op);

  /** {@code operator} over the objects of ranks 0 … r. */
  <T extends @Nullable Object> T scan(T value, BinaryOperator<T> operator);

  /**
   * Rank r's {@code recv} gets {@code op} over the {@code send} of ranks 0 … r−1; rank 0's is not
   * touched.
   */
  void exScan(Object send, Object recv, Op op);

  /** {@code operator} over the objects of ranks 0 … r−1; null on rank 0. */
  <T extends @Nullable Object> @Nullable T exScan(T value, BinaryOperator<T> operator);

  // ---- nonblocking collectives ----
  //
  // Each starts what its namesake does and returns (MPI 4.1 §6.12); a wait or a test of the request
  // says when the buffers may be used again, and throws what went wrong. They make progress while
  // the rank computes. All ranks start a communicator's nonblocking collectives in the same order,
  // which is the order they are carried out in; those of different communicators, and blocking
  // ones,
  // go on beside them. Wrong arguments are an error at once. A status of them tells nothing.

  /** Starts a {@link #barrier()}. */
  Request iBarrier();

  /** Starts a {@link #bcast} of a buffer. */
  Request iBcast(Object buffer, int root);

  /** Starts a {@link #scatter(Object, Object, int)}. */
  Request iScatter(@Nullable Object send, Object recv, int root);

  /** Starts a {@link #scatterv}. */
  Request iScatterv(
      @Nullable Object send,
      int @Nullable [] counts,
      int @Nullable [] displs,
      Object recv,
      int root);

  /** Starts a {@link #gather(Object, Object, int)}. */
  Request iGather(Object send, @Nullable Object recv, int root);

  /** Starts a {@link #gatherv}. */
  Request iGatherv(
      Object send,
      @Nullable Object recv,
      int @Nullable [] counts,
      int @Nullable [] displs,
      int root);

  /** Starts an {@link #allGather(Object, Object)}. */
  Request iAllGather(Object send, Object recv);

  /** Starts an {@link #allGatherv}. */
  Request iAllGatherv(Object send, Object recv, int[] counts, int[] displs);

  /** Starts an {@link #allToAll(Object, Object)}. */
  Request iAllToAll(Object send, Object recv);

  /** Starts an {@link #allToAllv}. */
  Request iAllToAllv(
      Object send,
      int[] sendCounts,
      int[] sendDispls,
      Object recv,
      int[] recvCounts,
      int[] recvDispls);

  /** Starts a {@link #reduce(Object, Object, Op, int)}. */
  Request iReduce(Object send, @Nullable Object recv, Op op, int root);

  /** Starts an {@link #allReduce(Object, Object, Op)}. */
  Request iAllReduce(Object send, Object recv, Op op);

  /** Starts a {@link #reduceScatter}. */
  Request iReduceScatter(Object send, Object recv, int[] counts, Op op);

  /** Starts a {@link #reduceScatterBlock}. */
  Request iReduceScatterBlock(Object send, Object recv, Op op);

  /** Starts a {@link #scan(Object, Object, Op)}. */
  Request iScan(Object send, Object recv, Op op);

  /** Starts an {@link #exScan(Object, Object, Op)}. */
  Request iExScan(Object send, Object recv, Op op);
}

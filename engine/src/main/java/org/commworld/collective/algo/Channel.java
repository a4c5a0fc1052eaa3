package org.commworld.collective.algo;

import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Messages between the ranks of one communicator inside one collective call: between two ranks they
 * arrive in the order sent, and nothing else is received here. Used by the calling rank only. A
 * count of 0 is sent too.
 */
public interface Channel {
  /** A transfer that was started. */
  interface Transfer {
    /** Waits until it is complete. */
    void await();
  }

  /** The caller's rank. */
  int rank();

  /** Number of ranks. */
  int size();

  /** Sends all of {@code data}; returns when it may be used again. May wait for the receiver. */
  default void send(Data data, int dest) {
    iSend(data, dest).await();
  }

  /** Receives exactly all of {@code data}. */
  default void recv(Data data, int source) {
    iRecv(data, source).await();
  }

  /** Sends and receives at once. */
  default void sendRecv(Data out, int dest, Data in, int source) {
    Transfer receive = iRecv(in, source);
    Transfer send = iSend(out, dest);
    send.await();
    receive.await();
  }

  /** Starts to send all of {@code data}. */
  Transfer iSend(Data data, int dest);

  /** Starts to receive exactly all of {@code data}. */
  Transfer iRecv(Data data, int source);

  /**
   * Starts to receive an operand as long as {@code own} and to combine the two into {@code result},
   * which may be {@code own}, in the order of ranks. Neither may be touched before it is complete.
   */
  default Transfer iRecvReduce(Data own, Data result, int source, Reducer reducer) {
    Data operand = Elements.allocate(own.type(), own.count());
    Transfer receive = iRecv(operand, source);
    return () -> {
      receive.await();
      boolean isLower = source < rank();
      Data[] operands = isLower ? new Data[] {operand, own} : new Data[] {own, operand};
      OrderedReduction.combine(operands, isLower ? 1 : 0, result.slice(0, own.count()), reducer);
    };
  }
}

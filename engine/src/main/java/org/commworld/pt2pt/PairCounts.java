package org.commworld.pt2pt;

/** What has gone between two ranks of different JVMs. Guarded by the endpoint's lock. */
final class PairCounts {
  private long sentMessages;
  private long sentBytes;
  private long receivedMessages;
  private long receivedBytes;

  void sent(long bytes) {
    sentMessages++;
    sentBytes += bytes;
  }

  void received(long bytes) {
    receivedMessages++;
    receivedBytes += bytes;
  }

  long sentMessages() {
    return sentMessages;
  }

  long sentBytes() {
    return sentBytes;
  }

  long receivedMessages() {
    return receivedMessages;
  }

  long receivedBytes() {
    return receivedBytes;
  }
}

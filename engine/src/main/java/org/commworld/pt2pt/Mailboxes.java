package org.commworld.pt2pt;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A rank's mailboxes, one for each rank of this JVM that has sent to it, made when it first does.
 */
final class Mailboxes {
  /** A microsecond or two: longer only if the receiver is at something else. */
  private static final int LOOKS = 64;

  private final BriefLock lock;
  private final int looks;
  private final AtomicReferenceArray<@Nullable Mailbox> byWorldRank;
  private volatile Mailbox[] all = {};

  /**
   * None yet.
   *
   * @param lock the receiver's; held while one is made
   * @param spins whether the ranks may keep their processors while they wait
   */
  Mailboxes(int worldSize, BriefLock lock, boolean spins) {
    this.lock = lock;
    this.looks = spins ? LOOKS : 0;
    this.byWorldRank = new AtomicReferenceArray<>(worldSize);
  }

  /** The one of {@code sender}, made if there is none. */
  Mailbox of(int sender) {
    Mailbox mailbox = byWorldRank.get(sender);
    return mailbox != null ? mailbox : add(sender);
  }

  /** Whether {@code sender} of the world has sent here; −1 has not. */
  boolean has(int sender) {
    return sender >= 0 && byWorldRank.get(sender) != null;
  }

  private Mailbox add(int sender) {
    lock.lock();
    try {
      Mailbox mailbox = byWorldRank.get(sender);
      if (mailbox == null) {
        mailbox = new Mailbox(sender, looks);
        byWorldRank.set(sender, mailbox);
        Mailbox[] grown = Arrays.copyOf(all, all.length + 1);
        grown[all.length] = mailbox;
        all = grown;
      }
      return mailbox;
    } finally {
      lock.unlock();
    }
  }

  /** Messages and bytes that have come from {@code sender}. */
  long[] arrivedFrom(int sender) {
    Mailbox mailbox = byWorldRank.get(sender);
    if (mailbox == null) {
      return new long[2];
    }
    lock.lock();
    try {
      return new long[] {mailbox.messages(), mailbox.bytes()};
    } finally {
      lock.unlock();
    }
  }

  /** Not to be changed. */
  Mailbox[] all() {
    return all;
  }

  boolean haveMessage() {
    for (Mailbox mailbox : all) {
      if (mailbox.mayHaveMessage()) {
        return true;
      }
    }
    return false;
  }

  /** All may take messages again; the lock is held. */
  void open() {
    for (Mailbox mailbox : all) {
      mailbox.setClosed(false);
    }
  }
}

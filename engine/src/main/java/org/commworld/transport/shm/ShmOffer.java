package org.commworld.transport.shm;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.commworld.transport.tcp.Shortcut;
import org.commworld.wire.ProtocolException;

/**
 * What a dialler tells a listener about its memory, {@value Shortcut#OFFER_BYTES} bytes:
 *
 * <pre>
 *   name of the meeting (16) | token (16) | boot id of the host (16) | ring size (4) | zeros (12)
 * </pre>
 */
record ShmOffer(byte[] name, byte[] token, UUID bootId, int ringBytes) {
  private static final int NAME_BYTES = 16;

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(Shortcut.OFFER_BYTES);
    out.put(name).put(token);
    out.putLong(bootId.getMostSignificantBits()).putLong(bootId.getLeastSignificantBits());
    out.putInt(ringBytes);
    return out.array();
  }

  static ShmOffer read(byte[] bytes) throws ProtocolException {
    if (bytes.length != Shortcut.OFFER_BYTES) {
      throw new ProtocolException("not an offer: bytes=" + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] name = new byte[NAME_BYTES];
    byte[] token = new byte[ShmLayout.TOKEN_BYTES];
    in.get(name).get(token);
    return new ShmOffer(name, token, new UUID(in.getLong(), in.getLong()), in.getInt());
  }

  /** The name as it is in the file system: of 32 hexadecimal digits, whatever the bytes are. */
  String directoryName() {
    return HexFormat.of().formatHex(name);
  }
}

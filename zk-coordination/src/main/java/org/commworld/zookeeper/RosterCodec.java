package org.commworld.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;

/** A JVM's card and the roster of all cards as bytes; about 100 bytes a JVM. */
final class RosterCodec {
  /** Well below ZooKeeper's limit of 1 MiB, and quick to read. */
  static final int CHUNK_BYTES = 256 * 1024;

  private RosterCodec() {}

  /** A roster in chunks, with the digest of the whole. */
  record Encoded(List<byte[]> chunks, String sha256) {
    long bytes() {
      return chunks.stream().mapToLong(chunk -> chunk.length).sum();
    }
  }

  static byte[] encodeCard(ProcessCard card) {
    return Json.bytes(card(card));
  }

  static ProcessCard decodeCard(byte[] data, int size) {
    return card(Json.tree("registration", data), size);
  }

  static Encoded encode(Roster roster) {
    ObjectNode node = Json.object().put("size", roster.world().size());
    ArrayNode processes = node.putArray("processes");
    roster.processes().forEach(process -> processes.add(card(process)));
    byte[] data = Json.bytes(node);
    List<byte[]> chunks = new ArrayList<>();
    for (int from = 0; from < data.length; from += CHUNK_BYTES) {
      chunks.add(Arrays.copyOfRange(data, from, Math.min(data.length, from + CHUNK_BYTES)));
    }
    return new Encoded(chunks, sha256(data));
  }

  /** The roster of {@code world} in {@code chunks}, whose digest must be {@code sha256}. */
  static Roster decode(WorldId world, List<byte[]> chunks, String sha256) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    chunks.forEach(whole::writeBytes);
    byte[] data = whole.toByteArray();
    if (!sha256(data).equals(sha256)) {
      throw new IllegalArgumentException(
          "roster differs from its digest: expected=%s, actual=%s, bytes=%d, chunks=%d"
              .formatted(sha256, sha256(data), data.length, chunks.size()));
    }
    JsonNode node = Json.tree("roster", data);
    int size = Json.integer("roster", node, "size");
    if (size != world.size()) {
      throw new IllegalArgumentException(
          "roster of another world: expectedSize=" + world.size() + ", size=" + size);
    }
    List<ProcessCard> processes = new ArrayList<>();
    node.path("processes").forEach(process -> processes.add(card(process, size)));
    return new Roster(world, processes);
  }

  private static ObjectNode card(ProcessCard card) {
    ObjectNode node =
        Json.object()
            .put("key", card.key())
            .put("host", card.host())
            .put("port", card.port())
            .put("ranks", RankRanges.format(card.ranks()));
    return card.algorithms().isEmpty() ? node : node.put("algorithms", card.algorithms());
  }

  private static ProcessCard card(JsonNode node, int size) {
    String what = "registration";
    return new ProcessCard(
        Json.text(what, node, "key"),
        Json.text(what, node, "host"),
        Json.integer(what, node, "port"),
        RankRanges.parse(Json.text(what, node, "ranks"), size),
        node.has("algorithms") ? Json.text(what, node, "algorithms") : "");
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

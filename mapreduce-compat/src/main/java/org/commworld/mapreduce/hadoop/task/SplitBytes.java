package org.commworld.mapreduce.hadoop.task;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.serializer.Deserializer;
import org.apache.hadoop.io.serializer.SerializationFactory;

/**
 * An input split as JobSubmitter wrote it: its class's name and what Hadoop's serialization made of
 * it.
 */
final class SplitBytes {
  private SplitBytes() {}

  /** Makes the split, whose class comes from the job's class loader. */
  static Object read(byte[] bytes, Configuration conf) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String name = Text.readString(in);
    try {
      return read(conf.getClassByName(name), in, conf);
    } catch (ClassNotFoundException e) {
      throw new IOException("Split class " + name + " not found", e);
    }
  }

  private static <T> T read(Class<T> type, DataInputStream in, Configuration conf)
      throws IOException {
    Deserializer<T> deserializer = new SerializationFactory(conf).getDeserializer(type);
    deserializer.open(in);
    try {
      return deserializer.deserialize(null);
    } finally {
      deserializer.close();
    }
  }
}

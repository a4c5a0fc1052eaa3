package org.commworld.mapreduce.hadoop.shuffle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.Tuple2;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * Makes Spark's shuffle reader hand over each block as one "record" whose value is the block's
 * stream. Nothing is ever written through it: maps commit whole files (see {@link SparkShuffle}).
 */
final class BlockSerializer extends Serializer implements java.io.Serializable {
  private static final long serialVersionUID = 1;

  @Override
  public SerializerInstance newInstance() {
    return new Instance();
  }

  private static UnsupportedOperationException noRecords() {
    return new UnsupportedOperationException("sorted runs are carried as blocks, not as records");
  }

  private static final class Instance extends SerializerInstance {
    @Override
    public <T> ByteBuffer serialize(T value, ClassTag<T> tag) {
      throw noRecords();
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassTag<T> tag) {
      throw noRecords();
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> tag) {
      throw noRecords();
    }

    @Override
    public SerializationStream serializeStream(OutputStream out) {
      throw noRecords();
    }

    @Override
    public DeserializationStream deserializeStream(InputStream in) {
      return new Block(in);
    }
  }

  private static final class Block extends DeserializationStream {
    private final InputStream in;

    Block(InputStream in) {
      this.in = in;
    }

    @Override
    public <T> T readObject(ClassTag<T> tag) {
      throw noRecords();
    }

    @Override
    public Iterator<Tuple2<Object, Object>> asKeyValueIterator() {
      return new AbstractIterator<>() {
        private boolean taken;

        @Override
        public boolean hasNext() {
          if (taken) {
            close();
          }
          return !taken;
        }

        @Override
        public Tuple2<Object, Object> next() {
          if (taken) {
            throw new NoSuchElementException("a block is one value");
          }
          taken = true;
          return new Tuple2<>("", in);
        }
      };
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

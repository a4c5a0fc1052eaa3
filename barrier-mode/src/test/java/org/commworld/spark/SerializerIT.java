package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which serializer objects between ranks go through. */
@Timeout(120)
class SerializerIT {
  /** Kryo takes it, Java does not. */
  static final class NotSerializable {
    private final int value;

    NotSerializable() {
      this(0);
    }

    NotSerializable(int value) {
      this.value = value;
    }
  }

  private static List<Integer> exchange(SparkConf conf) {
    try (LocalSpark spark = new LocalSpark("local[2]", conf)) {
      return BarrierJob.on(spark.session())
          .run(
              comm -> {
                NotSerializable own = new NotSerializable(10 + comm.rank());
                NotSerializable other = comm.sendRecv(own, 1 - comm.rank(), 0, 1 - comm.rank(), 0);
                return other.value;
              });
    }
  }

  @Test
  void sparksSerializerCarriesWhatJavasDoesNot() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.commworld.serializer", SparkObjectSerializer.class.getName());

    assertThat(exchange(conf)).containsExactly(11, 10);
  }

  @Test
  void javasSerializerIsTheDefault() {
    assertThatThrownBy(() -> exchange(new SparkConf(false)))
        .isInstanceOf(RankFailedException.class)
        .rootCause()
        .hasMessageContaining("NotSerializable");
  }

  @Test
  void classThatIsNoSerializerIsNamed() {
    SparkConf conf = new SparkConf(false).set("spark.commworld.serializer", "java.lang.String");

    assertThatThrownBy(() -> exchange(conf))
        .hasMessageContaining("spark.commworld.serializer=java.lang.String");
  }
}

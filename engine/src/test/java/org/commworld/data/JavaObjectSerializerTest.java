package org.commworld.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.BadAttributeValueExpException;
import javax.swing.DefaultListModel;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class JavaObjectSerializerTest {
  private final JavaObjectSerializer serializer = new JavaObjectSerializer();
  private final ClassLoader loader = JavaObjectSerializerTest.class.getClassLoader();

  interface SerializableSupplier<T> extends Supplier<T>, Serializable {}

  interface Greeter {
    String greet();
  }

  enum Color {
    RED {
      @Override
      int value() {
        return 1;
      }
    };

    abstract int value();
  }

  record Point(int x, List<String> names) implements Serializable {}

  record Job(String name, Object handler) implements Serializable {}

  record Answer(String text) implements InvocationHandler, Serializable {
    @Override
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
      return text;
    }
  }

  /** Writes a transient field by code of its own. */
  static final class OwnCode implements Serializable {
    final transient Object hidden;

    OwnCode(Object hidden) {
      this.hidden = hidden;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject(hidden);
    }
  }

  static final class Unwilling implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new NotSerializableException("it does not want to");
    }
  }

  static final class Nested implements Serializable {
    final Object inner;

    Nested(Object inner) {
      this.inner = inner;
    }
  }

  static Stream<Object> values() {
    return Stream.of(
        "",
        "plain",
        "ÿ and 漢 and 𝄞",
        "\ud800 alone",
        true,
        (byte) -1,
        'x',
        (short) -2,
        3,
        4L << 40,
        -0f,
        Double.MIN_VALUE,
        new boolean[] {true, false},
        new byte[] {1, -1},
        new char[] {'a', '漢'},
        new short[] {1, -1},
        new int[0],
        new long[] {Long.MIN_VALUE},
        new float[] {Float.NaN},
        new double[] {1, 2, 3},
        new Point(1, List.of("a", "b")),
        Color.RED,
        new int[][] {{1}, {2, 3}},
        int.class,
        new ArrayList<>(Arrays.asList(1, null, "x")),
        new HashMap<>(Map.of("k", List.of(1, 2))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatIsSerializedComesBackEqual(Object value) {
    Object back = serializer.deserialize(serializer.serialize(value), loader);

    assertThat(back).hasSameClassAs(value);
    assertThat(new Object[] {back}).isEqualTo(new Object[] {value});
  }

  @Test
  void nullComesBackAsNull() {
    assertThat(serializer.deserialize(serializer.serialize(null), loader)).isNull();
  }

  @Test
  void primitiveArraysTakeOneByteMoreThanTheirElements() {
    assertThat(serializer.serialize(new double[100])).hasSize(801);
    assertThat(serializer.serialize(7)).hasSize(5);
  }

  @Test
  void aLambdaTravelsWithWhatItCaptures() {
    List<Integer> captured = new ArrayList<>(List.of(1, 2, 3));
    SerializableSupplier<Integer> sum = () -> captured.stream().mapToInt(Integer::intValue).sum();

    Object back = serializer.deserialize(serializer.serialize(sum), loader);
    captured.clear();

    assertThat(((Supplier<?>) back).get()).isEqualTo(6);
  }

  @Test
  void aProxyTravels() {
    Object proxy =
        Proxy.newProxyInstance(loader, new Class<?>[] {Greeter.class}, new Answer("hello"));

    Object back = serializer.deserialize(serializer.serialize(proxy), loader);

    assertThat(((Greeter) back).greet()).isEqualTo("hello");
  }

  @Test
  void classesComeFromTheGivenLoader() throws Exception {
    try (CopyingLoader other = new CopyingLoader(loader)) {
      Object back = serializer.deserialize(serializer.serialize(new Point(1, List.of())), other);

      assertThat(back.getClass().getName()).isEqualTo(Point.class.getName());
      assertThat(back.getClass().getClassLoader()).isSameAs(other);
    }
  }

  /** Defines the classes of this test anew. */
  private static final class CopyingLoader extends ClassLoader implements AutoCloseable {
    CopyingLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(JavaObjectSerializerTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public void close() {}
  }

  private void assertRefused(Object value, String... parts) {
    assertThatThrownBy(() -> serializer.serialize(value))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.SERIALIZATION))
        .hasMessageContainingAll(parts);
  }

  @Test
  void aCapturedThreadIsReportedWithThePathToIt() {
    Thread thread = new Thread();
    SerializableSupplier<Thread> handler = () -> thread;
    String self = JavaObjectSerializerTest.class.getName();

    assertThatThrownBy(() -> serializer.serialize(new Job("j", handler)))
        .hasMessage(
            self
                + "$Job -> field handler (lambda of "
                + self
                + ") -> captured argument 0: java.lang.Thread is not serializable");
  }

  @Test
  void theRootItselfIsReported() {
    assertThatThrownBy(() -> serializer.serialize(new Object()))
        .hasMessage("java.lang.Object is not serializable");
  }

  @Test
  void aLambdaOfAnInterfaceThatIsNotSerializableIsReportedAsSuch() {
    Function<String, String> function = x -> x + this;

    assertRefused(
        function,
        "lambda of " + JavaObjectSerializerTest.class.getName(),
        "java.util.function.Function is not serializable");
  }

  @Test
  void thePathGoesThroughCollectionsMapsAndArrays() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("fine", 1);
    map.put("bad", new Object[] {"x", List.of(1, new Object())});

    assertRefused(
        new Nested(map),
        "field inner (java.util.LinkedHashMap) -> value of key bad (java.lang.Object[])",
        "-> element 1 (java.util.ImmutableCollections$List12) -> element 1: java.lang.Object is");
  }

  @Test
  void aCycleOnTheWayDoesNoHarm() {
    Object[] cycle = new Object[3];
    cycle[0] = cycle;
    cycle[1] = new Nested(cycle);
    cycle[2] = new Nested(new Object());

    assertRefused(cycle, "element 2 ", "-> field inner: java.lang.Object is not serializable");
  }

  @Test
  void thePathGoesThroughFieldsThatAClassWritesItself() {
    assertRefused(
        new OwnCode(new Object()), "-> field hidden: java.lang.Object is not serializable");
  }

  @Test
  void thePathGoesThroughClassesOfTheJdk() {
    assertRefused(
        new Nested(new AtomicReference<>(new Object())),
        "field inner (java.util.concurrent.atomic.AtomicReference)",
        "java.lang.Object is not serializable");
  }

  @Test
  void thePathStopsWhereTheJdkDeniesAccess() {
    DefaultListModel<Object> closed = new DefaultListModel<>();
    closed.addElement(new Object());

    assertRefused(
        new Nested(closed),
        "-> field inner (javax.swing.DefaultListModel) -> …: java.lang.Object is not serializable");
  }

  @Test
  void aClassThatGivesUpByItselfIsQuoted() {
    assertRefused(new Nested(new Unwilling()), "Nested -> ", "it does not want to");
  }

  @Test
  void endlessNestingIsAnErrorAndNotACrash() {
    Nested deep = new Nested(null);
    for (int i = 0; i < 200_000; i++) {
      deep = new Nested(deep);
    }

    assertRefused(deep, "nested too deep", "Nested");
  }

  private void assertUnreadable(byte[] bytes, JavaObjectSerializer reader, String... parts) {
    assertThatThrownBy(() -> reader.deserialize(bytes, loader))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.SERIALIZATION))
        .hasMessageContainingAll(parts);
  }

  @Test
  void theDefaultFilterRefusesKnownGadgets() {
    byte[] bytes = serializer.serialize(new BadAttributeValueExpException("x"));

    assertUnreadable(
        bytes, serializer, "refused", "class=javax.management.BadAttributeValueExpException");
  }

  @Test
  void theDefaultFilterRefusesDeepNesting() {
    Nested deep = new Nested(null);
    for (int i = 0; i < 100; i++) {
      deep = new Nested(deep);
    }

    assertUnreadable(serializer.serialize(deep), serializer, "refused", "depth=65");
  }

  @Test
  void theUsersFilterTakesThePlaceOfTheDefaultOne() {
    ObjectInputFilter onlyNumbers =
        ObjectInputFilter.Config.createFilter("java.math.*;java.lang.*;!*");
    JavaObjectSerializer strict = new JavaObjectSerializer(onlyNumbers);

    byte[] point = serializer.serialize(new Point(1, List.of()));

    assertUnreadable(point, strict, "refused", "class=" + Point.class.getName());
    assertThat(strict.deserialize(serializer.serialize(java.math.BigInteger.TEN), loader))
        .isEqualTo(java.math.BigInteger.TEN);
  }

  @Test
  void whatTheStreamsOwnFilterRefusesIsRefusedToo() {
    ObjectInputFilter refusesAll = info -> ObjectInputFilter.Status.REJECTED;
    ObjectInputFilter allowsAll = info -> ObjectInputFilter.Status.ALLOWED;
    RefusalRecorder recorder = new RefusalRecorder(allowsAll);

    ObjectInputFilter both = recorder.beside(refusesAll);

    assertThat(both.checkInput(new NoInfo())).isEqualTo(ObjectInputFilter.Status.REJECTED);
    assertThat(recorder.refusal()).hasValueSatisfying(r -> assertThat(r).contains("depth=3"));
  }

  private record NoInfo() implements ObjectInputFilter.FilterInfo {
    @Override
    public Class<?> serialClass() {
      return null;
    }

    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 3;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 1;
    }
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    byte[] bytes = serializer.serialize(new Point(1, List.of()));

    assertThatThrownBy(() -> serializer.deserialize(bytes, ClassLoader.getPlatformClassLoader()))
        .hasMessageContaining("class=" + Point.class.getName());
  }

  @Test
  void bytesThatAreNoObjectAreRefused() {
    assertUnreadable(new byte[0], serializer, "bytes=0");
    assertUnreadable(new byte[] {0x7f}, serializer, "firstByte=0x7f");
    assertUnreadable(new byte[] {0x14, 1, 2}, serializer, "firstByte=0x14, bytes=3");
    assertUnreadable(new byte[] {0x14}, serializer, "firstByte=0x14, bytes=1");
    assertUnreadable(new byte[] {0x28}, serializer, "firstByte=0x28");
    assertUnreadable(new byte[] {1, 2, 3}, serializer, "bytes=3");
  }
}

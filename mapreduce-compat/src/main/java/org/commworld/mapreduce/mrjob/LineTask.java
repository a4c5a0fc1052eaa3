package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.commworld.mapreduce.mrjob.MRStep.Part;
import org.commworld.mapreduce.mrjob.protocol.KeyValue;
import org.commworld.mapreduce.mrjob.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/** One task's work: lines in, lines out, the same for all runners. Belongs to one thread. */
final class LineTask {
  private final Plan plan;
  private final int index;
  private final Role role;
  private final MRStep step;

  LineTask(MRJob job, int index, Role role) {
    this.plan = Plan.of(job);
    this.index = index;
    this.role = role;
    this.step = plan.step(index);
  }

  /**
   * Runs the task over its lines, which are sorted by key for a combiner or reducer.
   *
   * @throws Exception what the user's code has thrown
   */
  void run(Iterator<byte[]> lines, LineSink out) throws Exception {
    if (step.part(role.command) instanceof String command) {
      pipe(command, lines, output -> copy(output, out));
    } else if (role != Role.MAPPER) {
      reduce(lines, out);
    } else if (step.part(Part.MAPPER_PRE_FILTER) instanceof String command) {
      pipe(command, lines, filtered -> map(filtered, out));
    } else {
      map(lines, out);
    }
  }

  /** What is done with a command's output. */
  private interface Body {
    void run(Iterator<byte[]> lines) throws Exception;
  }

  private static void pipe(String command, Iterator<byte[]> lines, Body body) throws Exception {
    try (ShellCommand process = new ShellCommand(command, lines)) {
      body.run(process.lines());
      process.finish();
    }
  }

  private static void copy(Iterator<byte[]> lines, LineSink out) throws IOException {
    while (lines.hasNext()) {
      out.accept(lines.next());
    }
  }

  @SuppressWarnings("NullAway") // It does not see that the type arguments allow null.
  private void map(Iterator<byte[]> lines, LineSink out) throws Exception {
    if (!step.has(Role.MAPPER) && index > 0) {
      copy(lines, out);
      return;
    }
    Emitter emitter = emitter(out);
    Mapper<@Nullable Object, @Nullable Object> mapper = mapper();
    hook(role.init, emitter);
    Protocol protocol = plan.reads(role, index);
    while (lines.hasNext()) {
      KeyValue pair = protocol.read(Lines.withoutReturn(lines.next()));
      mapper.map(pair.key(), pair.value(), emitter);
    }
    hook(role.last, emitter);
  }

  @SuppressWarnings("NullAway") // As for the mapper.
  private void reduce(Iterator<byte[]> lines, LineSink out) throws Exception {
    Emitter emitter = emitter(out);
    Reducer<@Nullable Object, @Nullable Object> reducer = reducer();
    hook(role.init, emitter);
    Group group = new Group(lines, plan.reads(role, index));
    while (group.advance()) {
      reducer.reduce(group.key(), new Values<>(group), emitter);
    }
    hook(role.last, emitter);
  }

  /** The lines of one key after the other. As an iterator it is over the values of its key. */
  private static final class Group implements Iterator<@Nullable Object> {
    private final Iterator<byte[]> lines;
    private final Protocol protocol;
    private byte @Nullable [] head;
    private byte[] key = new byte[0];
    private boolean started;

    Group(Iterator<byte[]> lines, Protocol protocol) {
      this.lines = lines;
      this.protocol = protocol;
      this.head = lines.hasNext() ? lines.next() : null;
    }

    /** Skips what is left of the key before; false if no key is left. */
    boolean advance() {
      while (hasNext()) {
        head = lines.hasNext() ? lines.next() : null;
      }
      if (head == null) {
        return false;
      }
      key = Arrays.copyOf(head, Lines.keyLength(head));
      started = true;
      return true;
    }

    @Nullable Object key() {
      return head == null ? null : protocol.read(head).key();
    }

    @Override
    public boolean hasNext() {
      return started
          && head != null
          && Arrays.equals(head, 0, Lines.keyLength(head), key, 0, key.length);
    }

    @Override
    public @Nullable Object next() {
      if (head == null || !hasNext()) {
        throw new NoSuchElementException();
      }
      Object value = protocol.read(head).value();
      head = lines.hasNext() ? lines.next() : null;
      return value;
    }
  }

  private Emitter emitter(LineSink out) {
    Protocol protocol = plan.writes(role, index);
    return (key, value) -> {
      try {
        out.accept(protocol.write(key, value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private void hook(Part part, Emitter emitter) throws Exception {
    if (step.part(part) instanceof TaskHook hook) {
      hook.run(emitter);
    }
  }

  /** The step's mapper; pairs as they are if it has hooks only, or nothing. */
  @SuppressWarnings(
      "unchecked") // What the protocol reads is checked where the user's code gets it.
  private Mapper<@Nullable Object, @Nullable Object> mapper() {
    return step.part(role.body) instanceof Mapper<?, ?> mapper
        ? (Mapper<@Nullable Object, @Nullable Object>) mapper
        : (key, value, out) -> out.emit(key, value);
  }

  @SuppressWarnings("unchecked") // As for the mapper.
  private Reducer<@Nullable Object, @Nullable Object> reducer() {
    return step.part(role.body) instanceof Reducer<?, ?> reducer
        ? (Reducer<@Nullable Object, @Nullable Object>) reducer
        : (key, values, out) -> values.forEach(value -> out.emit(key, value));
  }
}

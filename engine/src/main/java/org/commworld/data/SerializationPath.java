package org.commworld.data;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says where in an object the one is that cannot be serialized, which the JDK's exception does not:
 * it names a class only.
 *
 * <p>Serializing once more, with a look at each object just before it is written, gives the culprit
 * itself, whatever way it was reached. A breadth-first walk of the object's parts then finds the
 * shortest path to it; where the JDK denies access to the parts of an object, serializing that
 * object alone tells whether the path goes through it.
 */
final class SerializationPath {
  private static final int MAX_OBJECTS = 200_000;

  private final @Nullable Object culprit;
  private final String culpritClass;

  private SerializationPath(@Nullable Object culprit, String culpritClass) {
    this.culprit = culprit;
    this.culpritClass = culpritClass;
  }

  /** One object and how it was reached. */
  private record Step(Object object, @Nullable Step from, String how) {
    String path() {
      return from == null ? name() : from.path() + " -> " + how + " (" + name() + ")";
    }

    String pathTo(String end) {
      return from == null ? end : from.path() + " -> " + how + ": " + end;
    }

    private String name() {
      return ObjectParts.nameOf(object);
    }
  }

  /** Why {@code root} was not serialized. */
  static String explain(Object root, NotSerializableException cause) {
    Object culprit = findCulprit(root);
    String culpritClass =
        culprit == null ? String.valueOf(cause.getMessage()) : ObjectParts.nameOf(culprit);
    return new SerializationPath(culprit, culpritClass).search(root);
  }

  private String search(Object root) {
    String end = culpritClass + " is not serializable";
    if (culprit == null) {
      return ObjectParts.nameOf(root) + " -> …: " + end;
    }
    Step found = walk(root, false);
    if (found == null) {
      found = walk(root, true);
    }
    if (found == null) {
      return ObjectParts.nameOf(root) + " -> …: " + end;
    }
    return found.object() == culprit ? found.pathTo(end) : found.path() + " -> …: " + end;
  }

  /** The step to the culprit, or to the closed object that holds it; null if there is none. */
  private @Nullable Step walk(Object root, boolean alsoTransient) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Step> open = new ArrayDeque<>();
    List<Step> closed = new ArrayList<>();
    open.add(new Step(root, null, ""));
    seen.add(root);
    while (!open.isEmpty() && seen.size() < MAX_OBJECTS) {
      Step step = open.remove();
      if (step.object() == culprit) {
        return step;
      }
      ObjectParts parts = ObjectParts.of(step.object(), alsoTransient);
      if (!parts.isComplete()) {
        closed.add(step);
      }
      for (ObjectParts.Part part : parts.list()) {
        if (seen.add(part.object())) {
          open.add(new Step(part.object(), step, part.how()));
        }
      }
    }
    return closed.stream()
        .filter(step -> findCulprit(step.object()) == culprit)
        .findFirst()
        .orElse(null);
  }

  /** The object at which serializing {@code root} fails; null if a class's own code gives up. */
  private static @Nullable Object findCulprit(Object root) {
    try (WatchingStream out = new WatchingStream()) {
      return out.findCulprit(root);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  /**
   * Writes nowhere and looks at each object before it is written. Writing stops at the first that
   * is not serializable; the exception itself, which the stream writes then, is.
   */
  private static final class WatchingStream extends ObjectOutputStream {
    private @Nullable Object culprit;

    WatchingStream() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Nullable Object findCulprit(Object root) throws IOException {
      try {
        writeObject(root);
        return null;
      } catch (NotSerializableException e) {
        return culprit;
      }
    }

    @Override
    protected Object replaceObject(Object object) {
      if (culprit == null && !(object instanceof Serializable)) {
        culprit = object;
      }
      return object;
    }
  }
}

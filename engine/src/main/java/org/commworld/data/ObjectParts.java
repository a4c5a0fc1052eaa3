package org.commworld.data;

import java.io.Externalizable;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that are serialized with one object, and what they are to it. Incomplete where the
 * JDK denies reflection on a class or the class's own code decides what is written.
 */
final class ObjectParts {
  /**
   * One of them.
   *
   * @param how "field handler", "captured argument 0", "element 3" …
   */
  record Part(String how, Object object) {}

  private final List<Part> parts = new ArrayList<>();
  private final boolean alsoTransient;
  private boolean complete = true;

  private ObjectParts(boolean alsoTransient) {
    this.alsoTransient = alsoTransient;
  }

  /**
   * The parts of {@code object}.
   *
   * @param alsoTransient with the fields that only code of the class itself would write
   */
  static ObjectParts of(Object object, boolean alsoTransient) {
    ObjectParts parts = new ObjectParts(alsoTransient);
    parts.addAll(object);
    return parts;
  }

  List<Part> list() {
    return parts;
  }

  boolean isComplete() {
    return complete;
  }

  /** A class's name as a person would write it. */
  static String nameOf(Object object) {
    String name = object.getClass().getTypeName();
    int lambda = name.indexOf("$$Lambda");
    if (lambda < 0) {
      return name;
    }
    boolean serializable = object instanceof Serializable;
    Class<?>[] interfaces = object.getClass().getInterfaces();
    String of = interfaces.length == 0 ? "" : " as " + interfaces[0].getTypeName();
    return "lambda of " + name.substring(0, lambda) + (serializable ? "" : of);
  }

  private void addAll(Object object) {
    if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        add("element " + i, array[i]);
      }
    } else if (object instanceof Enum || object instanceof String || object instanceof Class) {
      complete = true;
    } else {
      addContents(object);
      if (!addReplacement(object)) {
        addFields(object);
      }
    }
  }

  private void add(String how, @Nullable Object part) {
    if (part != null) {
      parts.add(new Part(how, part));
    }
  }

  /** If the class has a writeReplace, the parts are those of what it gives: so for lambdas. */
  private boolean addReplacement(Object object) {
    Method method = findWriteReplace(object.getClass());
    if (method == null) {
      return false;
    }
    try {
      method.setAccessible(true);
      Object replacement = method.invoke(object);
      if (replacement instanceof SerializedLambda lambda) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
          add("captured argument " + i, lambda.getCapturedArg(i));
        }
      } else if (replacement != object) {
        add("its replacement", replacement);
      } else {
        return false;
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      complete = false;
    }
    return true;
  }

  private static @Nullable Method findWriteReplace(Class<?> start) {
    for (Class<?> c = start; c != null; c = c.getSuperclass()) {
      try {
        return c.getDeclaredMethod("writeReplace");
      } catch (NoSuchMethodException e) {
        // Perhaps a superclass has it.
      }
    }
    return null;
  }

  /** What collections and maps write, whatever their class makes of it. */
  private void addContents(Object object) {
    if (object instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        add("element " + i++, element);
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            add("key", key);
            add("value of key " + briefly(key), value);
          });
    }
  }

  private static String briefly(@Nullable Object key) {
    boolean plain = key instanceof String || key instanceof Number || key instanceof Enum;
    return plain ? String.valueOf(key) : key == null ? "null" : nameOf(key);
  }

  private void addFields(Object object) {
    complete &= !(object instanceof Externalizable);
    for (Class<?> c = object.getClass();
        c != null && Serializable.class.isAssignableFrom(c);
        c = c.getSuperclass()) {
      ObjectStreamClass description = ObjectStreamClass.lookup(c);
      for (Field field : c.getDeclaredFields()) {
        boolean written =
            alsoTransient || (description != null && description.getField(field.getName()) != null);
        boolean reference = !field.getType().isPrimitive();
        if (written && reference && !Modifier.isStatic(field.getModifiers())) {
          addField(field, object);
        }
      }
    }
  }

  private void addField(Field field, Object object) {
    try {
      field.setAccessible(true);
      add("field " + field.getName(), field.get(object));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      complete = false;
    }
  }
}

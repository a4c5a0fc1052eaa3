package org.commworld.mapreduce.hadoop.task;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.WritableComparator;
import org.apache.hadoop.io.WritableFactories;
import org.apache.hadoop.util.ReflectionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hadoop's static maps by class, which keep all classes that they have ever met. On YARN the JVM
 * ends with the job; in an executor each job with a jar of its own would leave its classes behind.
 *
 * <p>Hadoop-private: the names of these fields in 3.4. Where one is missing, classes stay.
 */
final class ClassCaches {
  private static final Logger LOG = LoggerFactory.getLogger(ClassCaches.class);

  private record Place(Class<?> owner, String field) {}

  private static final List<Place> PLACES =
      List.of(
          new Place(ReflectionUtils.class, "CONSTRUCTOR_CACHE"),
          new Place(WritableComparator.class, "comparators"),
          new Place(WritableFactories.class, "CLASS_TO_FACTORY"));

  private ClassCaches() {}

  /** Forgets all classes of a loader that is not used any more. */
  static void forget(ClassLoader loader) {
    for (Place place : PLACES) {
      try {
        Field field = place.owner.getDeclaredField(place.field);
        field.setAccessible(true);
        ((Map<?, ?>) field.get(null))
            .keySet()
            .removeIf(key -> key instanceof Class<?> type && type.getClassLoader() == loader);
      } catch (ReflectiveOperationException e) {
        LOG.debug("classes stay in memory: place={}", place, e);
      }
    }
  }
}

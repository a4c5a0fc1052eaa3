package org.commworld.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Local properties of the calling thread that hold for what is submitted until they are restored.
 */
final class LocalProperties {
  private final SparkContext context;
  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  LocalProperties(SparkContext context) {
    this.context = context;
  }

  @SuppressWarnings("NullAway") // a property that is not set is null
  LocalProperties set(String name, String value) {
    before.putIfAbsent(name, context.getLocalProperty(name));
    context.setLocalProperty(name, value);
    return this;
  }

  @SuppressWarnings("NullAway") // null removes a property
  void restore() {
    before.forEach(context::setLocalProperty);
  }
}

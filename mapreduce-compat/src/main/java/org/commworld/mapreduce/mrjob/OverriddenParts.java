package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.Nullable;

/** The step of a job that overrides {@link MRJob}'s own methods. */
final class OverriddenParts {
  private static final Class<?>[] HOOK = {Emitter.class};
  private static final Class<?>[] MAP = {Object.class, Object.class, Emitter.class};
  private static final Class<?>[] REDUCE = {Object.class, Values.class, Emitter.class};

  private final Class<?> type;

  private OverriddenParts(Class<?> type) {
    this.type = type;
  }

  static MRStep step(MRJob job) {
    OverriddenParts parts = new OverriddenParts(job.getClass());
    Mapper<@Nullable Object, @Nullable Object> mapper = job::mapper;
    Reducer<@Nullable Object, @Nullable Object> combiner = job::combiner;
    Reducer<@Nullable Object, @Nullable Object> reducer = job::reducer;
    MRStep step = new MRStep();
    step = parts.has("mapperInit", HOOK) ? step.mapperInit(job::mapperInit) : step;
    step = parts.has("mapper", MAP) ? step.mapper(mapper) : step;
    step = parts.has("mapperFinal", HOOK) ? step.mapperFinal(job::mapperFinal) : step;
    step = parts.has("combinerInit", HOOK) ? step.combinerInit(job::combinerInit) : step;
    step = parts.has("combiner", REDUCE) ? step.combiner(combiner) : step;
    step = parts.has("combinerFinal", HOOK) ? step.combinerFinal(job::combinerFinal) : step;
    step = parts.has("reducerInit", HOOK) ? step.reducerInit(job::reducerInit) : step;
    step = parts.has("reducer", REDUCE) ? step.reducer(reducer) : step;
    step = parts.has("reducerFinal", HOOK) ? step.reducerFinal(job::reducerFinal) : step;
    return step;
  }

  private boolean has(String method, Class<?>[] parameters) {
    for (Class<?> at = type; at != null && at != MRJob.class; at = at.getSuperclass()) {
      try {
        return at.getDeclaredMethod(method, parameters) != null;
      } catch (NoSuchMethodException e) {
        // Perhaps a class above has it.
      }
    }
    return false;
  }
}

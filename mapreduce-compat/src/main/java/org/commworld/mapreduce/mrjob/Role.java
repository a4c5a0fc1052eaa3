package org.commworld.mapreduce.mrjob;

import java.util.Locale;
import org.commworld.mapreduce.mrjob.MRStep.Part;

/** What a task of an {@link MRStep} does. */
enum Role {
  MAPPER(Part.MAPPER_INIT, Part.MAPPER, Part.MAPPER_FINAL, Part.MAPPER_COMMAND),
  COMBINER(Part.COMBINER_INIT, Part.COMBINER, Part.COMBINER_FINAL, Part.COMBINER_COMMAND),
  REDUCER(Part.REDUCER_INIT, Part.REDUCER, Part.REDUCER_FINAL, Part.REDUCER_COMMAND);

  final Part init;
  final Part body;
  final Part last;
  final Part command;

  Role(Part init, Part body, Part last, Part command) {
    this.init = init;
    this.body = body;
    this.last = last;
    this.command = command;
  }

  /** The option that asks a program for this role: {@code --mapper}. */
  String option() {
    return "--" + name().toLowerCase(Locale.ROOT);
  }
}

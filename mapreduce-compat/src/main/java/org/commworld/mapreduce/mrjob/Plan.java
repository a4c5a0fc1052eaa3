package org.commworld.mapreduce.mrjob;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commworld.mapreduce.mrjob.MRStep.Part;
import org.commworld.mapreduce.mrjob.protocol.Protocol;

/** The steps of one instance of a job, checked. */
record Plan(MRJob job, List<Step> steps) {
  static final String REDUCERS = "mapreduce.job.reduces";

  static Plan of(MRJob job) {
    List<Step> steps = List.copyOf(job.steps());
    if (steps.isEmpty()) {
      throw new MRJobException("job without steps: job=" + job.getClass().getName());
    }
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof MRStep step) {
        check(job, step, i);
      }
    }
    return new Plan(job, steps);
  }

  private static void check(MRJob job, MRStep step, int index) {
    String where = ": job=" + job.getClass().getName() + ", step=" + index;
    if (!step.has(Role.MAPPER) && !step.has(Role.REDUCER)) {
      throw new MRJobException("step with neither mapper nor reducer" + where);
    }
    if (step.has(Role.COMBINER) && !step.has(Role.REDUCER)) {
      throw new MRJobException("step with a combiner but no reducer" + where);
    }
    for (Role role : Role.values()) {
      boolean java =
          step.part(role.init) != null
              || step.part(role.body) != null
              || step.part(role.last) != null;
      if (java && step.part(role.command) != null) {
        throw new MRJobException("step with a command and Java code as " + role + where);
      }
    }
    if (step.part(Part.MAPPER_COMMAND) != null && step.part(Part.MAPPER_PRE_FILTER) != null) {
      throw new MRJobException("step with a command and a filter as MAPPER" + where);
    }
  }

  /** The step of a task. */
  MRStep step(int index) {
    if (index < steps.size() && steps.get(index) instanceof MRStep step) {
      return step;
    }
    throw new MRJobException("no such step of tasks: step=" + index + ", steps=" + steps.size());
  }

  Protocol reads(Role role, int index) {
    return role == Role.MAPPER && index == 0 ? job.inputProtocol() : job.internalProtocol();
  }

  Protocol writes(Role role, int index) {
    boolean isLast =
        index == steps.size() - 1
            && role == (step(index).has(Role.REDUCER) ? Role.REDUCER : Role.MAPPER);
    return isLast ? job.outputProtocol() : job.internalProtocol();
  }

  /** Hadoop settings of a step: the job's, then the step's, then the command line's. */
  Map<String, String> settings(int index, Map<String, String> commandLine) {
    Map<String, String> settings = new LinkedHashMap<>(job.jobConf());
    if (steps.get(index) instanceof MRStep step) {
      settings.putAll(step.jobConf());
    }
    settings.putAll(commandLine);
    return settings;
  }
}

package org.commworld.compare.engine;

import org.commworld.compare.workload.Answer;

/**
 * One run of a task.
 *
 * @param workSeconds from the first rank's or task's begin to the answer; of one operation in a
 *     sweep
 * @param jobSeconds from the submission to a running engine, or from the command where there is
 *     none, to the end
 * @param peakBytes resident memory of all the engine's processes at most; 0 if unknown
 */
public record Run(Answer answer, double workSeconds, double jobSeconds, long peakBytes) {}

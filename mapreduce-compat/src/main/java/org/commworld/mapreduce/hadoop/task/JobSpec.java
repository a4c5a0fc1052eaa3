package org.commworld.mapreduce.hadoop.task;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What a task must know of its job; travels with the stage.
 *
 * @param jobId the job's id as text
 * @param jobFile where the submitter put {@code job.xml}
 * @param jobXml the job's configuration
 * @param credentials the job's tokens and secrets, as Hadoop writes them
 * @param user who submitted the job
 * @param maps number of maps
 * @param reduces number of reduces
 * @param local whether tasks run in the driver's own JVM
 */
public record JobSpec(
    String jobId,
    String jobFile,
    Broadcast<byte[]> jobXml,
    Broadcast<byte[]> credentials,
    String user,
    int maps,
    int reduces,
    boolean local)
    implements Serializable {}

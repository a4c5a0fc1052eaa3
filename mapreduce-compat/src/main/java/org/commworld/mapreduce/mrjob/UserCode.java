package org.commworld.mapreduce.mrjob;

import java.io.IOException;

/** The user's code inside Hadoop's tasks, which may throw less than the user's code. */
final class UserCode {
  private UserCode() {}

  /** Anything that throws. */
  interface Body {
    void run() throws Exception;
  }

  static void run(Body body) throws IOException, InterruptedException {
    try {
      body.run();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("task's code failed: " + e, e);
    }
  }
}

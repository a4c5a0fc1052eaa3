package org.commworld.spark.launch;

import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: our version, from the jar's manifest, and what it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String own = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "commworld %s (Spark %s, Java %s)"
          .formatted(
              own == null ? "unreleased" : own,
              package$.MODULE$.SPARK_VERSION(),
              System.getProperty("java.version"))
    };
  }
}

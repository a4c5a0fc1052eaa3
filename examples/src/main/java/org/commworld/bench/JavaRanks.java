package org.commworld.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commworld.bench.rank.RankMain;
import org.commworld.bench.rank.Transport;
import org.commworld.collective.select.AlgorithmTable;

/** Worlds of our own ranks: the commands of their JVMs. */
final class JavaRanks {
  private JavaRanks() {}

  /** Starts a world, of one JVM or of a JVM for each rank. */
  static RankWorld start(Settings settings, Placement placement, AlgorithmTable table) {
    List<List<Integer>> jvms =
        settings.transport() == Transport.INPROC
            ? List.of(IntStream.range(0, settings.ranks()).boxed().toList())
            : IntStream.range(0, settings.ranks()).mapToObj(List::of).toList();
    String uid = UUID.randomUUID().toString().replace("-", "");
    return new RankWorld(
        "commworld",
        jvms.stream()
            .map(
                ranks ->
                    placement.launched(
                        ranks.get(0), command(settings, uid, ranks, placement, table)))
            .toList(),
        jvms.size(),
        placement.own());
  }

  /** The same Java, class path and options as this JVM's, then the options asked for. */
  private static List<String> command(
      Settings settings,
      String uid,
      List<Integer> ranks,
      Placement placement,
      AlgorithmTable table) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agentlib:") && !option.startsWith("-javaagent:")) {
        command.add(option);
      }
    }
    if (settings.hugePages()) {
      command.add("-XX:+UseTransparentHugePages");
    }
    command.addAll(settings.jvmArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RankMain.class.getName());
    command.add(settings.transport().label());
    command.add(uid);
    command.add(String.valueOf(settings.ranks()));
    command.add(ranks.stream().map(String::valueOf).collect(Collectors.joining(",")));
    command.add(placement.host(ranks.get(0)));
    command.add(placement.own().getHostAddress());
    command.add(String.valueOf(settings.bindsRanks()));
    command.add(table.text());
    command.add(String.valueOf(settings.buffers().direct()));
    command.add(String.valueOf(settings.buffers().fresh()));
    return command;
  }
}

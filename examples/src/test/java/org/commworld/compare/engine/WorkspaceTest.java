package org.commworld.compare.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkspaceTest {
  private static final int ROUNDS = 100;
  private static final int FILES = 50;

  @TempDir Path parent;

  private Path tree(String name) throws IOException {
    Path tree = parent.resolve(name);
    Files.createDirectories(tree.resolve("a/b"));
    for (int i = 0; i < FILES; i++) {
      Files.createFile(tree.resolve("a/b/" + i));
    }
    return tree;
  }

  @Test
  void twoMayDeleteADirectoryAtOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = tree("round" + round);
      CyclicBarrier start = new CyclicBarrier(2);
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> deleteFrom(start, tree));
      deleteFrom(start, tree);
      other.get(10, TimeUnit.SECONDS);
      assertThat(tree).doesNotExist();
    }
  }

  private static void deleteFrom(CyclicBarrier start, Path tree) {
    try {
      start.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    Workspace.delete(tree);
  }

  @Test
  void whatALinkLeadsToStays() throws IOException {
    Path kept = tree("kept");
    Path tree = tree("tree");
    Files.createSymbolicLink(tree.resolve("a/link"), kept);

    Workspace.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(kept.resolve("a/b/0")).exists();
  }
}

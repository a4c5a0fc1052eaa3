package org.commworld.compare.workload;

import java.io.Serializable;
import java.util.StringTokenizer;

/**
 * A page of the web and the pages that it links to.
 *
 * @param links at least one
 */
public record Page(int page, int[] links) implements Serializable {
  /** Share of a page's rank that goes along its links. */
  public static final double DAMPING = 0.85;

  /** From a line of whole numbers: the page, then its links. */
  public static Page of(String line) {
    StringTokenizer words = new StringTokenizer(line);
    int page = Integer.parseInt(words.nextToken());
    int[] links = new int[words.countTokens()];
    for (int i = 0; i < links.length; i++) {
      links[i] = Integer.parseInt(words.nextToken());
    }
    return new Page(page, links);
  }

  /** A page's part in the answer: depends on its place. */
  public static double weight(int page) {
    return page % 10 + 1;
  }
}

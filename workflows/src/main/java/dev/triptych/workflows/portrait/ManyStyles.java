package dev.triptych.workflows.portrait;

import java.util.List;

/**
 * That a cell is one model of many styles.
 *
 * @param styles in the order of the database's pages
 * @param identities of each style that are scored, of those trained on and of those held out each
 */
public record ManyStyles(List<String> styles, int identities) {
  public ManyStyles {
    styles = List.copyOf(styles);
  }
}

package dev.triptych.workflows.portrait;

import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.ViewsSpec;
import java.util.List;

/**
 * That a cell is one model of many styles.
 *
 * @param identity from whose seed the faces are
 * @param trained views that training has seen of every face
 * @param styles in the order of the database's pages
 * @param identities of each style that are scored, of those trained on and of those held out each
 */
public record ManyStyles(
    List<String> styles, int identities, IdentitySpec identity, ViewsSpec trained) {
  public ManyStyles {
    styles = List.copyOf(styles);
  }
}

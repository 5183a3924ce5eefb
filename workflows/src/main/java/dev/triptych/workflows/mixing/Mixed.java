package dev.triptych.workflows.mixing;

import dev.triptych.workflows.dataset.ViewSet;
import java.util.List;

/**
 * Views of two styles and of what lies between them.
 *
 * @param steps from the first style to the second
 */
public record Mixed(List<ViewSet> steps) {
  public Mixed {
    steps = List.copyOf(steps);
  }
}

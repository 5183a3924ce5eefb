package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * Pictures of one head, the frontal one among them.
 *
 * @param views in the order of {@link dev.triptych.workflows.spec.ViewsSpec#list()}
 */
public record ViewSet(List<View> views) implements StageResult {
  public ViewSet {
    views = List.copyOf(views);
    if (views.stream().noneMatch(view -> view.angle().equals(ViewAngle.FRONTAL))) {
      throw new IllegalArgumentException("no frontal view among " + views.size());
    }
  }

  @Override
  public List<StageOutput> outputs() {
    return views.stream().map(view -> new StageOutput(view.angle().slug(), view.image())).toList();
  }
}

package dev.triptych.workflows.mixing;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.List;

/**
 * Two styles of one face by a model that knows both, to be mixed in whatever shares.
 *
 * @param checkpoint of the model
 * @param database manifest of what it was trained on, which has the edited frontal views
 * @param from number of a style in the database
 * @param to number of the other
 * @param identity number of the face; it may be one that was held out
 * @param views directions to render from, the front among them
 */
public record Mixture(
    PriorRef priors,
    GeneratorShape shape,
    ArtifactRef checkpoint,
    ArtifactRef database,
    int from,
    int to,
    int identity,
    AngleMode angles,
    List<ViewAngle> views) {
  public Mixture {
    views = List.copyOf(views);
  }
}

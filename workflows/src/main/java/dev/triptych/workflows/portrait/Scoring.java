package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a portrait is scored by, beside its style.
 *
 * @param references manifest of the plain and edited views at the scored angles
 * @param angles those that are scored
 * @param keptOut whether training has seen none of them
 * @param identity whose face it is
 * @param rivals the experiment's styles, among which CLIP looks for the right one
 */
public record Scoring(
    ArtifactRef references,
    List<ViewAngle> angles,
    boolean keptOut,
    IdentitySpec identity,
    List<String> rivals) {
  static final int MOST_RIVALS = 100; // they are a part of every portrait's input

  public Scoring {
    angles = List.copyOf(angles);
    rivals = List.copyOf(rivals);
    if (angles.isEmpty()) {
      throw new IllegalArgumentException("nothing is scored");
    }
  }

  /** Null for a dataset that was made before there were references. */
  public static @Nullable Scoring of(
      ExperimentSpec spec, PortraitSettings settings, FewShotDataset dataset) {
    ArtifactRef references = dataset.references();
    if (references == null) {
      return null;
    }
    List<ViewAngle> keptOut = settings.evaluation().keptOut(settings.views());
    return new Scoring(
        references,
        keptOut.isEmpty() ? settings.evaluation().scoredViews().list() : keptOut,
        !keptOut.isEmpty(),
        settings.identity(),
        spec.styles().stream().limit(MOST_RIVALS).toList());
  }
}

package dev.triptych.workflows.testing;

import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.FewShotDatasetRequest;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.spec.PhotoTuning;
import dev.triptych.workflows.spec.ScoredViews;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.spec.ViewsSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small requests that tests vary. */
public final class Requests {
  public static final PriorRef PRIORS = new PriorRef("mannequin-64", Artifacts.sha256("priors"));

  private Requests() {}

  /** A dataset of one style over a grid of the given size, edited view by view. */
  public static FewShotDatasetRequest dataset(int grid, int editsInFlight) {
    return dataset(grid, editsInFlight, null);
  }

  /** The same, edited so many views at a time. */
  public static FewShotDatasetRequest dataset(
      int grid, int editsInFlight, @Nullable Integer viewsPerStep) {
    return new FewShotDatasetRequest(
        "run",
        "an-elf-s0",
        PRIORS,
        IdentitySpec.paper(),
        views(grid),
        "an elf",
        EditSettings.of(EditSpec.paper(), "an elf", 0),
        editsInFlight,
        viewsPerStep);
  }

  /** The same with further views to score by. */
  public static FewShotDatasetRequest scored(int grid, ViewsSpec scored) {
    FewShotDatasetRequest plain = dataset(grid, 2);
    return new FewShotDatasetRequest(
        plain.run(),
        plain.id(),
        plain.priors(),
        plain.identity(),
        plain.views(),
        plain.style(),
        plain.edit(),
        plain.editsInFlight(),
        null,
        null,
        scored,
        null);
  }

  /** A dataset of a photo's face. */
  public static FewShotDatasetRequest photo(@Nullable PhotoTuning tuning) {
    FewShotDatasetRequest plain = dataset(1, 2);
    PhotoSpec photo =
        new PhotoSpec("me.jpg", null, null, null, 4., null, tuning, Artifacts.named("photo/head"));
    return new FewShotDatasetRequest(
        plain.run(),
        plain.id(),
        plain.priors(),
        plain.identity().with(photo),
        plain.views(),
        plain.style(),
        plain.edit(),
        plain.editsInFlight(),
        null,
        null,
        null,
        InversionSpec.published().searchOfStyle());
  }

  /** A launch with five views for each style, and four more to score by. */
  public static Launch launch(String run, List<String> styles, Variant... variants) {
    ExperimentSpec paper = ExperimentSpec.paper("test", PRIORS.name(), styles);
    EvaluationSpec scores = paper.evaluation();
    ExperimentSpec spec =
        new ExperimentSpec(
            paper.name(),
            paper.priors(),
            paper.seeds(),
            paper.identity(),
            styles,
            views(2),
            paper.edit(),
            paper.method(),
            paper.i2t(),
            new EvaluationSpec(
                views(1),
                scores.captionTemplate(),
                scores.neutralCaption(),
                scores.precision(),
                new ScoredViews(2, 10, 10)),
            List.of(variants));
    return new Launch(run, spec, PRIORS, Parallelism.forSlots(2), Map.of("commit", "abc"));
  }

  private static ViewsSpec views(int grid) {
    return new ViewsSpec(grid, 30, 30, AngleMode.SAMPLER);
  }
}

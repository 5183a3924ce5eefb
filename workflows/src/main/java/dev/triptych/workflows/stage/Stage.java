package dev.triptych.workflows.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The steps whose results are kept. All that progress, tables, report, tracking and options of
 * activities must know of a stage is said here.
 */
public enum Stage {
  SAMPLE_IDENTITY("sample-identity", Scope.DATASET, Kind.INFERENCE, Output.TENSORS, .1),
  INVERT_PHOTO("invert-photo", Scope.DATASET, Kind.TRAINING, Output.TENSORS, 20),
  TUNE_PHOTO("tune-photo", Scope.DATASET, Kind.TRAINING, Output.TENSORS, 10),
  RENDER_VIEWS("render-views", Scope.DATASET, Kind.INFERENCE, Output.PICTURES, 4),
  EDIT_VIEW("edit-view", Scope.VIEW, Kind.INFERENCE, Output.PICTURES, .5),
  ASSEMBLE_DATASET("assemble-dataset", Scope.DATASET, Kind.BOOKKEEPING, Output.MANIFEST, .1),
  ASSEMBLE_DATABASE("assemble-database", Scope.DATABASE, Kind.BOOKKEEPING, Output.MANIFEST, .1),
  PRETRAIN("pretrain", Scope.LAUNCH, Kind.TRAINING, Output.CHECKPOINT, 1), // kept by most sets
  INVERT("invert", Scope.PORTRAIT, Kind.TRAINING, Output.CHECKPOINT, 20),
  FINE_TUNE("fine-tune", Scope.PORTRAIT, Kind.TRAINING, Output.CHECKPOINT, 90),
  RENDER_PORTRAIT("render-portrait", Scope.PORTRAIT, Kind.INFERENCE, Output.PICTURES, 4),
  EVALUATE("evaluate", Scope.PORTRAIT, Kind.INFERENCE, Output.SCORES, 2),
  SCORE_STYLE("score-style", Scope.STYLE, Kind.INFERENCE, Output.SCORES, 4),
  EVALUATE_MODEL("evaluate-model", Scope.PORTRAIT, Kind.BOOKKEEPING, Output.SCORES, .1),
  MIX_STYLES("mix-styles", Scope.MIX, Kind.INFERENCE, Output.PICTURES, 1),
  TRAIN_PRIOR("train-prior", Scope.PRIOR_SET, Kind.TRAINING, Output.CHECKPOINT, 600),
  PACK_PRIORS("pack-priors", Scope.PRIOR_SET, Kind.BOOKKEEPING, Output.PRIOR_SET, 1);

  /** Where the face of a dataset comes from: it is sampled, or that of a photo. */
  private static final Set<Stage> FACES = EnumSet.of(SAMPLE_IDENTITY, INVERT_PHOTO, TUNE_PHOTO);

  /** What one execution of a stage serves. */
  public enum Scope {
    /** All portraits of a launch that agree in what the stage depends on. */
    LAUNCH,
    /** One few-shot dataset, which portraits may share. */
    DATASET,
    /** One view of a dataset. */
    VIEW,
    /** The datasets of many styles together, which models may share. */
    DATABASE,
    /** One portrait, or one model of many styles. */
    PORTRAIT,
    /** One style of a model of many. */
    STYLE,
    /** Two styles of a finished model, in one ratio. */
    MIX,
    /** A prior set. */
    PRIOR_SET;

    /** Whether it makes data, which portraits may share. */
    public boolean ofDataset() {
      return this == DATASET || this == VIEW || this == DATABASE;
    }
  }

  /** How a stage works, which decides its time limits and retries ({@link StepOptions}). */
  public enum Kind {
    /** Adam over many steps, with checkpoints. */
    TRAINING,
    /** Networks run forward. */
    INFERENCE,
    /** No network: notes, tables, files. */
    BOOKKEEPING
  }

  /** What a stage leaves. */
  public enum Output {
    TENSORS,
    /** One PNG for each view, named by its angle. */
    PICTURES,
    MANIFEST,
    /** Trained weights with their loss curve. */
    CHECKPOINT,
    SCORES,
    PRIOR_SET
  }

  private final String slug;
  private final Scope scope;
  private final Kind kind;
  private final Output output;
  private final double usualSeconds;

  Stage(String slug, Scope scope, Kind kind, Output output, double usualSeconds) {
    this.slug = slug;
    this.scope = scope;
    this.kind = kind;
    this.output = output;
    this.usualSeconds = usualSeconds;
  }

  /** The name that the store, {@code status --json} and the reports use. */
  @JsonValue
  public String slug() {
    return slug;
  }

  public Scope scope() {
    return scope;
  }

  public Kind kind() {
    return kind;
  }

  public Output output() {
    return output;
  }

  /**
   * Seconds of one execution on two cores with the bundled priors. Only the ratios matter: they
   * weigh stages against each other in a launch's progress.
   */
  public double usualSeconds() {
    return usualSeconds;
  }

  /**
   * The stages that a dataset's workflow runs, in order.
   *
   * @param face those that make its face: {@link #SAMPLE_IDENTITY}, or {@link #INVERT_PHOTO} and
   *     whatever else a photo takes
   */
  public static List<Stage> ofDataset(Set<Stage> face) {
    return Arrays.stream(values())
        .filter(stage -> stage.scope == Scope.DATASET || stage.scope == Scope.VIEW)
        .filter(stage -> !FACES.contains(stage) || face.contains(stage))
        .toList();
  }
}

package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generator of one stylised head.
 *
 * @param checkpoint all it takes to render: trained weights and the super-resolution's style
 * @param lossCurve JSON lines of step and losses
 * @param milestones what it was on the way
 */
public record FineTunedGenerator(
    ArtifactRef checkpoint,
    ArtifactRef lossCurve,
    Losses losses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Milestone> milestones)
    implements StageResult {
  public FineTunedGenerator {
    milestones = milestones == null ? List.of() : List.copyOf(milestones);
  }

  /** Of whose way nothing is kept. */
  public FineTunedGenerator(ArtifactRef checkpoint, ArtifactRef lossCurve, Losses losses) {
    this(checkpoint, lossCurve, losses, List.of());
  }

  /**
   * Losses at the last step: total, L1 with LPIPS (equation 5), LPIPS alone, and L_dr; null where a
   * method has no such loss.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Losses(
      double total, @Nullable Double rec, @Nullable Double lpips, @Nullable Double dr) {}

  /**
   * The generator after some of the steps.
   *
   * @param step so many optimiser steps were made
   * @param checkpoint as that of the end
   */
  public record Milestone(int step, ArtifactRef checkpoint) {}

  @Override
  public List<StageOutput> outputs() {
    List<StageOutput> outputs = new ArrayList<>();
    outputs.add(new StageOutput(OutputName.CHECKPOINT, checkpoint));
    outputs.add(new StageOutput(OutputName.LOSS_CURVE, lossCurve));
    for (Milestone milestone : milestones) {
      String name = OutputName.CHECKPOINT.slug() + "-" + milestone.step();
      outputs.add(new StageOutput(name, milestone.checkpoint()));
    }
    return List.copyOf(outputs);
  }
}

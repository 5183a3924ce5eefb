package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.stage.FanOut;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.IntStream;

/** Scores a model style by style; workflow code only. */
final class ModelScoring {
  private static final int AT_ONCE = 4; // so that other steps of the queue do not wait behind all

  private final PortraitRequest request;
  private final ManyStyles styles;
  private final GeneratorShape shape;
  private final StageTally tally;

  ModelScoring(PortraitRequest request, ManyStyles styles, GeneratorShape shape, StageTally tally) {
    this.request = request;
    this.styles = styles;
    this.shape = shape;
    this.tally = tally;
  }

  /**
   * @param checkpoint of the generator, at the end of its training or before
   */
  ModelEvaluation score(ArtifactRef checkpoint) {
    List<Integer> pages = IntStream.range(0, styles.styles().size()).boxed().toList();
    List<ArtifactRef> scores =
        FanOut.map(pages, AT_ONCE, page -> score(checkpoint, page)).stream()
            .map(ScoredStyle::scores)
            .toList();
    return tally.await(
        Stage.EVALUATE_MODEL,
        Async.function(
            activities("sum up " + request.cell().title())::evaluateModel,
            new EvaluateModelRequest(scores)));
  }

  private Promise<ScoredStyle> score(ArtifactRef checkpoint, int page) {
    String what = Stage.SCORE_STYLE.slug() + " " + styles.styles().get(page);
    ScoreStyleRequest score =
        new ScoreStyleRequest(
            request.priors(),
            shape,
            checkpoint,
            request.dataset().manifest(),
            page,
            styles.identities(),
            request.evaluation().atEnd(), // scores do not depend on what else is scored
            styles.identity(),
            styles.trained(),
            styles.styles().stream().limit(Scoring.MOST_RIVALS).toList());
    return tally.follow(
        Stage.SCORE_STYLE, what, Async.function(activities(what)::scoreStyle, score));
  }

  private static ModelActivities activities(String summary) {
    return Workflow.newActivityStub(
        ModelActivities.class, StepOptions.summed(StepOptions.inference(), summary));
  }
}

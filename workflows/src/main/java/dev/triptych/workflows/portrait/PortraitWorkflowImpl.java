package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Algorithm 2 and the scores. */
public final class PortraitWorkflowImpl implements PortraitWorkflow {
  private final I2tActivities training;
  private final I2tActivities rendering;
  private final EvaluationActivities evaluation;

  private final PortraitRequest request;
  private final GeneratorShape shape;
  private final StageTally tally;

  @WorkflowInit
  public PortraitWorkflowImpl(PortraitRequest request) {
    this.request = request;
    this.shape = new GeneratorShape(request.method(), request.i2t().spatial());
    this.tally = new StageTally(PortraitStages.pending(request));
    String title = request.cell().title();
    this.training =
        Workflow.newActivityStub(
            I2tActivities.class, StepOptions.summed(StepOptions.training(), "fit " + title));
    this.rendering =
        Workflow.newActivityStub(
            I2tActivities.class, StepOptions.summed(StepOptions.inference(), "render " + title));
    this.evaluation =
        Workflow.newActivityStub(
            EvaluationActivities.class,
            StepOptions.summed(StepOptions.inference(), "score " + title));
  }

  @Override
  public Portrait make(PortraitRequest request) {
    String part = request.cell().slug();
    return new StageLog(request.tracking().run(), part, tally).around(this::make);
  }

  @Override
  public Progress progress() {
    return tally.progress();
  }

  private Portrait make() {
    FineTunedGenerator generator = fineTune();
    // The end comes last: of several sets of a portrait's views or scores, the last one counts.
    List<StepScores> scores = new ArrayList<>();
    for (FineTunedGenerator.Milestone milestone : generator.milestones()) {
      scores.add(score(milestone.step(), milestone.checkpoint()));
    }
    StepScores end = score(request.i2t().fineTuning().steps(), generator.checkpoint());
    scores.add(end);
    return new Portrait(
        generator.checkpoint(), end.metrics(), scores.size() == 1 ? List.of() : scores);
  }

  private StepScores score(int step, ArtifactRef checkpoint) {
    ManyStyles many = request.manyStyles();
    if (many == null) {
      boolean shown = step == request.i2t().fineTuning().steps();
      return new StepScores(step, evaluate(checkpoint, shown).metrics(), null);
    }
    ModelEvaluation model = new ModelScoring(request, many, shape, tally).score(checkpoint);
    return new StepScores(step, model.metrics(), model.perStyle());
  }

  /**
   * @param shown whether the portrait is to be looked at too
   */
  private Evaluation evaluate(ArtifactRef checkpoint, boolean shown) {
    Scoring scoring = request.scoring();
    EvaluateRequest evaluate;
    if (scoring == null) {
      evaluate =
          evaluateRequest(request.dataset().manifest(), render(checkpoint).views(), null, null);
    } else {
      ViewSet scored = render(checkpoint, request.evaluation().scoredViews());
      if (shown) {
        render(checkpoint);
      }
      evaluate = evaluateRequest(checkpoint, scored, scoring);
    }
    return tally.await(Stage.EVALUATE, Async.function(evaluation::evaluate, evaluate));
  }

  private FineTunedGenerator fineTune() {
    FineTuneRequest fineTune =
        new FineTuneRequest(
            request.priors(),
            request.dataset().manifest(),
            shape,
            request.pretrained(),
            request.i2t().loss(),
            request.i2t().fineTuning(),
            request.cell().seed(),
            request.tracking(),
            request.evaluation().atSteps());
    return tally.await(Stage.FINE_TUNE, Async.function(training::fineTune, fineTune));
  }

  private ViewSet render(ArtifactRef checkpoint) {
    return render(checkpoint, request.evaluation().views());
  }

  private ViewSet render(ArtifactRef checkpoint, ViewsSpec views) {
    RenderPortraitRequest render =
        new RenderPortraitRequest(
            request.priors(), shape, checkpoint, request.dataset().frontal(), views);
    return tally.await(Stage.RENDER_PORTRAIT, Async.function(rendering::renderPortrait, render));
  }

  private EvaluateRequest evaluateRequest(
      ArtifactRef checkpoint, ViewSet rendered, Scoring scoring) {
    EvaluationSpec settings = request.evaluation();
    List<View> views =
        rendered.views().stream().filter(v -> scoring.angles().contains(v.angle())).toList();
    EvaluateRequest.Subject subject =
        new EvaluateRequest.Subject(
            request.cell().style(),
            scoring.identity(),
            null,
            scoring.rivals(),
            settings.captionTemplate(),
            scoring.keptOut());
    EvaluateRequest.Head head =
        new EvaluateRequest.Head(shape, checkpoint, request.dataset().frontal());
    return evaluateRequest(scoring.references(), views, subject, head);
  }

  private EvaluateRequest evaluateRequest(
      ArtifactRef references,
      List<View> views,
      EvaluateRequest.@Nullable Subject subject,
      EvaluateRequest.@Nullable Head head) {
    EvaluationSpec settings = request.evaluation();
    Precision precision = settings.precision();
    return new EvaluateRequest(
        request.priors(),
        references,
        views,
        settings.views().angles(),
        settings.caption(request.cell().style()),
        settings.neutralCaption(),
        precision == Precision.FP32 ? null : precision,
        subject,
        head);
  }
}

package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.LossSpec;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Algorithm 2 and the scores. */
public final class PortraitWorkflowImpl implements PortraitWorkflow {
  private final I2tActivities training;
  private final InversionActivities inversion;
  private final I2tActivities rendering;
  private final EvaluationActivities evaluation;

  private final PortraitRequest request;
  private final GeneratorShape shape;
  private final StageTally tally;

  @WorkflowInit
  public PortraitWorkflowImpl(PortraitRequest request) {
    this.request = request;
    this.shape =
        new GeneratorShape(
            request.method(), request.method().baseline() || request.i2t().spatial());
    this.tally = new StageTally(PortraitStages.pending(request));
    String title = request.cell().title();
    this.training =
        Workflow.newActivityStub(
            I2tActivities.class, StepOptions.summed(StepOptions.training(), "fit " + title));
    this.inversion =
        Workflow.newActivityStub(
            InversionActivities.class,
            StepOptions.summed(StepOptions.training(), "invert " + title));
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
    if (!request.method().hasHead()) {
      return new Portrait(null, scoreEdits().metrics());
    }
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

  /** The edits for what they are: those at the scored angles are scored, all others shown. */
  private Evaluation scoreEdits() {
    Scoring scoring = request.scoring();
    if (scoring == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The dataset " + request.dataset().manifest().key() + " has no views to score by",
          FailureTypes.INVALID_SPEC);
    }
    ViewSet scored = render(scoring.references(), request.evaluation().scoredViews());
    render(request.dataset().manifest());
    EvaluateRequest evaluate = evaluateRequest(scoring.references(), scored, scoring);
    return tally.await(Stage.EVALUATE, Async.function(evaluation::evaluate, evaluate));
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
    Baseline baseline = request.baseline();
    FineTuneRequest fineTune =
        baseline == null || baseline.training() == null
            ? new FineTuneRequest(
                request.priors(),
                request.dataset().manifest(),
                shape,
                request.pretrained(),
                request.i2t().loss(),
                request.i2t().fineTuning(),
                request.cell().seed(),
                request.tracking(),
                request.evaluation().atSteps(),
                null,
                null)
            : ofBaseline(baseline.training(), baseline.inversion(), baseline.distillation());
    return tally.await(Stage.FINE_TUNE, Async.function(training::fineTune, fineTune));
  }

  /** Its losses are its own; the paper's stand there for none. */
  private FineTuneRequest ofBaseline(
      TrainingSpec own, @Nullable InversionSpec inverted, @Nullable Distillation distillation) {
    return new FineTuneRequest(
        request.priors(),
        request.dataset().manifest(),
        shape,
        inverted == null ? null : invert(inverted).checkpoint(),
        LossSpec.paper(),
        own,
        request.cell().seed(),
        request.tracking(),
        List.of(),
        inverted == null
            ? null
            : new FineTuneRequest.Pivot(inverted.untilLpips(), inverted.depthVariation()),
        distillation);
  }

  private InvertedPictures invert(InversionSpec settings) {
    InvertRequest invert =
        new InvertRequest(
            request.priors(),
            List.of(InvertRequest.Target.frontal(request.dataset().frontal())),
            settings.search(),
            request.cell().seed(),
            request.tracking());
    return tally.await(Stage.INVERT, Async.function(inversion::invert, invert));
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
            scoring.keptOut() && request.method().hasHead() && request.method().keepsIdentity());
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

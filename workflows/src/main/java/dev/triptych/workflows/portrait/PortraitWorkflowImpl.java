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
import java.util.List;
import java.util.Map;
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
    ManyStyles many = request.manyStyles();
    Map<String, MeanStd> metrics =
        many == null
            ? score(generator).metrics()
            : new ModelScoring(request, many, shape, tally).score(generator).metrics();
    return new Portrait(generator.checkpoint(), metrics);
  }

  private Evaluation score(FineTunedGenerator generator) {
    Scoring scoring = request.scoring();
    EvaluateRequest evaluate;
    if (scoring == null) {
      evaluate =
          evaluateRequest(request.dataset().manifest(), render(generator).views(), null, null);
    } else { // rendered first: of several sets of a portrait's views, the last is to be looked at
      ViewSet scored = render(generator, request.evaluation().scoredViews());
      render(generator);
      evaluate = evaluateRequest(generator, scored, scoring);
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
            request.tracking());
    return tally.await(Stage.FINE_TUNE, Async.function(training::fineTune, fineTune));
  }

  private ViewSet render(FineTunedGenerator generator) {
    return render(generator, request.evaluation().views());
  }

  private ViewSet render(FineTunedGenerator generator, ViewsSpec views) {
    RenderPortraitRequest render =
        new RenderPortraitRequest(
            request.priors(), shape, generator.checkpoint(), request.dataset().frontal(), views);
    return tally.await(Stage.RENDER_PORTRAIT, Async.function(rendering::renderPortrait, render));
  }

  private EvaluateRequest evaluateRequest(
      FineTunedGenerator generator, ViewSet rendered, Scoring scoring) {
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
        new EvaluateRequest.Head(shape, generator.checkpoint(), request.dataset().frontal());
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

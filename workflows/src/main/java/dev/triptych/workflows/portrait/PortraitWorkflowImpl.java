package dev.triptych.workflows.portrait;

import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Map;

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
            ? evaluate(render(generator)).metrics()
            : new ModelScoring(request, many, shape, tally).score(generator).metrics();
    return new Portrait(generator.checkpoint(), metrics);
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
    RenderPortraitRequest render =
        new RenderPortraitRequest(
            request.priors(),
            shape,
            generator.checkpoint(),
            request.dataset().frontal(),
            request.evaluation().views());
    return tally.await(Stage.RENDER_PORTRAIT, Async.function(rendering::renderPortrait, render));
  }

  private Evaluation evaluate(ViewSet views) {
    Precision precision = request.evaluation().precision();
    EvaluateRequest evaluate =
        new EvaluateRequest(
            request.priors(),
            request.dataset().manifest(),
            views.views(),
            request.evaluation().views().angles(),
            request.evaluation().caption(request.cell().style()),
            request.evaluation().neutralCaption(),
            precision == Precision.FP32 ? null : precision);
    return tally.await(Stage.EVALUATE, Async.function(evaluation::evaluate, evaluate));
  }
}

package dev.triptych.worker.telemetry;

import dev.triptych.workflows.stage.Stage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Keeps all of a trace but most of the steps that a launch has by the thousand, those for single
 * views; of these it keeps a share. Whether there is a trace at all was decided where it began.
 */
final class StepSampler implements Sampler {
  private static final Sampler AS_BEGUN = Sampler.parentBased(Sampler.alwaysOn());
  private static final Set<String> MANY =
      Arrays.stream(Stage.values())
          .filter(stage -> stage.scope() == Stage.Scope.VIEW)
          .map(Stage::slug)
          .collect(Collectors.toUnmodifiableSet());

  private final double share;

  /**
   * @param share in [0, 1]
   */
  StepSampler(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the share must be from 0 to 1, but is " + share);
    }
    this.share = share;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    String stage = attributes.get(Spans.STAGE);
    if (stage != null
        && MANY.contains(stage)
        && ThreadLocalRandom.current().nextDouble() >= share) {
      return SamplingResult.drop();
    }
    return AS_BEGUN.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "StepSampler{" + share + "}";
  }
}

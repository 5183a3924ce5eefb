package dev.triptych.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepSamplerTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private static SamplingDecision decision(double share, TraceFlags parent, String stage) {
    SpanContext context =
        SpanContext.createFromRemoteParent(
            TRACE, "b7ad6b7169203331", parent, TraceState.getDefault());
    return new StepSampler(share)
        .shouldSample(
            Context.root().with(Span.wrap(context)),
            TRACE,
            "triptych.stage " + stage,
            SpanKind.INTERNAL,
            Attributes.of(Spans.STAGE, stage),
            List.of())
        .getDecision();
  }

  @Test
  void thinsOutTheStepsOfSingleViewsAlone() {
    assertThat(decision(0, TraceFlags.getSampled(), "edit-view")).isEqualTo(SamplingDecision.DROP);
    assertThat(decision(1, TraceFlags.getSampled(), "edit-view"))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(decision(0, TraceFlags.getSampled(), "fine-tune"))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @Test
  void leavesTracesAloneThatWereNotBegun() {
    assertThat(decision(1, TraceFlags.getDefault(), "fine-tune")).isEqualTo(SamplingDecision.DROP);
    assertThat(decision(1, TraceFlags.getDefault(), "edit-view")).isEqualTo(SamplingDecision.DROP);
  }
}

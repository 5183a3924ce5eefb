package dev.triptych.worker.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** What Triptych's spans say. */
public final class Spans {
  public static final AttributeKey<String> RUN = AttributeKey.stringKey("triptych.run");

  /** A portrait or model, or what several share: the workflow's id without its run. */
  public static final AttributeKey<String> CELL = AttributeKey.stringKey("triptych.cell");

  public static final AttributeKey<String> STAGE = AttributeKey.stringKey("triptych.stage.name");
  public static final AttributeKey<String> KEY = AttributeKey.stringKey("triptych.stage.key");

  /** Whether the stage's result was kept, so that nothing had to be done. */
  public static final AttributeKey<Boolean> CACHED =
      AttributeKey.booleanKey("triptych.stage.cached");

  /** Of a step that runs several requests: how many there were, and how many were kept. */
  public static final AttributeKey<Long> REQUESTS = AttributeKey.longKey("triptych.stage.requests");

  public static final AttributeKey<Long> KEPT = AttributeKey.longKey("triptych.stage.kept");

  public static final AttributeKey<String> DEVICE = AttributeKey.stringKey("triptych.device");

  /** 1 for a step's first attempt. */
  public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("triptych.attempt");

  // As Temporal's own interceptors call them.
  static final AttributeKey<String> WORKFLOW = AttributeKey.stringKey("temporalWorkflowID");
  static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("temporalRunID");
  static final AttributeKey<String> ACTIVITY = AttributeKey.stringKey("temporalActivityID");

  // https://opentelemetry.io/docs/specs/semconv/attributes-registry/error/
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private Spans() {}

  /** Where spans are made; they go nowhere if the environment asks for none. */
  public static Tracer tracer() {
    return GlobalOpenTelemetry.getOrNoop().getTracer("dev.triptych");
  }

  /** Marks {@code span} as failed. */
  public static void fail(Span span, String type, String message) {
    span.setAttribute(ERROR_TYPE, type).setStatus(StatusCode.ERROR, message);
  }
}

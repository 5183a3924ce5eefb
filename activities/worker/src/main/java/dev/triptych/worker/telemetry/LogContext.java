package dev.triptych.worker.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Has what this thread logs say to what it belongs, until it is closed. */
public final class LogContext implements AutoCloseable {
  static final String RUN = "run";
  static final String CELL = "cell";
  static final String STAGE = "stage";
  // https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
  static final String TRACE = "trace_id";
  static final String SPAN = "span_id";

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  private LogContext() {}

  /** Of a run as a whole. */
  public static LogContext of(String run, SpanContext span) {
    return of(span).with(RUN, run);
  }

  static LogContext of(SpanContext span) {
    LogContext context = new LogContext();
    return span.isValid()
        ? context.with(TRACE, span.getTraceId()).with(SPAN, span.getSpanId())
        : context;
  }

  static LogContext of(Membership membership, String stage, SpanContext span) {
    return of(span).with(RUN, membership.run()).with(CELL, membership.cell()).with(STAGE, stage);
  }

  private LogContext with(String key, String value) {
    if (!value.isEmpty()) {
      before.put(key, MDC.get(key));
      MDC.put(key, value);
    }
    return this;
  }

  @Override
  public void close() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key);
          } else {
            MDC.put(key, value);
          }
        });
  }
}

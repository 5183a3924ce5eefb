package dev.triptych.worker.store.s3;

import dev.triptych.worker.telemetry.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.time.Instant;

/**
 * A request, which has a span of its own if it takes long or must be tried again: those of a bucket
 * that answers would bury the steps.
 */
final class SlowRequest implements AutoCloseable {
  private static final Duration QUICK = Duration.ofMillis(250);
  private static final AttributeKey<String> OBJECT = AttributeKey.stringKey("triptych.object");
  // https://opentelemetry.io/docs/specs/semconv/http/http-spans/
  private static final AttributeKey<Long> AGAIN = AttributeKey.longKey("http.request.resend_count");

  private final String where;
  private final long start = System.nanoTime();
  private long again;

  /**
   * @param where the object, for people
   */
  SlowRequest(String where) {
    this.where = where;
  }

  /** It is tried once more. */
  void again() {
    again++;
  }

  @Override
  public void close() {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (Span.current().getSpanContext().isValid() && (again > 0 || took.compareTo(QUICK) > 0)) {
      Spans.tracer()
          .spanBuilder("triptych.store")
          .setStartTimestamp(Instant.now().minus(took))
          .setAttribute(OBJECT, where)
          .setAttribute(AGAIN, again)
          .startSpan()
          .end();
    }
  }
}

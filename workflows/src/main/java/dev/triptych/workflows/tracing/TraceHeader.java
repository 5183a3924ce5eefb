package dev.triptych.workflows.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The span that a workflow or a step belongs to, in Temporal's headers: as Temporal's own
 * interceptors write it, a JSON object of W3C's {@code traceparent} and {@code tracestate}.
 */
public final class TraceHeader {
  private static final String NAME = "_tracer-data";
  private static final DataConverter JSON = DefaultDataConverter.STANDARD_INSTANCE;
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Map<?, ?>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<?, ?> fields) {
          return fields.keySet().stream().map(String::valueOf).toList();
        }

        @Override
        public @Nullable String get(@Nullable Map<?, ?> fields, String key) {
          return fields != null && fields.get(key) instanceof String value ? value : null;
        }
      };

  private TraceHeader() {}

  /** The span that {@code header} names; an invalid one if there is none, or none to be read. */
  public static SpanContext read(Header header) {
    Payload payload = header.getValues().get(NAME);
    if (payload == null) {
      return SpanContext.getInvalid();
    }
    try {
      return of(JSON.fromPayload(payload, Map.class, Map.class));
    } catch (DataConverterException e) {
      return SpanContext.getInvalid(); // somebody else's; no reason to fail a run
    }
  }

  /** Has {@code header} name {@code span}; leaves it as it is if that is invalid. */
  public static void write(SpanContext span, Header header) {
    Map<String, String> fields = fields(span);
    if (!fields.isEmpty()) {
      Optional<Payload> payload = JSON.toPayload(fields);
      payload.ifPresent(value -> header.getValues().put(NAME, value));
    }
  }

  /** The span that W3C's fields name; an invalid one if they name none. */
  public static SpanContext of(Map<?, ?> fields) {
    return Span.fromContext(W3C.extract(Context.root(), fields, GETTER)).getSpanContext();
  }

  /** W3C's fields for {@code span}; none if that is invalid. */
  public static Map<String, String> fields(SpanContext span) {
    Map<String, String> fields = new HashMap<>();
    W3C.inject(
        Context.root().with(Span.wrap(span)), fields, (to, key, value) -> fields.put(key, value));
    return fields;
  }
}

package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the first launch of a run that was traced, {@code runs/<run>/trace.json}: later
 * launches have traces of their own, which refer to it.
 */
public final class FirstTrace {
  private final DocumentStore store;
  private final String name;

  public FirstTrace(DocumentStore store, String run) {
    this.store = store;
    this.name = RunLayout.of(run).document(RunDocument.TRACE);
  }

  /** As in https://www.w3.org/TR/trace-context/. */
  private record Document(
      String traceparent, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tracestate) {
    Document {
      Objects.requireNonNull(traceparent, "traceparent is null");
    }
  }

  /**
   * Keeps a launch's trace if it is the first.
   *
   * @param fields W3C's, of the launch's span
   * @return those of the first launch if this is a later one
   */
  public Optional<Map<String, String>> keep(Map<String, String> fields) {
    Document own =
        new Document(
            Objects.requireNonNull(fields.get("traceparent"), "no traceparent"),
            fields.get("tracestate"));
    return store.create(name, Json.bytes(own)) ? Optional.empty() : first();
  }

  private Optional<Map<String, String>> first() {
    try {
      return store.read(name).map(json -> fields(Json.parse(json, Document.class)));
    } catch (UncheckedIOException e) {
      return Optional.empty(); // damaged: no reason to stop a run
    }
  }

  private static Map<String, String> fields(Document document) {
    Map<String, String> fields = new HashMap<>(Map.of("traceparent", document.traceparent()));
    if (document.tracestate() != null) {
      fields.put("tracestate", document.tracestate());
    }
    return fields;
  }
}

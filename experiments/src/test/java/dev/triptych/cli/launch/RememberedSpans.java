package dev.triptych.cli.launch;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code OTEL_TRACES_EXPORTER=remembered}: spans stay in this process, also once it is closed. */
public final class RememberedSpans implements ConfigurableSpanExporterProvider {
  private static final List<SpanData> SPANS = new ArrayList<>();

  /** All spans since the last call. */
  static List<SpanData> take() {
    synchronized (SPANS) {
      List<SpanData> taken = List.copyOf(SPANS);
      SPANS.clear();
      return taken;
    }
  }

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        synchronized (SPANS) {
          SPANS.addAll(spans);
        }
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }

  @Override
  public String getName() {
    return "remembered";
  }
}

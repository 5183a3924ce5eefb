package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchSteps;
import dev.triptych.worker.telemetry.Spans;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launch's trace, from the command to its steps. */
class TraceTest {
  private static final String SPEC = "name: one\npriors: mini\nstyles: [%s]\nviews: {grid: 1}\n";

  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
    RememberedSpans.take();
  }

  private Shell shell(Map<String, String> telemetry) throws IOException {
    Path data = folder.resolve("data");
    Map<String, String> environment = new HashMap<>(telemetry);
    environment.put("TRIPTYCH_DATA", data.toString());
    return new Shell(
            data,
            environment,
            (store, places) -> new SketchEngine(store, new SketchSteps(store), places.size()))
        .withPriors("mini");
  }

  /** Types a launch and returns its spans. */
  private List<SpanData> launch(String verb, String argument) throws IOException {
    GlobalOpenTelemetry.resetForTest(); // each command is a process of its own
    shell(Map.of("OTEL_TRACES_EXPORTER", "remembered")).type(verb, argument);
    return RememberedSpans.take();
  }

  private String spec(String style) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), SPEC.formatted(style)).toString();
  }

  private static SpanData only(List<SpanData> spans, String name) {
    List<SpanData> named = spans.stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.get(0);
  }

  private static List<SpanData> stages(List<SpanData> spans) {
    return spans.stream().filter(span -> span.getAttributes().get(Spans.STAGE) != null).toList();
  }

  @Test
  void isOneTreeFromTheCommandToTheReport() throws IOException {
    List<SpanData> spans = launch("run", spec("an elf"));

    SpanData command = only(spans, "triptych.run");
    assertThat(command.getParentSpanContext().isValid()).isFalse();
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(command.getTraceId());
    assertThat(spans).extracting(SpanData::getSpanId).doesNotHaveDuplicates();
    SpanData launch = only(spans, "triptych.launch");
    SpanData cell = only(spans, "triptych.cell");
    SpanData dataset = only(spans, "triptych.dataset");
    SpanData training = only(spans, "triptych.stage fine-tune");
    assertThat(launch.getParentSpanId()).isEqualTo(command.getSpanId());
    assertThat(cell.getParentSpanId()).isEqualTo(launch.getSpanId());
    assertThat(dataset.getParentSpanId()).isEqualTo(launch.getSpanId());
    assertThat(training.getParentSpanId()).isEqualTo(cell.getSpanId());
    assertThat(spans)
        .filteredOn(span -> span.getName().equals("triptych.stage edit-view"))
        .isNotEmpty()
        .allMatch(edit -> edit.getParentSpanId().equals(dataset.getSpanId()));
    assertThat(only(spans, "triptych.task FinishRun").getParentSpanId())
        .isEqualTo(launch.getSpanId());
    assertThat(command.getStartEpochNanos()).isLessThanOrEqualTo(training.getStartEpochNanos());
    assertThat(command.getEndEpochNanos()).isGreaterThanOrEqualTo(training.getEndEpochNanos());
    assertThat(command.getAttributes().get(Spans.RUN)).startsWith("one-");
    assertThat(training.getAttributes().get(Spans.RUN))
        .isEqualTo(command.getAttributes().get(Spans.RUN));
    assertThat(training.getAttributes().get(Spans.CELL)).isEqualTo("an-elf-ours-s0");
    assertThat(training.getAttributes().get(Spans.KEY)).matches("[0-9a-f]{64}");
    assertThat(training.getAttributes().get(Spans.CACHED)).isFalse();
    assertThat(training.getAttributes().get(Spans.DEVICE)).isEqualTo("cpu");
    assertThat(training.getAttributes().get(Spans.ATTEMPT)).isEqualTo(1);
  }

  @Test
  void ofALaterLaunchRefersToTheFirstAndSaysWhatWasKept() throws IOException {
    SpanData first = only(launch("run", spec("an elf")), "triptych.run");

    List<SpanData> spans = launch("resume", "one");

    SpanData resumed = only(spans, "triptych.resume");
    assertThat(resumed.getTraceId()).isNotEqualTo(first.getTraceId());
    assertThat(resumed.getLinks())
        .extracting(LinkData::getSpanContext)
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getTraceId()).isEqualTo(first.getTraceId());
              assertThat(link.getSpanId()).isEqualTo(first.getSpanId());
            });
    assertThat(stages(spans))
        .isNotEmpty()
        .allMatch(stage -> stage.getAttributes().get(Spans.CACHED).equals(true));
  }

  @Test
  void saysWhereAStepFailed() throws IOException {
    List<SpanData> spans = launch("run", spec("an elf that fails"));

    assertThat(spans)
        .filteredOn(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
        .extracting(SpanData::getName)
        .contains("triptych.run", "triptych.dataset", "triptych.stage edit-view");
  }

  @Test
  void isNotMadeUnlessTheEnvironmentAsksForIt() throws IOException {
    Shell.Answer untraced = shell(Map.of()).type("run", spec("an elf"));

    assertThat(untraced.exitCode()).isZero();
    assertThat(untraced.err()).doesNotContain("Trace:");
    assertThat(RememberedSpans.take()).isEmpty();
    assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    try (var files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.endsWith("trace.json"));
    }
  }

  @Test
  void aSettingThatCannotBeUnderstoodStopsTheCommandAtOnce() throws IOException {
    Shell.Answer refused =
        shell(Map.of("OTEL_TRACES_EXPORTER", "carrier-pigeon")).type("run", spec("an elf"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("carrier-pigeon", "OTEL_");
  }
}

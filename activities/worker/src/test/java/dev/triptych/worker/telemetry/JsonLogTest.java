package dev.triptych.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class JsonLogTest {
  private static final SpanContext SPAN =
      SpanContext.create(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getSampled(),
          TraceState.getDefault());

  private final Logger logger = (Logger) LoggerFactory.getLogger(JsonLogTest.class);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender =
      JsonLog.appender((LoggerContext) LoggerFactory.getILoggerFactory(), written);

  @BeforeEach
  void listen() {
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
  }

  private JsonNode line() throws IOException {
    List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    return new ObjectMapper().readTree(lines.get(0));
  }

  @Test
  void saysToWhatALineBelongs() throws IOException {
    try (LogContext context =
        LogContext.of(Membership.of("elves/an-elf-ours-s0"), "fine-tune", SPAN)) {
      logger.info("two\nlines of \"{}\"", "text");
    }

    JsonNode line = line();
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "time",
            "level",
            "logger",
            "thread",
            "message",
            "run",
            "cell",
            "stage",
            "trace_id",
            "span_id");
    assertThat(Instant.parse(line.path("time").asText())).isBefore(Instant.MAX);
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo(JsonLogTest.class.getName());
    assertThat(line.path("message").asText()).isEqualTo("two\nlines of \"text\"");
    assertThat(line.path("run").asText()).isEqualTo("elves");
    assertThat(line.path("cell").asText()).isEqualTo("an-elf-ours-s0");
    assertThat(line.path("stage").asText()).isEqualTo("fine-tune");
    assertThat(line.path("trace_id").asText()).isEqualTo(SPAN.getTraceId());
    assertThat(line.path("span_id").asText()).isEqualTo(SPAN.getSpanId());
  }

  @Test
  void holdsAnExceptionInTheSameLine() throws IOException {
    logger.warn("not written", new IllegalStateException("the disk is full"));

    assertThat(line().path("exception").asText())
        .startsWith("java.lang.IllegalStateException: the disk is full")
        .contains("JsonLogTest.java");
  }

  @Test
  void leavesOutWhatOthersSayOfAThread() throws IOException {
    try (MDC.MDCCloseable other = MDC.putCloseable("WorkflowId", "elves")) {
      logger.info("a word");
    }

    assertThat(line().has("WorkflowId")).isFalse();
  }

  @Test
  void aStepsContextEndsWithIt() {
    try (LogContext run = LogContext.of("elves", SpanContext.getInvalid())) {
      try (LogContext step = LogContext.of(Membership.of("other/cell"), "edit-view", SPAN)) {
        assertThat(MDC.get("run")).isEqualTo("other");
      }
      assertThat(MDC.getCopyOfContextMap()).containsOnly(java.util.Map.entry("run", "elves"));
    }
    assertThat(MDC.get("run")).isNull();
  }
}

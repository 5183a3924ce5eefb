package dev.triptych.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogFormatTest {
  private static final String VARIABLE = "TRIPTYCH_LOG_FORMAT";

  @Test
  void isTextUnlessTheCommandLineOrTheEnvironmentAsksForJson() {
    assertThat(LogFormat.asked(List.of("run", "a.yaml"), Map.of())).isEqualTo(LogFormat.TEXT);
    assertThat(LogFormat.asked(List.of("run"), Map.of(VARIABLE, "json"))).isEqualTo(LogFormat.JSON);
    assertThat(LogFormat.asked(List.of("run", "--log-format", "JSON"), Map.of()))
        .isEqualTo(LogFormat.JSON);
    assertThat(LogFormat.asked(List.of("run", "--log-format=json"), Map.of()))
        .isEqualTo(LogFormat.JSON);
    assertThat(LogFormat.asked(List.of("run", "--log-format=text"), Map.of(VARIABLE, "json")))
        .isEqualTo(LogFormat.TEXT);
  }

  @Test
  void aWrongVariableIsNamed() {
    assertThat(LogFormat.problem(Map.of(VARIABLE, "xml")).orElseThrow())
        .contains(VARIABLE, "text or json", "xml");
    assertThat(LogFormat.problem(Map.of(VARIABLE, "json"))).isEmpty();
    assertThat(LogFormat.problem(Map.of())).isEmpty();
  }

  @Test
  void whatIsToldToPeopleBecomesLinesOfTheLog() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.triptych.cli");
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    logger.addAppender(heard);
    logger.setAdditive(false);
    try (PrintWriter err = new PrintWriter(new LoggedLines(), true, StandardCharsets.UTF_8)) {
      err.println("Run one: 1 portrait {}");
      err.println("Warning: an odd style – élan");
      err.println("triptych: There is no such run");
      err.println();
      err.print("no end yet");
    } finally {
      logger.detachAppender(heard);
      logger.setAdditive(true);
    }

    assertThat(heard.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Run one: 1 portrait {}",
            "Warning: an odd style – élan",
            "triptych: There is no such run",
            "no end yet");
    assertThat(heard.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.INFO, Level.WARN, Level.ERROR, Level.INFO);
  }
}

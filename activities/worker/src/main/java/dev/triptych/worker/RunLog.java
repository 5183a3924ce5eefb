package dev.triptych.worker;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Copies everything that is logged into a file; the terminal sees warnings only. */
public final class RunLog implements AutoCloseable {
  // Temporal's own words go to the file alone: failures reach the user through their run.
  private static final String[] LOGGERS = {Logger.ROOT_LOGGER_NAME, "io.temporal"};

  // Cell, stage and trace where there are some; see telemetry.LogContext.
  private static final String PATTERN =
      "%d{ISO8601} %-5level [%thread]%replace( %X{cell} %X{stage} %X{trace_id}){' +(?= |$)', ''}"
          + " %logger{20}: %msg%n";

  private final LoggerContext context;
  private final FileAppender<ILoggingEvent> appender;

  private RunLog(LoggerContext context, FileAppender<ILoggingEvent> appender) {
    this.context = context;
    this.appender = appender;
  }

  /** Begins to write at the end of {@code file}, whose folder is made if need be. */
  public static RunLog open(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName("run:" + file);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    for (String name : LOGGERS) {
      context.getLogger(name).addAppender(appender);
    }
    return new RunLog(context, appender);
  }

  @Override
  public void close() {
    for (String name : LOGGERS) {
      context.getLogger(name).detachAppender(appender);
    }
    appender.stop();
  }
}

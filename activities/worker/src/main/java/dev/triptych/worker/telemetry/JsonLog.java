package dev.triptych.worker.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log as one JSON object a line, for machines, in place of what a terminal shows. */
public final class JsonLog {
  private static final List<String> BELONGING =
      List.of(LogContext.RUN, LogContext.CELL, LogContext.STAGE, LogContext.TRACE, LogContext.SPAN);

  private JsonLog() {}

  /**
   * Writes information and worse to {@code stream} from now on, and nothing to the terminal by
   * itself. A file that {@link dev.triptych.worker.RunLog} keeps stays text.
   */
  public static void begin(OutputStream stream) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender("terminal");
    root.addAppender(appender(context, stream));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install(); // libraries that use Java's own logging
  }

  static OutputStreamAppender<ILoggingEvent> appender(LoggerContext context, OutputStream stream) {
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel(Level.INFO.levelStr);
    filter.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setName("json");
    appender.addFilter(filter);
    appender.setEncoder(encoder(context));
    appender.setOutputStream(stream);
    appender.start();
    return appender;
  }

  private static LogstashEncoder encoder(LoggerContext context) {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("time");
    names.setLogger("logger");
    names.setThread("thread");
    names.setStackTrace("exception");
    names.setVersion(null);
    names.setLevelValue(null);
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.setFieldNames(names);
    encoder.setTimeZone("UTC");
    encoder.setIncludeMdcKeyNames(BELONGING);
    encoder.start();
    return encoder;
  }
}

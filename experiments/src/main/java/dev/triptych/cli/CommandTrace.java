package dev.triptych.cli;

import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.errors.Explanation;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.telemetry.Spans;
import dev.triptych.worker.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import picocli.CommandLine.ParseResult;

/**
 * The trace of one command that launches something, with the command as its root; other commands
 * have none. Sends the process's traces, also a worker's, until the command has ended.
 */
final class CommandTrace {
  private static final Set<String> LAUNCHING = Set.of("run", "resume", "mix", "verify", "train");
  private static final String WORKER = "worker";
  private static final AttributeKey<Long> EXIT = AttributeKey.longKey("process.exit.code");
  private static final long GOODBYE_SECONDS = 2;

  private final Telemetry telemetry;
  private final Map<String, String> environment;

  CommandTrace(Telemetry telemetry, Map<String, String> environment) {
    this.telemetry = telemetry;
    this.environment = environment;
  }

  /**
   * Runs what was parsed.
   *
   * @return its exit code
   */
  int around(ParseResult parsed, IntSupplier command) {
    String verb = verb(parsed);
    if (!Telemetry.wanted(environment) || !(LAUNCHING.contains(verb) || verb.equals(WORKER))) {
      return command.getAsInt();
    }
    start(verb.equals(WORKER) ? "triptych-worker" : "triptych");
    try (telemetry) {
      return verb.equals(WORKER) ? command.getAsInt() : traced(verb, command);
    }
  }

  private void start(String service) {
    try {
      telemetry.start(environment, service);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(
          "Traces cannot be sent as the environment says: "
              + e.getMessage()
              + ". Correct the variables that begin with OTEL_, or unset them.");
    }
  }

  private int traced(String verb, IntSupplier command) {
    Span span = Spans.tracer().spanBuilder("triptych." + verb).startSpan();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupted(span, ended), "triptych-trace");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Scope scope = span.makeCurrent()) {
      int exitCode = command.getAsInt();
      span.setAttribute(EXIT, (long) exitCode);
      if (exitCode != ExitCode.OK && exitCode != ExitCode.INTERRUPTED) {
        Spans.fail(span, String.valueOf(exitCode), "");
      }
      return exitCode;
    } catch (RuntimeException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      String type =
          Failures.explain(thrown).map(Explanation::type).orElse(thrown.getClass().getName());
      Spans.fail(span, type, String.valueOf(thrown.getMessage()));
      throw e;
    } finally {
      span.end();
      ended.countDown();
      unhook(hook);
    }
  }

  /** Whoever only followed a run stops at once, and would leave the trace without its root. */
  private void interrupted(Span span, CountDownLatch ended) {
    try {
      if (!ended.await(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        span.addEvent("interrupted");
        span.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    telemetry.flush();
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is going down and runs it
    }
  }

  private static String verb(ParseResult parsed) {
    ParseResult verb = parsed;
    while (verb.hasSubcommand()) {
      verb = verb.subcommand();
    }
    return verb.commandSpec().name();
  }
}

package dev.triptych.cli;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.spec.SpecException;
import dev.triptych.cli.spec.SpecProblem;
import dev.triptych.worker.errors.Explanation;
import dev.triptych.worker.errors.Failures;
import dev.triptych.workflows.stage.FailureTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong: what, where and the way out; stack traces only on demand. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;

  ErrorReporter(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    int exitCode = refuse(String.valueOf(e.getMessage()), arguments);
    if (!json(arguments) && !UnmatchedArgumentException.printSuggestions(e, console.err())) {
      String name = e.getCommandLine().getCommandSpec().qualifiedName();
      console.err().println("See: " + name + " --help");
    }
    return exitCode;
  }

  /** Of a command line that cannot be understood; returns the exit code. */
  int refuse(String message, String... arguments) {
    tell(ExitCode.USAGE, message, List.of(), json(arguments));
    return ExitCode.USAGE;
  }

  private static boolean json(String... arguments) {
    return List.of(arguments).contains("--json");
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    ParseResult verb = parsed;
    while (verb.hasSubcommand()) {
      verb = verb.subcommand();
    }
    boolean json = verb.hasMatchedOption("--json");
    Throwable thrown = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    int exitCode = report(thrown, json);
    if (verb.hasMatchedOption("--verbose")) {
      thrown.printStackTrace(console.err());
    } else if (exitCode == ExitCode.INTERNAL && !json) {
      console.err().println("This is a fault of Triptych. --verbose shows where it happened.");
    }
    console.err().flush();
    return exitCode;
  }

  private int report(Throwable e, boolean json) {
    if (e instanceof SpecException spec) {
      tell(ExitCode.USAGE, String.valueOf(spec.getMessage()), flat(spec), json);
      return ExitCode.USAGE;
    }
    if (e instanceof UserError error) {
      tell(error.exitCode(), String.valueOf(error.getMessage()), error.problems(), json);
      return error.exitCode();
    }
    Optional<Explanation> explained = Failures.explain(e);
    if (explained.isPresent()) {
      int exitCode = exitCode(explained.get().type());
      tell(exitCode, explained.get().toString(), List.of(), json);
      return exitCode;
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    tell(ExitCode.INTERNAL, message, List.of(), json);
    return ExitCode.INTERNAL;
  }

  private static int exitCode(String mendable) {
    if (Failures.ofSurroundings(mendable)) {
      return ExitCode.SURROUNDINGS;
    }
    return mendable.equals(FailureTypes.INVALID_SPEC) ? ExitCode.USAGE : ExitCode.RUN_FAILED;
  }

  private void tell(int exitCode, String message, List<?> problems, boolean json) {
    if (json) {
      json(exitCode, message, problems);
    } else {
      console.err().println("triptych: " + message);
    }
  }

  private void json(int exitCode, String message, List<?> problems) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("exit", exitCode);
    error.put("message", message);
    error.put("problems", problems);
    console.json(Map.of("error", error));
  }

  private static List<?> flat(SpecException e) {
    return e.problems().stream().map(ErrorReporter::flat).toList();
  }

  private static Map<String, Object> flat(SpecProblem problem) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("file", problem.mark().source());
    flat.put("line", problem.mark().line());
    flat.put("column", problem.mark().column());
    flat.put("path", problem.path());
    flat.put("message", problem.message());
    return flat;
  }
}

package dev.triptych.cli;

import dev.triptych.cli.compare.CompareCommand;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.LogFormat;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.datasets.DatasetExportCommand;
import dev.triptych.cli.doctor.DoctorCommand;
import dev.triptych.cli.explain.ExplainCommand;
import dev.triptych.cli.export.ExportCommand;
import dev.triptych.cli.launch.CancelCommand;
import dev.triptych.cli.launch.MixCommand;
import dev.triptych.cli.launch.PriorsTrainCommand;
import dev.triptych.cli.launch.ResumeCommand;
import dev.triptych.cli.launch.RunCommand;
import dev.triptych.cli.launch.VerifyCommand;
import dev.triptych.cli.launch.WorkerCommand;
import dev.triptych.cli.priors.PriorsCheckCommand;
import dev.triptych.cli.priors.PriorsImportCommand;
import dev.triptych.cli.priors.PriorsListCommand;
import dev.triptych.cli.priors.PriorsRemoveCommand;
import dev.triptych.cli.priors.PriorsShowCommand;
import dev.triptych.cli.priors.PriorsStandInCommand;
import dev.triptych.cli.report.ReportCommand;
import dev.triptych.cli.runs.DeleteCommand;
import dev.triptych.cli.runs.GcCommand;
import dev.triptych.cli.runs.ListCommand;
import dev.triptych.cli.runs.RunRefresher;
import dev.triptych.cli.runs.StatusCommand;
import dev.triptych.cli.runs.SyncCommand;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.ServiceRunRefresher;
import dev.triptych.cli.view.ViewCommand;
import dev.triptych.worker.telemetry.Telemetry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The {@code triptych} command: all its verbs, and how they fail. */
public final class Triptych {
  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  /**
   * @param engines where launches run
   */
  public Triptych(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  /** Runs one command line and returns its exit code, one of {@link ExitCode}. */
  public int execute(String... arguments) {
    Telemetry telemetry = new Telemetry();
    CommandTrace trace = new CommandTrace(telemetry, console.environment());
    RunRefresher refresher = new ServiceRunRefresher(console, engines, clock);
    CommandLine priors =
        new CommandLine(new PriorsGroup())
            .addSubcommand(new PriorsListCommand(console))
            .addSubcommand(new PriorsShowCommand(console))
            .addSubcommand(new PriorsImportCommand(console))
            .addSubcommand(new PriorsStandInCommand(console))
            .addSubcommand(new PriorsRemoveCommand(console))
            .addSubcommand(new PriorsCheckCommand(console))
            .addSubcommand(new PriorsTrainCommand(console, engines, clock));
    CommandLine dataset =
        new CommandLine(new DatasetGroup()).addSubcommand(new DatasetExportCommand(console));
    CommandLine triptych =
        new CommandLine(new Root())
            .addSubcommand(new DoctorCommand(console))
            .addSubcommand(new RunCommand(console, engines, clock))
            .addSubcommand(new ResumeCommand(console, engines, clock))
            .addSubcommand(new CancelCommand(console, engines))
            .addSubcommand(new StatusCommand(console, refresher, clock))
            .addSubcommand(new ListCommand(console, refresher, clock))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new VerifyCommand(console, engines, clock))
            .addSubcommand(new ReportCommand(console, clock))
            .addSubcommand(new ViewCommand(console))
            .addSubcommand(new CompareCommand(console))
            .addSubcommand(new MixCommand(console, engines, clock))
            .addSubcommand(new ExportCommand(console, clock))
            .addSubcommand("dataset", dataset)
            .addSubcommand(new SyncCommand(console))
            .addSubcommand(new DeleteCommand(console, refresher, clock))
            .addSubcommand(new GcCommand(console, refresher, clock))
            .addSubcommand("priors", priors)
            .addSubcommand(new WorkerCommand(console, clock, telemetry::flush))
            .addSubcommand(new GenerateCompletion())
            .addSubcommand(new HelpCommand());
    ErrorReporter errors = new ErrorReporter(console);
    Optional<String> unreadable =
        InputEncoding.problem(
                List.of(arguments), console.environment(), System.getProperty("user.dir"))
            .or(() -> LogFormat.problem(console.environment()));
    if (unreadable.isPresent()) {
      return errors.refuse(unreadable.get(), arguments);
    }
    int exitCode =
        triptych
            .setExpandAtFiles(false) // an argument is what it says
            .setOut(console.out())
            .setErr(console.err())
            .setUsageHelpWidth(console.width())
            .setColorScheme(
                Help.defaultColorScheme(console.terminal() ? Help.Ansi.AUTO : Help.Ansi.OFF))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(parsed -> run(parsed, trace))
            .setParameterExceptionHandler(errors)
            .setExecutionExceptionHandler(errors)
            .execute(arguments);
    console.out().flush();
    console.err().flush();
    return exitCode;
  }

  /**
   * The library hands on what a verb throws, but no {@link Error}: a complaint is due for it too.
   */
  private static int run(ParseResult parsed, CommandTrace trace) {
    try {
      return trace.around(parsed, () -> new RunLast().execute(parsed));
    } catch (UserError | Error e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
    }
  }
}

package dev.triptych.cli;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.LogFormat;
import dev.triptych.cli.console.StandardOutput;
import dev.triptych.cli.launch.EmbeddedEngine;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.ServiceEngine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Where the program starts, and where it ends whatever happens: some threads would hold it. */
public final class Main {
  private static final String HOME = "user.home";

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = ExitCode.INTERNAL;
    try {
      exitCode = run(arguments);
    } catch (Throwable e) { // not even the complaint could be made
      System.err.println("triptych: " + e);
    } finally {
      System.exit(exitCode);
    }
  }

  private static int run(String[] arguments) {
    Clock clock = Clock.systemUTC();
    StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    Console console =
        LogFormat.asked(List.of(arguments), System.getenv())
            .of(Console.system(out), new FileOutputStream(FileDescriptor.err));
    settleHome(console);
    if (TrustedAuthorities.wanted(console.environment(), List.of(arguments))) {
      TrustedAuthorities.trust(console.environment()).ifPresent(console.err()::println);
    }
    Engine.Starter engines =
        ServiceEngine.configuredOr(
            EmbeddedEngine.starter(console.environment(), clock), console.environment());
    int exitCode = new Triptych(console, engines, clock).execute(arguments);
    return out.settle(exitCode, console.err());
  }

  private static void settleHome(Console console) {
    String named = System.getProperty(HOME, "");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String home = HomeFolder.find(named, console.environment(), temporary).toString();
    System.setProperty(HOME, home);
    if (!home.equals(named) && !home.equals(console.environment().get("HOME"))) {
      console
          .err()
          .println(
              "This user has no home folder that can be written; libraries are unpacked below "
                  + home
                  + ". Set HOME or DJL_CACHE_DIR to keep them elsewhere.");
    }
  }
}

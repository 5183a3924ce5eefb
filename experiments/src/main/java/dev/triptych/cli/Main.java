package dev.triptych.cli;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.launch.EmbeddedEngine;
import dev.triptych.cli.launch.Engine;
import dev.triptych.cli.launch.ServiceEngine;
import java.time.Clock;

/** Where the program starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Clock clock = Clock.systemUTC();
    Console console = Console.system();
    Engine.Starter engines =
        ServiceEngine.configuredOr(
            (store, slots) -> EmbeddedEngine.start(store, slots, console.environment(), clock),
            console.environment());
    System.exit(new Triptych(console, engines, clock).execute(arguments));
  }
}

package dev.triptych.cli;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.launch.EmbeddedEngine;
import java.time.Clock;

/** Where the program starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Clock clock = Clock.systemUTC();
    Triptych triptych =
        new Triptych(
            Console.system(),
            (store, slots) -> EmbeddedEngine.start(store, slots, clock),
            clock);
    System.exit(triptych.execute(arguments));
  }
}

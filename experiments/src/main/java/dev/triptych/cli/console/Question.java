package dev.triptych.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Asks before something is done that cannot be undone. */
public final class Question {
  private Question() {}

  /**
   * Whether a person at the terminal says yes; false if there is none.
   *
   * @param question without its mark
   */
  public static boolean agreed(Console console, boolean json, String question) {
    if (json || !console.terminal()) {
      return false;
    }
    console.err().print(question + "? [y/N] ");
    console.err().flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return answer != null && (answer.strip().equals("y") || answer.strip().equals("yes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

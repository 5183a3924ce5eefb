package dev.triptych.models.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Computes when asked to, and answers with the thread's seconds and a number to compare. */
final class Turns {
  private final BufferedReader questions;
  private final PrintStream answers;
  private String line = "";
  private long start = -1;

  Turns(BufferedReader questions, PrintStream answers) {
    this.questions = questions;
    this.answers = answers;
  }

  /**
   * Ends a turn, if one was under way, and waits for the next; false if something else is asked.
   */
  boolean next(double value) {
    if (start >= 0) {
      answers.printf(Locale.ROOT, "%.6f %.9e%n", (threadTime() - start) / 1e9, value);
    }
    line = read();
    start = line.equals("run") ? threadTime() : -1;
    return start >= 0;
  }

  /** What is asked instead of a turn: {@code case NAME}, or nothing at the end. */
  String question() {
    return line;
  }

  void ready() {
    answers.println("ready");
  }

  private String read() {
    try {
      String read = questions.readLine();
      return read == null ? "" : read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long threadTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}

package dev.triptych.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has taken so far, as Linux counts it; the last known when it is gone. */
final class ProcessCost {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
  private static final double TICKS = 100; // a second, on all common architectures
  private static final int USER = 11; // fields after the name in parentheses, see proc(5)
  private static final int SYSTEM = 12;
  private static final long KIB = 1024;

  private final Path folder;
  private double seconds;
  private long peakMib;

  ProcessCost(long process) {
    folder = Path.of("/proc", Long.toString(process));
  }

  /** Looks again; what a process does after the last look is not counted. */
  ProcessCost look() {
    try {
      String status = Files.readString(folder.resolve("status"));
      Matcher peak = PEAK.matcher(status);
      if (peak.find()) { // not of one that is just ending
        peakMib = Long.parseLong(peak.group(1)) / KIB;
      }
      String stat = Files.readString(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      seconds = (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS;
    } catch (IOException e) {
      return this; // it has ended
    }
    return this;
  }

  /** Of all its threads, in its own code and in the kernel. */
  double cpuSeconds() {
    return seconds;
  }

  /** The most memory that was in RAM at once. */
  long peakMib() {
    return peakMib;
  }
}

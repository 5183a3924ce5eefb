package dev.triptych.worker.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, as Linux knows it; NaN on other systems. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double KIB = 1024;

  private ProcessMemory() {}

  /** In bytes. */
  static double resident() {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToDouble(kib -> Double.parseDouble(kib) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN; // a gauge has nobody to complain to
    }
  }

  /** In bytes, without Java's heap and its classes and code. */
  static double outsideJava() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long java = memory.getHeapMemoryUsage().getUsed() + memory.getNonHeapMemoryUsage().getUsed();
    double resident = resident();
    return Double.isNaN(resident) ? resident : Math.max(0, resident - java);
  }
}

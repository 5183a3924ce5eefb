package dev.triptych.worker.metrics;

import dev.triptych.worker.host.Proc;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Memory of this process, as Linux knows it; NaN on other systems. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** In bytes. */
  static double resident() {
    return Proc.bytes("self/status", "VmRSS").orElse(Double.NaN);
  }

  /** In bytes, without Java's heap and its classes and code. */
  static double outsideJava() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long java = memory.getHeapMemoryUsage().getUsed() + memory.getNonHeapMemoryUsage().getUsed();
    double resident = resident();
    return Double.isNaN(resident) ? resident : Math.max(0, resident - java);
  }
}

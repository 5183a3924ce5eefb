package dev.triptych.worker.tracking;

import com.sun.management.OperatingSystemMXBean;
import dev.triptych.worker.host.Proc;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * How busy the machine and this process are, under the names that MLflow shows as system metrics.
 * Loads are means since the question before.
 */
public final class SystemUsage {
  private static final double MEGABYTE = 1e6;
  private static final double PERCENT = 100;

  private SystemUsage() {}

  /** What is known on this system by now, by the metrics' names. */
  public static Map<String, Double> sample() {
    Map<String, Double> usage = new TreeMap<>();
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      put(usage, "system/cpu_utilization_percentage", PERCENT * system.getCpuLoad());
      put(usage, "system/process_cpu_percentage", PERCENT * system.getProcessCpuLoad());
      double total = system.getTotalMemorySize();
      // Caches count as free, where the system says so.
      double free =
          Proc.bytes("meminfo", "MemAvailable").orElse((double) system.getFreeMemorySize());
      put(usage, "system/system_memory_usage_megabytes", (total - free) / MEGABYTE);
      put(usage, "system/system_memory_usage_percentage", PERCENT * (total - free) / total);
    }
    Proc.bytes("self/status", "VmRSS")
        .ifPresent(bytes -> put(usage, "system/process_memory_megabytes", bytes / MEGABYTE));
    return usage;
  }

  /** Loads are negative or no numbers while the JVM has not measured them. */
  private static void put(Map<String, Double> usage, String name, double value) {
    if (value >= 0) {
      usage.put(name, value);
    }
  }
}

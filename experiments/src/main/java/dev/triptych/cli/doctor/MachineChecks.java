package dev.triptych.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.triptych.models.images.Jpeg;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.host.Proc;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks of Java, processor and memory. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 17;
  private static final int NEWEST_JAVA = 25;
  private static final double GIB = 1 << 30;
  private static final double ENOUGH_MEMORY = 3.5; // of 4 GiB, the system keeps some

  private MachineChecks() {}

  static List<Finding> look() {
    List<Finding> findings = new ArrayList<>(List.of(java(Runtime.version().feature())));
    pictures(() -> Jpeg.encode(new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR)))
        .ifPresent(findings::add);
    findings.addAll(List.of(processor(), memory()));
    return List.copyOf(findings);
  }

  /**
   * What keeps Java from writing the report's pictures: small Javas come without the libraries that
   * this takes.
   */
  static Optional<Finding> pictures(Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (LinkageError e) {
      return Failures.explain(e).map(why -> Finding.fail("pictures", why));
    }
  }

  static Finding java(int feature) {
    String said = Runtime.version() + " in " + System.getProperty("java.home");
    if (feature < OLDEST_JAVA) {
      return Finding.fail("java", said, "Install JDK 17 or later and set JAVA_HOME.");
    }
    return feature <= NEWEST_JAVA
        ? Finding.ok("java", said)
        : Finding.warn("java", said, "Triptych is tested with Java 17 to 25.");
  }

  private static Finding processor() {
    int cores = Runtime.getRuntime().availableProcessors();
    List<String> said = new ArrayList<>(List.of(cores + (cores == 1 ? " core" : " cores")));
    said.add(System.getProperty("os.arch"));
    Proc.value("cpuinfo", "flags")
        .map(flags -> List.of(flags.split(" ")))
        .ifPresent(
            flags -> {
              for (String flag : List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16")) {
                if (flags.contains(flag)) {
                  said.add(flag);
                }
              }
              boolean bf16 = flags.stream().anyMatch(flag -> flag.endsWith("_bf16"));
              said.add(bf16 ? "bfloat16 in hardware" : "no bfloat16 in hardware");
            });
    String text = String.join(", ", said);
    return cores > 1
        ? Finding.ok("processor", text)
        : Finding.warn("processor", text, "Two cores halve the time of a run.");
  }

  private static Finding memory() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return Finding.ok("memory", "unknown");
    }
    double physical = system.getTotalMemorySize() / GIB;
    double heap = Runtime.getRuntime().maxMemory() / GIB;
    String said =
        String.format(Locale.ROOT, "%.1f GiB, %.1f GiB of it for Java objects", physical, heap);
    return physical >= ENOUGH_MEMORY
        ? Finding.ok("memory", said)
        : Finding.warn("memory", said, "Runs need 4 GiB; use --slots 1.");
  }
}

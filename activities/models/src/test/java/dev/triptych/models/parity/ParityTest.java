package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import dev.triptych.models.torch.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks our networks against the outputs of the public reference implementations. The fixtures
 * beside this test are read, or those of any folder given by {@code -Dtriptych.parity=FOLDER}; the
 * networks run on the processor, or on the device given by {@code -Dtriptych.parity.device=cuda:0}.
 */
class ParityTest {
  private static final List<ParityCheck> CHECKS =
      List.of(
          new Eg3dParity(),
          new UNetParity(),
          new AutoencoderParity(),
          new TextEncoderParity(),
          new ClipParity(),
          new LpipsParity(),
          new PickleParity(),
          new TokenizerParity(),
          new PreprocessParity(),
          new EditParity());

  private static final Set<String> COMPANIONS =
      CHECKS.stream()
          .flatMap(check -> check.companions().stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final Device DEVICE =
      Device.fromName(System.getProperty("triptych.parity.device", "cpu").replace("cuda:", "gpu"));

  private static final ParityTable TABLE = new ParityTable();

  @TestFactory
  Stream<DynamicTest> agreesWithTheReference() throws IOException, URISyntaxException {
    return fixtures().stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.toString(), () -> run(fixture)));
  }

  /** All fixtures of the folder. */
  static List<Fixture> fixtures() throws IOException, URISyntaxException {
    Path folder = folder();
    List<Fixture> fixtures;
    try (Stream<Path> files = Files.walk(folder)) {
      fixtures =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !COMPANIONS.contains(file.getFileName().toString()))
              .sorted()
              .map(Fixture::open)
              .toList();
    }
    assertThat(fixtures).as("fixtures below %s", folder).isNotEmpty();
    return fixtures;
  }

  @AfterAll
  static void showsTheTable() throws IOException {
    TABLE.print(System.out);
    String file = System.getProperty("triptych.parity.table", "");
    if (!file.isEmpty()) {
      TABLE.write(Path.of(file));
    }
  }

  private static void run(Fixture fixture) throws IOException {
    Optional<ParityCheck> check = checkFor(fixture);
    assertThat(check).as("the check that serves %s", fixture.file()).isPresent();
    long needed = check.get().bytesNeeded(fixture);
    long available = availableBytes();
    if (needed > available) {
      String reason =
          "it needs " + megabytes(needed) + ", but only " + megabytes(available) + " are free";
      TABLE.skipped(
          check.get().network(fixture),
          fixture,
          reason); // build tools show how many were skipped, but not why
      assumeTrue(false, reason);
    }
    long start = System.nanoTime();
    try (NDManager manager = Torch.newManager(DEVICE)) {
      check.get().check(fixture, manager);
    } finally {
      TABLE.compared(
          check.get().network(fixture), fixture, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static Optional<ParityCheck> checkFor(Fixture fixture) {
    return CHECKS.stream().filter(check -> check.serves(fixture)).findFirst();
  }

  /** A relative folder is sought from here upwards: the build runs a test in its module. */
  private static Path folder() throws URISyntaxException {
    String given = System.getProperty("triptych.parity", "");
    if (given.isEmpty()) {
      return Path.of(ParityTest.class.getResource("/parity").toURI());
    }
    for (Path base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      if (Files.isDirectory(base.resolve(given))) {
        return base.resolve(given);
      }
    }
    throw new IllegalArgumentException("triptych.parity names no folder: " + given);
  }

  private static long availableBytes() throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Path memory = Path.of("/proc/meminfo"); // also counts what the page cache can give back
    if (!Files.isReadable(memory)) {
      return system.getFreeMemorySize();
    }
    return Files.readAllLines(memory).stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .map(bytes -> Math.min(bytes, system.getTotalMemorySize()))
        .findFirst()
        .orElseGet(system::getFreeMemorySize);
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}

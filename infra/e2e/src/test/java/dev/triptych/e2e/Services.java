package dev.triptych.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Temporal, S3 and MLflow of the tests' own, on free ports of the loopback interface and with fresh
 * data, shared by all test classes. They are stopped at the end, also after Ctrl-C, which ends the
 * tests' other processes too.
 */
final class Services implements AutoCloseable {
  private static final Pattern EXPORT = Pattern.compile("export (\\w+)=(.*)");
  // Linux and others give outgoing connections ports above these. A service that is away could lose
  // a higher one to a client, even to the one that tries to reach it.
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  private static final List<String> PORTS =
      List.of("TEMPORAL", "TEMPORAL_UI", "S3", "S3_CONSOLE", "MLFLOW");
  private static final String S3_SERVER = System.getProperty("e2e.s3", "minio"); // or seaweedfs
  private static final int INNER = 32_010; // above FIRST_PORT to LAST_PORT; SeaweedFS takes six

  /** The services that can be stopped and started alone. */
  enum Service {
    TEMPORAL,
    S3,
    MLFLOW;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Path folder = Checkout.OUTPUT.resolve("services");
  private final Path log = Checkout.OUTPUT.resolve("services.log");
  private final Map<String, String> settings = new TreeMap<>();
  private final Thread hook = new Thread(this::endAll, "services-down");

  private Services() {
    settings.put("TRIPTYCH_SERVICES", folder.toString());
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < PORTS.size()) {
      ports.add(freePort());
    }
    Iterator<Integer> port = ports.iterator();
    PORTS.forEach(name -> settings.put("TRIPTYCH_" + name + "_PORT", port.next().toString()));
    settings.put("TRIPTYCH_S3_SERVER", S3_SERVER);
    settings.put("TRIPTYCH_S3_INNER_PORT", Integer.toString(INNER));
  }

  /**
   * Starts services of one's own.
   *
   * @param wanted those to start; none means all
   */
  static Services start(Service... wanted) {
    Services services = new Services();
    services.stop(); // what a killed test left
    remove(services.folder);
    Runtime.getRuntime().addShutdownHook(services.hook);
    services.call(
        Stream.concat(Stream.of("up"), Stream.of(wanted).map(Service::word))
            .toArray(String[]::new));
    return services;
  }

  /** A port on which nobody listens, and which no client will be given. */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        continue; // taken
      }
    }
  }

  /** Removes a folder with all that is in it, if it is there. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String call(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = Checkout.ROOT.resolve("infra/local/services").toString();
    System.arraycopy(words, 0, command, 1, words.length);
    return new Command(settings, log, command).run();
  }

  /** Addresses and credentials, as {@code .services/env} exports them. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(folder.resolve("env"))) {
        Matcher export = EXPORT.matcher(line);
        if (export.matches()) {
          environment.put(export.group(1), export.group(2));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return environment;
  }

  /** Whether S3 is MinIO, which gives credentials with few rights to whoever has more. */
  boolean onMinio() {
    return S3_SERVER.equals("minio");
  }

  /** The port at which a service is reached. */
  int port(Service service) {
    return Integer.parseInt(Objects.requireNonNull(settings.get("TRIPTYCH_" + service + "_PORT")));
  }

  /** Kills a service as {@code kill -9} does; its supervisor starts it again. */
  void kill(Service service) {
    signal("KILL", -process(service));
  }

  /** A service stands still for some time, and then goes on. */
  void stopFor(Service service, Duration time) {
    long process = process(service);
    signal("STOP", -process);
    Await.pause(time);
    signal("CONT", -process);
  }

  /** The process, and the process group, of a service that runs or is just being started again. */
  long process(Service service) {
    Path file = folder.resolve("run").resolve(service.word() + ".pid");
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to a process, or to the group whose number is negative; it may be gone. */
  static void signal(String name, long process) {
    succeeds("kill", "-" + name, "--", Long.toString(process));
  }

  /** Whether a short program of the system does what it is asked to. */
  static boolean succeeds(String... words) {
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is none
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void down(Service service) {
    call("down", service.word());
  }

  void up(Service service) {
    call("up", service.word());
  }

  private void endAll() {
    Command.killAll();
    stop();
  }

  private void stop() {
    if (Files.isDirectory(folder)) {
      call("down");
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** Gives tests the one set of services, and says where to look when one fails. */
  static final class Extension implements BeforeAllCallback, ParameterResolver, TestWatcher {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(Services.class);

    @Override
    public void beforeAll(ExtensionContext context) {
      services(context);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
      System.out.printf(
          "%s failed. Logs of workers, commands and services: %s%n",
          context.getDisplayName(), Checkout.OUTPUT);
    }

    private static Services services(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .getOrComputeIfAbsent(Services.class, type -> Services.start(), Services.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Services.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return services(context);
    }
  }
}

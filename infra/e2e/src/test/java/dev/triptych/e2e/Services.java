package dev.triptych.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Temporal, S3 and MLflow of the tests' own, on free ports of the loopback interface and with fresh
 * data, shared by all test classes. They are stopped at the end, also after Ctrl-C.
 */
final class Services implements AutoCloseable {
  private static final Pattern EXPORT = Pattern.compile("export (\\w+)=(.*)");

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
  private final Thread hook = new Thread(this::stop, "services-down");

  private Services() {
    settings.put("TRIPTYCH_SERVICES", folder.toString());
    for (String port : new String[] {"TEMPORAL", "TEMPORAL_UI", "S3", "S3_CONSOLE", "MLFLOW"}) {
      settings.put("TRIPTYCH_" + port + "_PORT", Integer.toString(freePort()));
    }
  }

  private static Services start() {
    Services services = new Services();
    services.stop(); // what a killed test left
    remove(services.folder);
    Runtime.getRuntime().addShutdownHook(services.hook);
    services.call("up");
    return services;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
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

  void down(Service service) {
    call("down", service.word());
  }

  void up(Service service) {
    call("up", service.word());
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

  /** Gives tests the one set of services. */
  static final class Extension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(Services.class);

    @Override
    public void beforeAll(ExtensionContext context) {
      services(context);
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

package dev.triptych.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One test's own part of the services, a prefix of the bucket, with its workers. Nothing is left
 * running when it is closed.
 */
final class Lab implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPECS = "infra/e2e/src/test/resources/";
  private static final String SMALL = "small.yaml";

  private final String name;
  private final Map<String, String> environment;
  private final List<Process> processes = new ArrayList<>();
  private List<String> program = List.of(Checkout.ROOT.resolve("triptych").toString());
  private String spec;
  private int caches;

  /** With the small spec, of a test that needs nothing but a folder: all happens in one process. */
  static Lab embedded(String name) {
    return embedded(name, SMALL);
  }

  /** As {@link #embedded(String)}, with another spec. */
  static Lab embedded(String name, String spec) {
    Lab lab = new Lab(name, spec, Map.of());
    lab.environment.put("TRIPTYCH_DATA", lab.folder().resolve("data").toString());
    return lab;
  }

  /** On the services, with the small spec. */
  static Lab on(Services services, String name) {
    return on(services, name, SMALL);
  }

  /** On the services. */
  static Lab on(Services services, String name, String spec) {
    Lab lab = new Lab(name, spec, services.environment());
    lab.environment.merge("TRIPTYCH_DATA", "/" + name, String::concat);
    return lab;
  }

  private Lab(String name, String spec, Map<String, String> environment) {
    this.name = name;
    this.spec = SPECS + spec;
    this.environment = new TreeMap<>(environment);
    this.environment.put("TRIPTYCH_BUILD", "never");
    coldCache();
  }

  /** From now on the program is the image's, on the same services or with the same folder. */
  Lab in(Image image) {
    program = image.program(environment);
    spec = image.path(spec);
    return this;
  }

  /** What it leaves beside the services: logs and caches. */
  Path folder() {
    return Checkout.OUTPUT.resolve(name);
  }

  /** The variables of all that is started from now on. */
  Map<String, String> environment() {
    return environment;
  }

  /** Programs that are started from now on have read nothing of the bucket yet. */
  void coldCache() {
    environment.put("TRIPTYCH_CACHE", folder().resolve("cache-" + ++caches).toString());
  }

  /**
   * Starts the program; whoever does so ends it.
   *
   * @param more variables for it alone
   */
  Process start(String log, Map<String, String> more, String... words) {
    return command(log, more, words).start();
  }

  /** The words that launch the spec and wait for its end. */
  String[] launching(String run, String... more) {
    return words(List.of("run", spec, "--run", run), more);
  }

  /** Starts a worker. */
  Process worker(String queue, String... more) {
    String log = "worker-%s-%d.log".formatted(queue, processes.size());
    List<String> words = List.of("worker", "--queue", queue, "--slots", "1");
    Process worker = command(log, words(words, more)).start();
    processes.add(worker);
    return worker;
  }

  /** Launches the spec under the test's own name, and does not wait for its end. */
  String launch(String... more) {
    return launchAs(name, more);
  }

  /** As {@link #launch}, under another name. */
  String launchAs(String run, String... more) {
    triptych(words(List.of("run", spec, "--detach", "--run", run), more));
    return run;
  }

  /** Runs the spec to its end. */
  String run(String... more) {
    return runAs(name, more);
  }

  /** As {@link #run}, under another name. */
  String runAs(String run, String... more) {
    triptych(words(List.of("run", spec, "--run", run), more));
    return run;
  }

  private static String[] words(List<String> first, String... more) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** Runs a command of the program; its output. */
  String triptych(String... words) {
    return command(words[0] + ".log", words).run();
  }

  private Command command(String log, String... words) {
    return command(log, Map.of(), words);
  }

  private Command command(String log, Map<String, String> more, String... words) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putAll(more);
    return new Command(variables, folder().resolve(log), words(program, words));
  }

  /** What {@code status RUN --json} prints. */
  JsonNode status(String run) {
    try {
      return JSON.readTree(triptych("status", run, "--json"));
    } catch (JsonProcessingException e) {
      throw new AssertionError("status printed no JSON", e);
    }
  }

  /** Waits until a launched run has ended; its status. */
  JsonNode end(String run) {
    try (TemporalServer temporal = new TemporalServer(environment)) {
      Await.that("the end of " + run, () -> temporal.closed(run)); // a status costs a process
    }
    return status(run);
  }

  /** Each artefact of a run: stage, stage key, output, digest. */
  static Set<String> digests(JsonNode status) {
    Set<String> digests = new TreeSet<>();
    for (JsonNode cell : status.path("cells")) {
      for (JsonNode stage : cell.path("stages")) {
        for (JsonNode output : stage.path("outputs")) {
          digests.add(
              "%s %s %s %s"
                  .formatted(
                      stage.path("stage").asText(),
                      stage.path("key").asText(),
                      output.path("name").asText(),
                      output.path("sha256").asText()));
        }
      }
    }
    return digests;
  }

  /** Kills a worker as {@code kill -9} does. */
  static void kill(Process worker) {
    worker.destroyForcibly();
    worker.onExit().join();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          kill(process);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        kill(process);
      }
    }
  }
}

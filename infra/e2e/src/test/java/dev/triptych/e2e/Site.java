package dev.triptych.e2e;

import dev.triptych.e2e.Line.Trouble;
import dev.triptych.e2e.Services.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A run on the services with all that can be disturbed: its workers, its launch, the lines to the
 * services, the disk and the clock of the workers, and what it has in the bucket.
 */
final class Site implements AutoCloseable {
  static final String SPEC = "chaos.yaml";
  private static final int WORKERS = 2;
  private static final Map<Service, String> ADDRESSES =
      Map.of(
          Service.TEMPORAL, "TEMPORAL_ADDRESS",
          Service.S3, "MLFLOW_S3_ENDPOINT_URL",
          Service.MLFLOW, "MLFLOW_TRACKING_URI");

  private final Services services;
  private final String name;
  private final Lab lab;
  private final Bucket bucket;
  private final MlflowServer mlflow;
  private final Map<Service, Line> lines = new EnumMap<>(Service.class);
  private final Optional<SmallDisk> disk;
  private final Optional<WrongClock> clock;
  private final List<Kept> workers = new ArrayList<>();
  private final List<Kept> launches = new CopyOnWriteArrayList<>();
  private final List<String> runs = new CopyOnWriteArrayList<>();
  private final Map<String, String> spoilt = new ConcurrentHashMap<>();

  private Site(Services services, String name) {
    this.services = services;
    this.name = name;
    this.lab = Lab.on(services, name, SPEC);
    this.bucket = new Bucket(lab.environment()); // these two never take the lines
    this.mlflow = new MlflowServer(new TreeMap<>(lab.environment()));
    this.disk = SmallDisk.at(lab.folder().resolve("disk"));
    this.clock = WrongClock.at(lab.folder().resolve("clock"));
    for (Service service : Service.values()) {
      Line line = new Line(services.port(service));
      lines.put(service, line);
      lab.environment().computeIfPresent(ADDRESSES.get(service), (n, at) -> through(line, at));
    }
    disk.ifPresent(
        small ->
            lab.environment().put("TRIPTYCH_CACHE", lab.folder().resolve("disk/cache").toString()));
  }

  private static String through(Line line, String address) {
    if (!address.contains("://")) {
      return "127.0.0.1:" + line.port();
    }
    return URI.create(address).getScheme() + "://127.0.0.1:" + line.port();
  }

  /** Starts workers and the launch. */
  static Site open(Services services, String name) {
    Site site = new Site(services, name);
    for (int i = 0; i < WORKERS; i++) {
      String log = "worker-" + i + ".log";
      site.workers.add(Kept.endless(log, () -> site.start(log, "worker", "--slots", "1")));
    }
    site.launch(name);
    return site;
  }

  private Process start(String log, String... words) {
    return lab.start(log, clock.map(WrongClock::environment).orElse(Map.of()), words);
  }

  private void launch(String run, String... more) {
    String log = "launch-" + launches.size() + ".log";
    runs.add(run);
    launches.add(Kept.untilDone(log, () -> start(log, lab.launching(run, more))));
  }

  /** The same command a second time, while the first goes on. */
  boolean launchAgain() {
    launch(name);
    return true;
  }

  /** An equal run, which shares all stages. */
  boolean launchTwin() {
    String twin = name + "-twin";
    if (runs.contains(twin)) {
      return launchAgain();
    }
    launch(twin);
    return true;
  }

  Services services() {
    return services;
  }

  Lab lab() {
    return lab;
  }

  Bucket bucket() {
    return bucket;
  }

  MlflowServer mlflow() {
    return mlflow;
  }

  /** Names of the runs, each once. */
  List<String> runs() {
    return runs.stream().distinct().toList();
  }

  List<Kept> launches() {
    return List.copyOf(launches);
  }

  /** Whether all launches have come to a good end. */
  boolean isDone() {
    return launches.stream().allMatch(Kept::isDone);
  }

  /** How many stages are kept; empty while the bucket cannot be looked at. */
  Optional<Integer> kept() {
    try {
      return Optional.of(bucket.list("stages/").size());
    } catch (AssertionError e) {
      return Optional.empty();
    }
  }

  Kept worker(double which) {
    return workers.get((int) (which * workers.size()));
  }

  Kept launch() {
    return launches.get(0);
  }

  boolean disturb(Service service, Trouble trouble, Duration length) {
    Line line = lines.get(service);
    synchronized (line) { // one trouble after the other
      line.be(trouble);
      Await.pause(length);
      line.be(Trouble.NONE);
    }
    return true;
  }

  boolean fillDisk(Duration length) {
    disk.ifPresent(
        small -> {
          synchronized (small) {
            small.fullFor(length);
          }
        });
    return disk.isPresent();
  }

  boolean setClocks(Duration by, Duration length) {
    clock.ifPresent(
        wrong -> {
          synchronized (wrong) {
            wrong.wrongFor(length, by);
          }
        });
    return clock.isPresent();
  }

  /** Spoils an object of a kind, if there is one before the run ends. */
  boolean spoil(String kind, double which, UnaryOperator<byte[]> spoiling) {
    AtomicReference<Optional<String>> tag = new AtomicReference<>(Optional.empty());
    Await.that(
        "something to spoil",
        () -> {
          List<String> names = names(kind);
          if (!names.isEmpty()) {
            String victim = names.get((int) (which * names.size()));
            tag.set(bucket.spoil(victim, spoiling));
            tag.get().ifPresent(etag -> spoilt.put(victim, etag));
          }
          return tag.get().isPresent() || isDone();
        });
    return tag.get().isPresent();
  }

  private List<String> names(String kind) {
    try {
      // Of what lies in a run's folder, its journals.
      return bucket.list(kind).stream()
          .map(Bucket.Entry::name)
          .filter(each -> !kind.equals("runs/") || each.endsWith("/journal.jsonl"))
          .toList();
    } catch (AssertionError e) {
      return List.of();
    }
  }

  /** Whether an object is still as it was spoilt: nobody has read it since. */
  boolean isSpoilt(String object) {
    return bucket.tag(object).equals(Optional.ofNullable(spoilt.get(object)));
  }

  /** Whether anything was spoilt of this kind. */
  boolean hasSpoilt(String kind) {
    return spoilt.keySet().stream().anyMatch(each -> each.startsWith(kind));
  }

  @Override
  public void close() throws Exception {
    lines.values().forEach(line -> line.be(Trouble.NONE));
    launches.forEach(Kept::close);
    workers.parallelStream().forEach(Kept::close);
    lab.close();
    lines.values().forEach(Line::close);
    bucket.close();
    disk.ifPresent(SmallDisk::close);
  }
}

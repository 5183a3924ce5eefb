package dev.triptych.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Workers of the gpu queue, begun and ended as a deployment's controller does. */
final class Pods {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Pattern BUSY =
      Pattern.compile("(?m)^triptych_slots_used\\{queue=\"triptych-gpu\"\\} (\\S+)$");
  private static final Pattern STEPS =
      Pattern.compile("(?m)^triptych_training_steps_total\\{stage=\"fine-tune\"\\} (\\S+)$");

  /** A worker and what it last told. */
  private static final class Pod {
    private final Process process;
    private final int port;
    private boolean leaving;
    private long readySince = Long.MAX_VALUE;
    private double busy;
    private double steps;

    Pod(Process process, int port) {
      this.process = process;
      this.port = port;
    }
  }

  private final Lab lab;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<Pod> all = new ArrayList<>();
  private int busyLeavings;

  Pods(Lab lab) {
    this.lab = lab;
  }

  /** Pods that are there and stay. */
  int count() {
    return staying().size();
  }

  private List<Pod> staying() {
    return all.stream().filter(pod -> !pod.leaving).toList();
  }

  /** Begins pods, or asks some to leave: those that are not ready, then the youngest. */
  void scale(int wanted) {
    for (int i = count(); i < wanted; i++) {
      int port = freePort();
      String[] options = {"--metrics-port", String.valueOf(port), "--grace", "60"};
      all.add(new Pod(lab.worker("gpu", options), port));
    }
    List<Pod> youngestFirst =
        staying().stream()
            .sorted(Comparator.comparingLong((Pod pod) -> pod.readySince).reversed())
            .toList();
    for (Pod pod : youngestFirst.subList(0, Math.max(0, youngestFirst.size() - wanted))) {
      busyLeavings += pod.busy > 0 ? 1 : 0;
      pod.leaving = true;
      pod.process.destroy();
    }
  }

  /** Reads every pod's metrics; slots in use, also of those that are leaving. */
  double scrape() {
    double busy = 0;
    for (Pod pod : all) {
      if (!pod.process.isAlive()) {
        continue;
      }
      if (get(pod, "/health/ready").isPresent()) {
        pod.readySince = Math.min(pod.readySince, System.nanoTime());
      }
      Optional<String> metrics = get(pod, "/metrics");
      pod.busy = metrics.map(text -> number(BUSY, text)).orElse(0.);
      pod.steps = Math.max(pod.steps, metrics.map(text -> number(STEPS, text)).orElse(0.));
      busy += pod.busy;
    }
    return busy;
  }

  private Optional<String> get(Pod pod, String page) {
    URI uri = URI.create("http://127.0.0.1:" + pod.port + page);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not up yet, or down already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static double number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("no port is free", e);
    }
  }

  boolean allGone() {
    return all.stream().noneMatch(pod -> pod.process.isAlive());
  }

  int begun() {
    return all.size();
  }

  /** How often a pod was asked to leave while it worked. */
  int busyLeavings() {
    return busyLeavings;
  }

  /** Steps of fine-tuning over all pods, as far as they were scraped. */
  double steps() {
    return all.stream().mapToDouble(pod -> pod.steps).sum();
  }
}

package dev.triptych.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for the values of credentials in what a run leaves. */
final class Secrets {
  private static final List<String> VARIABLES =
      List.of(
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "MLFLOW_TRACKING_PASSWORD",
          "MLFLOW_TRACKING_TOKEN");

  private final List<String> values = new ArrayList<>();
  private final List<String> places = new ArrayList<>();
  private int looked;

  /** Adds the credentials of these variables to what is looked for. */
  Secrets known(Map<String, String> environment) {
    VARIABLES.stream().map(environment::get).filter(v -> v != null).forEach(values::add);
    String password = environment.get("MLFLOW_TRACKING_PASSWORD");
    if (password != null) { // as HTTP headers carry it
      String both = environment.get("MLFLOW_TRACKING_USERNAME") + ":" + password;
      values.add(Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    return this;
  }

  void look(String place, String content) {
    looked++;
    if (values.stream().anyMatch(content::contains)) {
      places.add(place);
    }
  }

  void look(String place, byte[] content) {
    look(place, new String(content, StandardCharsets.ISO_8859_1)); // which takes any byte
  }

  void look(Bucket bucket) {
    bucket.list("").forEach(each -> look(each.name(), bucket.read(each.name())));
  }

  /** All files of a folder. */
  void look(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        look(path.toString(), Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where one of them was found. */
  List<String> places() {
    return List.copyOf(places);
  }

  /** In how many places was looked. */
  int looked() {
    return looked;
  }
}

package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The container image: what is in it, and that it does what the checkout's program does. */
@EnabledIfSystemProperty(named = Image.PROPERTY, matches = ".+")
@ExtendWith(Services.Extension.class)
class ImageTest {
  private static final int GRACE = 30; // seconds that Kubernetes gives

  private static Image image;

  @BeforeAll
  static void unpack() {
    image = Image.unpack();
  }

  @Test
  void runsAsAUserWithoutRights() {
    assertThat(image.config().at("/config/User").asText()).matches("[1-9]\\d+:[1-9]\\d+");
  }

  @Test
  void saysWhatItWasMadeOf() {
    JsonNode labels = image.config().at("/config/Labels");
    String label = "org.opencontainers.image.";
    assertThat(labels.path(label + "revision").asText()).matches("[0-9a-f]{40}");
    assertThat(labels.path(label + "licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(image.root().resolve("app/sbom.cdx.json")).isNotEmptyFile();
    assertThat(image.root().resolve("app/THIRD-PARTY.txt")).isNotEmptyFile();
  }

  @Test
  void hasNoShellAndNothingThatTakesOtherRights() throws IOException {
    assertThat(image.root().resolve("usr/bin")).isDirectoryContaining("glob:**/java");
    try (Stream<Path> files = Files.walk(image.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.getFileName().toString()).isNotIn("sh", "bash", "dash", "busybox");
        assertThat((int) Files.getAttribute(file, "unix:mode") & 06000).as("%s", file).isZero();
      }
    }
  }

  @Test
  void laysWhatChangesLeastLowest() {
    List<String> layers =
        Stream.of(image.config().path("history"))
            .flatMap(
                history -> Stream.iterate(0, i -> i < history.size(), i -> i + 1).map(history::get))
            .filter(layer -> layer.path("created_by").asText().startsWith("jib"))
            .map(layer -> layer.path("comment").asText())
            .toList();
    assertThat(layers)
        .containsExactly("libtorch", "libraries", "bundled priors", "Triptych", "class archive");
  }

  @Test
  void findsItsLibrariesAndTheServices(Services services) {
    try (Lab lab = Lab.on(services, "image-doctor").in(image)) {
      assertThat(lab.triptych("doctor"))
          .contains("a kernel runs", "can be read and written", "Temporal", "MLflow")
          .doesNotContain("fail");
    }
  }

  @Test
  void loadsItsClassesFromTheArchive() throws IOException {
    try (Lab lab = Lab.embedded("image-classes")) {
      lab.environment().put("_JAVA_OPTIONS", "-Xlog:class+load:file=/data/classes.log");
      Path log = Path.of(lab.environment().get("TRIPTYCH_DATA"), "classes.log");
      lab.in(image).triptych("doctor");
      List<String> loaded = Files.readAllLines(log);
      long archived =
          loaded.stream().filter(line -> line.contains("source: shared objects file")).count();
      System.out.printf("image: %d of %d classes come from the archive%n", archived, loaded.size());
      // Fewer: the list has grown old. infra/images/README.md says how to make it anew.
      assertThat(archived).isGreaterThan(loaded.size() * 9L / 10);
    }
  }

  @Test
  void makesThePortraitThatTheCheckoutMakes() {
    try (Lab lab = Lab.embedded("image-alone").in(image)) {
      assertThat(Lab.digests(lab.status(lab.run()))).isEqualTo(Reference.DIGESTS);
    }
  }

  @Test
  void worksForServicesAndGoesWhenAsked(Services services) throws Exception {
    try (Lab lab = Lab.on(services, "image-worker").in(image);
        Bucket bucket = new Bucket(lab.environment())) {
      Process first = lab.worker("gpu");
      lab.worker("cpu");
      String run = lab.launch();
      Await.that("a checkpoint", () -> !bucket.list("checkpoints/fine-tune/").isEmpty());
      first.destroy(); // SIGTERM
      assertThat(first.waitFor(GRACE, TimeUnit.SECONDS)).isTrue();

      lab.worker("gpu");
      JsonNode status = lab.end(run);
      assertThat(Lab.digests(status)).isEqualTo(Reference.DIGESTS);
      Tracked.assertComplete(lab.environment(), status);
    }
  }
}

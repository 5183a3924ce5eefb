package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchSteps;
import dev.triptych.worker.store.place.DataPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command line, with its data in a bucket of an S3 server inside this JVM. */
class BucketRunTest {
  private static final String PLACE = "s3://portraits/of/heads";

  @TempDir private Path folder;
  private final List<SketchSteps> launches = new ArrayList<>();
  private S3Proxy server;

  @BeforeEach
  void startServer() throws Exception {
    server =
        S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "test-user", "test-password")
            .build();
    server.start();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.stop();
  }

  /** A user on a machine of that name, which has nothing yet. */
  private Shell machine(String name, Map<String, String> changes) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("TRIPTYCH_DATA", PLACE);
    environment.put("TRIPTYCH_CACHE", folder.resolve(name).toString());
    environment.put("MLFLOW_S3_ENDPOINT_URL", "http://127.0.0.1:" + server.getPort());
    environment.put("AWS_ACCESS_KEY_ID", "test-user");
    environment.put("AWS_SECRET_ACCESS_KEY", "test-password");
    Path local = DataPlace.of(PLACE, environment).local();
    environment.putAll(changes);
    return new Shell(
            local,
            environment,
            (store, places) -> {
              SketchSteps steps = new SketchSteps(store);
              launches.add(steps);
              return new SketchEngine(store, steps, places.size());
            })
        .withPriors("mini");
  }

  private String spec() throws IOException {
    return Files.writeString(
            folder.resolve("spec.yaml"), "name: one\npriors: mini\nstyles: [an elf]\n")
        .toString();
  }

  @Test
  void makesPortraitsThatAnotherMachineFinds() throws IOException {
    Shell here = machine("here", Map.of());
    assertThat(here.type("list").out()).contains("No runs yet");
    assertThat(here.type("status").err()).contains("There are no runs here yet", PLACE);

    Shell.Answer first = here.type("run", spec(), "--run", "first");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains("0.870 ± 0.020", PLACE + "/runs/first/report.html");
    Shell there = machine("there", Map.of());
    JsonNode status = there.type("status", "first", "--json").json();
    assertThat(status.path("state").asText()).isEqualTo("done");
    assertThat(status.path("report").asText()).isEqualTo(PLACE + "/runs/first/report.html");
    assertThat(there.type("list").out()).contains("first", "done");
    Shell.Answer report = there.type("report", "first");
    assertThat(Path.of(report.out().strip())).content().contains("an elf");
    Shell.Answer exported =
        there.type("export", "first", "--views", folder.resolve("views").toString());
    assertThat(exported.out()).as(exported.err()).contains("27 pictures");
    Shell.Answer resumed = there.type("resume", "first");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(launches.get(1).executions()).as("steps that ran again").isZero();
  }

  /** Of the mannequin, whose networks every machine has. */
  @Test
  void exportsAMeshOnAMachineThatHasMadeNothing() throws IOException {
    String text =
        "name: one\npriors: mannequin-64\nviews: {grid: 1}\nstyles: [an elf]\n"
            + "evaluation: {views: {grid: 1}, scored: {grid: 1}}\n";
    String spec = Files.writeString(folder.resolve("one.yaml"), text).toString();
    machine("here", Map.of()).type("run", spec, "--run", "first");
    String mesh = folder.resolve("head.glb").toString();

    Shell.Answer answer =
        machine("there", Map.of())
            .type("export", "first", "--plain", "--mesh", mesh, "--resolution", "16");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("plain face", "watertight");
  }

  @Test
  void deletesARunAndKeepsWhatOthersMayBeAboutToUse() throws IOException {
    Shell here = machine("here", Map.of());
    here.type("run", spec(), "--run", "first");
    here.type("run", spec(), "--run", "second");

    Shell.Answer deleted = machine("there", Map.of()).type("delete", "first", "--yes");
    Shell.Answer gc = here.type("gc", "--json");

    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(here.type("list").out()).contains("second").doesNotContain("first");
    assertThat(gc.exitCode()).as(gc.err()).isZero();
    assertThat(gc.json().at("/freed/blobs/objects").asInt()).isZero();
    assertThat(gc.json().at("/kept/blobs/objects").asInt()).isPositive();
    assertThat(here.type("gc", "--older-than", "1d").err()).contains("2d or more for a bucket");
    assertThat(here.type("resume", "second").exitCode()).isZero();
    assertThat(launches.get(launches.size() - 1).executions()).isZero();
  }

  @Test
  void looksAtTheBucket() throws IOException {
    Shell.Answer good = machine("here", Map.of()).type("doctor");
    Shell.Answer wrong =
        machine("here", Map.of("AWS_SECRET_ACCESS_KEY", "wrong-password")).type("doctor");
    Shell.Answer missing = machine("here", Map.of("AWS_ACCESS_KEY_ID", "")).type("doctor");

    assertThat(good.out())
        .contains("ok    bucket: " + PLACE + " at http://127.0.0.1:", "conditional writes");
    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.out())
        .contains("fail  bucket: ", "denies access", "AWS_SECRET_ACCESS_KEY")
        .doesNotContain("wrong-password");
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.out()).contains("AWS_ACCESS_KEY_ID is not set");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Shell.Answer answer = machine("here", Map.of("AWS_SECRET_ACCESS_KEY", "")).type("run", spec());

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err()).contains("AWS_SECRET_ACCESS_KEY is not set").doesNotContain("\tat ");
  }
}

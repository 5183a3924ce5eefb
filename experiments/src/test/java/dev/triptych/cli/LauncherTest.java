package dev.triptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script with a Java and a Maven that only tell how they were called. */
class LauncherTest {
  private static final String TELLS = "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\nprintf '%s\\n' \"$@\"\n";
  private static final String REFUSES = "#!/bin/sh\necho \"maven in $PWD\" >&2\nexit 1\n";
  private static final String[] MODULES = {
    "workflows/target/triptych-workflows.jar",
    "activities/models/target/triptych-models.jar",
    "activities/mannequin/target/triptych-mannequin.jar",
    "activities/worker/target/triptych-worker.jar",
    "experiments/target/triptych-cli.jar"
  };

  @TempDir private Path folder;
  private Path tools;
  private Path library;
  private Path checkout;

  private record Answer(int exitCode, String said) {}

  @BeforeEach
  void build() throws IOException {
    tools = folder.resolve("tools");
    script(tools.resolve("bin/java"), TELLS);
    script(tools.resolve("bin/mvn"), REFUSES);
    Files.writeString(tools.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    write(tools.resolve("lib/server/classes.jsa"), "");
    library = write(folder.resolve("repository/library.jar"), "");
    checkout = checkout(folder.resolve("checkout"));
  }

  private Path checkout(Path root) throws IOException {
    Files.createDirectories(root);
    script(root.resolve("triptych"), Files.readString(Path.of("..", "triptych")));
    for (String module : MODULES) {
      write(root.resolve(module), "");
    }
    Path pom = write(root.resolve("pom.xml"), "");
    Files.setLastModifiedTime(pom, FileTime.from(Instant.EPOCH));
    write(root.resolve("experiments/target/classpath"), library.toString());
    return root;
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Answer start(Path launcher, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "list", "a b"));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().putAll(environment);
    process.environment().put("JAVA_HOME", tools.toString());
    process.environment().put("PATH", tools.resolve("bin") + ":/usr/bin:/bin");
    Process started = process.start();
    String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Answer(started.exitValue(), said);
  }

  private void starts(Path launcher, Path root) throws IOException, InterruptedException {
    Answer answer = start(launcher, Map.of());
    assertThat(answer.exitCode()).as(answer.said()).isZero();
    List<String> jars = new ArrayList<>();
    for (String module : MODULES) {
      jars.add(root.toRealPath().resolve(module).toString());
    }
    jars.add(library.toString());
    assertThat(answer.said().lines())
        .containsSubsequence("-cp", String.join(":", jars), "dev.triptych.cli.Main", "list", "a b")
        .contains(
            "-XX:ArchiveClassesAtExit="
                + root.toRealPath().resolve("experiments/target/triptych-java-17.0.1.jsa"));
  }

  @Test
  void startsFromAnyFolder() throws Exception {
    starts(checkout.resolve("triptych"), checkout);
    Path odd = checkout(folder.resolve("a b/señor's *"));
    starts(odd.resolve("triptych"), odd);
  }

  @Test
  void asksForNoArchiveOfClassesWhereJavaHasNoneOfItsOwn() throws Exception {
    Files.delete(tools.resolve("lib/server/classes.jsa"));

    Answer answer = start(checkout.resolve("triptych"), Map.of());

    assertThat(answer.exitCode()).as(answer.said()).isZero();
    assertThat(answer.said())
        .contains("dev.triptych.cli.Main")
        .doesNotContain("ArchiveClassesAtExit");
  }

  @Test
  void knowsEveryModuleOfActivities() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of("..", "activities"))) {
      assertThat(modules.filter(module -> Files.exists(module.resolve("pom.xml"))))
          .isNotEmpty()
          .extracting(Path::getFileName)
          .allSatisfy(
              module ->
                  assertThat(MODULES)
                      .contains("activities/%1$s/target/triptych-%1$s.jar".formatted(module)));
    }
  }

  @Test
  void startsThroughLinks() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("my bin"));
    Path link = Files.createSymbolicLink(bin.resolve("triptych"), checkout.resolve("triptych"));
    starts(link, checkout);
    starts(Files.createSymbolicLink(bin.resolve("t"), Path.of("triptych")), checkout);
  }

  @Test
  void startsWhereItWasMovedTo() throws Exception {
    Path moved = Files.move(checkout, folder.resolve("moved"));
    starts(moved.resolve("triptych"), moved);
  }

  @Test
  void buildsAgainInItsOwnFolderWhenALibraryIsGone() throws Exception {
    Files.delete(library);
    Path link = Files.createSymbolicLink(folder.resolve("t"), checkout.resolve("triptych"));

    Answer answer = start(link, Map.of());

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.said()).contains("maven in " + checkout.toRealPath(), "The build failed");
  }

  @Test
  void saysWhereItCannotStart() throws Exception {
    Path colon = checkout(folder.resolve("a:b"));
    Answer answer = start(colon.resolve("triptych"), Map.of());
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.said()).contains("colon").doesNotContain("-cp");

    Files.delete(checkout.resolve("experiments/target/classpath"));
    Answer unbuilt = start(checkout.resolve("triptych"), Map.of("TRIPTYCH_BUILD", "never"));
    assertThat(unbuilt.exitCode()).isEqualTo(3);
    assertThat(unbuilt.said()).contains("is not built");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "C", "de_DE.ISO-8859-1", "de_DE.UTF-8", ""})
  void readsUtf8InAnyLocale(String locale) throws Exception {
    Answer answer =
        start(checkout.resolve("triptych"), Map.of("LC_ALL", locale, "LANG", "en_US.ISO-8859-15"));
    assertThat(answer.said()).startsWith("LC_ALL=C.UTF-8\n");
  }
}

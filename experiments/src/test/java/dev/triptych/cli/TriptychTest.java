package dev.triptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.temporal.ServiceEngine;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.NativeLibraryException;
import dev.triptych.worker.store.folder.FolderLock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriptychTest {
  @TempDir private Path folder;
  private Path data;
  private Shell shell;
  private Throwable thrown = new IllegalStateException("a bug");

  @BeforeEach
  void openShell() throws IOException {
    data = folder.resolve("data");
    shell =
        new Shell(
                data,
                (store, places) -> {
                  throw TriptychTest.<RuntimeException>sneaky(thrown);
                })
            .withPriors("mini");
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private Shell shell(String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("TRIPTYCH_DATA", data.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return new Shell(
        data,
        environment,
        ServiceEngine.configuredOr(
            (store, places) -> {
              throw new IllegalStateException("a bug");
            },
            environment));
  }

  @Test
  void offersHelpOnEverything() {
    for (String verb :
        new String[] {
          "doctor", "run", "resume", "status", "list", "report", "export", "priors", "worker"
        }) {
      Shell.Answer help = shell.type("help", verb);
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains("Usage: triptych " + verb);
      assertThat(shell.type(verb, "--help").exitCode()).as(verb).isZero();
    }
    assertThat(shell.type("--help").out()).contains("quickstart.yaml", "Exit codes");
    assertThat(shell.type("--version").out()).contains("java ");
    assertThat(shell.type("generate-completion").out()).contains("complete -F");
  }

  @Test
  void suggestsAVerb() {
    complains(shell.type("staus"), 2, "Unmatched argument", "status");
  }

  @Test
  void saysWhichArgumentIsMissing() {
    complains(shell.type("run"), 2, "Missing required parameter: 'SPEC'", "triptych run --help");
    complains(shell.type("run", "x.yaml", "--slots", "many"), 2, "--slots", "many");
    complains(shell.type("export"), 2, "--views");
  }

  @Test
  void saysThatASpecIsNotThere() {
    complains(shell.type("run", "none.yaml"), 2, "none.yaml: does not exist");
  }

  @Test
  void saysWhatIsWrongInASpec() throws IOException {
    Path spec = spec("name: a\npriors: mini\nstyles: [an elf]\nedit: {taau: 1}\n");

    complains(shell.type("run", spec.toString()), 2, ":4:8: edit.taau", "did you mean \"tau\"?");

    Shell.Answer json = shell.type("run", spec.toString(), "--json");
    assertThat(json.exitCode()).isEqualTo(2);
    assertThat(json.json().at("/error/exit").asInt()).isEqualTo(2);
    assertThat(json.json().at("/error/problems/0/line").asInt()).isEqualTo(4);
    assertThat(json.json().at("/error/problems/0/path").asText()).isEqualTo("edit.taau");
  }

  @Test
  void saysThatTheDataFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String below = file.resolve("below").toString();

    complains(shell.type("priors", "train", "mannequin-64", "--data", below), 3, "Cannot write");
  }

  @Test
  void saysWhoUsesTheDataFolder() throws IOException {
    Path spec = spec("name: a\npriors: mini\nstyles: [an elf]\n");
    try (FolderLock lock = FolderLock.acquire(data)) {
      complains(
          shell.type("run", spec.toString()),
          3,
          "is using the folder",
          "pid " + ProcessHandle.current().pid());
    }
    assertThat(data.resolve("runs")).doesNotExist();
  }

  @Test
  void saysThatThereIsNoSuchRun() {
    complains(shell.type("status"), 2, "There are no runs here yet");
    complains(shell.type("resume", "x"), 2, "There are no runs here yet");
  }

  @Test
  void refusesAWorkerWithoutAService() {
    complains(shell.type("worker"), 2, "TEMPORAL_ADDRESS");
  }

  @Test
  void refusesAnUnknownRecipe() {
    complains(shell.type("priors", "train", "mannequin"), 2, "mannequin-64");
  }

  @Test
  void showsStackTracesOfItsOwnFaultsOnDemandOnly() throws IOException {
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();

    complains(shell.type("run", spec), 70, "a bug", "fault of Triptych");
    assertThat(shell.type("run", spec, "--verbose").err()).contains("\tat dev.triptych");
  }

  @Test
  void complainsOfErrorsOfTheJvmToo() throws IOException {
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();
    Throwable full = new FileSystemException("/x/y", null, "Not a directory");
    thrown = new ExceptionInInitializerError(new NativeLibraryException(Path.of("/x"), full));

    Shell.Answer library = shell.type("run", spec, "--json");

    assertThat(library.exitCode()).isEqualTo(3);
    assertThat(library.json().at("/error/message").asText())
        .contains("native library", "Not a directory", "/x", "DJL_CACHE_DIR");
    complains(shell.type("priors", "train", "mannequin-64"), 3, "/x", "DJL_CACHE_DIR");

    thrown = new OutOfMemoryError("Java heap space");
    complains(shell.type("run", spec), 3, "Memory ran out", "--slots 1");
    thrown = new NonFiniteException("loss total in step 3 of 9 is", Double.NaN);
    complains(shell.type("run", spec), 1, "loss total in step 3 of 9 is NaN", "learning rate");
    thrown = new NoClassDefFoundError("dev/triptych/Gone");
    complains(shell.type("run", spec), 70, "dev/triptych/Gone", "fault of Triptych");
    assertThat(shell.type("run", spec, "--verbose").err()).contains("\tat dev.triptych");
  }

  @ParameterizedTest
  @CsvSource({
    "run x.yaml --slots, 0",
    "run x.yaml --slots, -1",
    "run x.yaml --dry-run --slots, 257",
    "run x.yaml --views-per-step, 0",
    "run x.yaml --dry-run --views-per-step, 0",
    "resume --views-per-step, 65",
    "resume --slots, 0",
    "worker --slots, 0",
    "worker --slots, 1.5",
    "priors train mannequin-64 --slots, 99999999999",
    "run x.yaml --priority, 0",
    "resume --priority, 6",
    "worker --metrics-port, -1",
    "worker --metrics-port, 65536",
    "worker --grace, -1",
    "worker --grace, 86401",
    "priors train mannequin-64 --effort, 0",
    "priors train mannequin-64 --effort, -1",
    "priors train mannequin-64 --effort, NaN",
    "priors train mannequin-64 --effort, Infinity",
    "priors train mannequin-64 --seed, 0.5"
  })
  void refusesNumbersOutOfRange(String command, String value) {
    String[] words = (command + " " + value).split(" ");
    String option = words[words.length - 2];

    complains(shell.type(words), 2, option, value);
    assertThat(data.resolve("runs")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "many"})
  void refusesPortsOutOfRangeInTheEnvironment(String port) {
    complains(
        shell("TEMPORAL_ADDRESS", "127.0.0.1:1", "TRIPTYCH_METRICS_PORT", port).type("worker"),
        2,
        "TRIPTYCH_METRICS_PORT",
        port,
        "65535");
  }

  @Test
  @Timeout(20)
  void refusesToServeMetricsWhereThisMachineIsNot() {
    Shell worker =
        shell("TEMPORAL_ADDRESS", "127.0.0.1:1", "TRIPTYCH_METRICS_HOST", "192.0.2.1"); // nobody's
    complains(worker.type("worker", "--metrics-port", "0"), 3, "192.0.2.1", "--metrics-port");
    complains(worker.type("worker", "--metrics-host", "no host"), 2, "no host", "--metrics-host");
  }

  @ParameterizedTest
  @CsvSource({
    "MLFLOW_TRACKING_URI, http://127.0.0.1:99999",
    "MLFLOW_TRACKING_URI, 127.0.0.1:5000",
    "TEMPORAL_ADDRESS, 127.0.0.1:99999",
    "TEMPORAL_ADDRESS, %zz:1"
  })
  @Timeout(20)
  void refusesWrongAddressesBeforeAnythingIsWritten(String variable, String address)
      throws IOException {
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();
    Shell wrong = shell(variable, address);

    complains(wrong.type("run", spec), 3, variable);
    complains(wrong.type("priors", "train", "mannequin-64"), 3, variable);
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files).containsExactly(data.resolve("priors"));
    }
    assertThat(data.resolve("priors")).isDirectoryNotContaining("glob:**.txt");
  }

  @Test
  void refusesAWrongEndpointOfTheBucket() throws IOException {
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();
    Shell wrong = shell("AWS_ENDPOINT_URL", "http://127.0.0.1:99999");

    complains(wrong.type("run", spec, "--data", "s3://bucket"), 3, "AWS_ENDPOINT_URL", "65535");
    complains(wrong.type("list", "--data", "s3://bucket"), 3, "AWS_ENDPOINT_URL", "65535");
    complains(wrong.type("list", "--data", "S3://bucket"), 3, "s3://bucket");
  }

  @Test
  void refusesArgumentsThatCouldNotBeRead() throws IOException {
    String spec = spec("name: a\npriors: mini\nstyles: [an elf]\n").toString();

    complains(shell.type("run", spec, "--set", "styles=[a se\uFFFDor]"), 2, "LC_ALL=C.UTF-8");
    assertThat(
            shell.type("run", spec, "--run", "\uFFFD", "--json").json().at("/error/exit").asInt())
        .isEqualTo(2);
    assertThat(data.resolve("runs")).doesNotExist();
  }

  @Test
  void describesARunWithoutDoingIt() throws IOException {
    Path spec =
        spec("name: a\npriors: mini\nstyles: [an elf, a clown]\nvariants: [ours, no-i2t]\n");

    Shell.Answer text = shell.type("run", spec.toString(), "--dry-run", "--set", "edit.tau=0.5");
    Shell.Answer json = shell.type("run", spec.toString(), "--dry-run", "--json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("tau: 0.5", "# 77 activities");
    // Two datasets: sampling, 9 views and 16 to be scored, both rendered and assembled. One
    // pre-training. Four portraits: fine-tuning, views to look at and to be scored, scores.
    assertThat(json.json().path("activities").asInt()).isEqualTo(2 * (1 + 9 + 16 + 4) + 1 + 4 * 4);
    assertThat(data.resolve("runs")).doesNotExist();
  }

  private Path spec(String text) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), text);
  }

  private static void complains(Shell.Answer answer, int exitCode, String... words) {
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception");
    assertThat(answer.exitCode()).isEqualTo(exitCode);
  }
}

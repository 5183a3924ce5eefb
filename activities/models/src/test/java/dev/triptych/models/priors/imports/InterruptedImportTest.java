package dev.triptych.models.priors.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever an import stops, the set is the old one, and the next import ends with the new one. */
class InterruptedImportTest {
  private static final String STOP = "writing clip";

  @TempDir Path folder;
  private ImportFixture mine;

  @BeforeEach
  void write() throws IOException {
    mine = new ImportFixture(folder);
  }

  /** Imports, and waits to be killed when it is about to write CLIP. */
  static final class Killed {
    public static void main(String[] arguments) throws IOException {
      ImportFixture fixture = new ImportFixture(Path.of(arguments[0]));
      fixture
          .importer(
              step -> {
                System.out.println(step);
                if (step.startsWith(STOP)) {
                  waitForTheEnd();
                }
              })
          .run(fixture.all(null), false);
    }

    private static void waitForTheEnd() {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aKilledImportLeavesNoSetAndItsFilesAreUsed(@TempDir Path other) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                other.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.startsWith(STOP)) {
        line = out.readLine();
      }
      assertThat(line).as("it came so far").isNotNull();
    } finally {
      process.destroyForcibly().waitFor();
    }
    ImportFixture killed = new ImportFixture(other);
    assertThat(killed.priors().resolve("mine/prior.json")).doesNotExist();
    assertThat(killed.names()).anyMatch(name -> name.startsWith("unet-"));

    List<String> steps = new ArrayList<>();
    killed.importer(steps::add).run(killed.all(null), false);

    assertThat(steps)
        .contains("keeping unet of an import that was stopped")
        .noneMatch(step -> step.startsWith("writing unet"))
        .anyMatch(step -> step.startsWith(STOP));
    mine.importer().run(mine.all(null), false);
    assertThat(PriorSet.find("mine", killed.priors()).digest())
        .isEqualTo(PriorSet.find("mine", mine.priors()).digest());
    assertThat(killed.names()).isEqualTo(mine.names()).doesNotContain(Leftovers.NAME);
  }

  /** What the disk has before each step is what a killed import would leave. */
  @Test
  void whereverItStopsTheSetIsOldOrNew() throws IOException {
    mine.importer().run(mine.all(null), false);
    String old = PriorSet.find("mine", mine.priors()).digest();
    otherUNet();
    List<Path> moments = new ArrayList<>();
    mine.importer(step -> moments.add(copy(moments.size()))).run(mine.all(null), false);
    String renewed = PriorSet.find("mine", mine.priors()).digest();
    List<String> names = mine.names();

    assertThat(moments).hasSizeGreaterThan(6);
    assertThat(renewed).isNotEqualTo(old);
    Path sets = mine.priors().resolve("mine");
    for (Path moment : moments) {
      remove(sets);
      Files.move(moment, sets);
      assertThat(PriorSet.find("mine", mine.priors()).digest()).isEqualTo(old);
      assertThat(PriorSet.find("mine", mine.priors()).problems()).isEmpty();
      mine.importer().run(mine.all(null), false);
      assertThat(PriorSet.find("mine", mine.priors()).digest()).isEqualTo(renewed);
      assertThat(mine.names()).isEqualTo(names);
    }
  }

  @Test
  void whatChangedSinceIsMadeAnew() throws IOException {
    List<Path> moments = new ArrayList<>();
    mine.importer(
            step -> {
              if (step.startsWith(STOP)) {
                moments.add(copy(0));
              }
            })
        .run(mine.all(null), false);
    Path set = mine.priors().resolve("mine");
    Path kept = moments.get(0);
    for (Change change :
        List.<Change>of(
            InterruptedImportTest::damageUNet,
            place -> Files.writeString(place.resolve(Leftovers.NAME), "{\"a\": null}"),
            place -> Files.writeString(place.resolve(Leftovers.NAME), "half a li"),
            place -> otherUNet())) {
      remove(set);
      copy(kept, set);
      change.in(set);
      List<String> steps = new ArrayList<>();
      mine.importer(steps::add).run(mine.all(null), false);
      assertThat(steps).anyMatch(step -> step.startsWith("writing unet"));
      assertThat(PriorSet.find("mine", mine.priors()).problems()).isEmpty();
    }
    remove(set);
    copy(kept, set);
    List<String> steps = new ArrayList<>();
    mine.importer(steps::add).run(mine.all(Precision.FLOAT16), false);
    assertThat(steps).noneMatch(step -> step.startsWith("keeping"));
  }

  /** Something that happens to what an import left. */
  private interface Change {
    void in(Path set) throws IOException;
  }

  private static void damageUNet(Path set) throws IOException {
    try (Stream<Path> files = Files.list(set)) {
      Path unet =
          files.filter(file -> file.getFileName().toString().startsWith("unet-")).findAny().get();
      byte[] bytes = Files.readAllBytes(unet);
      bytes[bytes.length - 1] ^= 1;
      Files.write(unet, bytes);
    }
  }

  @Test
  void roomIsNotAskedForTwice() throws IOException {
    List<Path> moments = new ArrayList<>();
    ImportReport report =
        mine.importer(
                step -> {
                  if (step.startsWith(STOP)) {
                    moments.add(copy(0));
                  }
                })
            .run(mine.all(null), false);
    remove(mine.priors().resolve("mine"));
    mine.free = report.bytes() + (64 << 20) - 1;
    mine.refused(mine.all(null), "the disk has");

    Files.move(moments.get(0), mine.priors().resolve("mine"));
    mine.importer().run(mine.all(null), false);
    assertThat(PriorSet.find("mine", mine.priors()).problems()).isEmpty();
  }

  @Test
  void aFailureOnTheWayLeavesTheSetAsItWas() throws IOException {
    mine.importer().run(mine.all(Precision.FLOAT32), false);
    String before = PriorSet.find("mine", mine.priors()).digest();
    List<String> names = mine.names();
    otherUNet();
    Path broken = mine.clip().resolve("model.safetensors");
    byte[] sound = Files.readAllBytes(broken);
    byte[] nan = sound.clone();
    nan[nan.length - 1] = 0x7f;
    nan[nan.length - 2] = (byte) 0xc0;
    Files.write(broken, nan);

    mine.refused(mine.all(Precision.FLOAT32), broken.toString(), "is NaN", "Download it again");
    assertThat(PriorSet.find("mine", mine.priors()).digest()).isEqualTo(before);
    assertThat(PriorSet.find("mine", mine.priors()).problems()).isEmpty();

    Files.write(broken, sound);
    Files.writeString(mine.priors().resolve("mine/unet.part"), "of a killed import");
    Files.writeString(mine.priors().resolve("mine/notes.txt"), "a user's own");
    mine.importer().run(mine.all(Precision.FLOAT32), false);
    assertThat(PriorSet.find("mine", mine.priors()).digest()).isNotEqualTo(before);
    assertThat(PriorSet.find("mine", mine.priors()).problems()).isEmpty();
    assertThat(mine.names())
        .hasSize(names.size() + 1)
        .contains("notes.txt")
        .doesNotContain("unet.part", Leftovers.NAME);
  }

  private void otherUNet() throws IOException {
    TinyCheckpoints.weights(
        mine.pipeline().resolve("unet/diffusion_pytorch_model.safetensors"),
        9,
        w -> new UNet2DConditionModel(w, TinyCheckpoints.UNET),
        name -> true);
  }

  private Path copy(int number) {
    try {
      Path set = mine.priors().resolve("mine");
      return copy(set, folder.resolve("moment" + number));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static void remove(Path set) throws IOException {
    try (Stream<Path> files = Files.list(set)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(set);
  }
}

package dev.triptych.models.priors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorSetTest {
  // SHA-256 of "hello"
  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("small"));
    Files.writeString(folder.resolve("small/vocab.json"), "hello");
    Files.writeString(folder.resolve("small/prior.json"), manifest("vocab.json").toJson());
  }

  @Test
  void findsASetByItsNameAndReadsItsFiles() {
    PriorSet set = PriorSet.find("small", folder);
    assertThat(set.name()).isEqualTo("small");
    assertThat(set.digest()).matches("[0-9a-f]{64}");
    assertThat(new String(set.bytes("vocab"), StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(set.problems()).isEmpty();
  }

  @Test
  void theDigestChangesWithAnyFile() throws IOException {
    String before = PriorSet.find("small", folder).digest();
    String other =
        Files.readString(folder.resolve("small/prior.json")).replace(HELLO, "0".repeat(64));
    Files.writeString(folder.resolve("small/prior.json"), other);
    assertThat(PriorSet.find("small", folder).digest()).isNotEqualTo(before);
  }

  @Test
  void refusesAFileThatWasReplaced() throws IOException {
    Files.writeString(folder.resolve("small/vocab.json"), "hullo");
    PriorSet set = PriorSet.find("small", folder);
    assertThatThrownBy(() -> set.bytes("vocab"))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("vocab.json")
        .hasMessageContaining("its manifest says " + HELLO);
    assertThat(set.problems()).hasSize(1);
  }

  @Test
  void readsAFileAgainOnlyAfterItWasTouched() throws IOException {
    Path file = folder.resolve("small/vocab.json");
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, longAgo);
    PriorSet set = PriorSet.find("small", folder);
    assertThat(set.newProblems()).isEmpty();

    Files.writeString(file, "hullo");
    assertThat(set.newProblems()).as("touched").hasSize(1);
    Files.setLastModifiedTime(file, longAgo);
    assertThat(set.newProblems()).as("looks as it did when it was read").isEmpty();
    assertThat(set.problems()).as("is read whatever is known").hasSize(1);
  }

  @Test
  void doesNotRelyOnTheLookOfAFileThatWasJustWritten() throws IOException {
    PriorSet set = PriorSet.find("small", folder);
    assertThat(set.newProblems()).isEmpty();
    assertThat(folder.resolve("small/.verified")).doesNotExist();
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.delete(folder.resolve("small/vocab.json"));
    assertThat(PriorSet.find("small", folder).problems())
        .singleElement()
        .asString()
        .contains("it is not there", "small/vocab.json", "Put it back from a copy of the set");
    assertThatThrownBy(() -> PriorSet.find("smal", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("no prior set 'smal'")
        .hasMessageContaining("triptych priors list");
  }

  @Test
  void saysThatAFileIsCutShortAndHowToMendIt() throws IOException {
    Files.writeString(folder.resolve("small/vocab.json"), "hel");
    assertThat(PriorSet.find("small", folder).problems())
        .singleElement()
        .asString()
        .contains("vocab.json", "cut short (it has 3 of its 5 bytes)", "Put it back from a copy");
    Files.writeString(folder.resolve("small/vocab.json"), "");
    assertThat(PriorSet.find("small", folder).problems())
        .singleElement()
        .asString()
        .contains("it has 0 of its 5 bytes");
  }

  @Test
  void refusesACopyThatBearsTheNameOfAnotherSet() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.copy(folder.resolve("small/prior.json"), copy.resolve("prior.json"));
    assertThatThrownBy(() -> PriorSet.find("copy", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining(copy.toString())
        .hasMessageContaining("is named \"small\"")
        .hasMessageContaining("rename the folder");
    assertThatThrownBy(() -> PriorSet.find("copy/../small", folder))
        .isInstanceOf(PriorException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'format': 1, 'name': 'small', oops | not JSON at line 1, column 32",
        "`` | must be an object with fields",
        "[1, 2] | must be an object with fields",
        "'prior' | must be an object with fields",
        "{} | its format is 0, and this version reads format 1",
        "{'format': 1} | must have a name, networks and files",
        "{'format': '1', 'name': 'small', 'networks': {}, 'files': {}} | format must be a whole number",
        "{'format': 1, 'name': ['small'], 'networks': {}, 'files': {}} | name must be text",
        "{'format': 1, 'name': 'small', 'networks': {}, 'files': []} | files must be an object",
        "{'format': 1, 'name': 'small', 'networks': {}, 'files': {'a': {'path': 'a', 'bytes': 1.5}}} | files.a.bytes must be a whole number",
        "{'format': 1, 'name': 'small', 'networks': {}, 'files': {'a': {'path': 'a'}}} | files.a: a file must have a path and a sha256",
        "{'format': 1, 'name': 'small', 'networks': {}, 'files': {'a': {'path': '../a', 'sha256': 'x'}}} | files.a: file path ../a leaves",
        "{'format': 1, 'name': 'small', 'name': 'big', 'networks': {}, 'files': {}} | Duplicate field 'name'",
        "{'format': 1, 'name': 'small', 'networks': {}, 'files': {}, 'file': {}} | file is not a known field",
        "{'format': 1, 'name': 'small', 'networks': {'vae': {'scale': 1e999}}, 'files': {}} | networks.vae.scale is infinite",
        "{'format': 1, 'name': 'small', 'networks': {'vae': {'a': [1, 'NaN']}}, 'files': {}} | networks.vae.a[1] is NaN",
        "{'format': 1, 'name': 'small', 'networks': {}, 'files': {}} {} | more after the end"
      })
  void saysInWordsWhatIsWrongWithAManifest(String manifest, String complaint) throws IOException {
    Path file = folder.resolve("small/prior.json");
    Files.writeString(file, manifest.replace('\'', '"'));
    assertThatThrownBy(() -> PriorSet.find("small", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("The manifest of a prior set cannot be used (")
        .hasMessageContaining(complaint)
        .hasMessageContaining("): " + file + ". ")
        .hasMessageContaining("Put it back from a copy of the set")
        .hasMessageNotContainingAny("java", "dev.triptych", "Source", "Exception");
  }

  @Test
  void saysThatAManifestIsNoText() throws IOException {
    Files.write(folder.resolve("small/prior.json"), new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> PriorSet.find("small", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("not UTF-8");
    Files.delete(folder.resolve("small/prior.json"));
    assertThatThrownBy(() -> PriorSet.find("small", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("has no prior.json");
  }

  private record Config(int layers, List<String> blocks, double scale) {
    Config {
      blocks = List.copyOf(blocks);
      if (layers < 1) {
        throw new IllegalArgumentException("layers must be positive");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"layers\": \"two\", \"blocks\": []} | layers must be a whole number",
        "{\"layers\": 2.5, \"blocks\": [], \"scale\": 1} | layers must be a whole number",
        "{\"layers\": 2, \"blocks\": [], \"scale\": \"1\"} | scale must be a number",
        "{\"layers\": 2, \"blocks\": \"up\", \"scale\": 1} | blocks must be a list",
        "{\"layers\": 2, \"blocks\": [{}], \"scale\": 1} | blocks[0] must be text",
        "{\"layers\": 2, \"scale\": 1} | lacks a field",
        "{\"layers\": 0, \"blocks\": [], \"scale\": 1} | layers must be positive",
        "{\"layers\": 2, \"blocks\": []} | scale must be a number",
        "{\"layers\": 2, \"blocks\": [], \"scale\": 1, \"depth\": 2} | depth is not a known field; there are blocks, layers, scale"
      })
  void saysInWordsWhatIsWrongWithAConfiguration(String config, String complaint)
      throws IOException {
    String json = Files.readString(folder.resolve("small/prior.json"));
    Files.writeString(
        folder.resolve("small/prior.json"),
        json.replace("\"networks\" : { }", "\"networks\" : {\"vae\": " + config + "}"));
    PriorSet set = PriorSet.find("small", folder);
    assertThatThrownBy(() -> set.config("vae", Config.class))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("The configuration of 'vae'")
        .hasMessageContaining(complaint)
        .hasMessageContaining(folder.resolve("small/prior.json") + ". Put it back from a copy")
        .hasMessageNotContainingAny("java", "dev.triptych", "Source", "Exception");
  }

  @Test
  void refusesPathsThatLeaveTheFolder() {
    assertThatThrownBy(() -> manifest("../secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves");
    assertThatThrownBy(() -> manifest("/etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves");
  }

  @Test
  void refusesAManifestThatIsNotOne() throws IOException {
    Files.writeString(folder.resolve("small/prior.json"), "{\"format\": 7}");
    assertThatThrownBy(() -> PriorSet.find("small", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("manifest");
  }

  @Test
  void findsTheSetsThatAJarBringsAndReadsThemFromThere() {
    assertThat(PriorSet.bundled()).contains("brought", "brought-too");
    PriorSet set = PriorSet.find("brought", folder);
    assertThat(set.location()).isEqualTo("built-in prior set brought");
    assertThat(new String(set.bytes("vocab"), StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(PriorSet.find("brought-too", null).problems())
        .singleElement()
        .asString()
        .contains(
            "Cannot read a file of a prior set",
            "built-in prior set brought-too/vocab.json",
            "It comes with the program");
  }

  @Test
  void prefersASetInTheFolderToOneThatAJarBrings() throws IOException {
    Path brought = Files.move(folder.resolve("small"), folder.resolve("brought"));
    Path manifest = brought.resolve("prior.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"small\"", "\"brought\""));
    assertThat(PriorSet.find("brought", folder).location())
        .isEqualTo(folder.resolve("brought").toString());
  }

  @Test
  void comparesWithThePaperOnlyIfItSaysSo() throws IOException {
    PriorManifest plain = PriorSet.find("small", folder).manifest();
    assertThat(plain.comparableWithPaper()).isFalse();
    assertThat(plain.toJson()).as("as older sets are written").doesNotContain("comparable");
    Files.writeString(folder.resolve("small/prior.json"), manifest("vocab.json", true).toJson());
    assertThat(PriorSet.find("small", folder).manifest().comparableWithPaper()).isTrue();
  }

  private static PriorManifest manifest(String path) {
    return manifest(path, false);
  }

  private static PriorManifest manifest(String path, boolean comparableWithPaper) {
    return new PriorManifest(
        1,
        "small",
        "a test",
        64,
        Map.of(),
        Map.of("vocab", new PriorManifest.Entry(path, HELLO, 5)),
        JsonNodeFactory.instance.objectNode(),
        comparableWithPaper);
  }
}

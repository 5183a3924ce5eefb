package dev.triptych.models.priors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void saysWhatIsMissing() throws IOException {
    Files.delete(folder.resolve("small/vocab.json"));
    assertThat(PriorSet.find("small", folder).problems())
        .singleElement()
        .asString()
        .contains("it is not there", "small/vocab.json", "Import or train the set again");
    assertThatThrownBy(() -> PriorSet.find("smal", folder))
        .isInstanceOf(PriorException.class)
        .hasMessageContaining("no prior set 'smal'")
        .hasMessageContaining("triptych priors list");
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

  private static PriorManifest manifest(String path) {
    return new PriorManifest(
        1,
        "small",
        "a test",
        64,
        Map.of(),
        Map.of("vocab", new PriorManifest.Entry(path, HELLO, 5)),
        JsonNodeFactory.instance.objectNode());
  }
}

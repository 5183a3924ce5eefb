package dev.triptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
  @TempDir private Path folder;
  private Path home;
  private Path temporary;

  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  private Path find(String named, Map<String, String> environment) {
    return HomeFolder.find(named, environment, temporary);
  }

  @Test
  void keepsAHome() {
    assertThat(find(home.toString(), Map.of("HOME", folder.toString()))).isEqualTo(home);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void takesTheOneThatTheEnvironmentNames() {
    assertThat(find("?", Map.of("HOME", home.toString()))).isEqualTo(home);
    assertThat(find("/nonexistent", Map.of("HOME", home.toString()))).isEqualTo(home);
  }

  @Test
  void makesAFolderForThisUserAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (String named : new String[] {"?", "", "relative", "/nonexistent", file.toString()}) {
      Path own = find(named, Map.of("HOME", "?"));
      assertThat(own).isEqualTo(temporary.resolve("triptych-" + Files.getOwner(own).getName()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
          .isEqualTo("rwx------");
    }
    assertThat(temporary.toFile().list()).as("no probe stays").hasSize(1);
  }

  @Test
  void trustsNoLinkThatLiesThere() throws IOException {
    Path usual = find("?", Map.of());
    Files.delete(usual);
    Files.createSymbolicLink(usual, home);

    assertThat(find("?", Map.of())).isNotEqualTo(usual).isDirectory().hasParent(temporary);
  }

  @Test
  void leavesItAsItIsWhereNothingCanBeWritten() {
    assertThat(HomeFolder.find("/nonexistent", Map.of(), folder.resolve("none")))
        .isEqualTo(Path.of("/nonexistent"));
  }
}

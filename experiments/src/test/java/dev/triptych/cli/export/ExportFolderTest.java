package dev.triptych.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.worker.store.folder.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that were rendered for an export: no artefact tells whose they are. */
class ExportFolderTest {
  private static final String FRONT = "an-elf-ours-s0/depth/p+0_y+0.png";
  private static final String SIDE = "an-elf-ours-s0/depth/p+0_y+30.png";

  @TempDir private Path data;
  @TempDir private Path folder;

  @BeforeEach
  void export() {
    ExportFolder target = open("elf");
    target.ranging(2.3, 3.08);
    target.writeRendered(Map.of(FRONT, new byte[] {1}));
    target.writeRendered(Map.of(SIDE, new byte[] {2}));
  }

  private ExportFolder open(String run) {
    return new ExportFolder(folder, FolderStore.open(data), run);
  }

  @Test
  void stayWhenTheRunIsExportedAgainWithoutThem() throws IOException {
    ExportFolder.Rest rest = open("elf").rest(Map.of(), Set.of());

    assertThat(rest.older()).isEmpty();
    assertThat(rest.others()).isEmpty();
    open("elf").write(Map.of());
    assertThat(new ObjectMapper().readTree(folder.resolve("export.json").toFile()).path("depth"))
        .hasToString("[2.3,3.08]");
  }

  @Test
  void takeTheirOwnPlaceAgain() {
    ExportFolder.Rest rest = open("elf").rest(Map.of(), Set.of(FRONT));

    assertThat(rest.inTheWay()).isEmpty();
    assertThat(rest.older()).isEmpty();
  }

  @Test
  void areAnOlderExportForAnotherRun() {
    assertThat(open("clown").rest(Map.of(), Set.of()).older()).containsExactly(FRONT, SIDE);
  }

  @Test
  void areTheUsersOnceTheyWereChanged() throws IOException {
    Files.write(folder.resolve(FRONT), new byte[] {3});

    assertThat(open("elf").rest(Map.of(), Set.of(FRONT)).inTheWay()).containsExactly(FRONT);
    assertThat(open("clown").rest(Map.of(), Set.of()).others()).containsExactly(FRONT);
  }
}

package dev.triptych.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.heads.Head;
import dev.triptych.worker.live.Subject;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.AngleMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadGridTest {
  private static Head head(String style, String row) {
    return new Head(
        style + row,
        style,
        row,
        new Subject.Plain(new ArtifactRef("blobs/w", "ab".repeat(32), 1, "text/plain")),
        AngleMode.TRUE);
  }

  @Test
  void hasAColumnForEachStyleAndARowForEachVariant() {
    Head elf = head("an elf", "ours");
    Head clown = head("a clown", "ours");
    Head other = head("a clown", "no-density");
    HeadGrid grid = new HeadGrid(List.of(elf, clown, other));

    assertThat(grid.columns()).containsExactly("an elf", "a clown");
    assertThat(grid.rows()).containsExactly("ours", "no-density");
    assertThat(grid.tiles().stream().map(tile -> tile.orElse(null)).toList())
        .containsExactly(elf, clown, null, other);
  }
}

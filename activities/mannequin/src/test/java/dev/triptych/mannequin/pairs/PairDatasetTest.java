package dev.triptych.mannequin.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.NamedStyle;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.mannequin.head.HeadRenderer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairDatasetTest {
  private static final long SEED = 0xBEEF;
  private static final int COUNT = 25;

  @TempDir static Path whole;
  @TempDir Path folder;

  @BeforeAll
  static void drawOnOneThread() throws IOException {
    draw(whole, COUNT, 1).close();
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() throws IOException {
    try (PairDataset wide = draw(folder, 5, 3);
        PairDataset narrow = draw(whole, COUNT, 1)) {
      float[] one = new float[PairDataset.IMAGE_NUMBERS];
      float[] other = new float[PairDataset.IMAGE_NUMBERS];
      for (int pair = 0; pair < 5; pair++) {
        assertThat(wide.latent(pair)).containsExactly(narrow.latent(pair));
        wide.styled(pair, one, 0);
        narrow.styled(pair, other, 0);
        assertThat(one).containsExactly(other);
      }
    }
  }

  @Test
  void redrawsOnlyWhatAKilledRunLeftUnfinished() throws IOException {
    Path file = folder.resolve(file(whole).getFileName());
    Files.copy(file(whole), file);
    try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
      long record = torn.length() / COUNT;
      torn.seek(5 * record + 3000);
      torn.write(new byte[400]);
      torn.setLength(COUNT * record - 100);
    }
    List<Integer> drawn = Collections.synchronizedList(new ArrayList<>());
    PairDataset.open(folder, SEED, COUNT, 2, (done, total) -> drawn.add(done)).close();
    assertThat(drawn).containsExactlyInAnyOrder(COUNT - 1, COUNT);
    assertThat(file).hasSameBinaryContentAs(file(whole));
  }

  @Test
  void keepsThePairsOfAShorterSetOfTheSameSeed() throws IOException {
    draw(folder, 3, 1).close();
    List<Integer> drawn = Collections.synchronizedList(new ArrayList<>());
    try (PairDataset longer =
        PairDataset.open(folder, SEED, 5, 2, (done, total) -> drawn.add(done))) {
      assertThat(longer.size()).isEqualTo(5);
      assertThat(drawn).containsExactlyInAnyOrder(4, 5);
    }
  }

  @Test
  void holdsTheRenderersPicturesOfItsLatentsStylesAndViews() throws IOException {
    try (PairDataset pairs = draw(whole, COUNT, 1)) {
      int pair = 4;
      Style style = Styles.all().get(pairs.styleIndex(pair));
      Look look = Look.ofLatent(pairs.latent(pair));
      float[] styled = new float[PairDataset.IMAGE_NUMBERS + 2];
      pairs.styled(pair, styled, 2);
      float[] expected = HeadRenderer.render(look, style, pairs.pitch(pair), pairs.yaw(pair), 64);
      for (int i = 0; i < expected.length; i++) {
        assertThat(styled[2 + i]).isBetween(expected[i] - .0021f, expected[i] + .0021f);
      }
      assertThat(pairs.pitch(pair)).isBetween(-31f, 31f);
      assertThat(pairs.yaw(pair)).isBetween(-31f, 31f);
    }
  }

  @Test
  void balancesTheStyles() {
    assertThat(Stream.iterate(7, i -> i + 1).limit(26).map(i -> Pair.of(SEED, i).style()))
        .doesNotHaveDuplicates();
  }

  @Test
  void mirrorsPicturesButNotThoseOfLopsidedStyles() throws IOException {
    try (PairDataset pairs = draw(whole, COUNT, 1)) {
      float[] image = new float[PairDataset.IMAGE_NUMBERS];
      float[] mirrored = new float[PairDataset.IMAGE_NUMBERS];
      pairs.plain(1, image, 0);
      pairs.plain(1, mirrored, 0, true);
      assertThat(mirrored[64 * 30 + 10]).isEqualTo(image[64 * 30 + 53]);
      assertThat(mirrored[64 * 64 + 64 * 40 + 63]).isEqualTo(image[64 * 64 + 64 * 40]);
      int pirate = Styles.index(NamedStyle.of("pirate"));
      assertThat(pairs.mirrorable(pirate)).isFalse();
      assertThatThrownBy(() -> pairs.styled(pirate, image, 0, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a pirate with an eye patch");
    }
  }

  @Test
  void showsAboutOnePairInTwelveFromTheFront() {
    long frontal =
        Stream.iterate(0, i -> i + 1)
            .limit(2000)
            .map(i -> Pair.of(SEED, i))
            .filter(pair -> pair.pitch() == 0 && pair.yaw() == 0)
            .count();
    assertThat(frontal).isBetween(120L, 200L);
  }

  private static PairDataset draw(Path folder, int count, int threads) throws IOException {
    return PairDataset.open(folder, SEED, count, threads, (done, total) -> {});
  }

  private static Path file(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }
}

package dev.triptych.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.cli.compare.Comparison.By;
import dev.triptych.cli.compare.Entry.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final String SCORE = "clip_score";
  private static final Quantity CLIP = Quantity.metrics(Set.of(SCORE)).get(0);

  private final List<Sample> samples = new ArrayList<>();

  @Test
  void comparesInPairsSoThatHardStylesDoNotHideADifference() {
    add("ours", "an elf", 0, .9);
    add("ours", "a clown", 0, .5);
    add("ours", "an orc", 0, .1);
    add("no-i2t", "an elf", 0, .88);
    add("no-i2t", "a clown", 0, .47);
    add("no-i2t", "an orc", 0, .08);

    Entry entry = table().lines().get(1).entry(CLIP);

    PairedDifference difference = entry.minusBaseline();
    assertThat(difference).isNotNull();
    assertThat(difference.mean()).isCloseTo(-.07 / 3, within(1e-12));
    assertThat(difference.high()).isLessThan(0);
    assertThat(entry.mark()).isEqualTo(Mark.NONE);
    assertThat(table().lines().get(0).entry(CLIP).mark()).isEqualTo(Mark.BEST);
  }

  @Test
  void marksAsATieWhatTheIntervalCannotTellFromTheBest() {
    add("ours", "an elf", 0, .8);
    add("ours", "a clown", 0, .6);
    add("no-dr", "an elf", 0, .9);
    add("no-dr", "a clown", 0, .51);

    assertThat(table().lines())
        .extracting(line -> line.entry(CLIP).mark())
        .containsExactly(Mark.TIE, Mark.BEST);
  }

  @Test
  void comparesOnlyWhatBothHave() {
    add("ours", "an elf", 0, .8);
    add("ours", "an elf", 1, .7);
    add("no-dr", "an elf", 1, .6);
    add("no-dr", "an elf", 2, 99);

    PairedDifference difference = table().lines().get(1).entry(CLIP).minusBaseline();

    assertThat(difference).isNotNull();
    assertThat(difference.pairs()).isEqualTo(1);
    assertThat(difference.mean()).isCloseTo(-.1, within(1e-12));
  }

  @Test
  void countsOnceWhatTwoRunsShare() {
    add("first", "ours", "an elf", 0, .8, 400);
    add("second", "ours", "an elf", 0, .8, 400);
    add("second", "ours", "a clown", 0, .6, 400);

    Table table = table();

    assertThat(table.lines()).hasSize(1);
    Estimate estimate = table.lines().get(0).entry(CLIP).estimate();
    assertThat(estimate).isNotNull();
    assertThat(estimate.count()).isEqualTo(2);
  }

  @Test
  void keepsApartWhatRunsSetOtherwiseAndSaysIn() {
    add("short", "ours", "an elf", 0, .7, 100);
    add("long", "ours", "an elf", 0, .8, 400);

    Comparison comparison = compare(By.VARIANT);

    assertThat(comparison.tables().get(0).lines())
        .extracting(line -> line.row().label())
        .containsExactly("ours (short)", "ours (long)");
    assertThat(comparison.changed())
        .containsExactly(
            new ChangedSettings("steps", Map.of("ours (short)", "100", "ours (long)", "400")));
  }

  @Test
  void splitsByStyle() {
    add("ours", "an elf", 0, .8);
    add("ours", "an elf", 1, .6);
    add("ours", "a clown", 0, .5);

    assertThat(compare(By.STYLE).tables())
        .extracting(Table::heading)
        .containsExactly("an elf", "a clown");
  }

  @Test
  void escapesWhatAStyleMayHold() {
    add("ours", "a \"clown\", | & <b>", 0, .5);
    Comparison comparison = compare(By.STYLE);

    assertThat(CsvWriter.write(comparison)).contains("\"a \"\"clown\"\", | & <b>\",ours");
    assertThat(MarkdownWriter.write(comparison)).contains("\\| & \\<b\\>");
    assertThat(LatexWriter.write(comparison)).contains("0.500");
  }

  private Table table() {
    return compare(By.VARIANT).tables().get(0);
  }

  private Comparison compare(By by) {
    return Comparison.of(List.of("run"), samples, by, "ours", List.of(CLIP));
  }

  private void add(String variant, String style, long seed, double score) {
    add("run", variant, style, seed, score, 400);
  }

  private void add(String run, String variant, String style, long seed, double score, int steps) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("steps", steps);
    samples.add(
        new Sample(run, "cell", variant, settings, style, seed, 3, 1, false, Map.of(SCORE, score)));
  }
}

package dev.triptych.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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

  @Test
  void comparesAtEachStepWhatWasScoredThere() {
    for (int step : new int[] {400, 25}) {
      addAt(step, "ours", "an elf", .7);
      addAt(step, "ours", "a clown", .5);
      addAt(step, "no-dr", "an elf", step == 25 ? .5 : .6);
      addAt(step, "no-dr", "a clown", step == 25 ? .4 : .5);
    }

    Comparison comparison = compare(By.VARIANT);

    assertThat(comparison.tables())
        .extracting(Table::heading)
        .containsExactly("after 25 steps", "after 400 steps");
    assertThat(comparison.tables())
        .extracting(table -> table.lines().get(1).entry(CLIP).minusBaseline().mean())
        .satisfiesExactly(
            early -> assertThat(early).isCloseTo(-.15, within(1e-12)),
            late -> assertThat(late).isCloseTo(-.05, within(1e-12)));
    Chart chart = Chart.of(comparison).get(0);
    assertThat(chart.lines()).extracting(Chart.Line::label).containsExactly("ours", "no-dr");
    assertThat(chart.lines().get(1).points())
        .extracting(Chart.Point::step, point -> Math.round(100 * point.mean()))
        .containsExactly(tuple(25, 45L), tuple(400, 55L));
  }

  @Test
  void tellsTheOrderWithGapsInStandardErrorsOfPairedDifferences() {
    add("third", "an elf", 0, .1);
    add("third", "a clown", 0, .3);
    add("ours", "an elf", 0, .9);
    add("ours", "a clown", 0, .5);
    add("no-dr", "an elf", 0, .8);
    add("no-dr", "a clown", 0, .2);

    // ours − no-dr: .1 and .3, mean .2, standard error .1; no-dr − third: .7 and −.1, .3 and .4.
    assertThat(Figures.order(table(), CLIP)).isEqualTo("ours, 2.0 se, no-dr, 0.8 se, third");
    assertThat(MarkdownWriter.write(compare(By.VARIANT).telling(true, null)))
        .contains("ours, 2.0 se, no-dr", ", 2.0 se |");
  }

  private void addAt(int step, String variant, String style, double score) {
    add(variant, style, 0, score);
    Sample end = samples.remove(samples.size() - 1);
    samples.add(
        new Sample(
            end.run(),
            end.cell(),
            end.variant(),
            end.settings(),
            end.style(),
            0,
            3,
            1,
            false,
            false,
            step,
            end.values()));
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
        new Sample(
            run,
            "cell",
            variant,
            settings,
            style,
            seed,
            3,
            1,
            false,
            false,
            null,
            Map.of(SCORE, score)));
  }
}

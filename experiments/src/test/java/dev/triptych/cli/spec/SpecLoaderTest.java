package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.TauMode;
import dev.triptych.workflows.spec.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecLoaderTest {
  private static final Path BAD = Path.of("src/test/resources/dev/triptych/cli/spec/bad");
  private static final String SMALL =
      """
      name: small
      priors: mannequin-64
      styles: [an elf, a clown]
      """;

  private static final Map<String, KnownPriors> PRIORS =
      Map.of("mannequin-64", mannequin(), "ffhq512-128", ffhq());

  private final SpecLoader loader =
      new SpecLoader(List.of("mannequin-64", "ffhq512-128"), PRIORS::get);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias",
        "colon-in-style",
        "control-character",
        "deep",
        "duplicate-key",
        "empty",
        "empty-style",
        "missing",
        "not-a-mapping",
        "not-utf8",
        "other-digest",
        "out-of-range",
        "syntax",
        "tab",
        "tag",
        "two-documents",
        "unknown-choice",
        "unknown-key",
        "unknown-priors",
        "wrong-type"
      })
  void saysWhatIsWrongAndWhere(String kind) throws IOException {
    SpecException thrown =
        catchThrowableOfType(
            SpecException.class, () -> loader.load(BAD.resolve(kind + ".yaml"), List.of()));

    String said = thrown.getMessage().replace(BAD + "/", "");
    assertThat(said).isEqualTo(Files.readString(BAD.resolve(kind + ".txt")).stripTrailing());
  }

  @Test
  void takesThePapersDefaultsForWhatIsNotSaid() throws SpecException {
    ExperimentSpec spec = loader.resolve("a.yaml", small("ffhq512-128"), List.of()).spec();

    assertThat(spec)
        .isEqualTo(ExperimentSpec.paper("small", "ffhq512-128", List.of("an elf", "a clown")));
  }

  @Test
  void laysFileOverRecommendationsAndOptionsOverTheFile() throws SpecException {
    String text = SMALL + "edit: {tau: 0.8, imageGuidance: 1.2}\n";

    ExperimentSpec spec =
        loader.resolve("a.yaml", text, List.of("edit.imageGuidance=1.1", "seeds=[3, 4]")).spec();

    assertThat(spec.edit().textGuidance()).as("recommended").isEqualTo(2.5);
    assertThat(spec.edit().tau()).as("from the file").isEqualTo(0.8);
    assertThat(spec.edit().imageGuidance()).as("from --set").isEqualTo(1.1);
    assertThat(spec.edit().steps()).as("the paper's").isEqualTo(20);
    assertThat(spec.seeds()).containsExactly(3L, 4L);
  }

  @Test
  void takesChoicesInAnyCase() throws SpecException {
    String text = SMALL + "variants: [No_I2T]\nviews: {angles: true}\n";

    ExperimentSpec spec =
        loader.resolve("a.yaml", text, List.of("edit.tauMode=level-all-steps")).spec();

    assertThat(spec.variants()).containsExactly(Variant.NO_I2T);
    assertThat(spec.views().angles()).isEqualTo(AngleMode.TRUE);
    assertThat(spec.edit().tauMode()).isEqualTo(TauMode.LEVEL_ALL_STEPS);
  }

  @Test
  void keepsDefaultsOfASectionWhoseLinesAreCommentedOut() throws SpecException {
    ExperimentSpec spec =
        loader.resolve("a.yaml", SMALL + "edit:\n  # tau: 0.8\n", List.of()).spec();

    assertThat(spec.edit().tau()).isEqualTo(0.9);
  }

  @Test
  void namesTheOptionInAProblemOfAnOption() {
    List<String> settings =
        List.of("edit.taau=1", "views.grid=0", "styles[0]=an orc", "tau", "edit.tau={");

    assertThatThrownBy(() -> loader.resolve("a.yaml", SMALL, settings))
        .hasMessage(
            """
            a.yaml has 5 problems:
              --set styles[0]=an orc: a list is set as a whole: --set 'styles=[an elf, a clown]'
              --set tau: must have the form a.b=value, such as edit.tau=0.8
              --set edit.tau={: edit.tau not YAML while parsing a flow node: expected the node\
             content, but found '<stream end>'
              --set edit.taau=1: edit.taau is not a known key; did you mean "tau"?
              --set views.grid=0: views.grid must be between 1 and 32, but is 0""");
  }

  @Test
  void resolvesItsOwnOutputToTheSameSpec() throws SpecException {
    ResolvedSpec first = loader.resolve("a.yaml", SMALL, List.of("edit.tau=0.7"));

    ResolvedSpec second = loader.resolve("b.yaml", SpecText.yaml(first.tree()), List.of());

    assertThat(second.spec()).isEqualTo(first.spec());
  }

  @Test
  void refusesAFileThatIsNotThere(@TempDir Path folder) {
    assertThatThrownBy(() -> loader.load(folder.resolve("no.yaml"), List.of()))
        .isInstanceOf(SpecException.class)
        .hasMessageEndingWith("no.yaml: does not exist");
    assertThatThrownBy(() -> loader.load(folder, List.of()))
        .isInstanceOf(SpecException.class)
        .hasMessageEndingWith("is a folder");
  }

  @Test
  void refusesAFileThatIsTooLarge(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.writeString(file, SMALL + "#".repeat(YamlReader.MAX_CHARACTERS));

    assertThatThrownBy(() -> loader.load(file, List.of()))
        .hasMessageEndingWith("is larger than 256 KiB, too large for a spec");
  }

  @Test
  void answersAnyTextWithASpecOrWithProblems() throws IOException {
    String valid = Files.readString(Path.of("specs/ablations.yaml"));
    Random random = new Random(1);
    String alphabet = ":-[]{}#&*!|>'\"%@`,?\n\t \u0000\u0085é~0";
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder(valid.substring(0, random.nextInt(valid.length())));
      for (int change = 0; change < 4 && !text.isEmpty(); change++) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        loader.resolve("fuzz.yaml", text.toString(), List.of());
      } catch (SpecException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }

  private static String small(String priors) {
    return SMALL.replace("mannequin-64", priors);
  }

  private static KnownPriors mannequin() {
    ObjectNode recommended = new ObjectMapper().createObjectNode();
    recommended.putObject("edit").put("textGuidance", 2.5);
    return new KnownPriors("mannequin-64", "a".repeat(64), recommended);
  }

  private static KnownPriors ffhq() {
    return new KnownPriors("ffhq512-128", "b".repeat(64), new ObjectMapper().createObjectNode());
  }
}

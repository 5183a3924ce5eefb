package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.TauMode;
import dev.triptych.workflows.spec.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecLoaderTest {
  private static final Path BAD = Path.of("src/test/resources/dev/triptych/cli/spec/bad");

  private final SpecLoader loader = SmallSpec.loader();

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
        "sweeps",
        "syntax",
        "tab",
        "tag",
        "two-documents",
        "unknown-choice",
        "unknown-key",
        "unknown-priors",
        "variant-values",
        "variants",
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
    ExperimentSpec spec =
        loader
            .resolve("a.yaml", SmallSpec.TEXT.replace("mannequin-64", "ffhq512-128"), List.of())
            .spec();

    assertThat(spec)
        .isEqualTo(ExperimentSpec.paper("small", "ffhq512-128", List.of("an elf", "a clown")));
  }

  @Test
  void laysFileOverRecommendationsAndOptionsOverTheFile() throws SpecException {
    String text = SmallSpec.TEXT + "edit: {tau: 0.8, imageGuidance: 1.2}\n";

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
    String text = SmallSpec.TEXT + "variants: [No_I2T]\nviews: {angles: true}\n";

    ExperimentSpec spec =
        loader.resolve("a.yaml", text, List.of("edit.tauMode=level-all-steps")).spec();

    assertThat(spec.variants()).containsExactly(Variant.NO_I2T);
    assertThat(spec.views().angles()).isEqualTo(AngleMode.TRUE);
    assertThat(spec.edit().tauMode()).isEqualTo(TauMode.LEVEL_ALL_STEPS);
  }

  @Test
  void aListOfValuesIsAVariantForEach() throws SpecException {
    String sweep =
        "variants: [ours, {name: tau, set: {edit.tau: [0.5, 0.9], i2t: {spatial: false}}},"
            + " {name: rate, set: {i2t: {fineTuning: {learningRate: [.002, 1e-2]}},"
            + " edit.tauMode: [img2img, level-all-steps]}}]\n";
    String spelledOut =
        """
        variants:
          - ours
          - {name: tau-0.5, set: {edit.tau: 0.5, i2t.spatial: false}}
          - {name: tau-0.9, set: {edit.tau: 0.9, i2t.spatial: false}}
          - {name: rate-.002-img2img,
             set: {i2t.fineTuning.learningRate: 0.002, edit.tauMode: img2img}}
          - {name: rate-.002-level-all-steps,
             set: {i2t.fineTuning.learningRate: 0.002, edit.tauMode: level-all-steps}}
          - {name: rate-1e-2-img2img,
             set: {i2t.fineTuning.learningRate: 0.01, edit.tauMode: img2img}}
          - {name: rate-1e-2-level-all-steps,
             set: {i2t.fineTuning.learningRate: 0.01, edit.tauMode: level-all-steps}}
        """;
    ResolvedSpec swept = loader.resolve("a.yaml", SmallSpec.TEXT + sweep, List.of());

    assertThat(swept.tree())
        .as("so that the run is the same, and a dry run shows them")
        .isEqualTo(loader.resolve("b.yaml", SmallSpec.TEXT + spelledOut, List.of()).tree());
    assertThat(swept.spec().cells()).hasSize(2 * 7);
    assertThat(swept.spec().cells().stream().map(swept.spec()::datasetId).distinct())
        .as("what rates do not touch is shared")
        .hasSize(2 * 3); // τ of 0.9, of 0.5, and the other mode
  }

  @Test
  void anOptionSweepsToo() throws SpecException {
    ExperimentSpec spec =
        loader
            .resolve(
                "a.yaml",
                SmallSpec.TEXT,
                List.of("variants=[{name: psi, set: {identity.truncationPsi: [0, 0.5, 1]}}]"))
            .spec();

    assertThat(spec.variants())
        .extracting(Variant::slug)
        .containsExactly("psi-0", "psi-0.5", "psi-1");
  }

  @Test
  void takesVariantsWithSettingsNestedOrWithDots() throws SpecException {
    String text =
        SmallSpec.TEXT
            + "variants: [ours, {name: a, set: {edit.tau: 0.7}}, {name: b, set: {i2t: {spatial:"
            + " false}, method: modulated-backbone}}]\n";

    ResolvedSpec resolved = loader.resolve("a.yaml", text, List.of());

    ExperimentSpec spec = resolved.spec();
    assertThat(spec.variants()).extracting(Variant::slug).containsExactly("ours", "a", "b");
    assertThat(spec.settings(spec.variants().get(1)).edit().tau()).isEqualTo(0.7);
    assertThat(spec.settings(spec.variants().get(2)).shape())
        .isEqualTo(new GeneratorShape(Method.MODULATED_BACKBONE, false));
    String written = SpecText.yaml(resolved.tree());
    assertThat(loader.resolve("b.yaml", written, List.of()).spec()).isEqualTo(spec);
  }

  @Test
  void takesAFaceForEachSeed() throws SpecException {
    String text = SmallSpec.TEXT + "seeds: [0, 1]\nidentity: {seeds: [3, 5]}\n";

    ResolvedSpec resolved = loader.resolve("a.yaml", text, List.of());

    assertThat(resolved.spec().cells()).extracting(Cell::identity).containsExactly(3L, 5L, 3L, 5L);
    assertThat(resolved.spec().identity().seed()).isEqualTo(3);
    String written = SpecText.yaml(resolved.tree());
    assertThat(loader.resolve("b.yaml", written, List.of()).spec()).isEqualTo(resolved.spec());
    assertThat(
            loader
                .resolve("a.yaml", text, List.of("identity.seeds=null", "identity.seed=8"))
                .spec()
                .identity())
        .isEqualTo(new IdentitySpec(8, resolved.spec().identity().truncationPsi()));
    assertThatThrownBy(() -> loader.resolve("a.yaml", text, List.of("identity.seed=8")))
        .hasMessageContaining(
            "--set identity.seed=8: identity.seed is 8, but identity.seeds begin with 3; leave one"
                + " of them out");
  }

  @Test
  void keepsDefaultsOfASectionWhoseLinesAreCommentedOut() throws SpecException {
    ExperimentSpec spec =
        loader.resolve("a.yaml", SmallSpec.TEXT + "edit:\n  # tau: 0.8\n", List.of()).spec();

    assertThat(spec.edit().tau()).isEqualTo(0.9);
  }

  @Test
  void namesTheOptionInAProblemOfAnOption() {
    List<String> settings =
        List.of("edit.taau=1", "views.grid=0", "styles[0]=an orc", "tau", "edit.tau={");

    assertThatThrownBy(() -> loader.resolve("a.yaml", SmallSpec.TEXT, settings))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a # hash",
        "--- x",
        "{t}",
        "@x",
        "two\nlines",
        " spaces ",
        "[a",
        "null",
        "'",
        "\"q\": x",
        "&a *b !c",
        "%",
        "|",
        "a\tb\r\n",
        "- ",
        "0x1",
        "é\u0301 \uD83D\uDC7D"
      })
  void takesTheTextOfAnOptionAsItStands(String text) throws SpecException {
    ResolvedSpec resolved =
        loader.resolve(
            "a.yaml",
            SmallSpec.TEXT,
            List.of("edit.decorativePrompt=" + text, "edit.promptTemplate=" + text + "{t}"));

    assertThat(resolved.spec().edit().decorativePrompt()).isEqualTo(text);
    assertThat(resolved.spec().edit().promptTemplate()).isEqualTo(text + "{t}");
    assertThat(loader.resolve("b.yaml", SpecText.yaml(resolved.tree()), List.of()).spec())
        .as("what a dry run prints")
        .isEqualTo(resolved.spec());
  }

  @Test
  void takesListsNumbersAndAbsentTextsOfOptionsAsInAFile() throws SpecException {
    ExperimentSpec spec =
        loader
            .resolve(
                "a.yaml",
                SmallSpec.TEXT.replace(
                    "mannequin-64", "{name: mannequin-64, digest: " + "a".repeat(64) + "}"),
                List.of(
                    "styles=[an elf, \"C#\"]",
                    "edit.tau= 0.5 # comment",
                    "edit.negativePrompt=",
                    "priors.digest=null"))
            .spec();

    assertThat(spec.styles()).containsExactly("an elf", "C#");
    assertThat(spec.edit().tau()).isEqualTo(0.5);
    assertThat(spec.edit().negativePrompt()).isEmpty();
    assertThat(spec.priors().digest()).isNull();
  }

  @Test
  void refusesHalfACharacter() {
    String text = SmallSpec.TEXT + "edit: {negativePrompt: \"\\ud840\"}\n";

    assertThatThrownBy(() -> loader.resolve("a.yaml", text, List.of()))
        .hasMessageContaining("edit.negativePrompt holds half of a character");
  }

  @Test
  void resolvesItsOwnOutputToTheSameSpec() throws SpecException {
    ResolvedSpec first = loader.resolve("a.yaml", SmallSpec.TEXT, List.of("edit.tau=0.7"));

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
    Files.writeString(file, SmallSpec.TEXT + "#".repeat(YamlReader.MAX_CHARACTERS));

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
}

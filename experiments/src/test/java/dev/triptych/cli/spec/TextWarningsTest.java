package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.models.priors.PriorSet;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextWarningsTest {
  private static final String LONG =
      "an elf in a bronze statue of a wizard on a face of a clown and";

  private final PriorSet mannequin = PriorSet.find("mannequin-64", null);

  @Test
  void isSilentOnTextsThatFit() {
    assertThat(warnings(List.of(), "an elf", "a bronze statue")).isEmpty();
  }

  @Test
  void saysExactlyWhatIsCutAndWhichStylesBecomeOne() {
    List<Warning> warnings =
        warnings(List.of("edit.decorativePrompt="), LONG + " Robot one", LONG + " Robot two");

    assertThat(warnings).extracting(Warning::path).contains("styles[0]", "styles[1]");
    Warning second = warnings.stream().filter(w -> w.path().equals("styles[1]")).findFirst().get();
    assertThat(LONG + " Robot two").endsWith(second.cut());
    assertThat(second.cut()).endsWith("two");
    assertThat(second.message())
        .contains(
            "its prompt has", "mannequin-64 reads 22", second.cut(), "the same as of styles[0]");
    assertThat(warnings.get(0).message()).doesNotContain("the same");
  }

  @Test
  void looksAtEveryTextThatIsEncoded() {
    List<Warning> warnings =
        warnings(
            List.of(
                "edit.negativePrompt=" + LONG + LONG, "evaluation.neutralCaption=" + LONG + LONG),
            "an elf");

    assertThat(warnings)
        .extracting(Warning::path)
        .containsExactly("edit.negativePrompt", "evaluation.neutralCaption");
    assertThat(
            warnings(
                List.of("edit.negativePrompt=" + LONG + LONG, "variants=[no-edit-optimisation]"),
                "an elf"))
        .as("the plain edit has no negative prompt")
        .isEmpty();
  }

  private List<Warning> warnings(List<String> settings, String... styles) {
    try {
      String text =
          "name: n\npriors: mannequin-64\nstyles: ['" + String.join("', '", styles) + "']";
      KnownPriors known =
          new KnownPriors(
              mannequin.name(), mannequin.digest(), mannequin.manifest().recommendations());
      ExperimentSpec spec =
          new SpecLoader(List.of(known.name()), name -> known, NoPhotos.HEADS)
              .resolve("a", text, settings)
              .spec();
      return TextWarnings.of(spec, mannequin);
    } catch (SpecException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

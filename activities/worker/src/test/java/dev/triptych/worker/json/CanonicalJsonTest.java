package dev.triptych.worker.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Incidental;
import dev.triptych.workflows.stage.State;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
  record Request(
      String style,
      double tau,
      @Nullable String digest,
      @Incidental int checkpointEvery,
      State state) {}

  @Test
  void leavesOutWhatIsIncidentalOrNull() {
    String text = CanonicalJson.of(new Request("an elf", 0.9, null, 100, State.DONE));

    assertThat(text).isEqualTo("{\"state\":\"done\",\"style\":\"an elf\",\"tau\":0.9}");
    assertThat(CanonicalJson.of(new Request("an elf", 0.9, null, 7, State.DONE))).isEqualTo(text);
  }

  @Test
  void tellsRevisionsOfAMeaningApartAndNothingElse() {
    String changed = CanonicalJson.of(new ViewsSpec(2, 30, 30, AngleMode.SAMPLER));
    String same = CanonicalJson.of(new ViewsSpec(2, 30, 30, AngleMode.TRUE));

    assertThat(changed)
        .isEqualTo("{\"angles\":\"SAMPLER#2\",\"grid\":2,\"pitchRange\":30,\"yawRange\":30}");
    assertThat(same)
        .isEqualTo("{\"angles\":\"TRUE\",\"grid\":2,\"pitchRange\":30,\"yawRange\":30}");
    assertThat(Json.text(AngleMode.SAMPLER)).isEqualTo("\"SAMPLER\"");
  }

  /**
   * The example of RFC 8785, section 3.2.2, but for the null that this form leaves out in objects.
   */
  @Test
  void agreesWithTheExampleOfRfc8785() {
    String input =
        "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
            + "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
            + "\"literals\":[null,true,false]}";

    String text =
        CanonicalJson.of(Json.parse(input.getBytes(StandardCharsets.UTF_8), JsonNode.class));

    assertThat(text)
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "2.0, 2",
    "1e21, 1e+21",
    "1e20, 100000000000000000000",
    "1e-6, 0.000001",
    "1e-7, 1e-7",
    "2e23, 2e+23",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "9007199254740993, 9007199254740992",
    "-1.5e-9, -1.5e-9",
    "0.1, 0.1"
  })
  void writesTheShortestDecimalOfADouble(double value, String text) {
    assertThat(CanonicalJson.of(List.of(value))).isEqualTo("[" + text + "]");
  }

  @Test
  void readsWhatAMeaningWasCalledWhenItWasWritten() {
    ViewsSpec views = new ViewsSpec(2, 20, 20, AngleMode.SAMPLER);
    String text = CanonicalJson.of(views);
    assertThat(text).contains("SAMPLER#");
    assertThat(CanonicalJson.read(json(text), ViewsSpec.class)).isEqualTo(views);
    assertThatThrownBy(
            () -> CanonicalJson.read(json(text.replaceAll("#\\d+", "")), ViewsSpec.class))
        .as("an earlier meaning")
        .isInstanceOf(UncheckedIOException.class);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  @Test
  void keepsLongsExact() {
    assertThat(CanonicalJson.of(Map.of("seed", Long.MIN_VALUE)))
        .isEqualTo("{\"seed\":-9223372036854775808}");
  }

  @Test
  void sortsMembersByCodeUnits() {
    assertThat(CanonicalJson.of(Map.of("b", 1, "B", 2, "é", 3, "a", 4)))
        .isEqualTo("{\"B\":2,\"a\":4,\"b\":1,\"é\":3}");
  }

  @Test
  void refusesWhatJsonCannotSay() {
    assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(List.of(Double.NaN)));
  }
}

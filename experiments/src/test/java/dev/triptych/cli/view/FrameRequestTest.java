package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.cli.view.Refusal.Refused;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Look;
import dev.triptych.workflows.spec.ViewAngle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRequestTest {
  private static FrameRequest of(String query) {
    return FrameRequest.of(new Parameters(query));
  }

  @Test
  void readsWhatAPageSays() {
    FrameRequest request =
        of(
            "page=a1&head=2&exhibit=an%20elf+%26&from=3&to=4&share=50&face=7&pitch=-10.5&yaw=170"
                + "&zoom=2&look=normals&draft=1");
    assertThat(request)
        .isEqualTo(
            new FrameRequest(
                new FrameRequest.Place("a1", 2),
                "an elf &",
                new Choice(false, 3, 4, 50, 7),
                new ViewAngle(-10.5, 170),
                2,
                Look.NORMALS,
                true));
  }

  @Test
  void looksFromTheFrontUnlessToldOtherwise() {
    FrameRequest request = of("exhibit=e");
    assertThat(request.angle()).isEqualTo(ViewAngle.FRONTAL);
    assertThat(request.choice()).isEqualTo(Choice.portrait());
    assertThat(request.zoom()).isEqualTo(1);
    assertThat(of("")).isEqualTo(FrameRequest.of(new Parameters(null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pitch=NaN",
        "pitch=Infinity",
        "pitch=81",
        "pitch=",
        "pitch=ten",
        "yaw=-181",
        "yaw=1e300",
        "zoom=0",
        "zoom=5",
        "share=101",
        "share=.5",
        "from=-1",
        "face=1e12",
        "head=8",
        "look=bones",
        "plain=2",
        "page=../x",
        "page=",
        "yaw=1&yaw=2",
        "yaw",
        "=1",
        "exhibit=%zz"
      })
  void refusesWhatMeansNoPicture(String query) {
    assertThatThrownBy(() -> of(query))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.refusal().status()).isEqualTo(Refusal.BAD));
  }
}

package dev.triptych.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {
  private final StringWriter err = new StringWriter();

  private int print(OutputStream stream, int exitCode) {
    StandardOutput out = new StandardOutput(stream);
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    writer.println("an answer of a señor");
    writer.print("and more");
    writer.flush();
    return out.settle(exitCode, new PrintWriter(err));
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void handsOnWhatIsPrinted() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    assertThat(print(stream, ExitCode.OK)).isEqualTo(ExitCode.OK);
    assertThat(stream.toString(StandardCharsets.UTF_8))
        .contains("an answer of a señor", "and more");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Input/output error", "Bad file descriptor"})
  void saysThatAnAnswerGotLost(String why) {
    assertThat(print(failing(why), ExitCode.OK)).isEqualTo(ExitCode.SURROUNDINGS);
    assertThat(err.toString()).hasLineCount(1).contains("could not be written", why);
  }

  @Test
  void keepsTheExitCodeOfACommandThatFailed() {
    assertThat(print(failing("No space left on device"), ExitCode.USAGE)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("could not be written");
  }

  @Test
  void letsAReaderGoAway() {
    assertThat(print(failing("Broken pipe"), ExitCode.OK)).isEqualTo(ExitCode.OK);
    assertThat(print(failing("The pipe is being closed"), ExitCode.RUN_FAILED))
        .isEqualTo(ExitCode.RUN_FAILED);
    assertThat(err.toString()).isEmpty();
  }
}

package dev.triptych.models.bench;

import dev.triptych.models.torch.Precision;
import dev.triptych.models.torch.Torch;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * This project's side of {@code make bench}. It reads {@code case NAME}, builds that network with
 * weights by formula and answers {@code ready}; each {@code run} it answers with the seconds of
 * thread time that one evaluation took and the mean magnitude of its result.
 */
public final class Bench {
  private static final String HALF = "-bf16"; // what is measured in that precision

  private Bench() {}

  /**
   * @param args the mannequin's {@code prior.json}
   */
  public static void main(String[] args) throws IOException {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // what libraries print does not disturb the talk
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Turns turns = new Turns(questions, answers);
    Torch.start();
    Mannequin mannequin = Mannequin.read(Path.of(args[0]));
    turns.next(0);
    while (turns.question().startsWith("case ")) {
      String name = turns.question().substring("case ".length());
      boolean half = name.endsWith(HALF);
      Precision precision = half ? Precision.BF16 : Precision.FP32;
      String network = half ? name.substring(0, name.length() - HALF.length()) : name;
      if (network.startsWith("mannequin-")) {
        mannequin.run(network, precision, turns);
      } else {
        Paper.run(network, precision, turns);
      }
    }
  }
}

package dev.triptych.cli.spec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A spec's file, which is tried as the value of a setting too. */
class SpecLoaderFuzzTest {
  private static final String PRIORS = "mannequin-64";
  private static final Allowance RESOLVED = new Allowance(4096);
  private static final Scratch SCRATCH = new Scratch();
  private static final String SMALL = "{name: small, priors: mannequin-64, styles: [an elf]}";

  private final SpecLoader loader =
      new SpecLoader(
          List.of(PRIORS),
          name -> new KnownPriors(name, "a".repeat(64), JsonNodeFactory.instance.objectNode()),
          NoPhotos.HEADS);

  @FuzzTest
  void resolves(byte[] content) {
    Path file = SCRATCH.write("spec.yaml", content);
    String setting = new String(content, StandardCharsets.UTF_8);
    RESOLVED.spend(
        content.length,
        () -> {
          try {
            loader.load(file, List.of());
          } catch (SpecException e) {
            // says what is wrong with the spec
          }
          try {
            loader.resolve("spec.yaml", SMALL, List.of(setting));
          } catch (SpecException e) {
            // says what is wrong with the setting
          }
        });
  }
}

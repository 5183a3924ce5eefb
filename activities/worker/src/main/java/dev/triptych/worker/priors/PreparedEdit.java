package dev.triptych.worker.priors;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.diffusion.InstructPix2Pix.Instruction;
import dev.triptych.models.priors.EditorPrecision;
import dev.triptych.models.priors.Networks;
import java.util.List;

/** Encoded prompts with the memory that they take. */
record PreparedEdit(Instruction instruction, NDManager manager) implements AutoCloseable {
  static PreparedEdit of(
      Networks networks, EditorPrecision precision, String prompt, String negativePrompt) {
    NDManager manager = networks.newManager();
    try {
      Tokenizer tokenizer = networks.tokenizer();
      return new PreparedEdit(
          networks
              .editor(precision)
              .instruction(
                  tokenizer.encode(List.of(prompt), manager),
                  tokenizer.encode(List.of(negativePrompt), manager)),
          manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}

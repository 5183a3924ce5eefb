package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDManager;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;

/** Files of PyTorch's in all their containers, with every tensor and under all other names. */
class CheckpointsFuzzTest {
  // 256 for a pickle, as Checkpoints promises, 64 times that where it is compressed.
  private static final Allowance OPENED = new Allowance(256 * ZipDirectory.MAX_INFLATION);
  private static final Scratch SCRATCH = new Scratch();

  @FuzzTest
  void opens(byte[] content) {
    OPENED.spend(
        content.length,
        () -> {
          try {
            rename(Checkpoints.open(SCRATCH.write("model.pth", content)));
          } catch (WeightsException e) {
            // says what is wrong with the file
          }
        });
  }

  /** As the parts of the original Stable Diffusion, CLIP and LPIPS. */
  private static void rename(TensorSource source) {
    readAll(source);
    for (Renaming renaming :
        new Renaming[] {
          AutoencoderNames::today,
          TextEncoderNames::today,
          LatentDiffusionNames::unet,
          LatentDiffusionNames::vae,
          LatentDiffusionNames::textEncoder,
          LpipsNames::trunk,
          LpipsNames::lins,
          LpipsNames::whole,
          OpenAiClip::huggingFaceNames
        }) {
      try {
        readAll(renaming.of(source));
      } catch (WeightsException e) {
        // says what the file lacks
      }
    }
    if (OpenAiClip.matches(source)) {
      OpenAiClip.config(source);
    }
  }

  private interface Renaming {
    TensorSource of(TensorSource source);
  }

  static void readAll(TensorSource source) {
    try (NDManager manager = Torch.newManager()) {
      for (String name : source.names()) {
        try {
          source.read(name, manager).close();
        } catch (WeightsException | NonFiniteException e) {
          // says what is wrong with the tensor
        }
      }
    }
  }
}

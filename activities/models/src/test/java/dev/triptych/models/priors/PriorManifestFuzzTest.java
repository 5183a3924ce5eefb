package dev.triptych.models.priors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.lpips.Lpips;
import java.util.Map;

/** {@code prior.json} and the networks' configurations in it. */
class PriorManifestFuzzTest {
  private static final Allowance READ = new Allowance(1024);
  private static final Scratch SCRATCH = new Scratch();
  private static final Map<String, Class<?>> CONFIGS =
      Map.of(
          "eg3d", Eg3dConfig.class,
          "unet", UNet2DConditionModel.Config.class,
          "vae", AutoencoderKL.Config.class,
          "text", TextEncoder.Config.class,
          "clip", ClipModel.Config.class,
          "lpips", Lpips.Config.class,
          "i2t", ImageToTriplane.Config.class,
          "preprocessor", ImagePreprocessor.Config.class,
          "tokenizer", Networks.TokenizerConfig.class);

  @FuzzTest
  void reads(byte[] content) {
    READ.spend(
        content.length,
        () -> {
          try {
            SCRATCH.write("prior.json", content);
            PriorSet set = PriorSet.open(SCRATCH.folder());
            set.manifest().toJson();
            CONFIGS.forEach((role, type) -> read(set, role, type));
            new Ddim(set.config("scheduler", Ddim.Config.class));
          } catch (PriorException e) {
            // says what is wrong with the set
          }
        });
  }

  private static void read(PriorSet set, String role, Class<?> type) {
    try {
      set.config(role, type);
    } catch (PriorException e) {
      // says what is wrong with the network
    }
  }
}

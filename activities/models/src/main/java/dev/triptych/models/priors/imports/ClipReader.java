package dev.triptych.models.priors.imports;

import dev.triptych.models.checkpoints.Checkpoints;
import dev.triptych.models.checkpoints.OpenAiClip;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.weights.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CLIP out of a folder of transformers, or a file of OpenAI's. */
final class ClipReader {
  private ClipReader() {}

  /**
   * @return null if there are problems
   */
  static @Nullable PartDraft read(Path named, boolean half, Problems problems) {
    String label = "--clip " + named;
    return problems.attempt(
        "clip",
        () ->
            Files.isRegularFile(named)
                ? file(named, label)
                : folder(HubFolder.of(named, "--clip"), label, half));
  }

  private static PartDraft folder(HubFolder folder, String label, boolean half) {
    List<String> notes = new ArrayList<>();
    ClipModel.Config config = ClipSettings.both(folder.file("config.json"), notes);
    String preprocessor = "preprocessor_config.json";
    int size = config.vision().imageSize();
    ImagePreprocessor.Config pictures;
    if (folder.has(preprocessor)) {
      pictures = ClipSettings.preprocessor(folder.file(preprocessor), size, notes);
    } else {
      pictures = openAi(size);
      notes.add("There is no " + preprocessor + "; pictures are prepared as OpenAI does.");
    }
    HubFolder.Found found = folder.weights("model", half);
    NetworkDraft network =
        NetworkDraft.fit(
            "clip",
            config,
            w -> new ClipModel(w, config),
            withoutPositions(found.tensors()),
            found.files());
    return part(label, pictures, network, TokenizerFiles.find(folder), notes);
  }

  private static PartDraft file(Path file, String label) {
    TensorSource tensors = Checkpoints.open(file);
    if (!OpenAiClip.matches(tensors)) {
      throw new ImportException(
          file.toString(),
          "its tensors do not have the names of OpenAI's CLIP with a vision transformer",
          "Name OpenAI's .pt file, or the folder of a model of transformers, which has its"
              + " configuration too.");
    }
    ClipModel.Config config = OpenAiClip.config(tensors);
    NetworkDraft network =
        NetworkDraft.fit(
            "clip",
            config,
            w -> new ClipModel(w, config),
            OpenAiClip.huggingFaceNames(tensors),
            List.of(file));
    return part(label, openAi(config.vision().imageSize()), network, null, List.of());
  }

  private static PartDraft part(
      String label,
      ImagePreprocessor.Config pictures,
      NetworkDraft network,
      @Nullable Vocabulary vocabulary,
      List<String> notes) {
    return PartDraft.of(
        PriorPart.CLIP,
        label,
        Map.of("preprocessor", pictures),
        List.of(network),
        vocabulary,
        notes);
  }

  private static ImagePreprocessor.Config openAi(int size) {
    ImagePreprocessor.Config usual = ImagePreprocessor.Config.clip();
    return new ImagePreprocessor.Config(size, usual.imageMean(), usual.imageStd());
  }

  /** Old versions of transformers wrote a buffer that counts positions. */
  private static TensorSource withoutPositions(TensorSource tensors) {
    return tensors.only(name -> !name.endsWith(".position_ids"));
  }
}

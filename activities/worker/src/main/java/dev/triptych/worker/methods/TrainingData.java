package dev.triptych.worker.methods;

import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.i2t.TrainingItems;
import dev.triptych.models.images.Image;
import java.util.List;

/** What a generator is trained on. */
public sealed interface TrainingData {
  /**
   * A few-shot dataset D_s, held in memory.
   *
   * @param frontal I_f, the edited frontal view
   */
  record OneHead(List<FineTuning.View> views, Image frontal) implements TrainingData {
    public OneHead {
      views = List.copyOf(views);
    }
  }

  /** The datasets of many styles or identities, drawn from the store. */
  record ManyHeads(TrainingItems items) implements TrainingData {}
}

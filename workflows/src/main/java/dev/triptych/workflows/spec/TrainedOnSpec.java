package dev.triptych.workflows.spec;

import org.jspecify.annotations.Nullable;

/**
 * What one model is trained on.
 *
 * @param identities faces that each style is put on and that are trained on; null, which is one,
 *     unless the regime has many
 * @param heldOut faces that each style is put on to score the model, and that are never trained on;
 *     null, which is none, unless the regime has many identities
 */
public record TrainedOnSpec(
    Regime regime, @Nullable Integer identities, @Nullable Integer heldOut) {
  /** One style: a model for each. */
  public static final TrainedOnSpec STYLE = new TrainedOnSpec(Regime.STYLE, null, null);

  private static final int MANY = 500; // faces of a style; their dataset's names fit into a payload
  private static final int USUAL_IDENTITIES = 10;
  private static final int USUAL_HELD_OUT = 5;

  public TrainedOnSpec {
    if (regime != null && regime.manyIdentities()) {
      identities = identities == null ? Integer.valueOf(USUAL_IDENTITIES) : identities;
      heldOut = heldOut == null ? Integer.valueOf(USUAL_HELD_OUT) : heldOut;
    }
  }

  /** Faces of each style that are trained on. */
  public int trainedIdentities() {
    return identities == null ? 1 : identities;
  }

  /** Faces of each style that are only scored. */
  public int heldOutIdentities() {
    return heldOut == null ? 0 : heldOut;
  }

  void check(Problems problems) {
    problems.present("regime", regime);
    if (regime == null) {
      return;
    }
    if (regime.manyIdentities()) {
      problems.between("identities", trainedIdentities(), 1, MANY);
      problems.between("heldOut", heldOutIdentities(), 0, MANY);
    } else {
      String only = "is for the regime msmi; " + regime.slug() + " has one identity";
      problems.require(identities == null, "identities", only);
      problems.require(heldOut == null, "heldOut", only);
    }
  }
}

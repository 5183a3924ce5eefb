package dev.triptych.cli.datasets;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.worker.activities.ViewCameras;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes pictures.
 *
 * @param rig where the prior set's cameras stand; null if the set is not on this machine
 */
record Samples(Camera.@Nullable Rig rig) {
  Sample edited(Head head, ViewPair pair, @Nullable String file, @Nullable String source) {
    return new Sample(
        file,
        "edited",
        source,
        head.data().style(),
        head.part(),
        head.identity(),
        head.seed(),
        head.photo(),
        head.heldOut(),
        pair.angle().equals(ViewAngle.FRONTAL),
        pair.pitch(),
        pair.yaw(),
        angles(head),
        camera(head, pair),
        pair.edited().sha256(),
        pair.source().sha256());
  }

  Sample source(Head head, ViewPair pair, String file) {
    return new Sample(
        file,
        "source",
        null,
        null,
        head.part(),
        head.identity(),
        head.seed(),
        head.photo(),
        head.heldOut(),
        pair.angle().equals(ViewAngle.FRONTAL),
        pair.pitch(),
        pair.yaw(),
        angles(head),
        camera(head, pair),
        pair.source().sha256(),
        null);
  }

  private static String angles(Head head) {
    return head.data().angles().name().toLowerCase(Locale.ROOT);
  }

  private @Nullable List<Float> camera(Head head, ViewPair pair) {
    Camera.Rig own = rig;
    return own == null ? null : ViewCameras.at(own, head.data().angles(), pair.angle()).label();
  }
}

package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Frame;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureRowsTest {
  private static final TrackingRun RUN = new TrackingRun("mine", "elf", "mine/cells/elf", null);

  private static final class Told implements RunTracker {
    final List<RunEvent> events = new ArrayList<>();

    @Override
    public TrackingRun open(String run, @Nullable String cell, Started started) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void record(TrackingRun run, RunEvent event) {
      events.add(event);
    }
  }

  private final Told tracker = new Told();

  private void record(
      Map<ViewAngle, ArtifactRef> source,
      Map<ViewAngle, ArtifactRef> edited,
      Map<ViewAngle, ArtifactRef> novel) {
    new PictureRows(tracker).record(RUN, new PortraitPictures(source, edited, novel));
  }

  private static ArtifactRef picture(ViewAngle angle) {
    return new ArtifactRef(angle.toString(), "ab".repeat(32), 1, "image/png");
  }

  private static Map<ViewAngle, ArtifactRef> pictures(List<ViewAngle> angles) {
    Map<ViewAngle, ArtifactRef> pictures = new LinkedHashMap<>();
    angles.forEach(angle -> pictures.put(angle, picture(angle)));
    return pictures;
  }

  private static Frame frame(int step, double pitch, double yaw) {
    return new Frame(step, picture(new ViewAngle(pitch, yaw)));
  }

  @Test
  void areThoseOfTheHorizonByYawAndThoseOfTheFrontByPitch() {
    record(Map.of(), Map.of(), pictures(new ViewsSpec(3, 20, 30, AngleMode.TRUE).list()));

    assertThat(tracker.events)
        .containsExactly(
            new Pictured(
                "portrait/yaw", List.of(frame(-30, 0, -30), frame(0, 0, 0), frame(30, 0, 30))),
            new Pictured(
                "portrait/pitch", List.of(frame(-20, -20, 0), frame(0, 0, 0), frame(20, 20, 0))));
  }

  @Test
  void showTheSameAnglesOfAllPictures() {
    Map<ViewAngle, ArtifactRef> grid =
        pictures(new ViewsSpec(8, 16.46, 16.46, AngleMode.TRUE).list());
    record(grid, grid, grid);

    assertThat(tracker.events)
        .extracting(event -> ((Pictured) event).series())
        .containsExactly(
            "source/yaw",
            "source/pitch",
            "edited/yaw",
            "edited/pitch",
            "portrait/yaw",
            "portrait/pitch");
    assertThat(tracker.events)
        .filteredOn(event -> ((Pictured) event).series().endsWith("/yaw"))
        .extracting(event -> ((Pictured) event).frames())
        .allSatisfy(
            frames -> assertThat(frames).extracting(Frame::step).startsWith(-16).endsWith(16));
  }

  @Test
  void areSilentWithoutPictures() {
    record(Map.of(), Map.of(), Map.of());

    assertThat(tracker.events).isEmpty();
  }
}

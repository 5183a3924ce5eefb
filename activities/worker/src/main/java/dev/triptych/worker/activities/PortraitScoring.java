package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.metrics.ColourDifference;
import dev.triptych.models.metrics.FaceScore;
import dev.triptych.models.metrics.KnownHead;
import dev.triptych.models.metrics.Surface;
import dev.triptych.models.metrics.ViewConsistency;
import dev.triptych.workflows.portrait.Measure;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.Metric.Of;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Takes every measure of the pictures that there are: plain views, edits, the portrait and the
 * truth, at the same angles.
 */
final class PortraitScoring {
  private static final int PIXELS_AT_ONCE =
      8 * 64 * 64; // LPIPS of more takes memory, not less time

  private final Map<Of, List<Image>> pictures;
  private final ScoreSheet sheet;
  private final NDManager manager;
  private final int views;

  /**
   * @param pictures one for each view, of the kinds that there are, the portrait at least
   * @param manager owns what lasts while this works
   */
  PortraitScoring(Map<Of, List<Image>> pictures, ScoreSheet sheet, NDManager manager) {
    this.pictures = new EnumMap<>(pictures);
    this.sheet = sheet;
    this.manager = manager;
    this.views = Objects.requireNonNull(pictures.get(Of.PORTRAIT), "no portrait").size();
  }

  /** CLIP score and directional score. */
  void compareWithTexts(ClipScore clip, String caption, String neutral, List<String> rivals) {
    Map<Of, ClipScore.Pictures> embedded = new EnumMap<>(Of.class);
    pictures.forEach((of, images) -> embedded.put(of, clip.embed(images, manager)));
    List<String> captions = new ArrayList<>(List.of(caption));
    rivals.stream()
        .map(rival -> rival.toLowerCase(Locale.ROOT)) // as CLIP reads them
        .filter(rival -> !rival.equals(caption.toLowerCase(Locale.ROOT)))
        .distinct()
        .forEach(captions::add);
    ClipScore.Pictures plain = embedded.get(Of.PLAIN);
    embedded.forEach(
        (of, images) -> {
          sheet.put(Measure.CLIP_SCORE, of, () -> clip.scores(images, caption));
          if (plain != null) {
            sheet.put(
                Measure.CLIP_DIRECTIONAL,
                of,
                () -> clip.directional(plain, images, neutral, caption));
          }
          if (captions.size() > 1) { // else no other could be nearer
            sheet.put(Measure.STYLE_ACCURACY, of, () -> clip.firstIsNearest(images, captions));
          }
        });
  }

  /** What pictures are compared with, view by view, and what that is called. */
  private record Target(Of of, Measure l1, Measure lpips) {}

  /**
   * L1 and LPIPS.
   *
   * @param keptOut whether the edits at these angles were kept out of training
   */
  void compareWithTargets(Lpips lpips, boolean keptOut) {
    List<Target> targets = new ArrayList<>();
    if (keptOut && pictures.containsKey(Of.EDITS)) {
      targets.add(new Target(Of.EDITS, Measure.L1_TO_EDITS, Measure.LPIPS_TO_EDITS));
    }
    if (pictures.containsKey(Of.TRUTH)) {
      targets.add(new Target(Of.TRUTH, Measure.L1_TO_TRUTH, Measure.LPIPS_TO_TRUTH));
    }
    for (Target target : targets) {
      for (Of of : pictures.keySet()) {
        sheet.put(
            target.l1(),
            of,
            () -> eachView(i -> ColourDifference.of(at(of, i), at(target.of(), i))));
      }
    }
    if (!targets.isEmpty()) {
      perceive(lpips, targets);
    }
  }

  /** Each picture passes through the network once, a few views at a time. */
  private void perceive(Lpips lpips, List<Target> targets) {
    Map<Metric, double[]> distances = new EnumMap<>(Metric.class);
    int together =
        Math.max(1, PIXELS_AT_ONCE / (at(Of.PORTRAIT, 0).width() * at(Of.PORTRAIT, 0).height()));
    for (int from = 0; from < views; from += together) {
      int first = from;
      int end = Math.min(views, from + together);
      try (NDManager scope = manager.newSubManager()) {
        Map<Of, Lpips.Features> features = new EnumMap<>(Of.class);
        pictures.forEach(
            (of, all) ->
                features.put(of, lpips.features(Image.batch(all.subList(first, end), scope))));
        for (Target target : targets) {
          Lpips.Features wanted = Objects.requireNonNull(features.get(target.of()));
          for (Map.Entry<Of, Lpips.Features> seen : features.entrySet()) {
            Metric.find(target.lpips(), seen.getKey())
                .ifPresent(
                    metric ->
                        fill(
                            distances.computeIfAbsent(metric, m -> new double[views]),
                            first,
                            lpips.distance(seen.getValue(), wanted).toFloatArray()));
          }
        }
      }
    }
    distances.forEach(sheet::put);
  }

  private static void fill(double[] all, int from, float[] some) {
    for (int i = 0; i < some.length; i++) {
      all[from + i] = some[i];
    }
  }

  /** Faces of the pictures and of the truth. */
  void compareFaces(KnownHead head, List<Camera> cameras) {
    for (Of of : pictures.keySet()) {
      sheet.put(
          Measure.FACE_SCORE,
          of,
          () -> eachView(i -> FaceScore.of(at(of, i), at(Of.TRUTH, i), head.face(cameras.get(i)))));
    }
  }

  /** What the surface of one kind of pictures says of it and of others. */
  void follow(Surface surface, Of whose, List<Of> others) {
    sheet.put(Measure.ROUGHNESS, whose, surface::roughness);
    List<Of> all = new ArrayList<>(List.of(whose));
    all.addAll(others);
    for (Of of : all) {
      List<Image> views = pictures.get(of);
      if (views != null) {
        ViewConsistency consistency = surface.consistency(views);
        sheet.put(Measure.CONSISTENCY_L1, of, consistency::l1);
        sheet.put(Measure.CONSISTENCY_PSNR, of, consistency::psnr);
      }
    }
  }

  private Image at(Of of, int view) {
    return Objects.requireNonNull(pictures.get(of), of::name).get(view);
  }

  private double[] eachView(IntToDoubleFunction score) {
    return IntStream.range(0, views).mapToDouble(score).toArray();
  }
}

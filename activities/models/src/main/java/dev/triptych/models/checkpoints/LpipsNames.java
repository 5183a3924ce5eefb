package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** LPIPS out of torchvision's VGG16 and LPIPS's own files. */
public final class LpipsNames {
  private static final Pattern FEATURE = Pattern.compile("features\\.\\d+\\.(?:weight|bias)");
  private static final Pattern LIN = Pattern.compile("lin\\d+\\.model\\.1\\.weight");
  private static final Pattern SLICE =
      Pattern.compile("net\\.slice\\d+\\.(\\d+\\.(?:weight|bias))");

  private LpipsNames() {}

  /** torchvision's {@code features.N.*} alone, without the classifier behind them. */
  public static TensorSource trunk(TensorSource vgg) {
    return pick(vgg, name -> FEATURE.matcher(name).matches() ? name : "");
  }

  /** {@code lin{k}.model.1.weight} alone. */
  public static TensorSource lins(TensorSource lpips) {
    return pick(lpips, name -> LIN.matcher(name).matches() ? name : "");
  }

  /** A whole LPIPS state dict, whose trunk is below {@code net.sliceN.}. */
  public static TensorSource whole(TensorSource lpips) {
    return pick(
        lpips,
        name -> {
          Matcher slice = SLICE.matcher(name);
          return slice.matches()
              ? "features." + slice.group(1)
              : LIN.matcher(name).matches() ? name : "";
        });
  }

  /**
   * @param newName empty for a tensor that is left out
   */
  private static TensorSource pick(TensorSource source, Function<String, String> newName) {
    Selection picked = new Selection(source.origin());
    for (String name : source.names()) {
      String today = newName.apply(name);
      if (!today.isEmpty()) {
        picked.add(today, source, name);
      }
    }
    return picked;
  }
}

package dev.triptych.models.checkpoints;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The original autoencoder numbers the decoder's blocks by resolution, diffusers by their order.
 *
 * @param levels resolutions of the decoder
 */
record VaeNames(int levels) {
  private static final Pattern LEVEL = Pattern.compile("decoder\\.up\\.(\\d{1,4})\\..*");
  private static final Pattern BLOCK =
      Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d{1,4})\\.block\\.(\\d{1,4})\\.(.+)");
  private static final Pattern CHANGE =
      Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d{1,4})\\.(down|up)sample\\.conv\\.(.+)");
  private static final Pattern MIDDLE =
      Pattern.compile("(encoder|decoder)\\.mid\\.block_([12])\\.(.+)");
  private static final Pattern ATTENTION =
      Pattern.compile("(encoder|decoder)\\.mid\\.attn_1\\.(\\w+)\\.(\\w+)");
  private static final Map<String, String> PROJECTIONS =
      Map.of("norm", "group_norm", "q", "to_q", "k", "to_k", "v", "to_v", "proj_out", "to_out.0");

  static VaeNames of(Set<String> names) {
    int levels = 0;
    for (String name : names) {
      Matcher level = LEVEL.matcher(name);
      if (level.matches()) {
        levels = Math.max(levels, Integer.parseInt(level.group(1)) + 1);
      }
    }
    return new VaeNames(levels);
  }

  String today(String name) {
    Matcher block = BLOCK.matcher(name);
    if (block.matches()) {
      String layer = block.group(4).replace("nin_shortcut", "conv_shortcut");
      return level(block) + "resnets." + block.group(3) + "." + layer;
    }
    Matcher change = CHANGE.matcher(name);
    if (change.matches()) {
      return level(change) + change.group(3) + "samplers.0.conv." + change.group(4);
    }
    Matcher middle = MIDDLE.matcher(name);
    if (middle.matches()) {
      int index = Integer.parseInt(middle.group(2)) - 1;
      return middle.group(1) + ".mid_block.resnets." + index + "." + middle.group(3);
    }
    Matcher attention = ATTENTION.matcher(name);
    if (attention.matches()) {
      String projection = attention.group(2);
      return attention.group(1)
          + ".mid_block.attentions.0."
          + PROJECTIONS.getOrDefault(projection, projection)
          + "."
          + attention.group(3);
    }
    return name.replace(".norm_out.", ".conv_norm_out.");
  }

  private String level(Matcher matcher) {
    int number = Integer.parseInt(matcher.group(2));
    return matcher.group(1).equals("encoder.down")
        ? "encoder.down_blocks." + number + "."
        : "decoder.up_blocks." + (levels - 1 - number) + ".";
  }
}

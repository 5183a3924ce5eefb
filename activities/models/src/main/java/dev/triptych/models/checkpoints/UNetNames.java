package dev.triptych.models.checkpoints;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The original UNet counts its blocks through; diffusers counts them within each resolution.
 *
 * @param perLevel blocks of a resolution on the way down, the change of resolution included; one
 *     more residual block on the way up has the same count
 */
record UNetNames(int perLevel, Set<String> names) {
  private static final Pattern BLOCK =
      Pattern.compile("(input|output)_blocks\\.(\\d{1,4})\\.(\\d)\\.(.+)");
  private static final Pattern MIDDLE = Pattern.compile("middle_block\\.([012])\\.(.+)");
  private static final Map<String, String> RESNET =
      Map.of(
          "in_layers.0", "norm1",
          "in_layers.2", "conv1",
          "emb_layers.1", "time_emb_proj",
          "out_layers.0", "norm2",
          "out_layers.3", "conv2",
          "skip_connection", "conv_shortcut");
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "time_embed.0", "time_embedding.linear_1",
          "time_embed.2", "time_embedding.linear_2",
          "out.0", "conv_norm_out",
          "out.2", "conv_out");

  /** The block that halves the resolution for the first time ends the first level. */
  static UNetNames of(Set<String> names) {
    int first = 1;
    while (first < 1000
        && !names.contains("input_blocks." + first + ".0.op.weight")
        && names.stream().anyMatch(startsWith("input_blocks." + first + "."))) {
      first++;
    }
    return new UNetNames(first, names);
  }

  private static Predicate<String> startsWith(String prefix) {
    return name -> name.startsWith(prefix);
  }

  String today(String name) {
    int dot = name.lastIndexOf('.');
    String layer = name.substring(0, Math.max(0, dot));
    String kind = name.substring(Math.max(0, dot));
    if (OUTSIDE.containsKey(layer)) {
      return OUTSIDE.get(layer) + kind;
    }
    Matcher middle = MIDDLE.matcher(layer);
    if (middle.matches()) {
      return middle.group(1).equals("1")
          ? "mid_block.attentions.0." + middle.group(2) + kind
          : "mid_block.resnets."
              + (middle.group(1).equals("0") ? 0 : 1)
              + "."
              + resnet(middle.group(2))
              + kind;
    }
    Matcher block = BLOCK.matcher(name);
    if (!block.matches()) {
      return name;
    }
    int number = Integer.parseInt(block.group(2));
    String rest = block.group(4);
    return block.group(1).equals("input")
        ? down(name, number, block.group(3), rest)
        : up(name, number, block.group(3), rest);
  }

  private String down(String name, int number, String part, String rest) {
    if (number == 0) {
      return "conv_in." + rest;
    }
    String level = "down_blocks." + (number - 1) / perLevel + ".";
    int index = (number - 1) % perLevel;
    if (rest.startsWith("op.")) {
      return level + "downsamplers.0.conv." + rest.substring("op.".length());
    }
    return inBlock(name, level, index, part, rest);
  }

  private String up(String name, int number, String part, String rest) {
    String level = "up_blocks." + number / perLevel + ".";
    if (rest.startsWith("conv.")) {
      return level + "upsamplers.0." + rest;
    }
    return inBlock(name, level, number % perLevel, part, rest);
  }

  private static String inBlock(String name, String level, int index, String part, String rest) {
    return switch (part) {
      case "0" -> {
        int dot = rest.lastIndexOf('.');
        yield level
            + "resnets."
            + index
            + "."
            + resnet(rest.substring(0, Math.max(0, dot)))
            + rest.substring(Math.max(0, dot));
      }
      case "1" -> level + "attentions." + index + "." + rest;
      default -> name;
    };
  }

  private static String resnet(String layer) {
    return RESNET.getOrDefault(layer, layer);
  }
}

package dev.triptych.models.photos;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a file is, by its first bytes. */
enum PhotoFormat {
  JPEG("\\xff\\xd8\\xff"),
  PNG("\\x89PNG\r\n\\x1a\n"),
  HEIC("....ftyp(hei|hev|mif1|msf1)"), // ISO/IEC 14496-12: the size of the box comes first
  AVIF("....ftypavi"),
  WEBP("RIFF....WEBP"),
  GIF("GIF8"),
  TIFF("II\\*\\x00|MM\\x00\\*"),
  BMP("BM"),
  OTHER("");

  private final Pattern beginning;

  PhotoFormat(String beginning) {
    this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
  }

  static PhotoFormat of(byte[] file) {
    String head = new String(file, 0, Math.min(file.length, 16), StandardCharsets.ISO_8859_1);
    for (PhotoFormat format : values()) {
      if (format.beginning.matcher(head).lookingAt()) {
        return format;
      }
    }
    throw new AssertionError("everything begins with nothing");
  }

  /**
   * @throws InvalidPhoto unless it is JPEG or PNG
   */
  void require() throws InvalidPhoto {
    switch (this) {
      case JPEG, PNG -> {}
      case HEIC ->
          throw new InvalidPhoto(
              "is a HEIC picture, which cannot be read here. Save it as JPEG first: share it from"
                  + " the phone as \"most compatible\", or heif-convert me.heic me.jpg");
      case OTHER -> throw new InvalidPhoto("is neither a JPEG nor a PNG picture");
      default ->
          throw new InvalidPhoto(
              "is a " + name() + " picture, which is not taken here. Save it as JPEG or PNG first");
    }
  }
}

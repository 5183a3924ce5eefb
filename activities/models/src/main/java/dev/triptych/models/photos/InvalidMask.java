package dev.triptych.models.photos;

/** A file that cannot mask a photo. Its message follows the mask's name. */
public final class InvalidMask extends InvalidPhoto {
  private static final long serialVersionUID = 1;

  public InvalidMask(String message) {
    super(message);
  }

  public InvalidMask(InvalidPhoto cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}

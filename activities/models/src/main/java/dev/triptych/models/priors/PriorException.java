package dev.triptych.models.priors;

import org.jspecify.annotations.Nullable;

/** A prior set that is missing, damaged or not understood: what, where and how to mend it. */
public final class PriorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String where;
  private final String mend;

  /**
   * @param what is wrong, without its place
   * @param where the set's folder, or the file in it
   * @param mend what the user can do about it, one or more sentences
   */
  public PriorException(String what, String where, String mend) {
    this(what, where, mend, null);
  }

  /** As {@link #PriorException(String, String, String)}. */
  public PriorException(String what, String where, String mend, @Nullable Throwable cause) {
    super(what + ": " + where + ". " + mend, cause);
    this.what = what;
    this.where = where;
    this.mend = mend;
  }

  /** What is wrong, without its place. */
  public String what() {
    return what;
  }

  /** The set's folder, or the file in it. */
  public String where() {
    return where;
  }

  /** What the user can do about it, one or more sentences. */
  public String mend() {
    return mend;
  }
}

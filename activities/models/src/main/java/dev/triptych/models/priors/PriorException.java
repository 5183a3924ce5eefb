package dev.triptych.models.priors;

import org.jspecify.annotations.Nullable;

/** A prior set that is missing, damaged or not understood: what, where and how to mend it. */
public final class PriorException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String AGAIN = "Import or train the set again";

  private final String what;
  private final String where;
  private final String mend;

  /** A set that is to be replaced. */
  public PriorException(String what, String where) {
    this(what, where, AGAIN + ".", null);
  }

  /** A set that is to be replaced, for instance because a file cannot be read. */
  PriorException(String what, String where, Throwable cause) {
    this(what, where, AGAIN + ".", cause);
  }

  PriorException(String what, String where, String mend, @Nullable Throwable cause) {
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

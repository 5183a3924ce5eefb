package dev.triptych.worker.errors;

/**
 * Something went wrong that a person can mend: says what, where and how, and whether a later
 * attempt by itself may succeed.
 */
public abstract sealed class TriptychException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String where;
  private final String mend;

  private TriptychException(String what, String where, String mend) {
    super(what + ": " + where + ". " + mend);
    this.what = what;
    this.where = where;
    this.mend = mend;
  }

  /** What is wrong, without its place. */
  public String what() {
    return what;
  }

  /** The file, folder, field or device. */
  public String where() {
    return where;
  }

  /** What the user can do about it, one or more sentences. */
  public String mend() {
    return mend;
  }

  /** Whether the same request may succeed later without anybody doing anything. */
  public boolean retryable() {
    return false;
  }

  /** The request itself is wrong. */
  public static final class InvalidSpec extends TriptychException {
    private static final long serialVersionUID = 1L;

    public InvalidSpec(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** The prior set is not there, is not what its manifest says, or has another digest. */
  public static final class MissingPrior extends TriptychException {
    private static final long serialVersionUID = 1L;

    public MissingPrior(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** PyTorch's native library cannot be unpacked or loaded. */
  public static final class NativeLibrary extends TriptychException {
    private static final long serialVersionUID = 1L;

    public NativeLibrary(String where, String reason, String mend, Throwable cause) {
      super("PyTorch's native library does not load (" + reason + ")", where, mend);
      initCause(cause);
    }
  }

  /** Java itself is not whole: one of its own classes or libraries does not load. */
  public static final class IncompleteJava extends TriptychException {
    private static final long serialVersionUID = 1L;

    public IncompleteJava(String reason, Throwable cause) {
      super(
          "This Java is not complete (" + reason + ")",
          System.getProperty("java.home"),
          "Install a whole JDK 17 or later, with the system's libraries that it wants, and set"
              + " JAVA_HOME: on Debian and Ubuntu, `apt install openjdk-17-jdk-headless` does both.");
      initCause(cause);
    }
  }

  /** The Temporal service does not answer or denies access, or its settings are wrong. */
  public static final class ServiceUnusable extends TriptychException {
    private static final long serialVersionUID = 1L;

    public ServiceUnusable(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** An artefact is gone, or its content is not what its digest says. */
  public static final class CorruptArtifact extends TriptychException {
    private static final long serialVersionUID = 1L;

    public CorruptArtifact(String what, String where) {
      super(
          what,
          where,
          "Run `triptych resume` with the run's name: the step that made it runs again.");
    }
  }

  /**
   * A weight, loss, picture or score is NaN or infinite. The same request gives the same numbers,
   * so trying again is of no use.
   */
  public static final class NonFinite extends TriptychException {
    private static final long serialVersionUID = 1L;

    public NonFinite(String what, String where) {
      super(
          what,
          where,
          "Nothing of it is kept. `triptych priors check` with the prior set's name looks for such"
              + " numbers in its weights; a training that diverges needs a smaller learning rate.");
    }
  }

  /** A document of a run is not what was once written, for instance cut short. */
  public static final class DamagedDocument extends TriptychException {
    private static final long serialVersionUID = 1L;

    /**
     * @param mend how it comes to be written anew
     */
    public DamagedDocument(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** The device or the JVM ran out of memory; another step may have held it. */
  public static final class OutOfMemory extends TriptychException {
    private static final long serialVersionUID = 1L;

    public OutOfMemory(String what, String where, Throwable cause) {
      super(
          what,
          where,
          "Use fewer slots (--slots 1), keep fewer networks (--low-memory), edit fewer views together"
              + " (--views-per-step 1), close other programs, or choose smaller batches"
              + " (i2t.fineTuning.batch).");
      initCause(cause);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** No room is left for an artefact; nothing of it remains. */
  public static final class StorageFull extends TriptychException {
    private static final long serialVersionUID = 1L;

    public StorageFull(String where, Throwable cause) {
      super(
          "The disk is full",
          where,
          "Free some room and run `triptych resume` with the run's name: finished steps are kept.");
      initCause(cause);
    }
  }

  /** An artefact cannot be written; nothing of it remains. */
  public static final class StorageUnwritable extends TriptychException {
    private static final long serialVersionUID = 1L;

    public StorageUnwritable(String where, String reason, Throwable cause) {
      super(
          "Cannot write (" + reason + ")",
          where,
          "Make the folder writable for this user or choose another one.");
      initCause(cause);
    }
  }

  /** An artefact is there but cannot be read. */
  public static final class StorageUnreadable extends TriptychException {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    /**
     * @param lasting whether it stays so until somebody does something
     */
    public StorageUnreadable(String where, String reason, boolean lasting, Throwable cause) {
      super(
          "Cannot read (" + reason + ")",
          where,
          "Make it readable for this user; if the disk is failing, restore the folder from a copy.");
      this.lasting = lasting;
      initCause(cause);
    }

    @Override
    public boolean retryable() {
      return !lasting;
    }
  }

  /** The tracking server denies access or does not take what it is sent. */
  public static final class TrackerRefused extends TriptychException {
    private static final long serialVersionUID = 1L;

    public TrackerRefused(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** The tracking server, or the place of its artefacts, does not answer for now. */
  public static final class TrackerAway extends TriptychException {
    private static final long serialVersionUID = 1L;

    public TrackerAway(String where, String reason) {
      super(
          "MLflow does not answer (" + reason + ")",
          where,
          "Start it or correct MLFLOW_TRACKING_URI. Nothing is lost: `triptych sync` sends what"
              + " the run's journal holds.");
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The object store does not answer, or only with errors of its own, for longer than is usual. */
  public static final class StoreUnreachable extends TriptychException {
    private static final long serialVersionUID = 1L;

    /**
     * @param mend what else the user can do than wait
     */
    public StoreUnreachable(String where, String reason, String mend) {
      super("The object store does not answer (" + reason + ")", where, mend);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The object store answers, and refuses. */
  public static final class StoreRefused extends TriptychException {
    private static final long serialVersionUID = 1L;

    public StoreRefused(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** What the environment says of the object store is incomplete or wrong. */
  public static final class StoreMisconfigured extends TriptychException {
    private static final long serialVersionUID = 1L;

    public StoreMisconfigured(String what, String where, String mend) {
      super(what, where, mend);
    }
  }

  /** Another process works in the folder. */
  public static final class FolderInUse extends TriptychException {
    private static final long serialVersionUID = 1L;

    public FolderInUse(String folder, String owner) {
      super(
          "Another triptych process (" + owner + ") is using the folder",
          folder,
          "Wait until it has finished, stop it, or choose another folder.");
    }
  }
}
